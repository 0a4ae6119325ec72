"""Points in a table without names, as trackers write them: a frame or a time, whose point it is, x and y."""

from dataclasses import replace

import pandas as pd

from rnn_core.data.readers.cells import Cells

FEWEST, TIME_AND_AXES = 4, 3  # columns
EACH = 3  # points of a thing, at least, on average
NAMES = ("x", "y")
NOTE = (
    "The first two columns count frames and say whose point it is, so they are called {} and {} here, and the next two x and y."
)


def with_frames(cells: Cells) -> Cells:
    """The same with names for these columns, and a note; other tables stay as they are."""
    if len(cells.header) < FEWEST or not _nameless(cells):
        return cells
    numbers = cells.rows[[0, 1]].apply(pd.to_numeric, errors="coerce")
    if numbers.isna().any(axis=None) or (numbers % 1 != 0).any(axis=None):
        return cells
    thing, frame = (0, 1) if numbers[0].nunique() < numbers[1].nunique() else (1, 0)
    again = numbers[frame].nunique() < len(numbers)
    onwards = numbers.groupby(thing)[frame].diff().dropna() > 0
    if not again or not onwards.all() or not 1 < numbers[thing].nunique() <= len(numbers) / EACH:
        return cells
    first = ("frame", "id") if thing == 1 else ("id", "frame")
    return _called(cells, {0: first[0], 1: first[1], **_axes(cells, [0, 1])}, NOTE.format(*first))


def with_times(cells: Cells) -> Cells:
    """The same with names for a column of whole numbers that says whose points they are, or of times; others stay as they are."""
    if not _nameless(cells) or len(cells.header) <= len(NAMES):
        return cells
    first = pd.to_numeric(cells.rows[0], errors="coerce")
    if first.isna().any():
        return cells
    things = len(cells.header) >= FEWEST and (first % 1 == 0).all() and first.nunique() <= len(first) / EACH
    goes_on = len(cells.header) == TIME_AND_AXES and (first.diff().dropna() > 0).all()
    axes = _axes(cells, [0])
    if len(axes) < len(NAMES) or not (things or goes_on):
        return cells
    name, what = ("id", "says whose point it is") if things else ("timestamp", "goes on as times do")
    return _called(cells, {0: name, **axes}, f"The first column {what}, so it is called {name} here, and the next two x and y.")


def _nameless(cells: Cells) -> bool:
    return all(name == f"column {number}" for number, name in enumerate(cells.header, start=1))


def _axes(cells: Cells, taken: list[int]) -> dict[int, str]:
    """The first two columns of numbers that are not always the same."""
    numbers = cells.rows.drop(columns=taken).apply(pd.to_numeric, errors="coerce")
    return dict(zip([place for place in numbers if numbers[place].nunique() > 1], NAMES, strict=False))


def _called(cells: Cells, names: dict[int, str], note: str) -> Cells:
    header = [names.get(place, name) for place, name in enumerate(cells.header)]
    return replace(cells, header=header, notes=(*cells.notes, note))
