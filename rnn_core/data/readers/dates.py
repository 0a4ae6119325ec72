"""Finding the column of dates in a table of text, and reading it."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rnn_core.data.questions import NO, NO_ANSWERS, YES, Answers, Question, ask, beside
from rnn_core.data.readers.cells import Cells
from rnn_core.data.series import START
from rnn_core.data.times import zones
from rnn_core.data.times.elapsed import are_clocks, elapsed
from rnn_core.data.times.forms import CLOCKS, FRACTION, NUMBERED_MONTHS, SERIAL, best, is_day_first, likely, parse
from rnn_core.data.times.plain import plain, words_of
from rnn_core.errors import UserError

NAMES = {"date", "datetime", "timestamp", "time", "day", "month", "year"} | {
    "when", "日期", "年月日", "日付", "période", "periodo", "período", "时间", "年份", "年",
    "datum", "tag", "zeit", "jahr", "fecha", "dia", "día", "jour", "année", "data", "giorno",
    "yyyymm", "yyyymmdd", "yearmonth", "ym", "ds",
    "дата", "время", "날짜", "시간", "日時", "tarih", "dato", "dátum", "periode", "yearweek", "yw",
    "quarter", "week", "period", "monat", "mois", "mes", "mese", "woche", "semaine", "quartal", "trimestre", "季度", "月份",
}  # fmt: skip
DATE_NAMES = {"date", "datum", "fecha", "data", "日期", "дата", "날짜", "tarih", "dato", "month", "quarter", "week"}
CLOCK_NAMES = {"unix", "epoch", "ts", "utc"}
ELAPSED_NAMES = {"time", "t", "elapsed", "seconds", "second", "sec", "secs", "ms", "milliseconds", "minutes", "hours", "zeit"} | {
    "timestamp", "timestamps",
}  # fmt: skip
ELAPSED_UNITS = {
    "seconds": {"seconds", "second", "sec", "secs", "s"},
    "milliseconds": {"ms", "msec", "millis", "milliseconds"},
    "minutes": {"min", "minutes"},
    "hours": {"h", "hours"},
}
ELAPSED = {
    "seconds": 1e6,
    "milliseconds": 1e3,
    "microseconds": 1,
    "nanoseconds": 1e-3,
    "minutes": 60e6,
    "hours": 3600e6,
}  # microseconds
TIME_UNIT = "time-unit"  # the question in which unit such times are
YEAR = 365.25 * 86_400e6  # microseconds
LONGEST = 100 * YEAR
FEWEST_ELAPSED, UNEVEN = 3, 0.02  # rows; of a step, in which even ones differ
COARSE = 4  # so far apart stamps of time are milliseconds, unless something else is said
FROM_START = "time from a start"
NAMELESS = re.compile(r"column 1|Unnamed: 0")
SAMPLE = 100
YEAR_NAME = r"(1[5-9]|20|21)\d\d"  # of a column in a table with one for each year
FEWEST_MIXED = 2  # dates of another form that are no slips
DAY_FIRST = "day-first"  # the question whether it stands before the month
READABLE = "expected dates like 2020-01-31, 31/01/2020 or 20200131"


@dataclass(frozen=True)
class Dates:
    """The column (its position) that holds the dates, how it was read, and the dates: naive, one for each row."""

    column: int
    form: str
    values: pd.Series
    notes: tuple[str, ...]
    question: Question | None = None
    again: pd.Series | None = None  # rows of an hour that comes twice, to be left out


def find_dates(cells: Cells, like: str = "", answers: Answers = NO_ANSWERS) -> Dates:
    """The first column that reads as dates, those named like one tried first.

    Where two readings fit equally, ``like`` (the form of another file) decides, else the answer to "day-first", else month
    before day. Raises UserError when there is no such column, or naming the first row whose date cannot be read.
    """
    found = date_column(cells)
    if found is not None:
        return _read(cells, *found, like, answers)
    elapsed = elapsed_column(cells)
    if elapsed is not None:
        return _from_start(cells.rows[elapsed], elapsed, cells.header[elapsed], answers)
    raise no_dates(cells)


def elapsed_column(cells: Cells) -> int | None:
    """The position of a column that counts the time from a start on; None without one."""
    return next((column for column, name in enumerate(cells.header) if _is_elapsed(cells.rows[column], name)), None)


def clock_column(cells: Cells) -> int | None:
    """The position of a column of numbers that is named like the time from a start on, be it of several series; else None."""
    named = (column for column, name in enumerate(cells.header) if not ELAPSED_NAMES.isdisjoint(words_of(name)))
    return next((column for column in named if pd.to_numeric(cells.rows[column], errors="coerce").notna().all()), None)


def has_named_dates(cells: Cells) -> bool:
    """Whether a column is named like dates and holds anything."""
    return bool(_named_dates(cells))


def no_dates(cells: Cells) -> UserError:
    """What to raise for a table without a date that can be read."""
    if named := _named_dates(cells):
        return _unreadable(cells, named[0], cells.rows[named[0]] != "")
    names = ", ".join(cells.header[:20])
    return UserError(f"{cells.name} has no column of dates among {names}; {READABLE} in one column, named Date.")


def _named_dates(cells: Cells) -> list[int]:
    return [column for column, name in enumerate(cells.header) if _is_named(name) and (cells.rows[column] != "").any()]


def date_column(cells: Cells) -> tuple[int, list[str]] | None:
    """The position of the column of dates, and the forms that they may have; None without one."""
    named = [column for column, name in enumerate(cells.header) if _is_named(name)]
    others = [column for column in range(len(cells.header)) if column not in named]
    for column in named + others:
        forms = _likely_forms(cells.rows[column], cells.header[column], column in named)
        if forms:
            return column, forms
    clock = next((column for column in others if _is_clock(cells.rows[column], cells.header[column])), None)
    return None if clock is None else (clock, list(CLOCKS))


def _is_named(name: str) -> bool:
    return not NAMES.isdisjoint(words_of(name))


def _likely_forms(texts: pd.Series, name: str, named: bool) -> list[str]:
    """Those of the first cells as they are written, else as :func:`rnn_core.data.times.plain.plain` puts them."""
    if _is_elapsed(texts, name):
        return []
    sample, dated = texts[texts != ""].head(SAMPLE), not DATE_NAMES.isdisjoint(words_of(name))
    zoned = zones.split(sample)
    given = zoned.texts if zoned else sample
    if not named and NAMELESS.fullmatch(name) and _are_months(texts):
        return [NUMBERED_MONTHS]
    if found := likely(given, named, dated):
        return found
    simple = plain(given)[0]
    return [] if simple.equals(given) else likely(simple, named, dated)


def _are_months(texts: pd.Series) -> bool:
    """Whether numbers are years with their months, 199001, 199002, in order and each once."""
    return bool(parse(texts, NUMBERED_MONTHS).notna().all()) and texts.is_unique and texts.is_monotonic_increasing


def _is_clock(texts: pd.Series, name: str) -> bool:
    """Whether a column counts seconds or milliseconds: by its name, or because all its cells do and go one way only."""
    if re.fullmatch(YEAR_NAME, name.strip()):
        return False
    for form in CLOCKS:
        dates = parse(texts, form)
        if dates.notna().any() and not CLOCK_NAMES.isdisjoint(words_of(name)):
            return True
        one_way = dates.is_monotonic_increasing or dates.is_monotonic_decreasing
        if len(dates) > 1 and dates.notna().all() and dates.is_unique and one_way:
            return True
    return False


def _is_elapsed(texts: pd.Series, name: str) -> bool:
    """Whether a column counts the time from a start on: by its name, upwards from about 0, or in even steps from below."""
    if ELAPSED_NAMES.isdisjoint(words_of(name)) or len(texts) < FEWEST_ELAPSED:
        return False
    numbers = elapsed(texts)
    if not np.isfinite(numbers).all():
        return False
    steps = numbers.diff().iloc[1:]
    even = bool((abs(steps - steps.median()) <= UNEVEN * steps.median()).all())
    first = numbers.iloc[0]
    return bool((steps > 0).all() and (0 <= first <= steps.median() or (first < 0 and even)))


def _from_start(texts: pd.Series, column: int, name: str, answers: Answers) -> Dates:
    numbers = elapsed(texts)
    unit = (
        "seconds"
        if are_clocks(texts)
        else next((unit for unit, words in ELAPSED_UNITS.items() if not words.isdisjoint(words_of(name))), "")
    )
    question = None
    if not unit:
        step, stamps = float(numbers.diff().median()), any(word.startswith("timestamp") for word in words_of(name))
        options = {one: f"{one}: the usual step is {step:g} {one}" for one in ELAPSED}
        likely = "milliseconds" if stamps and step >= COARSE else "seconds"
        question = ask(TIME_UNIT, f"In which unit are the times of {name}?", options, answers, likely)
        unit = question.taken
    microseconds = (numbers * ELAPSED[unit]).round()
    if microseconds.max() > LONGEST:
        with beside(questions=[question] if question else []):
            raise UserError(
                f"The times of {name} in {unit} reach over {numbers.max() * ELAPSED[unit] / YEAR:,.0f} years: take another unit."
            )
    note = f"The numbers of {name} were read as {unit} from a start, which stands at {START:%Y-%m-%d} here."
    return Dates(column, FROM_START, START + pd.to_timedelta(microseconds, unit="us"), (note,), question)


def _read(cells: Cells, column: int, forms: list[str], like: str, answers: Answers) -> Dates:
    given, name = cells.rows[column], cells.header[column]
    zoned = zones.split(given)
    day_first = answers[DAY_FIRST] == YES if DAY_FIRST in answers else None
    read = _read_texts(zoned.texts if zoned else given, forms, like, day_first)
    parsed, form = read.parsed, read.form
    values = parsed[form] + pd.to_timedelta(read.late.astype("int64"), unit="D") if read.late.any() else parsed[form]
    if values.isna().any():
        raise _mixed(cells, column, values.isna()) or _unreadable(cells, column, values.isna())
    question = None if form == like else _question(given, name, form, parsed, answers)
    asked = _told(question, name) if question and DAY_FIRST not in answers else ()
    told = (*asked, *_how(given, values, name, form), *(f"{note} (column {name})." for note in read.notes))
    if zoned is None:
        again = zones.set_back(values)
        return Dates(column, form, values, (*told, *zones.twice(int(again.sum()))), question, again)
    if not zoned.local:
        note = f"The times of {name} have a time zone and were converted to UTC."
        return Dates(column, form, zones.in_utc(values, zoned), (*told, note), question)
    again = zones.repeated(values, zoned)
    return Dates(column, form, values, (*told, *zones.told(values, zoned, name, int(again.sum()))), question, again)


@dataclass(frozen=True)
class _Texts:
    """What the forms make of the texts, the form taken, which rows are a day later, and what was done to the texts."""

    parsed: dict[str, pd.Series]
    form: str
    late: pd.Series
    notes: tuple[str, ...] = ()


def _read_texts(texts: pd.Series, forms: list[str], like: str, day_first: bool | None) -> _Texts:
    """As they are written, where that leaves none unread; else in plain forms."""
    parsed = {form: parse(texts, form) for form in forms}
    form = best(parsed, like, day_first)
    if parsed[form].notna().all():
        return _Texts(parsed, form, pd.Series(False, texts.index))
    simple, late, notes = plain(texts)
    more = likely(simple[simple != ""].head(SAMPLE), True, False)
    parsed = {form: parse(simple, form) for form in {*forms, *more}}
    return _Texts(parsed, best(parsed, like, day_first), late, notes)


def _question(texts: pd.Series, name: str, form: str, parsed: dict[str, pd.Series], answers: Answers) -> Question | None:
    """What to ask when day and month could change places without anything showing which is which."""
    twin = form.translate(str.maketrans("md", "dm"))
    if twin == form or twin not in parsed or parsed[twin].isna().any():
        return None
    differ = parsed[form] != parsed[twin]
    if not differ.any():
        return None
    first, taken = differ.idxmax(), is_day_first(form)
    yes, no = (_in_words(parsed[one][first]) for one in ((form, twin) if taken else (twin, form)))
    return ask(
        DAY_FIRST,
        f"Is {texts[first]} (column {name}) {yes} or {no}?",
        {YES: yes, NO: no},
        answers,
        YES if taken else NO,
        example=texts[first],
    )


def _told(question: Question, name: str) -> tuple[str, ...]:
    return (f"The dates of {name} could be read in two ways; {question.example} was taken as {question.words}.",)


def _in_words(date: pd.Timestamp) -> str:
    return f"{date.day} {date:%B %Y}"


def _how(texts: pd.Series, values: pd.Series, name: str, form: str) -> tuple[str, ...]:
    """How numbers, and years of two digits where that is not plain, were read."""
    first = f"{texts.iloc[0]} is {values.iloc[0]:%Y-%m-%d %H:%M:%S}"
    if form in CLOCKS:
        return (f"The numbers of {name} were read as {form}; {first} UTC.",)
    if form in (FRACTION, SERIAL):
        return (f"The numbers of {name} were read as {form}; {first.removesuffix(' 00:00:00')}.",)
    if "%y" in form and (values.dt.year < 1969).any():
        years = f"{values.dt.year.min()} to {values.dt.year.max()}"
        return (f"The years of {name} have two digits and were taken as {years}, so that none lies in the future.",)
    return ()


def _mixed(cells: Cells, column: int, wrong: pd.Series) -> UserError | None:
    """What to raise where the dates that cannot be read are all of another form; None where they are not."""
    texts = cells.rows[column]
    others, read = plain(texts[wrong])[0], texts[~wrong]
    if len(others) < FEWEST_MIXED or others.eq("").any() or read.empty:
        return None
    if not any(parse(others, form).notna().all() for form in likely(others.head(SAMPLE), True, False)):
        return None
    first, second = sorted((read.index[0], others.index[0]))
    return UserError(
        f"The column {cells.header[column]} of {cells.name} mixes two forms of dates: {texts[first]} in row {first} and "
        f"{texts[second]} in row {second}; expected one form throughout: mend the rows of one, or take the file as it was "
        "before a program of tables changed it."
    )


def _unreadable(cells: Cells, column: int, wrong: pd.Series) -> UserError:
    row = wrong.idxmax()
    text = cells.rows[column][row]
    found = f"holds {text[:40]!r} where a date was expected" if text else "has no date"
    return UserError(f"Row {row} of {cells.name} {found} (column {cells.header[column]}); {READABLE} in every row.")
