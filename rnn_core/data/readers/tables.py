"""Reading a user's table, and a second one as its test period, as a series."""

import difflib
import re
from dataclasses import dataclass, replace

import pandas as pd

from rnn_core.data.questions import NO, NO_ANSWERS, YES, Answers, Question, beside
from rnn_core.data.readers.arrangements.arranged import arranged, joined
from rnn_core.data.readers.arrangements.grid import on_grid
from rnn_core.data.readers.arrangements.repeated import REPEATED, one_row_a_date
from rnn_core.data.readers.cells import MAX_COLUMNS, MAX_ROWS, NUMBERS, Cells, read_cells
from rnn_core.data.readers.dates import find_dates
from rnn_core.data.readers.decoding import MAX_BYTES
from rnn_core.data.readers.file import File
from rnn_core.data.readers.forms.holes import hole
from rnn_core.data.readers.forms.odd import outliers, unchanging_end, without_marks
from rnn_core.data.readers.frequency import Frequency, frequency
from rnn_core.data.readers.gaps import fill, filling
from rnn_core.data.readers.numbers import COMMAS, read_numbers
from rnn_core.data.readers.workbooks import is_workbook, read_workbook
from rnn_core.data.series import START, Series, column_named
from rnn_core.errors import UserError

__all__ = ["MAX_BYTES", "MAX_COLUMNS", "MAX_ROWS", "Columns", "Reading", "columns", "examine", "examine_cells", "read_table"]

SOURCE = "Your own file"
USUAL_TARGETS = ("Open", "Close")
INDEX = re.compile(r"column \d+|Unnamed: \d+")
SHOWN = 40  # letters of a cell
DAYS, NEAR = 365.25, 0.1  # of a year, and what a fraction of one may be away
NAMED = 3  # columns whose trouble is told


@dataclass(frozen=True)
class Reading:
    """What a file holds, before anything is filled in or left out.

    ``series`` still has its rows without any number, for :func:`rnn_core.data.readers.gaps.fill` to fill or leave out.
    """

    series: Series
    questions: tuple[Question, ...]  # what the file leaves open
    targets: dict[str, str]  # for every column beside the dates "" when it can be forecast, else why not
    frequency: Frequency | None  # None for too few rows


@dataclass(frozen=True)
class Columns:
    """The name of the column of dates, ``targets`` as in :class:`Reading`, and the names of other columns that the dates need."""

    date: str
    targets: dict[str, str]
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Table:
    """A file in time order, empty rows included."""

    cells: Cells
    date: int  # the position of the column of dates
    form: str  # how its dates are written
    decimal_comma: bool | None  # how its numbers are written
    frame: pd.DataFrame
    notes: tuple[str, ...]
    questions: tuple[Question, ...]
    unreadable: dict[str, str]  # why columns of ``frame`` cannot be forecast all the same
    counting: tuple[str, ...]  # columns that only number the rows


def read_table(
    file: File,
    *,
    test: File | None = None,
    target: str | None = None,
    answers: Answers = NO_ANSWERS,
) -> Series:
    """The series of :func:`examine`, its gaps filled as it is answered, and without rows that hold no number."""
    read = examine(file, test=test, target=target, answers=answers)
    asked = filling(read.series, answers)
    return fill(read.series, int(asked.taken) if asked else 0)


def examine(
    file: File,
    *,
    test: File | None = None,
    target: str | None = None,
    answers: Answers = NO_ANSWERS,
) -> Reading:
    """Read a CSV file or Excel workbook with one column of dates and columns of numbers.

    ``test`` is a second file with later dates. Without ``target`` it is Open, else Close, else the first column of numbers
    that are not all the same and do more than number the rows. ``answers`` are those to questions; they decide only what the
    file leaves open. Raises UserError, in one sentence, for whatever the user must mend, and Unanswered for a question without an
    answer; what was done is told in the notes of the result, or of the error.
    """
    table = _table(_cells(file, answers), "", answers)
    first = _reading(table, target, SOURCE)
    if test is None:
        return first
    known = table.decimal_comma
    with beside(first.series.notes, first.questions):
        settled = answers if known is None else {**answers, COMMAS: YES if known else NO}
        other = _table(_cells(test, answers), table.form, settled)
        later, more = _test(other, table, first.series.target)
    notes = (*first.series.notes, *(f"{test.name}: {note}" for note in more))
    asked = [one for one in other.questions if known is None or one.id != COMMAS]
    questions = {one.id: one for one in (*asked, *first.questions)}
    return replace(first, series=replace(first.series, test=later, notes=notes), questions=tuple(questions.values()))


def examine_cells(
    cells: Cells,
    source: str,
    *,
    target: str | None = None,
    answers: Answers = NO_ANSWERS,
) -> Reading:
    """As :func:`examine`, for cells that were read already; ``source`` is that of the series."""
    return _reading(_table(arranged(cells, answers), "", answers), target, source)


def columns(cells: Cells) -> Columns:
    """Which columns there are. Raises UserError when none holds dates, or no other one numbers."""
    table = _table(joined(cells), "", {REPEATED: "last"})
    return Columns(table.cells.header[table.date], _targets(table), table.cells.beside)


def _reading(table: _Table, target: str | None, source: str) -> Reading:
    frame, name = table.frame, table.cells.name
    with beside(table.notes, table.questions):
        chosen = _target(table, target)
        _refuse_target(table, chosen)
    dates = pd.DatetimeIndex(frame.index)
    often = None if table.cells.numbered else frequency(dates)
    told = (f"The file has {often.name}." if often else "", hole(dates), unchanging_end(frame[chosen]))
    notes = (*table.notes, *filter(None, told))
    season = often.season if often else None
    numbered = table.cells.numbered
    series = Series(frame, chosen, name, source, notes=notes, season=season, numbered=numbered)
    return Reading(series, table.questions, _targets(table), often)


def _cells(file: File, answers: Answers) -> Cells:
    return arranged((read_workbook if is_workbook(file) else read_cells)(file, NUMBERS), answers)


def _table(cells: Cells, like: str, answers: Answers) -> _Table:
    """Of cells with a row for each time; ``like`` is how the dates of another file were read."""
    with beside(cells.notes, cells.questions):
        dates = find_dates(cells, like, answers)
        numbers = read_numbers(cells, dates.column, answers)
        if numbers.frame.columns.empty:
            _refuse_words(cells, dates.column)
    words = [column for position, column in enumerate(cells.header) if position != dates.column and column not in numbers.frame]
    left_out = (f"Columns without numbers are left out: {', '.join(words)}.",) if words else ()
    known, marks, marked = without_marks(numbers.frame, answers)
    told = (*cells.notes, *dates.notes, *left_out, *numbers.notes, *marks)
    asked = (*cells.questions, *(question for question in (dates.question, numbers.question) if question), *marked)
    once = known if dates.again is None else known[~dates.again.to_numpy()]
    with beside(told, asked):
        dated = once.set_axis(pd.DatetimeIndex(dates.values[once.index]))
        once_each, order, repeated = one_row_a_date(dated, once.index, answers, cells.name)
    frame, gridded, grid = on_grid(once_each, answers)
    return _Table(
        cells=cells,
        date=dates.column,
        form=dates.form,
        decimal_comma=numbers.decimal_comma,
        frame=frame,
        notes=(*told, *outliers(known), *order, *gridded),
        questions=(*asked, *repeated, *grid),
        unreadable=numbers.unreadable,
        counting=(*_counting(numbers.frame), *_in_years(numbers.frame, dates.values)),
    )


def _refuse_words(cells: Cells, date: int) -> None:
    """Raise UserError, saying what the columns hold instead of numbers."""
    others = [position for position in range(len(cells.header)) if position != date]
    found = "; ".join(f"{cells.header[position]} {_no_numbers(cells.rows[position])}" for position in others[:NAMED])
    raise UserError(
        f"{cells.name} has no column of numbers beside the dates{f' ({found})' if found else ''}; "
        "expected at least one, with numbers written like 1234.5 or 1.234,5."
    )


def _no_numbers(texts: pd.Series) -> str:
    """Why a column without numbers has none: "is empty", "holds no numbers but 'rain' in row 2"."""
    filled = texts[texts != ""]
    return f"holds no numbers but {filled.iloc[0][:SHOWN]!r} in row {filled.index[0]}" if len(filled) else "is empty"


def _targets(table: _Table) -> dict[str, str]:
    """For every column beside the dates "" when it can be forecast, else why not."""
    found = {}
    for position, name in enumerate(table.cells.header):
        if name in table.frame.columns:
            found[name] = _idle(table, name) or table.unreadable.get(name, "")
        elif position != table.date:
            found[name] = _no_numbers(table.cells.rows[position])
    return found


def _idle(table: _Table, name: str) -> str:
    """Why there is nothing to forecast in a column, "" when there may be."""
    values = table.frame[name]
    if values.nunique() == 1:
        return f"has the same value {values.dropna().iloc[0]:g} in every row"
    return "only counts the rows" if name in table.counting and INDEX.fullmatch(name) else ""


def _counting(frame: pd.DataFrame) -> tuple[str, ...]:
    """The columns that go up, or down, by one from each row of the file to the next.

    One without a name beside others with names may leave numbers out: programs write it there, and rows were taken away since.
    """
    steps, named = frame.diff().iloc[1:], any(not INDEX.fullmatch(name) for name in frame.columns)
    by_one = [name for name in frame.columns if len(steps) > 1 and ((steps[name] == 1).all() or (steps[name] == -1).all())]
    beside = [name for name in frame.columns if named and INDEX.fullmatch(name) and _is_index(frame[name])]
    return (*by_one, *beside)


def _in_years(frame: pd.DataFrame, dates: pd.Series) -> tuple[str, ...]:
    """The columns that hold the dates once more, as years and their fractions."""
    years = dates.dt.year + dates.dt.day_of_year / DAYS
    return tuple(name for name in frame.columns if len(frame) > 1 and (abs(frame[name] - years) < NEAR).all())


def _is_index(values: pd.Series) -> bool:
    """0, 1, 2 ... or 1, 2, 3 ..., some left out."""
    one_way = values.is_monotonic_increasing or values.is_monotonic_decreasing
    return one_way and values.is_unique and bool((values % 1 == 0).all()) and values.min() in (0, 1)


def _target(table: _Table, target: str | None) -> str:
    cells, frame = table.cells, table.frame
    columns = list(frame.columns)
    if target is None:
        return _usual(table)
    if found := column_named(target, columns):
        return found
    listed = ", ".join(columns[:20])
    if found := column_named(target, cells.header):
        raise UserError(f"The column {found} of {cells.name} holds no numbers; choose one of {listed}.")
    close = difflib.get_close_matches(target, columns, n=1)
    hint = f" (did you mean {close[0]}?)" if close else ""
    raise UserError(f"{cells.name} has no column {target}{hint}; its columns of numbers are {listed}.")


def _usual(table: _Table) -> str:
    """Open, else Close, else the first column that is more than words, a count of the rows or always the same."""
    frame = table.frame
    varied = [name for name in frame.columns if not _idle(table, name)] or list(frame.columns)
    usual = next((name for name in USUAL_TARGETS if name in varied), None)
    filled = {name: (table.cells.rows[table.cells.header.index(name)] != "").sum() for name in varied}
    likely = [name for name in varied if 2 * frame[name].count() > filled[name]]
    measured = [name for name in likely if name not in table.counting]
    return usual or (measured or likely or varied)[0]


def _refuse_target(table: _Table, target: str) -> None:
    name = table.cells.name
    if idle := _idle(table, target):
        raise UserError(f"The column {target} of {name} {idle}, so there is nothing to forecast; choose another column.")
    if found := table.unreadable.get(target):
        raise UserError(
            f"The column {target} of {name} {found}; expected numbers written like 1234.5 or 1.234,5: mend or empty these cells, "
            "or choose another column."
        )


def _test(other: _Table, table: _Table, target: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The second file as test period: the columns of the first and only later dates."""
    later, notes, columns, name = other.frame, other.notes, table.frame.columns, other.cells.name
    found = _target(other, target)
    if unreadable := other.unreadable.get(found):
        raise UserError(f"The column {found} of {name} {unreadable}; expected numbers: mend or empty these cells.")
    later = later.rename(columns={found: target})
    if table.cells.numbered and other.cells.numbered:  # they go on where the first file ends
        later = later.set_axis(later.index + (table.frame.index[-1] - START), axis="index")
    last, first = table.frame.dropna(how="all").index[-1], later.dropna(how="all").index[0]
    if first <= last:
        raise UserError(
            f"{name} begins on {_day(first)}, but the training file ends on {_day(last)}; a test file must begin after that."
        )
    lacking = [column for column in columns if column not in later.columns]
    if lacking:
        notes += (f"It has no numbers for {', '.join(lacking)}, which count as missing.",)
    return later.reindex(columns=columns), notes


def _day(date: pd.Timestamp) -> str:
    return f"{date:%Y-%m-%d}" if date == date.normalize() else f"{date:%Y-%m-%d %H:%M:%S}"
