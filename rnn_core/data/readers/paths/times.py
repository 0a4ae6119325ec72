"""The times of points in seconds from the first one on."""

from dataclasses import dataclass, replace

import pandas as pd

from rnn_core.data.questions import Answers, Question, ask
from rnn_core.data.readers.cells import Cells
from rnn_core.data.readers.dates import TIME_UNIT, find_dates
from rnn_core.data.readers.paths.names import TIMES, words

UNITS = {"ms": 1e-3, "msec": 1e-3, "millis": 1e-3, "milliseconds": 1e-3, "us": 1e-6, "microseconds": 1e-6} | {
    "s": 1.0, "sec": 1.0, "secs": 1.0, "seconds": 1.0,
}  # fmt: skip
NAMES = {1.0: "seconds", 1e-3: "milliseconds", 1e-6: "microseconds", 1e-9: "nanoseconds"}
SINCE_1970 = ((1e17, 1e-9), (1e14, 1e-6), (1e11, 1e-3), (5e8, 1.0))  # from this number on, in this unit
STEPS = ((4_000, 1e-6), (4, 1e-3))  # points so far apart, at least, come in this unit: 250 a second at most
DAY = 86_400.0
DOWN = {"clock", "countdown", "remaining"}  # of games, which count down
DAYS = {"date", "datum", "fecha", "data", "jour", "dia", "día", "giorno", "日期", "日付", "дата"}
CLOCK = r"\d{1,2}:\d\d:\d\d(?:[.,]\d+)?"


@dataclass(frozen=True)
class Times:
    """Seconds from the first point on, NaN where there is none; None where no column holds any."""

    values: pd.Series | None
    notes: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


def seconds(cells: Cells, name: str, numbers: pd.DataFrame, slow: bool, answers: Answers) -> Times:
    """Those of the column ``name``. ``slow``: points may be many seconds apart.

    Raises UserError for a date that cannot be read.
    """
    texts = cells.rows[cells.header.index(name)]
    if name in numbers:
        return _of_numbers(numbers[name], name, slow, answers)
    filled = texts[texts != ""]
    days = _days(cells)
    if days is not None and cells.header[days] == name:
        filled = _with_clock(cells, filled)
    if filled.str.fullmatch(CLOCK).all():
        if days is None:
            return Times(_of_clock(filled).reindex(texts.index))
        filled = cells.rows[days][filled.index] + " " + filled
    dates = find_dates(replace(cells, header=["time"], rows=pd.DataFrame({0: filled})))
    spans = dates.values - dates.values.iloc[0]
    return Times(spans.dt.total_seconds().reindex(texts.index))


def _days(cells: Cells) -> int | None:
    """The position of a column of dates without times."""
    return next((place for place, name in enumerate(cells.header) if len(words(name)) == 1 and DAYS & {*words(name)}), None)


def _with_clock(cells: Cells, days: pd.Series) -> pd.Series:
    """The days with the times of the day of another column, if there is one and they have none."""
    if days.str.contains(":", regex=False).any():
        return days
    clocks = (cells.rows[place][days.index] for place in cells.rows)
    found = next((texts for texts in clocks if texts.str.fullmatch(CLOCK).all()), None)
    return days if found is None else days + " " + found


def _of_clock(texts: pd.Series) -> pd.Series:
    """After midnight the next day begins."""
    spans = pd.to_timedelta(texts.str.replace(",", ".", regex=False)).dt.total_seconds()
    return spans + DAY * (spans.diff() < -DAY / 2).cumsum()


def _of_numbers(values: pd.Series, name: str, slow: bool, answers: Answers) -> Times:
    step, known = values.diff().abs().median(), _known_unit(values.dropna(), name)
    questions: tuple[Question, ...] = ()
    unit = known
    if unit is None:
        options = {words: f"{words}: {step * size:g} s from point to point" for size, words in NAMES.items()}
        likely = NAMES[_likely_unit(step, name, slow)]
        questions = (ask(TIME_UNIT, f"In which unit are the times of {name}?", options, answers, likely),)
        unit = next(size for size, words in NAMES.items() if words == questions[0].taken)
    if DOWN & {*words(name)} and (values.diff().dropna() <= 0).all():
        return Times((values.max() - values) * unit, (f"The times of {name} count down.",), questions)
    first = values.dropna().iloc[0] if values.abs().max() >= SINCE_1970[-1][0] else 0.0
    why = f", as they lie {step:g} apart" if questions and TIME_UNIT not in answers else ""
    told = () if unit == 1 else (f"The times of {name} were read as {NAMES[unit]}{why}.",)
    return Times((values - first) * unit, told, questions)


def _known_unit(values: pd.Series, name: str) -> float | None:
    """By the column's name, or because it counts from 1970."""
    named = next((UNITS[word] for word in words(name) if word in UNITS), None)
    return named or next((unit for least, unit in SINCE_1970 if values.abs().median() >= least), None)


def _likely_unit(step: float, name: str, slow: bool) -> float:
    if slow or name.strip().casefold() in TIMES:
        return 1.0
    return next((unit for least, unit in STEPS if step >= least), 1.0)
