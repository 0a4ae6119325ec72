"""How often a series has a row, in words."""

from dataclasses import dataclass

import pandas as pd

FEWEST = 5  # dates that say something about a step
CALENDAR = (("month", 28, 31), ("quarter", 89, 92), ("half year", 181, 184), ("year", 365, 366))  # days, from and to
UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
REGULAR = 0.5  # of the steps are the usual one, give or take a tenth


@dataclass(frozen=True)
class Frequency:
    """The usual step (the median) between two rows, and words that go after "The file has"."""

    step: pd.Timedelta
    name: str  # "one row a day, weekends missing"


def frequency(dates: pd.DatetimeIndex) -> Frequency | None:
    """How often there is a row; ``dates`` are in order. None for so few dates that they do not tell."""
    if len(dates) < FEWEST:
        return None
    steps = dates[1:] - dates[:-1]
    step = steps.median()
    like_it = (steps >= step * 0.9) & (steps <= step * 1.1)
    if like_it.mean() < REGULAR:
        return Frequency(step, f"rows at irregular times, often about {about(step)} apart")
    weekdays = step == pd.Timedelta(days=1) and dates.day_of_week.max() < 5 and dates[-1] - dates[0] >= pd.Timedelta(days=7)
    return Frequency(step, f"one row {_every(step)}{', weekends missing' if weekdays else ''}")


def _every(step: pd.Timedelta) -> str:
    """ "a day", "an hour", "every 10 minutes"."""
    for name, fewest, most in CALENDAR:
        if fewest <= step / pd.Timedelta(days=1) <= most:
            return f"a {name}"
    if step == pd.Timedelta(days=7):
        return "a week"
    length = _length(step)
    count, _, unit = length.partition(" ")
    return f"every {length}" if count != "1" else f"{'an' if unit == 'hour' else 'a'} {unit}"


def _length(step: pd.Timedelta) -> str:
    """ "90 minutes", "0.5 seconds": in the largest unit that gives a whole number."""
    seconds = step.total_seconds()
    name, length = next((unit for unit in UNITS if seconds % unit[1] == 0), UNITS[-1])
    return _counted(f"{seconds / length:,g}", name)


def about(step: pd.Timedelta) -> str:
    """ "2.5 days", "13 hours": in the largest unit that is not longer, two digits."""
    seconds = step.total_seconds()
    name, length = next((unit for unit in UNITS if seconds >= unit[1]), UNITS[-1])
    count = seconds / length
    return _counted(f"{count:,.0f}" if count >= 10 else f"{count:.2g}", name)


def _counted(count: str, name: str) -> str:
    return f"{count} {name}" if count == "1" else f"{count} {name}s"
