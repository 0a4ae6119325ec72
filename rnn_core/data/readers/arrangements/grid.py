"""Rows at irregular times, put on a regular grid if that is wished."""

import pandas as pd

from rnn_core.data.questions import NO, YES, Answers, Question, ask
from rnn_core.data.readers.frequency import FEWEST
from rnn_core.data.steps import Step, length

GRID = "grid"  # the question
MINUTES = (1 / 60, 1 / 12, 1 / 6, 1 / 2, 1, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 10_080)
STEPS = [pd.Timedelta(minutes=minutes) for minutes in MINUTES]  # that clocks and calendars have
COARSEST = 2  # times the usual step of the rows
MOST = 20  # rows of the grid for each row of the file, at most


def on_grid(frame: pd.DataFrame, answers: Answers) -> tuple[pd.DataFrame, tuple[str, ...], tuple[Question, ...]]:
    """The mean of the rows in each step of a grid, if the answer is yes; steps without rows are empty.

    ``frame`` is indexed by increasing dates. The step is the usual one, rounded to one that clocks and calendars have.
    """
    dates = pd.DatetimeIndex(frame.index)
    if len(dates) < FEWEST or (found := Step(dates)).regular:
        return frame, (), ()
    step = min(STEPS, key=lambda one: max(one / found.usual, found.usual / one))
    if step > COARSEST * found.usual or (dates[-1] - dates[0]) / step > MOST * len(dates):
        return frame, (), ()
    text = f"The rows lie at irregular times. Put them on a grid of {length(step)}, the mean of the rows in each step?"
    question = ask(GRID, text, {YES: "yes", NO: "no, as they come"}, answers, NO)
    if question.taken == NO:
        return frame, (), (question,)
    even = frame.resample(step).mean()
    even = even.set_axis(pd.DatetimeIndex(even.index, name="date", freq=None).as_unit("us"))
    empty = int(even.isna().all(axis="columns").sum())
    return (
        even,
        (f"{len(frame):,} rows were put on a grid of {length(step)}: {len(even):,} steps, {empty:,} of them empty.",),
        (question,),
    )
