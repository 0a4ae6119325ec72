"""Finding the column of dates in a table of text, and reading it."""

import re
from dataclasses import dataclass

import pandas as pd

from rnn_core.datasets.cells import Cells
from rnn_core.errors import UserError

ISO, YEAR = "ISO8601", "%Y"
DAYS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d",
    "%m/%d/%Y", "%d/%m/%Y", "%m-%d-%Y", "%d-%m-%Y", "%d.%m.%Y",
    "%m/%d/%y", "%d/%m/%y", "%d.%m.%y",
    "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y",
)  # fmt: skip
TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
NUMERIC_FORMS = ("%Y%m%d", YEAR)
FORMATS = (ISO, *(day + time for day in DAYS for time in TIMES))
SHAPES = {ISO: r"\d{4}-\d\d(?!\d)", "%Y%m%d": r"\d{8}$", YEAR: r"(1[5-9]|20|21)\d\d$"}  # pandas itself is laxer
NAMES = {"date", "datetime", "timestamp", "time", "day", "month", "year"} | {
    "datum", "tag", "zeit", "jahr", "fecha", "dia", "día", "jour", "année", "data", "giorno",
}  # fmt: skip
SAMPLE = 100
READABLE = "expected dates like 2020-01-31, 31/01/2020 or 20200131"


@dataclass(frozen=True)
class Dates:
    """The column (its position) that holds the dates, how it was read, and the dates: naive, one for each row."""

    column: int
    form: str
    values: pd.Series
    notes: tuple[str, ...]


def find_dates(cells: Cells, like: str = "") -> Dates:
    """The first column that reads as dates, those named like one tried first.

    Where two readings fit equally, ``like`` (the form of another file) decides, else month before day.
    Raises UserError when there is no such column, or naming the first row whose date cannot be read.
    """
    named = [column for column, name in enumerate(cells.header) if _is_named(name)]
    others = [column for column in range(len(cells.header)) if column not in named]
    for column in named + others:
        forms = _likely_forms(cells.rows[column], column in named)
        if forms:
            return _read(cells, column, forms, like)
    written = [column for column in named if (cells.rows[column] != "").any()]
    if written:
        _refuse(cells, written[0], cells.rows[written[0]] != "")
    names = ", ".join(cells.header[:20])
    raise UserError(f"{cells.name} has no column of dates among {names}; {READABLE} in one column, named Date.")


def _is_named(name: str) -> bool:
    return not NAMES.isdisjoint(re.findall(r"[^\W\d_]+", name.casefold()))


def _likely_forms(texts: pd.Series, named: bool) -> list[str]:
    """The forms that fit half of the first cells, or any in a column named like dates.

    Numbers are dates only with 8 digits, or as years in a named column.
    """
    sample = texts[texts != ""].head(SAMPLE)
    numeric = pd.to_numeric(sample, errors="coerce").notna().mean() > 0.5
    forms = NUMERIC_FORMS if numeric else FORMATS
    if named:
        return [form for form in forms if _parse(sample, form).notna().any()]
    return [form for form in forms if form != YEAR and _parse(sample, form).notna().mean() >= 0.5]


def _read(cells: Cells, column: int, forms: list[str], like: str) -> Dates:
    texts, name = cells.rows[column], cells.header[column]
    if any(_parse(pd.Series([name]), form).notna().all() for form in forms):
        raise UserError(f"The first row of {cells.name} holds the date {name}; add a row of column names above it.")
    parsed = {form: _parse(texts, form) for form in forms}
    form = min(forms, key=lambda one: (parsed[one].isna().sum(), one != like))
    values = parsed[form]
    if values.isna().any():
        _refuse(cells, column, values.isna())
    return Dates(column, form, values, (*_reading(texts, name, form, parsed, like), *_zone(texts, name, form)))


def _parse(texts: pd.Series, form: str) -> pd.Series:
    if form in SHAPES:
        texts = texts.where(texts.str.match(SHAPES[form]), "")
    return pd.to_datetime(texts, format=form, errors="coerce", utc=True).dt.tz_localize(None)


def _reading(texts: pd.Series, name: str, form: str, parsed: dict[str, pd.Series], like: str) -> tuple[str, ...]:
    """A note when day and month could change places without anything showing which is which."""
    twin = form.translate(str.maketrans("md", "dm"))
    if form in (twin, like) or twin not in parsed or parsed[twin].isna().any():
        return ()
    differ = parsed[form] != parsed[twin]
    if not differ.any():
        return ()
    text, date = texts[differ].iloc[0], parsed[form][differ].iloc[0]
    return (f"The dates of {name} could be read in two ways; {text} was taken as {date.day} {date:%B %Y}.",)


def _zone(texts: pd.Series, name: str, form: str) -> tuple[str, ...]:
    if form == ISO and texts.str.contains(r":.*(?:Z|[+-]\d\d:?\d\d)$").any():
        return (f"The times of {name} have a time zone and were converted to UTC.",)
    return ()


def _refuse(cells: Cells, column: int, wrong: pd.Series) -> None:
    row = wrong.idxmax()
    text = cells.rows[column][row]
    found = f"holds {text[:40]!r} where a date was expected" if text else "has no date"
    raise UserError(f"Row {row} of {cells.name} {found} (column {cells.header[column]}); {READABLE} in every row.")
