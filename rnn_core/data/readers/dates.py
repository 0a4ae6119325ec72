"""Finding the column of dates in a table of text, and reading it."""

import re
from dataclasses import dataclass

import pandas as pd

from rnn_core.data.readers.cells import Cells, Question
from rnn_core.errors import UserError

ISO, YEAR = "ISO8601", "%Y"
SECONDS, MILLISECONDS = "seconds since 1970", "milliseconds since 1970"
DAYS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d",
    "%m/%d/%Y", "%d/%m/%Y", "%m-%d-%Y", "%d-%m-%Y", "%d.%m.%Y",
    "%m/%d/%y", "%d/%m/%y", "%d.%m.%y",
    "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y",
    "%Y年%m月%d日",
)  # fmt: skip
TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
CLOCKS = (SECONDS, MILLISECONDS)
HOURS = "%Y%m%d%H"
NUMERIC_FORMS = ("%Y%m%d", "%Y%m%d%H%M", "%Y%m%d%H%M%S", HOURS, YEAR, *CLOCKS)
BY_NAME = (HOURS, YEAR, *CLOCKS)  # forms that other numbers have too
FORMATS = (ISO, *(day + time for day in DAYS for time in TIMES))
SHAPES = {  # pandas itself is laxer
    ISO: r"\d{4}-\d\d(?!\d)", "%Y%m%d": r"\d{8}$", "%Y%m%d%H%M": r"\d{12}$", "%Y%m%d%H%M%S": r"\d{14}$",
    HOURS: r"(19|20)\d{8}$", YEAR: r"(1[5-9]|20|21)\d\d$",
    SECONDS: r"([1-9]\d{8}|1\d{9})(\.\d*)?$", MILLISECONDS: r"([3-9]\d{11}|1\d{12})(\.\d*)?$",  # no 12-digit date, till 2033
}  # fmt: skip
NAMES = {"date", "datetime", "timestamp", "time", "day", "month", "year"} | {
    "when", "日期", "时间", "年份", "年",
    "datum", "tag", "zeit", "jahr", "fecha", "dia", "día", "jour", "année", "data", "giorno",
}  # fmt: skip
CLOCK_NAMES = {"unix", "epoch", "ts", "utc"}
SAMPLE = 100
READABLE = "expected dates like 2020-01-31, 31/01/2020 or 20200131"


@dataclass(frozen=True)
class Dates:
    """The column (its position) that holds the dates, how it was read, and the dates: naive, one for each row."""

    column: int
    form: str
    values: pd.Series
    notes: tuple[str, ...]
    question: Question | None = None


def find_dates(cells: Cells, like: str = "", day_first: bool | None = None) -> Dates:
    """The first column that reads as dates, those named like one tried first.

    Where two readings fit equally, ``like`` (the form of another file) decides, else ``day_first``, else month before
    day. Raises UserError when there is no such column, or naming the first row whose date cannot be read.
    """
    named = [column for column, name in enumerate(cells.header) if _is_named(name)]
    others = [column for column in range(len(cells.header)) if column not in named]
    for column in named + others:
        forms = _likely_forms(cells.rows[column], column in named)
        if forms:
            return _read(cells, column, forms, like, day_first)
    clock = next((column for column in others if _is_clock(cells.rows[column], cells.header[column])), None)
    if clock is not None:
        return _read(cells, clock, list(CLOCKS), like, day_first)
    written = [column for column in named if (cells.rows[column] != "").any()]
    if written:
        _refuse(cells, written[0], cells.rows[written[0]] != "")
    names = ", ".join(cells.header[:20])
    raise UserError(f"{cells.name} has no column of dates among {names}; {READABLE} in one column, named Date.")


def _is_named(name: str) -> bool:
    return not NAMES.isdisjoint(_words(name))


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", name.casefold())


def _likely_forms(texts: pd.Series, named: bool) -> list[str]:
    """The forms that fit half of the first cells, or any in a column named like dates.

    Numbers are dates only with 8, 12 or 14 digits, or as years, hours or seconds in a named column.
    """
    sample = texts[texts != ""].head(SAMPLE)
    numeric = pd.to_numeric(sample, errors="coerce").notna().mean() > 0.5
    forms = NUMERIC_FORMS if numeric else FORMATS
    if named:
        return [form for form in forms if _parse(sample, form).notna().any()]
    return [form for form in forms if form not in BY_NAME and _parse(sample, form).notna().mean() >= 0.5]


def _is_clock(texts: pd.Series, name: str) -> bool:
    """Whether a column counts seconds or milliseconds: by its name, or because all its cells do and go one way only."""
    for form in CLOCKS:
        dates = _parse(texts, form)
        if dates.notna().any() and not CLOCK_NAMES.isdisjoint(_words(name)):
            return True
        one_way = dates.is_monotonic_increasing or dates.is_monotonic_decreasing
        if len(dates) > 1 and dates.notna().all() and dates.is_unique and one_way:
            return True
    return False


def _read(cells: Cells, column: int, forms: list[str], like: str, day_first: bool | None) -> Dates:
    texts, name = cells.rows[column], cells.header[column]
    if any(_parse(pd.Series([name]), form).notna().all() for form in forms):
        raise UserError(f"The first row of {cells.name} holds the date {name}; add a row of column names above it.")
    parsed = {form: _parse(texts, form) for form in forms}
    form = min(forms, key=lambda one: (parsed[one].isna().sum(), one != like, _is_day_first(one) != bool(day_first)))
    values = parsed[form]
    if values.isna().any():
        _refuse(cells, column, values.isna())
    question = None if form == like else _question(texts, name, form, parsed)
    told = _told(question, name) if question and day_first is None else ()
    return Dates(column, form, values, (*told, *_clock(texts, values, name, form), *_zone(texts, name, form)), question)


def _parse(texts: pd.Series, form: str) -> pd.Series:
    if form in SHAPES:
        texts = texts.where(texts.str.match(SHAPES[form]), "")
    if form in CLOCKS:
        numbers = pd.to_numeric(texts, errors="coerce").astype("float64") * (1000 if form == SECONDS else 1)
        return pd.to_datetime(numbers.round(), unit="ms", errors="coerce")
    return pd.to_datetime(texts, format=form, errors="coerce", utc=True).dt.tz_localize(None)


def _is_day_first(form: str) -> bool:
    return 0 <= form.find("%d") < form.find("%m")


def _question(texts: pd.Series, name: str, form: str, parsed: dict[str, pd.Series]) -> Question | None:
    """What to ask when day and month could change places without anything showing which is which."""
    twin = form.translate(str.maketrans("md", "dm"))
    if twin == form or twin not in parsed or parsed[twin].isna().any():
        return None
    differ = parsed[form] != parsed[twin]
    if not differ.any():
        return None
    first, taken = differ.idxmax(), _is_day_first(form)
    yes, no = (_in_words(parsed[one][first]) for one in ((form, twin) if taken else (twin, form)))
    text = texts[first]
    return Question("day_first", f"Is {text} (column {name}) {yes} or {no}?", yes, no, taken, text)


def _told(question: Question, name: str) -> tuple[str, ...]:
    taken = question.yes if question.taken else question.no
    return (f"The dates of {name} could be read in two ways; {question.example} was taken as {taken}.",)


def _in_words(date: pd.Timestamp) -> str:
    return f"{date.day} {date:%B %Y}"


def _clock(texts: pd.Series, values: pd.Series, name: str, form: str) -> tuple[str, ...]:
    if form not in CLOCKS:
        return ()
    return (f"The numbers of {name} were read as {form}; {texts.iloc[0]} is {values.iloc[0]:%Y-%m-%d %H:%M:%S} UTC.",)


def _zone(texts: pd.Series, name: str, form: str) -> tuple[str, ...]:
    if form == ISO and texts.str.contains(r":.*(?:Z|[+-]\d\d:?\d\d)$").any():
        return (f"The times of {name} have a time zone and were converted to UTC.",)
    return ()


def _refuse(cells: Cells, column: int, wrong: pd.Series) -> None:
    row = wrong.idxmax()
    text = cells.rows[column][row]
    found = f"holds {text[:40]!r} where a date was expected" if text else "has no date"
    raise UserError(f"Row {row} of {cells.name} {found} (column {cells.header[column]}); {READABLE} in every row.")
