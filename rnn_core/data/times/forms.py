"""The forms in which a column may write its dates, and how texts of each are read."""

import re

import numpy as np
import pandas as pd

ISO, YEAR = "ISO8601", "%Y"
SECONDS, MILLISECONDS = "seconds since 1970", "milliseconds since 1970"
MICROSECONDS, NANOSECONDS = "microseconds since 1970", "nanoseconds since 1970"
FRACTION, SERIAL = "years and their fractions", "days as Excel counts them"
SHORT_MONTHS = ("%b-%y", "%b %y", "%b/%y", "%b%y", "%m/%y", "%m-%y")
SHORT_DAYS = ("%m-%d-%y", "%d-%m-%y", "%d %b %y", "%d/%b/%y", "%d%b%y", "%y-%m-%d", "%y/%m/%d", "%y.%m.%d")
DAYS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d",
    "%m/%d/%Y", "%d/%m/%Y", "%m-%d-%Y", "%d-%m-%Y", "%d.%m.%Y",
    "%m/%d/%y", "%d/%m/%y", "%d.%m.%y",
    "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y",
    "%Y年%m月%d日",
    "%b %d %Y", "%d/%b/%Y", "%d%b%Y", "%Y-%b-%d", "%Y %b %d", "%Y%m%d", *SHORT_DAYS,
)  # fmt: skip
MONTHS = (
    "%b-%Y", "%b %Y", "%b/%Y", "%b%Y", "%b, %Y", "%Y-%b", "%Y %b", "%m/%Y", "%m-%Y", "%m.%Y", "%Y/%m", "%Y年%m月", *SHORT_MONTHS,
)  # fmt: skip
TIMES = (
    "", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p",
    " %H:%M:%S.%f", " %H.%M", " %H.%M.%S", " %I %p", " %I-%p", " %I%p", " %I:%M%p", " %I:%M:%S%p", " %H",
)  # fmt: skip
SHORT_STAMPS = ("%y%m%d %H:%M", "%y%m%d %H:%M:%S", "%y%m%d %H")  # of six digits and a time
CLOCKS = {SECONDS: 1e3, MILLISECONDS: 1, MICROSECONDS: 1e-3, NANOSECONDS: 1e-6}  # milliseconds
HOURS, NUMBERED_MONTHS, SHORT_NUMBERS = "%Y%m%d%H", "%Y%m", "%y%m%d"
NUMBERED_WEEKS, NUMBERED_DAYS, SHORT_TIMES = "%G%V", "%Y%j", "%y%m%d%H%M%S"
NUMERIC = (
    "%Y%m%d", "%Y%m%d%H%M", "%Y%m%d%H%M%S", HOURS, YEAR, *CLOCKS, NUMBERED_MONTHS, SHORT_NUMBERS, "%Y.%m", FRACTION, SERIAL,
    NUMBERED_WEEKS, NUMBERED_DAYS, SHORT_TIMES,
)  # fmt: skip
BY_NAME = (HOURS, YEAR, *CLOCKS)  # forms that other numbers have too
WHOLE = (  # as many, so that every cell must have it
    *(NUMBERED_MONTHS, SHORT_NUMBERS, "%Y.%m", FRACTION, SERIAL, NUMBERED_WEEKS, NUMBERED_DAYS, SHORT_TIMES),
)
PLAIN_NUMBERS = tuple(form for form in NUMERIC if form not in (*BY_NAME, *WHOLE))
WRITTEN = (ISO, *(day + time for day in DAYS for time in TIMES if day + time != "%Y%m%d"), *MONTHS, *SHORT_STAMPS)
SHAPES = {  # pandas itself is laxer
    ISO: r"\d{4}-\d\d(?!\d)", "%Y%m%d": r"\d{8}$", "%Y%m%d%H%M": r"\d{12}$", "%Y%m%d%H%M%S": r"\d{14}$",
    HOURS: r"(19|20)\d{8}$", YEAR: r"(1[5-9]|20|21)\d\d$",
    SECONDS: r"([1-9]\d{8}|1\d{9})(\.\d*)?$", MILLISECONDS: r"([3-9]\d{11}|1\d{12})(\.\d*)?$",  # no 12-digit date, till 2033
    MICROSECONDS: r"([3-9]\d{14}|1\d{15})(\.\d*)?$", NANOSECONDS: r"([3-9]\d{17}|1\d{18})(\.\d*)?$",
    NUMBERED_MONTHS: r"(1[5-9]|20|21)\d\d(0[1-9]|1[0-2])$", SHORT_NUMBERS: r"\d{6}$", "%Y.%m": r"\d{4}\.(0[1-9]|1[0-2])$",
    FRACTION: r"(1[5-9]|20|21)\d\d(\.\d+)?$", SERIAL: r"[2-6]\d{4}(\.\d+)?$",
    NUMBERED_WEEKS: r"(19|20)\d\d(0[1-9]|[1-4]\d|5[0-3])$", NUMBERED_DAYS: r"(19|20)\d\d[0-3]\d\d$", SHORT_TIMES: r"\d{12}$",
}  # fmt: skip
MOST_DAYS = 31  # of a month
FAR = 2100  # a year that no table reaches
HOLE = 5  # times the usual step
HALF_YEAR = pd.Timedelta(days=200)
HALF, SOME = 0.5, 1e-9  # of the cells of a column named like dates: numbers may be something else
NEAR = 0.1  # of a month: what a date's fraction may be rounded by


def likely(texts: pd.Series, named: bool, dated: bool) -> list[str]:
    """The forms that fit half of these cells, or any words in a column ``named`` like dates; ``dated`` if it is a date by name.

    Numbers are dates only with 8, 12 or 14 digits, or in a named column.
    """
    if pd.to_numeric(texts, errors="coerce").notna().mean() > 0.5:
        possible = NUMERIC if named else PLAIN_NUMBERS
        forms = [form for form in possible if form != SERIAL or dated]
    else:
        looks = {_look(text) for text in texts}
        forms = [form for form in WRITTEN if form == ISO or LOOKS[form] in looks]
    fit = {form: parse(texts, form).notna() for form in forms}
    if named:
        enough = {form: 1.0 if form in WHOLE else HALF if form in BY_NAME else SOME for form in fit}
        return [form for form, good in fit.items() if good.mean() >= enough[form]]
    return [form for form, good in fit.items() if good.mean() >= HALF]


def best(parsed: dict[str, pd.Series], like: str, day_first: bool | None) -> str:
    """The form that leaves fewest cells unread; of several ``like``, else that of the shorter time, else as ``day_first`` says.

    Where that is None, the one whose dates are in order and have fewest holes, else with the month first.

    Which of two readings takes a shorter time decides only whether the year or the day stands first.
    """
    unread = {form: dates.isna().sum() for form, dates in parsed.items()}
    fit = [form for form in parsed if unread[form] == min(unread.values())]
    whole = [form for form in fit if form != SHORT_TIMES and parsed[form].max().year < FAR]
    fit = whole if SHORT_TIMES in fit and whole else fit  # twelve digits that are both begin with a year of four
    if like in fit:
        return like
    spans = {form: parsed[form].max() - parsed[form].min() for form in fit}
    first = [form for form in fit if form.startswith("%y")]
    others = [form for form in fit if form not in first]
    if first and others:
        fit = first if min(spans[form] for form in first) < min(spans[form] for form in others) else others
    if day_first is None:
        rhythm = {form: _rhythm(parsed[form]) for form in fit}
        fit = [form for form in fit if rhythm[form] == min(rhythm.values())]
    return min(fit, key=lambda form: is_day_first(form) != bool(day_first))


def _rhythm(dates: pd.Series) -> tuple[bool, int]:
    """Whether they are not in order, and how many steps are far longer than usual: less is likelier."""
    known = dates.dropna()
    steps = known.sort_values().diff().iloc[1:]
    ordered = known.is_monotonic_increasing or known.is_monotonic_decreasing
    return not ordered, int((steps > HOLE * steps.median()).sum())


def parse(texts: pd.Series, form: str) -> pd.Series:
    """The dates, without time zone, NaT for what is not in this form."""
    if form == "%Y.%m" and texts.str.fullmatch(r"\d{4}\.0[1-9]").any():
        texts = texts.str.replace(r"^(\d{4}\.1)$", r"\g<1>0", regex=True)  # October, as programs of tables shorten it
    if form in SHAPES:
        texts = texts.where(texts.str.match(SHAPES[form]), "")
    if form in CLOCKS:
        numbers = pd.to_numeric(texts, errors="coerce").astype("float64") * CLOCKS[form]
        return pd.to_datetime(numbers.round(), unit="ms", errors="coerce")
    if form == SERIAL:
        seconds = (pd.to_numeric(texts, errors="coerce").astype("float64") * 86_400).round()
        return pd.Timestamp("1899-12-30") + pd.to_timedelta(seconds, unit="s")
    if form == FRACTION:
        return _of_fractions(pd.to_numeric(texts, errors="coerce").astype("float64"))
    if form == NUMBERED_WEEKS:
        texts, form = texts.where(texts == "", texts + "1"), "%G%V%u"  # their Mondays
    dates = pd.to_datetime(texts, format=form, errors="coerce", utc=True).dt.tz_localize(None)
    if "%y" not in form:
        return dates
    return _without_future(dates) if form not in SHORT_MONTHS or _are_months(dates) else dates.where(dates.isna())


def is_day_first(form: str) -> bool:
    """Whether the day stands before the month, as a number."""
    return 0 <= form.find("%d") < form.find("%m")


def _look(text: str) -> str:
    """A text with every number as 0 and every word as a: two texts of one form look the same."""
    return re.sub(r"\d+", "0", re.sub(r"[^\W\d_]+", "a", re.sub(r"\s+", " ", text)))


def _look_of_form(form: str) -> str:
    return _look(re.sub("%[bBp]", "x", re.sub("%[YmdyHMSIf]", "1", form)))


LOOKS = {form: _look_of_form(form) for form in WRITTEN}


def _without_future(dates: pd.Series) -> pd.Series:
    """Years of two digits in one run of a hundred, the latest in which none lies after this year."""
    known = dates.dropna()
    if known.empty:
        return dates
    short = np.unique(known.dt.year.to_numpy() % 100)
    first = short[np.argmax((short - np.roll(short, 1)) % 100)] if len(short) > 1 else short[0]  # after the widest gap
    span = (short - first) % 100
    this = pd.Timestamp.today().year
    century = (this - first - span.max()) // 100 * 100
    years = century + first + (dates.dt.year % 100 - first) % 100
    moved = years - dates.dt.year
    for shift in moved.dropna().unique():
        if shift:
            dates = dates.where(moved != shift, dates + pd.DateOffset(years=int(shift)))
    return dates


def _are_months(dates: pd.Series) -> bool:
    """Whether a month and two digits are that of a year, and not of a day of a month, which would lie years apart."""
    if (dates.dt.year % 100 > MOST_DAYS).any():
        return True
    steps = dates.dropna().diff().abs()
    return len(steps) < 3 or bool(steps.median() < HALF_YEAR)


def _of_fractions(years: pd.Series) -> pd.Series:
    """1949.083 is February 1949: months where they lie a month or more apart, else days."""
    whole = np.floor(years)
    steps = np.diff(np.sort(years.dropna().to_numpy()))
    step = np.median(steps) if len(steps) else 1.0
    if step < 0.9 / 12:
        one = pd.Series(1.0, years.index)
        start = _dates(whole, one)
        days = (years - whole) * (_dates(whole + 1, one) - start).dt.days
        return start + pd.to_timedelta(days, unit="D").dt.round("D" if step > 0.9 / 366 else "min")
    months = (years - whole) * 12
    at_ends = (np.abs(months - months.round())[months.notna()] <= NEAR).all()  # else in the middle
    months = whole * 12 + (months.round() if at_ends else np.floor(months))
    return _dates(months // 12, months % 12 + 1)


def _dates(years: pd.Series, months: pd.Series) -> pd.Series:
    """The first day of each month."""
    texts = (years * 100 + months).astype("Int64").astype("string")
    return pd.to_datetime(texts, format="%Y%m", errors="coerce")
