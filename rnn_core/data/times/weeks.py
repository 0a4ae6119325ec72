"""Numbered weeks as the dates on which they begin: of ISO from Monday on, of American health offices (MMWR) from Sunday on."""

from datetime import date

import pandas as pd

from rnn_core.data.times.plain import words_of

SUNDAYS = "The weeks were taken as those of MMWR, which begin on Sundays, as the years have other weeks than those of ISO."
SUNDAY_NAMES = {"mmwr", "epiweek"}
IN_ALL_YEARS = 52


def beginnings(years: pd.Series, weeks: pd.Series, name: str) -> tuple[pd.Series, tuple[str, ...]]:
    """For each row the first day of its week, as text, and what to tell; ``name`` is that of the column of weeks."""
    years, weeks = years.astype(int), weeks.astype(int)
    long = years[weeks > IN_ALL_YEARS].unique()
    if SUNDAY_NAMES.isdisjoint(words_of(name)) and all(_has_53(int(year)) for year in long):
        return years.astype(str) + "-W" + weeks.astype(str).str.zfill(2), ()
    fourth = pd.to_datetime(years.astype(str) + "-01-04")
    sunday = fourth - pd.to_timedelta((fourth.dt.day_of_week + 1) % 7, unit="D")
    days = sunday + pd.to_timedelta(7 * (weeks - 1), unit="D")
    return days.dt.strftime("%Y-%m-%d"), (SUNDAYS,)


def _has_53(year: int) -> bool:
    return date(year, 12, 28).isocalendar().week > IN_ALL_YEARS
