"""What is measured of a forecast, in words: the one place of its sentences."""

import math

import pandas as pd

from rnn_core.data.steps import unit
from rnn_core.documents import Verdict

DAY = 86_400.0  # seconds
VERDICTS = {"better": "better", "no_better": "no better than yesterday", "too_few": "too few days to tell"}
FORECASTS = {  # that are compared
    "one_step": "Network, one step ahead",
    "free_running": "Network, free-running",
    "held": "Last known value, held",
    "last_value": "Tomorrow = today",
    "drift": "Today + usual change",
    "moving_average": "Mean of the last 5",
    "seasonal_last_value": "Same time last season",
    "same_hour_yesterday": "Same hour yesterday",
    "climatology": "Usual for the hour and the season (climatology)",
}
STILL = ("last_value", "held")  # they forecast no change
WHY_NOT_FREE = (
    "Free-running is not possible with extra inputs: the network forecasts only {target}, "
    "and tomorrow's {others} would have to be known."
)


def row_name(seconds: float | None) -> str:
    """What a row is called: "day" (rows without their distance were days), "month", or "row" where there is no such word."""
    if seconds is None or math.isnan(seconds):
        return "day"
    return (unit(pd.Timedelta(seconds=seconds)) or "row") if seconds >= DAY else "row"


def last_value_name(seconds: float | None) -> str:
    """What the last known value is called."""
    row = row_name(seconds)
    return {"day": "yesterday's value", "row": "the last value"}.get(row, f"last {row}'s value")


def verdict(found: Verdict) -> str:
    """The network beside "tomorrow = today". Its numbers: ``skill``, test ``rows``, ``row_seconds`` between two of them."""
    seconds, skill = found.number("row_seconds"), found.number("skill")
    last = last_value_name(seconds)
    if found.kind == "better":
        return f"Better than {last}: its error is {skill:.0%} smaller, too clear to be chance."
    if found.kind == "too_few":
        return (
            f"Too few {row_name(seconds)}s to tell: the error is {skill:.0%} smaller than that of {last}, "
            f"but on {found.number('rows'):.0f} test rows that can be chance."
        )
    return f"No better than {last}: {_how_much(skill, row_name(seconds))}."


def _how_much(skill: float, row: str) -> str:
    same = "tomorrow = today" if row in ("day", "row") else f"next {row} = this {row}"
    if not math.isfinite(skill):
        return "the values of the test part never change"
    if skill > 0:
        return f"its error is {skill:.0%} smaller, which can be chance"
    if skill > -1:
        return f"its error is {-skill:.0%} larger than that of saying '{same}'"
    return f"its error is {1 - skill:.1f} times that of saying '{same}'"
