"""Points of several things in a table without names, as trackers write them: a frame, whose point it is, x and y."""

from dataclasses import replace

import pandas as pd

from rnn_core.data.readers.cells import Cells

FEWEST = 4  # columns
EACH = 3  # points of a thing, at least, on average
NAMES = ("x", "y")
NOTE = (
    "The first two columns count frames and say whose point it is, so they are called {} and {} here, and the next two x and y."
)


def with_frames(cells: Cells) -> Cells:
    """The same with names for these columns, and a note; other tables stay as they are."""
    if len(cells.header) < FEWEST or any(name != f"column {number}" for number, name in enumerate(cells.header, start=1)):
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
    return replace(cells, header=[*first, *NAMES, *cells.header[FEWEST:]], notes=(*cells.notes, NOTE.format(*first)))
