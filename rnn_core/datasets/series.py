"""A table of numbers in time order, as every experiment takes it."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, eq=False)  # frames have no single truth value, so two series are equal only when identical
class Series:
    """A table of numbers in time order.

    ``frame`` has a DatetimeIndex named "date" (unique, increasing, no time zone) and float64 columns; a missing
    value is NaN, and no row is missing altogether. ``test`` has the same columns and only later dates.
    """

    frame: pd.DataFrame
    target: str  # the column to forecast unless the user chooses another
    title: str
    source: str = ""  # who publishes it
    licence: str = ""
    test: pd.DataFrame | None = None  # a second file as test period
    season: int | None = None  # rows per season, None without one
    notes: tuple[str, ...] = ()  # sentences the page must show
    unit: str = ""  # unit of the target: "USD", "°C"


def in_order(frame: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """``frame`` (indexed by naive dates, in any order) in the form :class:`Series` asks for, and what was changed."""
    notes = []
    full = frame.dropna(how="all")
    if empty := len(frame) - len(full):
        notes.append(f"{_rows(empty)} without any number {_were(empty)} left out.")
    if not full.index.is_monotonic_increasing:
        full = full.sort_index(kind="stable")
        notes.append("The rows were not in time order and were sorted by date.")
    last = full[~full.index.duplicated(keep="last")]
    if repeated := len(full) - len(last):
        notes.append(f"{_rows(repeated)} with a repeated date {_were(repeated)} left out; the last of each was kept.")
    dates = pd.DatetimeIndex(last.index, name="date", freq=None).as_unit("us")
    return last.set_axis(dates).astype("float64"), tuple(notes)


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
