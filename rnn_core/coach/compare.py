"""A run beside the one before it: what was changed, and what became of the main score."""

from typing import Any

from rnn_core.experiments import experiment
from rnn_core.experiments.advice import Difference, Side
from rnn_core.metrics.errors import ENOUGH_ROWS
from rnn_core.runs import About, TrainingFacts
from rnn_core.settings import TrainingSettings, shown

MOST_CHANGES = 4  # that one sentence can hold
Measured = tuple[About, TrainingFacts | None]  # what a run is of, and what was measured of it


def compare(before: Measured, after: Measured) -> str | None:
    """One sentence: the settings in which ``after`` differs from ``before``, and what became of the main score.

    None where the experiment has no advice. Raises UserError for an unknown one.
    """
    (earlier, first), (later, second) = before, after
    coaching = experiment(later.experiment).advice
    if coaching is None:
        return None
    old, new = (experiment(about.experiment).settings.parse(about.settings) for about in (earlier, later))
    changed = _changed(old, new)
    changes = _words(old, new, changed)
    if (earlier.experiment, earlier.data) != (later.experiment, later.data):
        return f"{changes}: not comparable, the data differ."
    if first is None or second is None:
        return f"{changes}: not comparable, one of the two runs has no result."
    sides = Side(old, first), Side(new, second)
    if reason := coaching.incomparable(*sides):
        return f"{changes}: not comparable, {reason}."
    return f"{changes}: {_became(coaching.difference(*sides), changed == ['seed'])}."


def _changed(old: TrainingSettings, new: TrainingSettings) -> list[str]:
    """The settings of ``new`` that differ."""
    return [name for name in type(new).model_fields if _value(old, new, name) != getattr(new, name)]


def _value(old: TrainingSettings, new: TrainingSettings, name: str) -> Any:
    """Of a setting of ``new`` in ``old``, which has its default where it has no such setting."""
    return getattr(old, name, type(new).model_fields[name].default)


def _words(old: TrainingSettings, new: TrainingSettings, changed: list[str]) -> str:
    words = [
        f"{type(new).model_fields[name].title} {shown(name, _value(old, new, name))} → {shown(name, getattr(new, name))}"
        for name in changed
    ]
    more = f" and {len(words) - MOST_CHANGES} more" if len(words) > MOST_CHANGES else ""
    return ", ".join(words[:MOST_CHANGES]) + more or "The same settings"


def _became(score: Difference, by_seed: bool) -> str:
    """What became of the main score; ``by_seed``: where nothing but the seed was changed."""
    if score.rows < ENOUGH_ROWS:
        difference = f"but {score.rows} {score.what} are too few to tell"
    elif by_seed or abs(score.gain) <= score.chance:
        difference = "no more than chance makes"
    else:
        little = abs(score.gain) < score.chance + score.little
        difference = ("a little " if little else "clearly ") + ("better" if score.gain > 0 else "worse")
    return f"{score.words}, {difference}"
