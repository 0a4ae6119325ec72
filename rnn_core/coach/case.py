"""A run that has ended, as the coach sees it, and the steps that it can advise: a plain sentence each."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnn_core.experiments import Experiment
from rnn_core.metrics.errors import last_value_name
from rnn_core.settings import bound, choice_word, choices, shown

Array = NDArray[np.float64]
Table = Mapping[str, Any]
History = Mapping[str, Sequence[float]]

FEWEST_EPOCHS = 4  # with fewer there is no last quarter, and a curve says nothing
ENOUGH_EPOCHS = 8  # with fewer a median would swallow the curve and a single jump be a large share
MANY_EPOCHS = 20  # from here on the median takes five epochs instead of three
UNUSUAL_RATE = 10.0  # times the usual learning rate, or that part of it; ten times still learned the sine wave
POOR_TEXT = 0.5  # of the nats of blind guessing; words appear below. A network of 8 units stayed at 0.54
SMALL = 4  # a network with a quarter of the usual units may be too small
STRONG_DROPOUT = 0.5  # half of what the network remembers, and more, is switched off


@dataclass(frozen=True)
class Advice:
    """``kind`` for the code; ``finding``: what curves and result say; ``step``: what to do next. A plain sentence each."""

    kind: str
    finding: str
    step: str


@dataclass(frozen=True)
class Case:
    """A run that has ended. ``training`` and ``validation`` losses of whole epochs, (epochs,); validation (0,) without one."""

    experiment: Experiment
    settings: Table
    training: Array
    validation: Array
    metrics: Table
    state: str
    message: str
    real_change: float  # share of a loss that is more than its wandering

    @property
    def quarter(self) -> int:
        """Epochs that make a quarter of the run."""
        return max(1, round(len(self.training) / 4))

    @property
    def skill(self) -> float:
        """1 is perfect, 0 the naive forecast or always the most frequent class; not a number when it was not measured."""
        if self.experiment.name == "classify" and self.metrics and self.metrics["most_frequent"] < 1:
            return float(1 - (1 - self.metrics["test"]["accuracy"]) / (1 - self.metrics["most_frequent"]))
        return float(self.metrics["skill"]) if self.metrics.get("skill") is not None else math.nan

    @property
    def last_value(self) -> str:
        """What the naive forecast says, in words."""
        return last_value_name(self.metrics.get("row_seconds"))

    @property
    def surprise(self) -> float:
        """Of a text: held-out loss, else training loss, as a share of that of blind guessing; or not a number."""
        measured = self.metrics.get("validation") or {"nats": self.metrics.get("loss", {}).get("best", math.nan)}
        return float(measured["nats"] / math.log(max(2, self.metrics.get("vocabulary", 2))))

    @property
    def poor(self) -> bool:
        """Whether the result is known to be poor."""
        if self.experiment.name == "text":
            return self.surprise > POOR_TEXT
        if self.experiment.name == "classify":
            return bool(self.metrics) and (self.guesses or self.metrics["verdict"].startswith("Worse"))
        return self.metrics.get("verdict", "").startswith("no better")

    @property
    def guesses(self) -> bool:
        """Whether a classifier is not surely better than the most frequent class: by less than two standard errors."""
        share, texts = self.metrics["most_frequent"], sum(self.metrics["counts"]["test"])
        return bool(self.metrics["test"]["accuracy"] <= share + 2 * math.sqrt(share * (1 - share) / texts))

    def usual(self, name: str) -> Any:
        """The default of a setting."""
        return self.experiment.settings.model_fields[name].default

    def gain(self, losses: Array) -> float:
        """By which share one of the losses fell in the last quarter."""
        level = smooth(losses)
        return float(1 - level[-1] / level[-1 - self.quarter])


def smooth(losses: Array) -> Array:
    """Running median over 3 epochs, 5 from 20 epochs on, none below 8; the first and last windows are whole too. (epochs,)."""
    width = 1 if len(losses) < ENOUGH_EPOCHS else 3 if len(losses) < MANY_EPOCHS else 5
    first = np.clip(np.arange(len(losses)) - width // 2, 0, len(losses) - width)
    return np.asarray(np.median(losses[first[:, None] + np.arange(width)], axis=1))


def set_to(case: Case, name: str, value: Any, more: str = "") -> str:
    """The step to another value of a setting, kept below the setting's upper bound."""
    field = case.experiment.settings.model_fields[name]
    value = value if isinstance(value, str | bool) else min(value, bound(field, "le"))
    if value == case.settings[name]:
        return f"{field.title} is already at its end, {shown(name, value)}: try other data."
    written = choice_word(field, value) if choices(field) else shown(name, value)
    return f"Set {field.title} to {written}{more}."


def to_rate(case: Case, rate: float) -> str:
    """A step to the highest learning rate on the slider (0.00001, 0.00002, 0.00005, ...) that is not above ``rate``."""
    rate = max(rate, bound(case.experiment.settings.model_fields["learning_rate"], "ge")) * (1 + 1e-9)
    power = 10.0 ** math.floor(math.log10(rate))
    return set_to(case, "learning_rate", float(f"{max(digit * power for digit in (1, 2, 5) if digit * power <= rate):g}"))


def slower(case: Case) -> str:
    """To a lower learning rate."""
    rate, usual = case.settings["learning_rate"], case.usual("learning_rate")
    return to_rate(case, usual if rate >= UNUSUAL_RATE * usual else rate / 10)


def longer(case: Case) -> str:
    """To a longer training."""
    count, epochs, patience = len(case.training), case.settings["epochs"], case.settings["patience"]
    if budget := case.settings["seconds"]:
        stopped = f"Press Go on and let it use its {budget:g} seconds."
        return stopped if case.state == "stopped" else set_to(case, "seconds", 2 * budget)
    if case.state == "stopped" and epochs >= FEWEST_EPOCHS:
        return f"Press Go on and let it finish its {epochs} Epochs."
    if patience and count < epochs:
        return set_to(case, "patience", 2 * patience)
    return set_to(case, "epochs", max(2 * epochs, case.usual("epochs") if count < FEWEST_EPOCHS else 0))


def calmer(case: Case) -> str:
    """Against learning by heart."""
    dropout, units = case.settings["dropout"], case.settings["units"]
    return set_to(case, "dropout", dropout + 0.2) if dropout < STRONG_DROPOUT else set_to(case, "units", -(-units // 2))


def muffled(case: Case) -> bool:
    """Whether more dropout than usual, and much, may be what holds the network back."""
    return bool(case.settings["dropout"] >= STRONG_DROPOUT and case.settings["dropout"] > case.usual("dropout"))


def stronger(case: Case) -> str:
    """For a network that is small or muffled; "" for another."""
    if muffled(case):
        return set_to(case, "dropout", case.usual("dropout"))
    units = SMALL * case.settings["units"]
    return set_to(case, "units", units) if units <= case.usual("units") else ""


def more_text(case: Case) -> str:
    """For a text of which only a share was used; "" for another."""
    share = case.settings["share"]
    return set_to(case, "share", min(1, 4 * share)) if share < 1 else ""


def result(case: Case) -> str:
    """What was measured, in words."""
    if case.experiment.name == "classify":
        return f"The network is right on {case.metrics['test']['accuracy']:.1%} of the test texts"
    if case.experiment.name == "text":
        return f"Perplexity {case.metrics['vocabulary'] ** case.surprise:.1f} among {case.metrics['vocabulary']} characters"
    if case.experiment.name == "trajectory":
        return "The network is no better than going straight on"
    return f"The forecast is no better than {case.last_value}"
