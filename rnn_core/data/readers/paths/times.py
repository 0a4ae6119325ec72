"""The times of points in seconds from the first one on."""

from dataclasses import replace

import pandas as pd

from rnn_core.data.readers.cells import Cells
from rnn_core.data.readers.dates import find_dates
from rnn_core.data.readers.paths.names import TIMES, words

UNITS = {"ms": 1e-3, "msec": 1e-3, "millis": 1e-3, "milliseconds": 1e-3, "us": 1e-6, "microseconds": 1e-6} | {
    "s": 1.0, "sec": 1.0, "secs": 1.0, "seconds": 1.0,
}  # fmt: skip
NAMES = {1e-3: "milliseconds", 1e-6: "microseconds", 1e-9: "nanoseconds"}
SINCE_1970 = ((1e17, 1e-9), (1e14, 1e-6), (1e11, 1e-3), (5e8, 1.0))  # from this number on, in this unit
STEPS = ((4_000, 1e-6), (4, 1e-3))  # points so far apart, at least, come in this unit: 250 a second at most
DAY = 86_400.0
CLOCK = r"\d{1,2}:\d\d:\d\d(?:[.,]\d+)?"


def seconds(cells: Cells, name: str, numbers: pd.DataFrame, slow: bool) -> tuple[pd.Series, list[str]]:
    """Those of the column ``name``, NaN where there is none, and what to tell. ``slow``: points may be many seconds apart.

    Raises UserError for a date that cannot be read.
    """
    texts = cells.rows[cells.header.index(name)]
    if name in numbers:
        return _of_numbers(numbers[name], name, slow)
    filled = texts[texts != ""]
    if filled.str.fullmatch(CLOCK).all():
        day = next((place for place, other in enumerate(cells.header) if words(other) == ["date"]), None)
        if day is None:
            return _of_clock(filled).reindex(texts.index), []
        filled = cells.rows[day][filled.index] + " " + filled
    dates = find_dates(replace(cells, header=["time"], rows=pd.DataFrame({0: filled})))
    spans = dates.values - dates.values.iloc[0]
    return spans.dt.total_seconds().reindex(texts.index), []


def _of_clock(texts: pd.Series) -> pd.Series:
    """After midnight the next day begins."""
    spans = pd.to_timedelta(texts.str.replace(",", ".", regex=False)).dt.total_seconds()
    return spans + DAY * (spans.diff() < -DAY / 2).cumsum()


def _of_numbers(values: pd.Series, name: str, slow: bool) -> tuple[pd.Series, list[str]]:
    unit = _unit(values.dropna(), name, slow)
    first = values.dropna().iloc[0] if values.abs().max() >= SINCE_1970[-1][0] else 0.0
    if unit == 1:
        return values - first, []
    step = values.diff().abs().median()
    told = [f"The times of {name} were read as {NAMES[unit]}, as they lie {step:g} apart."]
    return (values - first) * unit, told


def _unit(values: pd.Series, name: str, slow: bool) -> float:
    named = next((UNITS[word] for word in words(name) if word in UNITS), None)
    if named:
        return named
    for least, unit in SINCE_1970:
        if values.abs().median() >= least:
            return unit
    if slow or name.strip().casefold() in TIMES:
        return 1.0
    step = values.diff().abs().median()
    return next((unit for least, unit in STEPS if step >= least), 1.0)
