"""Points and lines written as words in one column of a table, as databases of maps do: POINT (16.3 48.1)."""

import re
from dataclasses import replace

import pandas as pd

from rnn_core.data.readers.cells import Cells

SHAPE = re.compile(r"(?:SRID=\d+;)?\s*(POINT|LINESTRING)\s*Z?M?\s*\(([^()]*)\)\s*", re.IGNORECASE)
MOST = 0.9  # of the cells
HEADER = ["x", "y"]


def with_points(cells: Cells) -> Cells:
    """The same with x and y instead of a column of points, or the points of its lines, a track each; other tables stay so."""
    for place, name in enumerate(cells.header):
        if not cells.rows[place].str.contains("(", regex=False).any():
            continue
        found = cells.rows[place].str.extract(SHAPE)
        known = found[0].notna()
        if known.any() and known.sum() >= MOST * (cells.rows[place] != "").sum():
            note = f"The points were taken out of the words of the column {name}."
            points = found[1].str.strip().str.split(r"\s*,\s*", regex=True)
            lines = found[0].str.upper() == "LINESTRING"
            return _lines(cells, place, points[lines], note) if lines.any() else _points(cells, place, points, note)
    return cells


def _points(cells: Cells, place: int, points: pd.Series, note: str) -> Cells:
    """Each stands in the row that it stood in."""
    others = [number for number in cells.rows if number != place]
    rows = pd.concat([cells.rows[others], _axes(points.str[0])], axis="columns")
    header = [*(cells.header[number] for number in others), *HEADER]
    return replace(cells, header=header, rows=rows.set_axis(range(len(header)), axis="columns"), notes=(*cells.notes, note))


def _lines(cells: Cells, place: int, lines: pd.Series, note: str) -> Cells:
    """Each is a track, called as in the first other column, or by its row."""
    named = next((column for column in cells.rows if column != place and _are_names(cells.rows.loc[lines.index, column])), None)
    names = lines.index.astype(str) if named is None else cells.rows.loc[lines.index, named]
    every = pd.DataFrame({"track": names, "point": lines}, index=lines.index).explode("point")
    rows = pd.concat([every[["track"]], _axes(every["point"])], axis="columns").set_axis(range(3), axis="columns")
    rows.index = range(1, len(rows) + 1)
    return replace(cells, header=["track name", *HEADER], rows=rows, notes=(*cells.notes, note))


def _are_names(column: pd.Series) -> bool:
    return bool(column.is_unique and (column != "").all() and (column.str.len() < 60).all())


def _axes(points: pd.Series) -> pd.DataFrame:
    """Two columns of the first two numbers of every point, empty for another cell."""
    axes = points.fillna("").str.split(n=2)
    return pd.DataFrame({0: axes.str[0].fillna(""), 1: axes.str[1].fillna("")}, index=points.index)
