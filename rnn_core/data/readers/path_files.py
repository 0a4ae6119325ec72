"""Reading a user's table of points as a path: x, y and perhaps z, with or without times."""

import numpy as np
import pandas as pd

from rnn_core.data.path import Path
from rnn_core.data.readers.cells import Cells, WantedTable, read_cells
from rnn_core.data.readers.file import File
from rnn_core.data.readers.numbers import read_numbers
from rnn_core.data.readers.workbooks import is_workbook, read_workbook
from rnn_core.errors import UserError

SOURCE = "Your own file"
COORDINATES = ("x", "y", "z")
TIMES = ("t", "time", "seconds")
MOST_POINTS = 200_000
FEWEST_POINTS = 30
LONGEST_STEP = 1e5  # seconds between two points: a day and a bit
UNEVEN = 0.01  # of a step; what differs less is rounding
WANTED = WantedTable(
    expected="expected a table (CSV or Excel) with a row of column names and columns of numbers x and y, if you like z and t "
    "(the time in seconds)",
    convert="save or export the table as CSV (UTF-8)",
    smaller="upload fewer points",
    shorter="upload fewer points",
    numbers=True,
)


def read_path(file: File) -> Path:
    """The path in a CSV file or Excel workbook.

    The columns x, y and z, else the first two that hold numbers; without times (a column t or time, in seconds) points are one
    second apart. Points at uneven times are put on an even grid, on straight lines between them. Raises UserError.
    """
    cells = (read_workbook if is_workbook(file) else read_cells)(file, WANTED)
    numbers = read_numbers(cells, None)
    names = {column.strip().casefold(): column for column in numbers.frame.columns}
    time = next((names[one] for one in TIMES if one in names), None)
    columns = _coordinates(cells, numbers.frame, names, time)
    wanted = numbers.frame[[*columns, *([time] if time else [])]]
    table = wanted.dropna()
    notes = [*cells.notes, *numbers.notes]
    if missing := len(wanted) - len(table):
        notes.append(f"{missing:,} point{'s were' if missing > 1 else ' was'} left out because a number is missing.")
    if not FEWEST_POINTS <= len(table) <= MOST_POINTS:
        raise UserError(
            f"{file.name} has {len(table):,} whole points; expected {FEWEST_POINTS} to {MOST_POINTS:,}: choose another file or "
            "part."
        )
    points, step, told = _evenly(table, list(columns), time)
    return Path(points, step, file.name, tuple(columns), SOURCE, notes=(*notes, *told))


def _coordinates(cells: Cells, frame: pd.DataFrame, names: dict[str, str], time: str | None) -> list[str]:
    known = [names[one] for one in COORDINATES if one in names]
    if len(known) >= 2 and {"x", "y"} <= names.keys():
        return known
    others = [column for column in frame.columns if column != time]
    if len(others) < 2:
        found = ", ".join(others) or "none"
        raise UserError(f"{cells.name} has too few columns of numbers for a path (found: {found}); {WANTED.expected}.")
    return others[:2]


def _evenly(table: pd.DataFrame, columns: list[str], time: str | None) -> tuple[np.ndarray, float, list[str]]:
    """Points, seconds between two, and what was changed."""
    if time is None:
        return table[columns].to_numpy(float), 1.0, []
    told = []
    ordered = table.sort_values(time, kind="stable").drop_duplicates(time, keep="last")
    if not table[time].is_monotonic_increasing:
        told.append("The points were not in time order and were sorted.")
    if repeated := len(table) - len(ordered):
        told.append(f"{repeated:,} point{'s' if repeated > 1 else ''} of a repeated time left out; the last of each was kept.")
    if len(ordered) < FEWEST_POINTS:
        raise UserError(f"The column {time} holds only {len(ordered)} different times; expected at least {FEWEST_POINTS}.")
    times = ordered[time].to_numpy(float)
    step = float(np.median(np.diff(times)))
    if step > LONGEST_STEP:
        raise UserError(f"The times of the column {time} lie {step:g} apart; expected seconds, at most {LONGEST_STEP:g} apart.")
    points = ordered[columns].to_numpy(float)
    if np.abs(np.diff(times) - step).max() <= UNEVEN * step:
        return points, step, told
    count = int((times[-1] - times[0]) / step) + 1
    if count > MOST_POINTS:
        raise UserError(
            f"The times of the column {time} have large gaps: at the usual step of {step:g} s they would make {count:,} points; "
            f"expected at most {MOST_POINTS:,}: choose a part without gaps."
        )
    even = times[0] + step * np.arange(count)
    told.append(f"The times are uneven: the path was put on a grid of {step:g} s, on straight lines between the points.")
    return np.column_stack([np.interp(even, times, points[:, place]) for place in range(points.shape[1])]), step, told
