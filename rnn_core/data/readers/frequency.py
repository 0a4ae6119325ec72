"""How often a series has a row, in words."""

from dataclasses import dataclass

import pandas as pd

from rnn_core.data.steps import UNITS, WEEKDAYS, Step, counted

FEWEST = 5  # dates that say something about a step


@dataclass(frozen=True)
class Frequency:
    """The usual step (the median) between two rows, and words that go after "The file has"."""

    step: pd.Timedelta
    name: str  # "one row a day, weekends missing"
    season: int | None = None  # rows of one, None without one


def frequency(dates: pd.DatetimeIndex) -> Frequency | None:
    """How often there is a row; ``dates`` are in order. None for so few dates that they do not tell."""
    if len(dates) < FEWEST:
        return None
    step = Step(dates)
    if not step.regular:
        return Frequency(step.usual, f"rows at irregular times, often about {about(step.usual)} apart")
    return Frequency(step.usual, f"one row {_every(step)}{_missing(step.absent)}{_in_month(step)}", step.season)


def _every(step: Step) -> str:
    """ "a day", "an hour", "every 10 minutes"."""
    if step.words == "weekdays":
        return "a day"
    if not step.words.startswith("1 "):
        return f"every {step.words}"
    return f"{'an' if step.unit == 'hour' else 'a'} {step.unit}"


def _missing(absent: tuple[str, ...]) -> str:
    if not absent:
        return ""
    return f", {'weekends' if absent == WEEKDAYS[5:] else ' and '.join(absent)} missing"


def _in_month(step: Step) -> str:
    return f", on {step.in_month}" if step.in_month else ""


def about(step: pd.Timedelta) -> str:
    """ "2.5 days", "13 hours": in the largest unit, days at most, that is not longer, two digits."""
    seconds = step.total_seconds()
    name, length = next((unit for unit in UNITS[1:] if seconds >= unit[1]), UNITS[-1])
    count = seconds / length
    return counted(f"{count:,.0f}" if count >= 10 else f"{count:.2g}", name)
