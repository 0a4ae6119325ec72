"""Reading a user's file of points as a path: x, y and perhaps z, with or without times."""

import numpy as np
import pandas as pd

from rnn_core.data.path import Path
from rnn_core.data.readers.cells import Cells, WantedTable, read_cells
from rnn_core.data.readers.file import File
from rnn_core.data.readers.forms.nameless import without_names
from rnn_core.data.readers.numbers import ReadNumbers, read_numbers
from rnn_core.data.readers.paths import names
from rnn_core.data.readers.paths.geojson import is_json, json_cells
from rnn_core.data.readers.paths.gpx import gpx_cells, is_gpx
from rnn_core.data.readers.paths.times import seconds
from rnn_core.data.readers.paths.tracks import longest, tracks
from rnn_core.data.readers.workbooks import is_workbook, read_workbook
from rnn_core.errors import UserError

SOURCE = "Your own file"
MOST_POINTS = 200_000
FEWEST_POINTS = 30
NAMED = 5  # columns that are told by name
LONGEST_STEP = 1e5  # seconds between two points: a day and a bit
UNEVEN = 0.01  # of a step; what differs less is rounding
TURN, JUMP = 360.0, 300.0  # degrees; farther goes no step but that across the date line
WANTED = WantedTable(
    expected="expected a table (CSV or Excel) with a row of column names and columns of numbers x and y, if you like z and t "
    "(the time in seconds), or a track as GPX or GeoJSON",
    convert="save or export the table as CSV (UTF-8)",
    smaller="upload fewer points",
    shorter="upload fewer points",
    numbers=True,
    nameless=without_names,
)


def read_path(file: File) -> Path:
    """The path in a CSV file, Excel workbook, GPX or GeoJSON file.

    The columns x, y and z, or others named like coordinates, else the first two that hold numbers; without times points are
    one second apart. Points at uneven times are put on an even grid, on straight lines between them. Of several tracks the
    longest is taken. Raises UserError.
    """
    cells = _cells(file)
    numbers = read_numbers(cells, None)
    time = names.time([name for place, name in enumerate(cells.header) if (cells.rows[place] != "").any()])
    columns, notes = _coordinates(cells, numbers.frame, time)
    _refuse_unreadable(numbers, [*columns, time], file.name)
    wanted = numbers.frame[columns]
    times, told = _times(cells, numbers.frame, time, columns) if time else (None, [])
    whole = wanted.notna().all(axis="columns") & (times.notna() if times is not None else True)
    if missing := len(wanted) - int(whole.sum()):
        told.append(f"{missing:,} point{'s were' if missing > 1 else ' was'} left out because a number is missing.")
    notes = [*cells.notes, *numbers.notes, *notes, *told]
    rows, told = _one_track(cells, wanted.index[whole])
    if not FEWEST_POINTS <= len(rows) <= MOST_POINTS:
        raise UserError(
            f"{file.name} has {len(rows):,} whole points; expected {FEWEST_POINTS} to {MOST_POINTS:,}: choose another file or "
            "part."
        )
    points, step, more = _evenly(wanted.loc[rows], times if times is None else times[rows], time)
    return Path(points, step, file.name, tuple(columns), SOURCE, notes=(*notes, *told, *more))


def _cells(file: File) -> Cells:
    if is_gpx(file):
        return gpx_cells(file, WANTED)
    if is_json(file):
        return json_cells(file, WANTED)
    return (read_workbook if is_workbook(file) else read_cells)(file, WANTED)


def _coordinates(cells: Cells, frame: pd.DataFrame, time: str | None) -> tuple[list[str], list[str]]:
    """Their columns, and a note when they are told by names other than x and y and others are left out."""
    found = names.coordinates(list(frame.columns))
    if not found:
        others = [column for column in frame.columns if column != time]
        found = [column for column in others if not names.counts(column)][:2]
        found = found if len(found) == 2 else others[:2]
    if len(found) < 2:
        listed = ", ".join(found) or "none"
        raise UserError(f"{cells.name} has too few columns of numbers for a path (found: {listed}); {WANTED.expected}.")
    left = [column for column in frame.columns if column not in found and column != time and not names.tells_tracks_apart(column)]
    if {"x", "y"} <= {column.strip().casefold() for column in found} or not left:
        return found, []
    return found, [f"The coordinates are {' and '.join(found)}; not used: {', '.join(left[:NAMED])}{' …' * (len(left) > NAMED)}."]


def _times(cells: Cells, frame: pd.DataFrame, time: str, columns: list[str]) -> tuple[pd.Series | None, list[str]]:
    try:
        return seconds(cells, time, frame, slow=names.are_degrees(columns))
    except UserError as error:
        return None, [f"The column {time} was not used, and points count as one second apart: {error}"]


def _refuse_unreadable(numbers: ReadNumbers, columns: list[str | None], name: str) -> None:
    for column in columns:
        if column and (found := numbers.unreadable.get(column)):
            raise UserError(f"The column {column} of {name} {found}; expected numbers: mend or empty them.")


def _one_track(cells: Cells, whole: pd.Index) -> tuple[pd.Index, list[str]]:
    """The rows of the longest track, of those that are whole."""
    found = tracks(cells)
    if found is None or not len(whole):
        return whole, []
    rows, note = longest(found, whole)
    return rows, [note]


def _evenly(table: pd.DataFrame, times: pd.Series | None, time: str | None) -> tuple[np.ndarray, float, list[str]]:
    """Points, seconds between two, and what was changed."""
    if times is None:
        points, told = _unwrapped(table)
        return points, 1.0, told
    told = []
    ordered = times.sort_values(kind="stable").drop_duplicates(keep="last")
    if not times.is_monotonic_increasing:
        told.append("The points were not in time order and were sorted.")
    if repeated := len(times) - len(ordered):
        told.append(f"{repeated:,} point{'s' if repeated > 1 else ''} of a repeated time left out; the last of each was kept.")
    if len(ordered) < FEWEST_POINTS:
        raise UserError(f"The column {time} holds only {len(ordered)} different times; expected at least {FEWEST_POINTS}.")
    points, more = _unwrapped(table.loc[ordered.index])
    even, step, last = _on_grid(points, ordered.to_numpy(float), time)
    return even, step, [*told, *more, *last]


def _on_grid(points: np.ndarray, times: np.ndarray, time: str | None) -> tuple[np.ndarray, float, list[str]]:
    step = float(np.median(np.diff(times)))
    if step > LONGEST_STEP:
        raise UserError(f"The times of the column {time} lie {step:g} apart; expected seconds, at most {LONGEST_STEP:g} apart.")
    if np.abs(np.diff(times) - step).max() <= UNEVEN * step:
        return points, step, []
    count = int((times[-1] - times[0]) / step) + 1
    if count > MOST_POINTS:
        raise UserError(
            f"The times of the column {time} have large gaps: at the usual step of {step:g} s they would make {count:,} points; "
            f"expected at most {MOST_POINTS:,}: choose a part without gaps."
        )
    even = times[0] + step * np.arange(count)
    told = [f"The times are uneven: the path was put on a grid of {step:g} s, on straight lines between the points."]
    return np.column_stack([np.interp(even, times, points[:, place]) for place in range(points.shape[1])]), step, told


def _unwrapped(table: pd.DataFrame) -> tuple[np.ndarray, list[str]]:
    """The points, a first coordinate in degrees going on where it jumps from 180 to -180, or 360 to 0, and a note if so."""
    points = table.to_numpy(float, copy=True)
    first, second = points[:, 0], points[:, 1]
    steps = np.abs(np.diff(first))
    most = TURN if names.are_degrees([str(name) for name in table.columns]) else TURN / 2
    degrees = np.abs(first).max() <= most and np.abs(second).max() <= TURN / 4 and np.median(steps) < TURN / 12
    if not degrees or not (steps > JUMP).any():
        return points, []
    place = int((steps > JUMP).argmax())
    points[:, 0] = np.unwrap(first.copy(), period=TURN)
    jump = f"{table.columns[0]} jumps from {table.iloc[place, 0]:g} to {table.iloc[place + 1, 0]:g}"
    return points, [
        f"{jump}, as degrees do after a full turn; from there on 360 was added or taken away, so that the path goes on."
    ]
