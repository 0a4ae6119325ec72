"""What is measured of a forecast, in words: the one place of its sentences."""

import math
from dataclasses import replace

import pandas as pd

from rnn_core.data.steps import unit
from rnn_core.documents import Verdict
from rnn_core.experiments import headlines
from rnn_core.metrics.errors import SIGNIFICANT
from rnn_core.runs import Headline
from rnn_core.wording import percent

DAY = 86_400.0  # seconds
VERDICTS = {
    "better": "better",
    "no_better": "no better than yesterday",
    "too_few": "too few days to tell",
    "worse": "clearly worse",
}
LAST_VALUE = "last_value"
FITTED = ("ridge", "theta", "ets")  # rivals that are fitted on the training part; all others are naive
RIVALS = {  # what the naive forecasts say, and what the fitted ones are
    "drift": "the last value and its usual change",
    "moving_average": "the mean of the last five values",
    "same_hour_yesterday": "the value of the same hour yesterday",
    "climatology": "what is usual for the season (climatology)",
    "ridge": "ridge regression on the same windows",
    "theta": "the Theta method",
    "ets": "exponential smoothing (ETS)",
}
LAST_SEASON: dict[tuple[float, str], str] = {  # by the rows of a season and what a row is called
    (12, "month"): "the value of the same month last year",
    (4, "quarter"): "the value of the same quarter last year",
    (52, "week"): "the value of the same week last year",
    (7, "day"): "the value of the same weekday last week",
}
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
    "ridge": "Ridge regression, same windows",
    "theta": "Theta method",
    "ets": "Exponential smoothing (ETS)",
}
STILL = ("last_value", "held")  # they forecast no change
NO_VALIDATION = "Without a validation part there are no errors to learn the width of a band from: keep one."
TOO_FEW_FOR_A_BAND = "The validation part has {rows} rows, but a band of 80 % needs at least {needed}: keep more for it."
KEPT = 0.05  # of the share that a band promises: so near counts as kept
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


def rival_name(found: Verdict) -> str:
    """What the best naive forecast says: "yesterday's value", "the value of the same month last year"."""
    seconds, rival, season = found.number("row_seconds"), str(found.numbers.get("rival", LAST_VALUE)), found.number("season")
    if rival == "seasonal_last_value":
        return LAST_SEASON.get((season, row_name(seconds)), f"the value of {season:.0f} rows before")
    return RIVALS.get(rival) or last_value_name(seconds)


def beside_best(found: Verdict) -> str:
    """The network beside the best rival of all, where that is a fitted one and not the naive one of the verdict; else "".

    Its numbers: ``best``, ``best_skill`` beside it and ``best_p``, of a difference by chance.
    """
    best, skill, chance = RIVALS.get(str(found.numbers.get("best"))), found.number("best_skill"), found.number("best_p")
    if best is None or not math.isfinite(skill):
        return ""
    size = f"beside it the network's error is {headlines.error_size(skill)}"
    if chance >= SIGNIFICANT:
        return f"The best rival, {best}, does about as well: {size}, which can be chance."
    return f"The best rival, {best}, {'is beaten too' if skill > 0 else 'does better'}: {size}."


def headline(found: Verdict, p_value: float) -> Headline:
    """The verdict for the top of a page.

    Beside the best naive forecast, and beside the best rival of all where that is a fitted one.

    Its numbers as for :func:`verdict`, and ``p_value`` beside the best naive forecast, which runs made before lack; the other
    ``p_value`` is that beside the last value.
    """
    row, skill, chance = row_name(found.number("row_seconds")), found.number("skill"), found.number("p_value")
    if found.numbers.get("rival", LAST_VALUE) == LAST_VALUE:
        rival = {"day": "“tomorrow = today”", "row": "“next value = last value”"}.get(row, f"“next {row} = this {row}”")
        made = headlines.beside(found.kind, rival, skill, p_value if math.isnan(chance) else chance)
    else:
        made = headlines.beside(found.kind, rival_name(found), skill, chance, "the best simple guess")
    if found.kind == "too_few":
        size = headlines.error_size(skill)
        few = f"Its typical error is {size}, but on {found.number('rows'):.0f} test rows that can be chance."
        made = replace(made, title=f"Too few {row}s to tell", sentence=few)
    return replace(made, sentence=f"{made.sentence} {beside_best(found)}".strip())


def in_short(found: Verdict) -> str:
    """The verdict in a word or two."""
    other = found.kind == "no_better" and found.numbers.get("rival", LAST_VALUE) != LAST_VALUE
    return "no better than naive" if other else VERDICTS[found.kind]


def verdict(found: Verdict) -> str:
    """The network beside the best naive forecast, beside the last value where that is another one, and as :func:`beside_best`.

    Its numbers: ``rival``, ``skill`` beside it and ``last`` beside the last value, test ``rows``, ``row_seconds`` between two.
    """
    return f"{_beside_naive(found)} {beside_best(found)}".strip()


def _beside_naive(found: Verdict) -> str:
    skill, rival, last = found.number("skill"), rival_name(found), found.number("last")
    other = found.numbers.get("rival", LAST_VALUE) != LAST_VALUE and found.kind != "better" and last > 0
    more = f" Beside {last_value_name(found.number('row_seconds'))} its error is {percent(last)} smaller." if other else ""
    if found.kind == "better":
        return f"Better than {rival}: its error is {percent(skill)} smaller, too clear to be chance."
    if found.kind == "worse":
        return f"Clearly worse than {rival}, too clear to be chance: {_larger(skill)}.{more}"
    if found.kind == "too_few":
        return (
            f"Too few {row_name(found.number('row_seconds'))}s to tell: the error is {percent(skill)} smaller than that of "
            f"{rival}, but on {found.number('rows'):.0f} test rows that can be chance.{more}"
        )
    return f"No better than {rival}: {_how_much(skill)}.{more}"


def _how_much(skill: float) -> str:
    if not math.isfinite(skill):
        return "the values of the test part never change"
    return f"its error is {percent(skill)} smaller, which can be chance" if skill > 0 else _larger(skill)


def _larger(skill: float) -> str:
    if 1 - skill > headlines.PERFECT:
        return "that is as good as always right"
    return f"its error is {headlines.error_size(skill)}"


def band_held(nominal: float, coverage: float, rows: int, ratio: float | None) -> str:
    """What a band promised and held on so many test rows, and why not, where it did not.

    ``ratio``: the usual error of the test part over that of the rows that the width was learned from.
    """
    told = f"It promises to hold {percent(nominal)} of the values and held {percent(coverage)}, on {rows:,} test rows."
    off = coverage - nominal
    if abs(off) <= KEPT:
        return told
    if abs(off) < 2 * math.sqrt(nominal * (1 - nominal) / rows):
        return f"{told} On so few rows the difference can be chance."
    promise = "The promise holds where the test part is like the validation part, from which the width was learned;"
    if ratio is not None and (ratio > 1) == (off < 0):
        return f"{told} {promise} here its usual error is {ratio:.2g} times as large: the series, or its noise, has changed."
    return f"{told} {promise} here its errors are spread in another way."
