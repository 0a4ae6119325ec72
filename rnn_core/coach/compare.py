"""A run beside the one before it: what was changed, and what became of the main score."""

import math
from dataclasses import dataclass

from rnn_core.coach.case import Table
from rnn_core.experiments import experiment
from rnn_core.metrics import errors
from rnn_core.settings import shown

CHANCE = 0.02  # skill: seeds moved good forecasts by up to 0.01
CHANCE_WORSE = 0.3  # of the error: so much and more did seeds move forecasts that are worse than yesterday's value
CHANCE_NATS = 0.05  # seeds moved the held-out loss of a text by 0.04
A_LITTLE_RIGHT = 0.05  # share of the texts beyond chance
A_LITTLE = 0.1  # skill or nats beyond chance: a change up to there is a little one
MOST_CHANGES = 4  # that one sentence can hold
HELD_OUT = ("share", "lowercase", "rare", "validation")  # settings that change the held-out part of a text


def compare(before: Table, after: Table) -> str:
    """One sentence: the settings in which ``after`` differs from ``before``, and what became of the main score.

    Each is a run's ``settings.json`` with its ``metrics.json`` (or None) as ``metrics``. Raises UserError if unknown.
    """
    old, new, fields = before["settings"], after["settings"], experiment(after["experiment"]).settings.model_fields
    pairs = {name: (old.get(name, field.default), new.get(name, field.default)) for name, field in fields.items()}
    changed = [name for name, (earlier, later) in pairs.items() if earlier != later]
    words = [f"{fields[name].title} {' → '.join(shown(name, value) for value in pairs[name])}" for name in changed]
    more = f" and {len(words) - MOST_CHANGES} more" if len(words) > MOST_CHANGES else ""
    changes = ", ".join(words[:MOST_CHANGES]) + more or "The same settings"
    if reason := _incomparable(before, after):
        return f"{changes}: not comparable, {reason}."
    score = _score(before["metrics"], after["metrics"], after["experiment"])
    if score.rows < errors.ENOUGH_ROWS:
        difference = f"but {score.rows} {score.what} are too few to tell"
    elif changed == ["seed"] or abs(score.gain) <= score.chance:
        difference = "no more than chance makes"
    else:
        little = abs(score.gain) < score.chance + score.little
        difference = ("a little " if little else "clearly ") + ("better" if score.gain > 0 else "worse")
    return f"{changes}: {score.words}, {difference}."


@dataclass(frozen=True)
class _Score:
    """``gain``: how much better; up to ``chance`` it means nothing, up to ``little`` more a little. ``rows``: tested."""

    words: str
    gain: float
    chance: float
    little: float = A_LITTLE
    rows: float = math.inf
    what: str = "test rows"


def _score(before: Table, after: Table, kind: str) -> _Score:
    if kind == "text":
        first, last = (metrics["validation"]["nats"] for metrics in (before, after))
        return _Score(f"held-out loss {first:.3f} → {last:.3f} nats", first - last, CHANCE_NATS)
    if kind == "classify":
        first, last = (metrics["validation"]["accuracy"] for metrics in (before, after))  # who chooses by the test spoils it
        texts, mean = min(sum(metrics["counts"]["validation"]) for metrics in (before, after)), (first + last) / 2
        chance = 2 * math.sqrt(2 * mean * (1 - mean) / texts)  # two standard errors of a difference
        return _Score(f"validation accuracy {first:.1%} → {last:.1%}", last - first, chance, A_LITTLE_RIGHT, texts, "texts")
    first, last = before["skill"], after["skill"]
    chance = CHANCE if min(first, last) >= 0 else CHANCE_WORSE * (1 - min(first, last))
    return _Score(f"skill {first:.2f} → {last:.2f}", last - first, chance, rows=after["windows"]["test"])


def _incomparable(before: Table, after: Table) -> str:
    """Why the scores of two runs say nothing about each other, or ""."""
    earlier, later = before["metrics"], after["metrics"]
    if (before["experiment"], before["data"]) != (after["experiment"], after["data"]):
        return "the data differ"
    if not earlier or not later:
        return "one of the two runs has no result"
    if after["experiment"] == "classify":
        other = any(before["settings"].get(name) != after["settings"].get(name) for name in ("seed", "validation"))
        parted = earlier["counts"] != later["counts"]  # beside a test file the share for the test changes nothing
        return "they were chosen on other texts" if other or parted else ""
    if after["experiment"] == "text":
        if not earlier["validation"] or not later["validation"]:
            return "nothing was held out to measure both on"
        other = any(before["settings"].get(name) != after["settings"].get(name) for name in HELD_OUT)
        return "they were measured on other characters" if other else ""
    if None in (earlier["skill"], later["skill"]):
        return "there is no score"
    same = (earlier.get("target"), earlier["parts"]["test"]) == (later.get("target"), later["parts"]["test"])
    return "" if same else "their test parts differ"
