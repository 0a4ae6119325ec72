"""Tables whose columns follow each other in time: dates, hours of a day, months of a year or mere numbers in the header."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from rnn_core.data.questions import NO, YES, Answers, Question, answered, ask, beside
from rnn_core.data.readers.arrangements.several import takes_all, which
from rnn_core.data.readers.cells import Cells, distinct
from rnn_core.data.times.forms import likely, parse
from rnn_core.data.times.joined import MIDNIGHT
from rnn_core.data.times.plain import MONTH, MONTHS, plain

TURN = "turn"  # the question
FEWEST = 5  # columns that follow each other
MOSTLY = 0.5  # of the columns
CLOCK = re.compile(r"(\d{1,2})[:.h](\d\d)?(?:\s?[-–]\s?\d{1,2}[:.h](?:\d\d)?)?(?:\s?Uhr)?", re.IGNORECASE)
HOUR = re.compile(r"(?:h|hr|he|hour|stunde|heure|hora|ora)?[ _.-]*(\d{1,2})", re.IGNORECASE)
NUMBERED = re.compile(r"([^\d\s]{0,40}?)[ _.-]{0,3}(\d{1,9})")
DATES, DATE, VALUE = "dates", "date", "value"
OF_A_DAY, DAY = (24, 48, 96), 1440  # times, and minutes
YEARS = r"(1[5-9]|20|21)\d\d"


@dataclass(frozen=True)
class Across:
    """Columns that follow each other in time, by their position, and what stands for each in a text of its time."""

    columns: tuple[int, ...]
    times: tuple[str, ...]
    words: str  # "the hours of a day"


def turned(cells: Cells, date: int | None, answers: Answers) -> Cells:
    """A table with a row for each time. ``date`` is the column of dates, if there is one.

    Raises Unanswered where it is open whether columns follow each other, or which row to take.
    """
    if date is not None:
        across = _hours(cells, date) or _months(cells, date)
        return cells if across is None else _below_each_other(cells, date, across, answers)
    across = _dates(cells.header)
    if across is not None:
        return _months_down(cells, across) or _row(cells, across, answers, ())
    across = _numbers(cells)
    if across is None:
        return cells
    question = _question(cells, across, answers, YES if len(cells.rows) < len(across.columns) else "")
    first, last = (cells.header[across.columns[place]] for place in (0, -1))
    taken = answered(
        question, f"{cells.name} has no column of dates, but columns {first} to {last}, which may follow each other in time."
    )
    return cells if taken == NO else _row(cells, across, answers, (question,))


def _question(cells: Cells, across: Across, answers: Answers, default: str) -> Question:
    first, last = (cells.header[across.columns[place]] for place in (0, -1))
    text = f"Are the columns {first} to {last} {across.words}, one after the other?"
    return ask(TURN, text, {YES: "yes: a row each", NO: "no: a column each"}, answers, default)


def _dates(header: Sequence[str]) -> Across | None:
    """Names that are dates of one form."""
    names = pd.Series(header)
    dated = names[names.str.contains(r"\d", regex=True)]
    if len(dated) < FEWEST:
        return None
    texts = plain(dated)[0]
    forms = {form: parse(texts, form).notna() for form in likely(texts.iloc[-FEWEST:], True, False)}
    if not forms:
        return None
    fit = max(forms.values(), key=lambda good: int(good.sum()))
    columns = tuple(int(place) for place in texts.index[fit])
    if len(columns) < max(FEWEST, MOSTLY * len(header)):
        return None
    return Across(columns, tuple(header[column] for column in columns), DATES)


def _hours(cells: Cells, date: int) -> Across | None:
    """24 hours of a day, from 0 or from 1 on, or 24, 48 or 96 times of a day at which hours and the like begin, or end."""
    clocks = {column: found for column, name in enumerate(cells.header) if (found := CLOCK.fullmatch(name.strip()))}
    minutes = [60 * int(found[1]) + int(found[2] or 0) for found in clocks.values()]
    if len(minutes) in OF_A_DAY:
        step = DAY // len(minutes)
        begins = [step * place for place in range(len(minutes))]
        ends = [begin + step for begin in begins]
        if minutes in (begins, ends, [*ends[:-1], 0]):
            times = tuple(f" {begin // 60:02}:{begin % 60:02}" for begin in begins)
            return _whole(cells, date, tuple(clocks), times, "the times of a day")
    hours = {column: int(found[1]) for column, name in enumerate(cells.header) if (found := HOUR.fullmatch(name.strip()))}
    numbers = [*hours.values()]
    if numbers not in (list(range(24)), list(range(1, 25))):
        return None
    return _whole(cells, date, tuple(hours), tuple(f" {hour - numbers[0]:02}:00" for hour in numbers), "the hours of a day")


def _months(cells: Cells, date: int) -> Across | None:
    """Twelve names of months beside a column of years."""
    names = [name.strip().strip(".").casefold() for name in cells.header]
    months = {column: MONTH[name] for column, name in enumerate(names) if name in MONTH}
    years = cells.rows[date].str.fullmatch(YEARS).all()
    if [*months.values()] != [*MONTHS] or not years:
        return None
    times = tuple(f"-{number:02}-01" for number in range(1, 13))
    return _whole(cells, date, tuple(months), times, "the months of a year")


def _whole(cells: Cells, date: int, columns: tuple[int, ...], times: tuple[str, ...], words: str) -> Across | None:
    """None where dates have a time of their own."""
    timed = cells.rows[date].str.contains(r"[1-9]:|:0?[1-9]", regex=True).any()
    return None if timed else Across(columns, times, words)


def _numbers(cells: Cells) -> Across | None:
    """Names that count: V1, V2, V3, ..."""
    found = {column: match for column, name in enumerate(cells.header) if (match := NUMBERED.fullmatch(name.strip()))}
    words = {match[1] for match in found.values()}
    numbers = [int(match[2]) for match in found.values()]
    counts = len(words) == 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    if not counts or len(numbers) < max(FEWEST, MOSTLY * len(cells.header)):
        return None
    return Across(tuple(found), tuple(map(str, numbers)), "steps in time")


def _below_each_other(cells: Cells, date: int, across: Across, answers: Answers) -> Cells:
    """A row for each date and time; columns of words stay beside, other numbers are left out."""
    question = _question(cells, across, answers, YES)
    asked = replace(cells, questions=(*cells.questions, question))
    if question.taken == NO:
        return asked
    others = [column for column in cells.rows if column != date and column not in across.columns]
    words = [column for column in others if pd.to_numeric(cells.rows[column], errors="coerce").isna().all()]
    days = cells.rows[date].str.replace(MIDNIGHT, "", regex=True)
    parts = [
        pd.concat([days + time, cells.rows[words], cells.rows[column]], axis="columns").set_axis(range(len(words) + 2), axis=1)
        for column, time in zip(across.columns, across.times, strict=True)
    ]
    table = pd.concat(parts).sort_index(kind="stable")
    header = distinct([cells.header[date], *(cells.header[column] for column in words), VALUE])[0]
    left_out = [cells.header[column] for column in others if column not in words]
    first, last = (cells.header[across.columns[place]] for place in (0, -1))
    notes = [f"The columns {first} to {last} were read as {across.words}, a row each."]
    if left_out:
        notes.append(f"Not used beside them: {', '.join(left_out)}.")
    return replace(asked, header=header, rows=_renumbered(table), notes=(*cells.notes, *notes))


def _months_down(cells: Cells, across: Across) -> Cells | None:
    """A table with a row for each month and a column for each year, as one row for each month of each year."""
    names = [MONTH.get(cell.strip(" .").casefold(), "") for cell in cells.rows[0]]
    if names != [*MONTHS] or not all(re.fullmatch(YEARS, time.strip()) for time in across.times):
        return None
    columns = [(time.strip(), cells.rows[column]) for column, time in zip(across.columns, across.times, strict=True)]
    cells_of = [(f"{year}-{month + 1:02}-01", column.iloc[month]) for year, column in columns for month in range(len(names))]
    table = pd.DataFrame([one for one in cells_of if one[1] != ""], dtype="str")
    note = "The months stand below each other and the years beside: a row each was made of them."
    return replace(cells, header=[DATE, VALUE], rows=_renumbered(table), notes=(*cells.notes, note))


def _row(cells: Cells, across: Across, answers: Answers, questions: tuple[Question, ...]) -> Cells:
    """The times of the header as a column, if they are dates, and beside it the numbers of one row, or of every row."""
    names, dated, everything = _names(cells, across), across.words == DATES, False
    taken, told = names[0], "The dates stand in the header: the table was turned" if dated else "The table was turned"
    if len(names) > 1:
        question = which(names, f"Each of the {len(names):,} rows is a series: which one?", cells, answers)
        with beside(cells.notes, questions):
            taken = answered(question, f"{cells.name} holds {len(names):,} series, a row each; expected one: choose which.")
        questions, everything = (*questions, question), takes_all(question)
        told += "" if everything else f", and of its {len(names):,} rows {taken} was taken"
    places = range(len(names)) if everything else [names.index(taken)]
    numbers = cells.rows.iloc[places][list(across.columns)].T
    numbers = numbers[(numbers != "").any(axis="columns")]
    times = {DATE: [across.times[across.columns.index(column)] for column in numbers.index]} if dated else {}
    table = pd.concat([pd.DataFrame(times, index=numbers.index), numbers], axis="columns")
    header = distinct([*times, *(names[place] for place in places)])[0]
    return replace(
        cells,
        name=f"{cells.name}, {taken}" if len(names) > 1 and not everything else cells.name,
        header=header,
        rows=_renumbered(table),
        notes=(*cells.notes, f"{told}."),
        questions=(*cells.questions, *questions),
    )


def _names(cells: Cells, across: Across) -> list[str]:
    """One for each row: the words beside it, else what its first other column holds; its number where these do not tell."""
    others = [column for column in cells.rows if column not in across.columns]
    words = [column for column in others if pd.to_numeric(cells.rows[column], errors="coerce").isna().any()] or others[:1]
    words = [column for column in words if cells.rows[column].nunique() > 1] or words  # what is always the same tells nothing
    names = [" / ".join(dict.fromkeys(filter(None, row))) for row in cells.rows[words].to_numpy().tolist()]
    if len(names) == 1:
        return [names[0] or VALUE]
    again = pd.Series(names).duplicated(keep=False)
    rows = cells.rows.index
    return [
        f"{name} (row {row})".strip() if twice or not name else name for name, twice, row in zip(names, again, rows, strict=True)
    ]


def _renumbered(table: pd.DataFrame) -> pd.DataFrame:
    """As if it had been a table of that form: its first row stands in row 2."""
    return table.set_axis(range(table.shape[1]), axis="columns").set_axis(range(2, len(table) + 2))
