"""From any table to one with a column of times and a row for each, step by step; what a step asks is asked in its turn."""

from dataclasses import replace

from rnn_core.data.questions import NO_ANSWERS, YES, Answers, beside
from rnn_core.data.readers.arrangements.details import without_details
from rnn_core.data.readers.arrangements.numbered import NUMBER_ROWS, numbered, with_numbers
from rnn_core.data.readers.arrangements.periods import one_period
from rnn_core.data.readers.arrangements.several import keys, one_of_several
from rnn_core.data.readers.arrangements.wide import turned
from rnn_core.data.readers.cells import Cells
from rnn_core.data.readers.dates import clock_column, date_column, elapsed_column, has_named_dates, no_dates
from rnn_core.data.readers.forms.totals import without_foot, without_total, without_units
from rnn_core.data.times.joined import join, plain_parts


def arranged(cells: Cells, answers: Answers) -> Cells:
    """The table in that form. Raises Unanswered where it is open how, UserError where it cannot be; both with what was done."""
    for step in (_without_details, _without_total, one_period, _plain_parts, _turned, _joined, _one_series, _numbered):
        with beside(cells.notes, cells.questions):
            cells = step(cells, answers)
    return cells


def joined(cells: Cells) -> Cells:
    """The first rows of a large table: its dates in one column; ``beside`` names too what tells several series apart."""
    dated = one_period(without_total(without_details(cells)), NO_ANSWERS)
    whole = join(dated, _date(dated))
    date = _date(whole)
    told = () if date is None else keys(whole, date)
    return replace(whole, beside=(*whole.beside, *told))


def _date(cells: Cells) -> int | None:
    found = date_column(cells)
    return found[0] if found else None


def _without_details(cells: Cells, answers: Answers) -> Cells:
    return without_details(cells)


def _without_total(cells: Cells, answers: Answers) -> Cells:
    return without_foot(without_total(without_units(cells)))


def _plain_parts(cells: Cells, answers: Answers) -> Cells:
    return plain_parts(cells)


def _turned(cells: Cells, answers: Answers) -> Cells:
    return turned(cells, _date(cells), answers)


def _joined(cells: Cells, answers: Answers) -> Cells:
    return join(cells, _date(cells))


def _one_series(cells: Cells, answers: Answers) -> Cells:
    date = _date(cells)
    date = clock_column(cells) if date is None else date
    return cells if date is None else one_of_several(cells, date, answers)


def _numbered(cells: Cells, answers: Answers) -> Cells:
    if date_column(cells) is None and elapsed_column(cells) is None:
        return numbered(cells, answers, no_dates(cells), has_named_dates(cells))
    return with_numbers(cells) if answers.get(NUMBER_ROWS) == YES else cells
