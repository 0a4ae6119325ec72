"""Which columns of a table of points are coordinates, and which one is the time: by their names, or as it is answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from rnn_core.data.questions import Answers, Question, ask
from rnn_core.data.readers.cells import Cells
from rnn_core.data.readers.paths import names
from rnn_core.errors import UserError

AXES, TIME, NONE = ("x", "y", "z"), "t", "none"  # the questions, and the answer that there is no such column
STAMP = r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}[T ]\d{1,2}:\d\d"
SAMPLE = 100  # rows
NAMED = 5  # columns that are told by name


@dataclass(frozen=True)
class Columns:
    """Two or three coordinates and the time, if there is one; what was left out, and what can be answered otherwise."""

    axes: tuple[str, ...]
    time: str | None
    notes: tuple[str, ...]
    questions: tuple[Question, ...]


def columns(cells: Cells, frame: pd.DataFrame, answers: Answers, expected: str) -> Columns:
    """``frame`` holds the columns of numbers. Raises UserError where there are too few, or one is taken twice."""
    numbers = list(frame.columns)
    time = names.time([name for place, name in enumerate(cells.header) if (cells.rows[place] != "").any()]) or _dated(cells)
    likely = names.coordinates(numbers) or _first_two(numbers, time)
    if len(likely) < 2:
        listed = ", ".join(likely) or "none"
        raise UserError(f"{cells.name} has too few columns of numbers for a path (found: {listed}); {expected}.")
    left = [name for name in numbers if name not in (*likely, time) and not names.tells_tracks_apart(name)]
    questions = _questions(numbers, likely, time, answers) if left or answers.keys() & {*AXES, TIME} else ()
    taken = {one.id: one.taken for one in questions if one.taken != NONE} if questions else dict(zip(AXES, likely, strict=False))
    axes = tuple(taken[axis] for axis in AXES if axis in taken)
    time = taken.get(TIME) if questions else time
    if (len({*axes, time}) <= len(axes) and time is not None) or len({*axes}) < len(axes):
        raise UserError(f"One column of {cells.name} was taken twice, as {' and '.join(taken)}: take another for each.")
    return Columns(axes, time, _told(axes, time, numbers), questions)


def _dated(cells: Cells) -> str | None:
    """The first column whose cells are a date and a time."""
    found = (name for place, name in enumerate(cells.header) if cells.rows[place].head(SAMPLE).str.match(STAMP).all())
    return next(found, None)


def _first_two(numbers: Sequence[str], time: str | None) -> list[str]:
    others = [name for name in numbers if name != time]
    found = [name for name in others if not names.counts(name)][:2]
    return found if len(found) == 2 else others[:2]


def _questions(numbers: Sequence[str], likely: Sequence[str], time: str | None, answers: Answers) -> tuple[Question, ...]:
    options = {name: name for name in numbers}
    none = {NONE: "none"}
    given = [answers[id] for id in (*AXES, TIME) if id in answers]
    free = [name for name in dict.fromkeys((*likely, *numbers)) if name not in given]
    x, y = (answers.get(axis) or (free.pop(0) if free else likely[0]) for axis in AXES[:2])
    third = likely[2] if len(likely) > 2 and likely[2] in free else NONE
    times = {**none, **({time: time} if time else {}), **options}
    asked = (
        ask("x", "Which column is x?", options, answers, x),
        ask("y", "Which column is y?", options, answers, y),
        ask("z", "Which column is z, if there is a third coordinate?", {**none, **options}, answers, third),
        ask(TIME, "Which column is the time?", times, answers, time or NONE),
    )
    return tuple(replace(one, aside=bool(names.coordinates(numbers))) for one in asked)


def _told(axes: Sequence[str], time: str | None, numbers: Sequence[str]) -> tuple[str, ...]:
    """A note where coordinates have names other than x and y, and other columns are left out."""
    left = [name for name in numbers if name not in (*axes, time) and not names.tells_tracks_apart(name)]
    if {"x", "y"} <= {name.strip().casefold() for name in axes} or not left:
        return ()
    return (f"The coordinates are {' and '.join(axes)}; not used: {', '.join(left[:NAMED])}{' …' * (len(left) > NAMED)}.",)
