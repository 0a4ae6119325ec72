"""A table without dates: its rows are numbered, one second apart."""

from dataclasses import replace

import pandas as pd

from rnn_core.data.questions import NO, YES, Answers, answered, ask
from rnn_core.data.readers.cells import Cells
from rnn_core.data.readers.forms.written import is_missing
from rnn_core.data.readers.numbers import read_numbers
from rnn_core.data.series import SECOND, START
from rnn_core.errors import UserError

NUMBER_ROWS = "number-rows"  # the question
NAME = "time"
NOTE = "Without dates the rows were numbered, from 1 on."


def numbered(cells: Cells, answers: Answers, refused: UserError, dated: bool) -> Cells:
    """The table with a first column of times, one second apart; ``refused`` says why it has no others.

    Of a table of nothing but numbers this is done unless the answer is no; of one with words, or ``dated``, with a column that
    should hold dates, only when it is yes. Raises Unanswered, or ``refused``, where it is not.
    """
    numbers = read_numbers(cells, None).frame
    if numbers.empty:
        raise refused
    default = "" if dated or not _is_all(cells, numbers) else YES
    options = {YES: "yes, they stand in the order of time", NO: "no"}
    why = "no date among them can be read" if dated else "there are no dates"
    question = ask(NUMBER_ROWS, f"Number the rows, as {why}?", options, answers, default)
    if answered(question, f"{refused} Or let the rows be numbered, if they stand in the order of time.") == NO:
        raise refused
    return with_numbers(replace(cells, questions=(*cells.questions, question)))


def with_numbers(cells: Cells) -> Cells:
    """Whatever dates there are."""
    times = pd.date_range(START + SECOND, periods=len(cells.rows), freq=SECOND)
    texts = pd.Series(times.strftime("%Y-%m-%d %H:%M:%S"), index=cells.rows.index, dtype=str)
    rows = pd.concat([texts, cells.rows], axis="columns").set_axis(range(len(cells.header) + 1), axis="columns")
    name = NAME
    while name in cells.header:
        name += "_"
    return replace(cells, header=[name, *cells.header], rows=rows, notes=(*cells.notes, NOTE), numbered=True)


def _is_all(cells: Cells, numbers: pd.DataFrame) -> bool:
    """Whether the cells are numbers or empty."""
    named = cells.rows.set_axis(cells.header, axis="columns")
    words = named.where(numbers.reindex(columns=cells.header).isna(), "")
    return bool(words.apply(is_missing).to_numpy().all())
