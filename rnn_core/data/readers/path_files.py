"""Reading a user's file of points as a path: x, y and perhaps z, with or without times."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rnn_core.data.path import Path
from rnn_core.data.questions import NO_ANSWERS, Answers, Question, beside
from rnn_core.data.readers.cells import Cells, WantedTable, read_cells
from rnn_core.data.readers.file import File
from rnn_core.data.readers.forms.nameless import without_names
from rnn_core.data.readers.numbers import ReadNumbers, read_numbers
from rnn_core.data.readers.paths import names
from rnn_core.data.readers.paths.columns import Columns, columns
from rnn_core.data.readers.paths.frames import with_frames, with_times
from rnn_core.data.readers.paths.geojson import is_json, json_cells
from rnn_core.data.readers.paths.nmea import is_nmea, nmea_cells
from rnn_core.data.readers.paths.recorded import is_recorded, recorded_cells
from rnn_core.data.readers.paths.times import Times, seconds
from rnn_core.data.readers.paths.tracks import one_of, tracks
from rnn_core.data.readers.paths.wkt import with_points
from rnn_core.data.readers.workbooks import is_workbook, read_workbook
from rnn_core.errors import UserError

SOURCE = "Your own file"
MOST_POINTS = 200_000
FEWEST_POINTS = 30
FEW_AGAIN, MOST_AGAIN = 3, 0.02  # points, and share of the points may be left out as their time came before
LONGEST_STEP = 1e5  # seconds between two points: a day and a bit
UNEVEN = 0.01  # of a step; what differs less is rounding
TURN, JUMP = 360.0, 300.0  # degrees; farther goes no step but that across the date line
WANTED = WantedTable(
    expected="expected a table (CSV or Excel) with a row of column names and columns of numbers x and y, if you like z and t "
    "(the time in seconds), or a track as GPX, KML, TCX, NMEA or GeoJSON",
    convert="save or export the table as CSV (UTF-8)",
    smaller="upload fewer points",
    shorter="upload fewer points",
    numbers=True,
    nameless=without_names,
)


@dataclass(frozen=True)
class PathReading:
    """The path in a file, its column of times, if there is one, and what can be answered otherwise."""

    path: Path
    time: str | None
    questions: tuple[Question, ...]


def read_path(file: File, answers: Answers = NO_ANSWERS) -> Path:
    """The path of :func:`examine_path`. Takes and raises the same."""
    return examine_path(file, answers).path


def examine_path(file: File, answers: Answers = NO_ANSWERS) -> PathReading:
    """The path in a CSV file, Excel workbook, GPX, KML, TCX, NMEA or GeoJSON file.

    The columns x, y and z, or others named like coordinates, else the first two that hold numbers; without times points are
    one second apart. Points at uneven times are put on an even grid, on straight lines between them. Of several tracks the
    longest is taken. All this can be answered otherwise. Raises UserError.
    """
    cells = _cells(file)
    numbers = read_numbers(cells, None)
    with beside([*cells.notes, *numbers.notes]):
        found = columns(cells, numbers.frame, answers, WANTED.expected)
        _refuse_unreadable(numbers, [*found.axes, found.time], file.name)
        wanted = numbers.frame[list(found.axes)]
        times = _times(cells, numbers.frame, found, answers)
    whole = wanted.notna().all(axis="columns") & (times.values.notna() if times.values is not None else True)
    missing = len(wanted) - int(whole.sum())
    lacking = f"{missing:,} point{'s were' if missing > 1 else ' was'} left out because a number is missing."
    notes = [*cells.notes, *numbers.notes, *found.notes, *times.notes, *([lacking] if missing else [])]
    asked = (*found.questions, *times.questions)
    with beside(notes, asked):
        rows, told, which = _one_track(cells, wanted.index[whole], answers)
        if not FEWEST_POINTS <= len(rows) <= MOST_POINTS:
            raise UserError(
                f"{file.name} has {len(rows):,} whole points; expected {FEWEST_POINTS} to {MOST_POINTS:,}: choose another file "
                "or part."
            )
        seconds = None if times.values is None else times.values[rows]
        points, step, more = _evenly(wanted.loc[rows], seconds, found.time)
    title = ", ".join([file.name, *(question.taken for question in which)])
    path = Path(points, step, title, found.axes, SOURCE, notes=(*notes, *told, *more))
    return PathReading(path, found.time, (*asked, *which))


def _cells(file: File) -> Cells:
    for fits, cells in ((is_recorded, recorded_cells), (is_nmea, nmea_cells), (is_json, json_cells)):
        if fits(file):
            return cells(file, WANTED)
    return with_times(with_frames(with_points((read_workbook if is_workbook(file) else read_cells)(file, WANTED))))


def _times(cells: Cells, frame: pd.DataFrame, found: Columns, answers: Answers) -> Times:
    if found.time is None:
        return Times(None)
    try:
        return seconds(cells, found.time, frame, names.are_degrees(found.axes), answers)
    except UserError as error:
        return Times(None, (f"The column {found.time} was not used, and points count as one second apart: {error}",))


def _refuse_unreadable(numbers: ReadNumbers, columns: list[str | None], name: str) -> None:
    for column in columns:
        if column and (found := numbers.unreadable.get(column)):
            raise UserError(f"The column {column} of {name} {found}; expected numbers: mend or empty them.")


def _one_track(cells: Cells, whole: pd.Index, answers: Answers) -> tuple[pd.Index, tuple[str, ...], tuple[Question, ...]]:
    """The rows of one track, of those that are whole."""
    found = tracks(cells)
    return (whole, (), ()) if found is None or not len(whole) else one_of(found, whole, answers)


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
    if repeated > max(FEW_AGAIN, MOST_AGAIN * len(times)):
        first, second = times.index[times == times[times.duplicated()].iloc[0]][:2]
        raise UserError(
            f"{repeated:,} of {len(times):,} points have the time of an earlier one (column {time}, rows {first} and {second}), "
            "so these may be several tracks: name the column that tells them apart track, or take no time."
        )
    points, more = _unwrapped(table.loc[ordered.index])
    even, step, last = _on_grid(points, ordered.to_numpy(float), time)
    return even, step, [*told, *more, *last]


def _on_grid(points: np.ndarray, times: np.ndarray, time: str | None) -> tuple[np.ndarray, float, list[str]]:
    step = float(np.median(np.diff(times)))
    if step > LONGEST_STEP:
        raise UserError(f"The times of the column {time} lie {step:g} apart; expected seconds, at most {LONGEST_STEP:g} apart.")
    if np.abs(np.diff(times) - step).max() <= UNEVEN * step:
        return points, _without_noise(step), []
    count = int((times[-1] - times[0]) / step) + 1
    if count > MOST_POINTS:
        raise UserError(
            f"The times of the column {time} have large gaps: at the usual step of {step:g} s they would make {count:,} points; "
            f"expected at most {MOST_POINTS:,}: choose a part without gaps."
        )
    even = times[0] + step * np.arange(count)
    told = [f"The times are uneven: the path was put on a grid of {step:g} s, on straight lines between the points."]
    return (
        np.column_stack([np.interp(even, times, points[:, place]) for place in range(points.shape[1])]),
        _without_noise(step),
        told,
    )


def _without_noise(step: float) -> float:
    """As it is written: 0.01 where differences of times give 0.010000000000000009."""
    return float(f"{step:.9g}")


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
