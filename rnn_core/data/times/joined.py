"""A date and its time in several columns, joined into one column of text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from rnn_core.data.readers.cells import Cells
from rnn_core.data.times.plain import MONTH, MONTHS, words_of
from rnn_core.data.times.weeks import beginnings
from rnn_core.data.times.zones import twice

NAMES = {
    "year": "year yr yyyy yy jahr année annee anno año ano 年 年份",
    "month": "month mon mo mth mm monat mois mes mese 月 月份",
    "week": "week wk kw woche semaine settimana semana 周",
    "quarter": "quarter qtr quartal trimestre 季度",
    "day": "day dd dy dom dayofmonth tag jour día dia giorno 日",
    "doy": "doy yday jday julian dayofyear",
    "hour": "hour hours hr hh he stunde heure hora ora uur godzina час 小时 时",
    "time": "time zeit uhrzeit heure hora ora tijd время 时间 時刻",
    "minute": "minute minutes mn min minuto 分",
    "second": "second seconds sec sekunde seconde segundo secondo 秒",
    "period": "period sp periode période periodo",
}
WORDS = {part: set(names.split()) for part, names in NAMES.items()}
BOUNDS = {
    "year": (1500, 2199),
    "month": (1, 12),
    "quarter": (1, 4),
    "week": (1, 53),
    "day": (1, 31),
    "doy": (1, 366),
    "hour": (0, 24),
    "minute": (0, 59),
    "second": (0, 59),
}
NUMBERED = {word: str(number) for number, name in enumerate(MONTHS, 1) for word, month in MONTH.items() if month == name}
NUMBERED_MONTH = r"M(?:0[1-9]|1[0-3])"
QUARTER = r"((?:1[5-9]|20|21)\d\d)\s?[-/.: ]\s?0?([1-4])"
MOST_QUARTERS, FEWEST_PARTS = 4, 3
CLOCK = r"\d{1,2}(?::\d\d){1,2}(?:\.\d+)?(?: ?[AaPp][Mm])?"
HOUR_FORMS = (  # of the hour of a row, and what stands for it
    (r"(?:HE|HR|Hour|H)[ _-]?(\d\d?)", r"\1"),
    (r"(\d\d?)\s?(?:h|hrs?|uhr|時|时|시|ч)\.?", r"\1"),
    (r"(\d\d?)\s?[-–]\s?\d\d?", r"\1"),
    (r"(\d\d?:\d\d)\s?[-–]\s?\d\d?:\d\d", r"\1"),
)
POINTED = r"(?:[01]?\d|2[0-4])(?:\.[0-5]\d){1,2}"
DIGITS = r"(?:[01]\d|2[0-4])(?:[0-5]\d){1,2}"
MIDNIGHT = r"[ T]0?0:00(?::00(?:\.0+)?)?$"
PERIODS = {25: 60, 50: 30, 100: 15}  # the most periods of a day, and the minutes of one
HOURS = 24  # of a day
CHANGED = {60: 120, 30: 60, 15: 120}  # after how many minutes of a day the clock is set back, by periods of these minutes
NO_TIME = "without time"  # which is no date
NAMELESS = re.compile(r"column \d+|Unnamed: \d+")
YEAR = r"(?:1[5-9]|20|21)\d\d"
MOSTLY = 0.5  # of the cells of a column of times are such; the others are refused, row by row
SHORT_DAYS = 180  # days in which one day may lack the hour that is skipped


@dataclass(frozen=True)
class _Times:
    """Times of the day as "HH:MM:SS", the columns that they stand in, rows to leave out and what there is to say."""

    texts: pd.Series
    columns: tuple[int, ...]
    out: pd.Series | None = None
    notes: tuple[str, ...] = ()
    unnamed: bool = False  # whether nothing but their look says that they are times


def join(cells: Cells, date: int | None) -> Cells:
    """The cells with one column for the date and its time, named as the first of those that it was made from.

    ``date`` is the position of the column of dates, if there is one. Cells whose dates need no other stay as they are.
    """
    if date is None or _is(cells.header[date], "year"):
        year = _part(cells, "year", -1) if date is None else date
        return cells if year is None else _year_and_more(cells, year)
    days = cells.rows[date].str.replace(MIDNIGHT, "", regex=True)
    if not days.duplicated().any() or days.str.contains(":", regex=False).any():
        return cells
    times = _times(cells, date) or _period(cells, date, days)
    if times is None:
        return cells
    texts = days + " " + times.texts.replace("", NO_TIME)
    better = texts.is_unique if times.unnamed else texts.nunique() > days.nunique()
    return _joined(cells, date, texts, times) if better else cells


def plain_parts(cells: Cells) -> Cells:
    """The cells with parts of the year as they are read: "2015/1" in a column of quarters, and "M01" in one of periods.

    Rows of "M13", an annual mean beside the months, are left out.
    """
    cells = _named(_quarters(cells))
    for column, name in enumerate(cells.header):
        texts = cells.rows[column]
        if _is(name, "period") and texts.str.fullmatch(NUMBERED_MONTH).all():
            kept = cells.rows[texts != "M13"].copy()
            kept[column] = kept[column].str.removeprefix("M")
            told = "Rows of M13, the annual mean, were left out."
            header = [*cells.header[:column], "month", *cells.header[column + 1 :]]
            return replace(cells, header=header, rows=kept, notes=(*cells.notes, *([told] if len(kept) < len(texts) else [])))
    return cells


def _named(cells: Cells) -> Cells:
    """With names for columns of years, months and perhaps days, side by side, that have none."""
    free = [column for column, name in enumerate(cells.header) if NAMELESS.fullmatch(name)]
    year = next((column for column in free if cells.rows[column].str.fullmatch(YEAR).all()), None)
    month = next((column for column in free if cells.rows[column].str.casefold().isin(MONTH.keys()).all()), None)
    if year is None or {"year", "month"} & {name.casefold() for name in cells.header}:
        return cells
    names = {year: "year"} | ({month: "month"} if month is not None else _numbered(cells, year, free))
    if len(names) == 1:
        return cells
    return replace(cells, header=[names.get(column, name) for column, name in enumerate(cells.header)])


def _numbered(cells: Cells, year: int, free: Sequence[int]) -> dict[int, str]:
    """The columns after that of the years that count months, and days where months come again."""
    texts = cells.rows[year]
    found: dict[int, str] = {}
    for column, part in zip((year + 1, year + 2), ("month", "day"), strict=True):
        if column not in free or not cells.rows[column].str.fullmatch(r"\d\d?").all():
            return {}
        numbers = _numbers(cells, column)
        if not _counts(numbers, *BOUNDS[part]) or numbers.nunique() < FEWEST_PARTS:
            return {}
        texts, found = texts + "-" + cells.rows[column], {**found, column: part}
        if texts.is_unique:
            return found
    return {}


def _quarters(cells: Cells) -> Cells:
    for column, name in enumerate(cells.header):
        texts = cells.rows[column]
        if texts.str.fullmatch(QUARTER).all() and (_is(name, "quarter") or _go_round(texts)):
            rows = cells.rows.copy()
            rows[column] = texts.str.replace(QUARTER, r"\1Q\2", regex=True)
            return replace(cells, rows=rows)
    return cells


def _go_round(texts: pd.Series) -> bool:
    """Whether the parts of the years go from 1 to 4 and begin anew, again and again."""
    parts = texts.drop_duplicates().str.extract(QUARTER).astype(int)
    steps = (parts[0] * 4 + parts[1]).diff().iloc[1:]
    return len(steps) > MOST_QUARTERS and bool((steps == steps.iloc[0]).all()) and abs(steps.iloc[0]) == 1


def _year_and_more(cells: Cells, year: int) -> Cells:
    month, quarter, day = (_part(cells, part, year) for part in ("month", "quarter", "day"))
    texts = cells.rows[year].str.replace(r"\.0*$", "", regex=True) + "-"
    if month is None:
        doy = _part(cells, "doy", year)
        if quarter is None and doy is not None:
            days = texts + _numbers(cells, doy).astype(int).astype(str).str.zfill(3)
            return _with_times(cells, year, days, (doy,))
        week = _part(cells, "week", year)
        if quarter is None and week is not None:
            years, name = pd.to_numeric(texts.str.removesuffix("-")), cells.header[week]
            days, told = beginnings(years, _numbers(cells, week), name)
            return _joined(cells, year, days, _Times(texts, (week,), notes=told))
        if quarter is None:
            return cells
        texts += _two(_numbers(cells, quarter) * 3 - 2) + "-01"
        return _joined(cells, year, texts, _Times(texts, (quarter,)))
    texts += _two(_numbers(cells, month)) + "-"
    if day is None:
        return _joined(cells, year, texts + "01", _Times(texts, (month,)))
    texts += _two(_numbers(cells, day))
    return _with_times(cells, year, texts, (month, day))


def _with_times(cells: Cells, date: int, days: pd.Series, used: tuple[int, ...]) -> Cells:
    """The days that were made of the column ``date`` and those ``used``, with their times where days come again."""
    times = _times(cells, date) if days.duplicated().any() else None
    if times is None or times.unnamed:
        return _joined(cells, date, days, _Times(days, used))
    texts = days + " " + times.texts.replace("", NO_TIME)
    return _joined(cells, date, texts, replace(times, columns=(*used, *times.columns)))


def _joined(cells: Cells, date: int, texts: pd.Series, times: _Times) -> Cells:
    used = [cells.header[column] for column in times.columns]
    kept = [column for column in range(len(cells.header)) if column not in times.columns]
    rows = cells.rows[kept] if times.out is None else cells.rows.loc[~times.out, kept]
    rows = pd.concat([texts[rows.index] if column == date else rows[column] for column in kept], axis="columns")
    note = f"The columns {', '.join([cells.header[date], *used[:-1]])} and {used[-1]} were joined into one date."
    header, notes = [cells.header[column] for column in kept], (*cells.notes, note, *times.notes)
    named = rows.set_axis(range(len(kept)), axis="columns")
    return replace(cells, header=header, rows=named, notes=notes, beside=(*cells.beside, *used))


def _times(cells: Cells, date: int) -> _Times | None:
    """Of a column with times of the day, or of hours and perhaps minutes and seconds; None without one."""
    others = [column for column in range(len(cells.header)) if column != date]
    named = [column for column in others if _is(cells.header[column], "time") or _is(cells.header[column], "hour")]
    shares = {column: cells.rows[column].str.fullmatch(CLOCK).mean() for column in others}
    clocks = [column for column, share in shares.items() if share == 1 or (column in named and share >= MOSTLY)]
    if clocks:
        column = next((column for column in clocks if column in named), clocks[0])
        return _Times(cells.rows[column].str.upper(), (column,), unnamed=column not in named)
    for column in named:
        texts = _plain_hours(cells.rows[column])
        if texts.str.fullmatch(CLOCK).all():
            return _Times(texts, (column,))
        if texts.str.fullmatch(POINTED).all():
            return _Times(texts.str.replace(".", ":", regex=False), (column,))
        if _counts(pd.to_numeric(texts, errors="coerce"), *BOUNDS["hour"]):
            return _hours(cells, date, column, pd.to_numeric(texts))
        digits = texts.str.zfill(6 if texts.str.len().max() > 4 else 4)
        if digits.str.fullmatch(DIGITS).all():
            return _Times(digits.str.replace(r"(?<=\d)(?=(?:\d\d)+$)", ":", regex=True), (column,))
    return _nameless_hours(cells, date)


def _plain_hours(texts: pd.Series) -> pd.Series:
    """Those of one form as the number of the hour, or its beginning."""
    for form, plain in HOUR_FORMS:
        if texts.str.fullmatch(form, case=False).all():
            return texts.str.replace(form, plain, case=False, regex=True)
    return texts


def _nameless_hours(cells: Cells, date: int) -> _Times | None:
    """Of a column without a name, beside the dates, that counts the hours of a day again and again."""
    column = date + 1
    if column >= len(cells.header) or not NAMELESS.fullmatch(cells.header[column]):
        return None
    numbers = pd.to_numeric(cells.rows[column], errors="coerce")
    if not _counts(numbers, *BOUNDS["hour"]) or numbers.nunique() != HOURS or not (numbers.diff().iloc[1:] != 0).all():
        return None
    return replace(_hours(cells, date, column, numbers), unnamed=True)


def _hours(cells: Cells, date: int, hour: int, numbers: pd.Series) -> _Times:
    """Hours from 0 to 23, or from 1 to 24, of which the first begins at midnight."""
    counted = numbers.min() >= 1 and numbers.max() == 24
    more = [column for part in ("minute", "second") if (column := _part(cells, part, date)) is not None]
    more = more or _minutes_called_mm(cells, hour)
    texts = _two(numbers - counted)
    for column in more:
        texts += ":" + _two(_numbers(cells, column))
    note = f"The hours of {cells.header[hour]} are counted from 1: hour 1 begins at midnight."
    return _Times(texts if more else texts + ":00", (hour, *more), notes=(note,) if counted else ())


def _minutes_called_mm(cells: Cells, hour: int) -> list[int]:
    """The column of minutes where "MM" is the month and "mm", behind the hour, the minute."""
    called = [column for column, name in enumerate(cells.header) if name.strip().casefold() == "mm"]
    found = called[-1:] if len(called) > 1 and called[-1] == hour + 1 else []
    return [column for column in found if _counts(_numbers(cells, column), *BOUNDS["minute"])]


def names_years(name: str) -> bool:
    """Whether a column of this name may hold years."""
    return _is(name, "year")


def _period(cells: Cells, date: int, days: pd.Series) -> _Times | None:
    """Of a column that counts the hours, half hours or quarters of an hour of a day from 1, as settlement periods do."""
    for column, name in enumerate(cells.header):
        numbers = pd.to_numeric(cells.rows[column], errors="coerce")
        if column != date and _is(name, "period") and _counts(numbers, 1, max(PERIODS)):
            minutes = next(minutes for most, minutes in PERIODS.items() if numbers.max() <= most)
            place, out = _places(numbers.astype(int), days, minutes)
            texts = _two(place * minutes // 60) + ":" + _two(place * minutes % 60)
            note = f"The numbers of {name} count periods of {minutes} minutes from midnight on."
            return _Times(texts, (column,), out, (note, *twice(int(out.sum()))))
    return None


def _places(numbers: pd.Series, days: pd.Series, minutes: int) -> tuple[pd.Series, pd.Series]:
    """Periods since midnight by the local clock, and the rows of an hour that comes again: on days of 23 and of 25 hours."""
    hour, usual, before = 60 // minutes, 24 * 60 // minutes, CHANGED[minutes] // minutes
    last = numbers.groupby(days).transform("max")
    whole = ~days.isin([days.iloc[0], days.iloc[-1]])
    short, long = (last == usual - hour) & whole, last == usual + hour
    if days[short].nunique() > 1 + days.nunique() / SHORT_DAYS:  # these lack rows at their ends
        short &= False
    again = long & (numbers > before + hour)
    place = numbers - 1 + hour * (short & (numbers > before)) - hour * again
    return place, again & (numbers <= before + 2 * hour)


def _part(cells: Cells, part: str, date: int) -> int | None:
    """The first column that is named like this part of a date and holds nothing else."""
    others = [column for column in range(len(cells.header)) if column != date and _is(cells.header[column], part)]
    return next((column for column in others if _counts(_numbers(cells, column), *BOUNDS[part])), None)


def _is(name: str, part: str) -> bool:
    """Whether a column of this name may hold that part of a date: "Hour", "hour_utc", "settlement period"."""
    words = words_of(name)
    return len(words) <= 2 and not WORDS[part].isdisjoint(words)


def _numbers(cells: Cells, column: int) -> pd.Series:
    """With months and quarters as numbers, NaN for other words."""
    texts = cells.rows[column].str.casefold().str.removeprefix("q").str.removesuffix(".")
    return pd.to_numeric(texts.map(lambda text: NUMBERED.get(text, text)), errors="coerce")


def _counts(numbers: pd.Series, least: int, most: int) -> bool:
    return bool((numbers.between(least, most) & (numbers % 1 == 0)).all())


def _two(numbers: pd.Series) -> pd.Series:
    """As texts of two digits."""
    return numbers.astype(int).astype(str).str.zfill(2)
