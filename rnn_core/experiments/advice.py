"""What the coach needs from an experiment, the case it looks at, and the steps that it can advise: a plain sentence each."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from rnn_core.metrics.learning_curves import FEWEST_EPOCHS, Curves, History, curves
from rnn_core.runs import Status, TrainingFacts
from rnn_core.settings import TrainingSettings, bound, choice_word, choices, shown

Chosen = TypeVar("Chosen", bound=TrainingSettings)
Metrics = TypeVar("Metrics")  # of the experiment; None in a case that was not measured
Rows = Sequence[Any]  # in the form of the experiment

UNUSUAL_RATE = 10.0  # times the usual learning rate, or that part of it; ten times still learned the sine wave
SMALL = 4  # a network with a quarter of the usual units may be too small
STRONG_DROPOUT = 0.5  # half of what the network remembers, and more, is switched off
A_LITTLE = 0.1  # skill or nats beyond chance: a change up to there is a little one
CHANCE = 0.02  # skill: seeds moved good forecasts by up to 0.01
CHANCE_WORSE = 0.3  # of the error: so much and more did seeds move forecasts that are worse than the naive one


@dataclass(frozen=True)
class Step:
    """What to do next: a plain sentence, and as data what a click can do at once.

    ``change``: settings to new values, None where the step is no change of settings. ``dataset``: the catalogue's id of other
    data to train on, "" for the same. ``label``: the change in a few words, for a button; it may hold names of a user's columns.
    """

    words: str
    change: Mapping[str, Any] | None = None
    dataset: str = ""
    label: str = ""

    def __str__(self) -> str:
        """Its sentence."""
        return self.words


@dataclass(frozen=True)
class Advice:
    """``kind`` for the code; ``finding``: what curves and result say, a plain sentence; ``next``: one thing to do."""

    kind: str
    finding: str
    next: Step

    @property
    def step(self) -> str:
        """What to do next, a plain sentence."""
        return self.next.words


@dataclass(frozen=True)
class Outcome:
    """How good a result is.

    ``skill``: 1 is perfect, 0 the naive answer; not a number when it was not measured. ``poor``: whether the result is known to
    be poor. ``words``: what was measured, the beginning of a sentence.
    """

    skill: float = math.nan
    poor: bool = False
    words: str = ""


def known(value: float | None) -> float:
    """A measure, not a number where there is none."""
    return math.nan if value is None else value


@dataclass(frozen=True)
class Side(Generic[Chosen, Metrics]):
    """One of two runs beside each other."""

    settings: Chosen
    metrics: Metrics


@dataclass(frozen=True)
class Difference:
    """Of the main score of two runs, in ``words``.

    ``gain``: how much better; up to ``chance`` it means nothing, up to ``little`` more a little. ``rows``: tested, ``what`` they
    are.
    """

    words: str
    gain: float
    chance: float
    little: float = A_LITTLE
    rows: float = math.inf
    what: str = "test rows"


@dataclass(frozen=True)
class Case(Generic[Chosen, Metrics]):
    """A run that has ended.

    ``samples``: what it made after its last epoch, where the experiment makes samples. ``others``: columns with numbers that its
    data have beside those in use.
    """

    coaching: "Coaching[Chosen, Metrics]"
    settings: Chosen
    curves: Curves
    metrics: Metrics
    state: str
    message: str
    samples: Rows
    others: Sequence[str] = ()

    @cached_property
    def outcome(self) -> Outcome:
        """How good the result is; an unmeasured one is neither good nor poor."""
        return Outcome() if self.metrics is None else self.coaching.outcome(self.metrics)

    def usual(self, name: str) -> Any:
        """The default of a setting."""
        return type(self.settings).model_fields[name].default


@dataclass(frozen=True)
class Coaching(Generic[Chosen, Metrics]):
    """How the runs of an experiment are coached.

    ``wandering``: see :class:`Curves`. ``rules``: the first that has something to say is heard. ``calmer``: the step against
    overfitting. ``rough_below``: share of the first training loss below which every curve is rough. ``difference`` of the main
    score of two runs on the same data, the earlier first; ``incomparable``: why there is none, or "".
    """

    wandering: float
    outcome: Callable[[Metrics], Outcome]
    rules: "tuple[Callable[[Case[Chosen, Metrics]], Advice | None], ...]"
    calmer: Callable[[Case[Chosen, Metrics]], Step]
    incomparable: Callable[[Side[Chosen, Metrics], Side[Chosen, Metrics]], str]
    difference: Callable[[Side[Chosen, Metrics], Side[Chosen, Metrics]], Difference]
    rough_below: float = 0.0

    def curves(self, history: History, metrics: TrainingFacts | None, status: Status) -> Curves:
        """Of a run that has ended, from the documents of its folder."""
        cut_short = status.state == "stopped" or status.more_seconds is not None  # also by a spent time budget
        stopped_after = (metrics.epochs if metrics else math.inf) if cut_short else None
        return curves(history, self.wandering, stopped_after)


AnyCase = Case[Any, Any]
Rule = Callable[[AnyCase], Advice | None]


def set_to(case: AnyCase, name: str, value: Any, more: str = "") -> Step:
    """The step to another value of a setting, kept below the setting's upper bound; ``more`` ends its sentence."""
    field = type(case.settings).model_fields[name]
    before = getattr(case.settings, name)
    value = value if isinstance(value, str | bool | tuple) else min(value, bound(field, "le"))
    if value == before:
        return Step(f"{field.title} is already at its end, {shown(name, value)}: try other data.")
    written = choice_word(field, value) if choices(field) else shown(name, value)
    title = str(field.title)
    twice = isinstance(value, int) and not isinstance(value, bool) and title.endswith("s") and value == 2 * before
    label = f"Twice the {title.lower()}: {written}" if twice else f"{title}: {written}"
    return Step(f"Set {title} to {written}{more}.", {name: value}, label=label)


def to_rate(case: AnyCase, rate: float) -> Step:
    """A step to the highest learning rate on the slider (0.00001, 0.00002, 0.00005, ...) that is not above ``rate``."""
    rate = max(rate, bound(type(case.settings).model_fields["learning_rate"], "ge")) * (1 + 1e-9)
    power = 10.0 ** math.floor(math.log10(rate))
    return set_to(case, "learning_rate", float(f"{max(digit * power for digit in (1, 2, 5) if digit * power <= rate):g}"))


def slower(case: AnyCase) -> Step:
    """To a lower learning rate."""
    rate, usual = case.settings.learning_rate, case.usual("learning_rate")
    return to_rate(case, usual if rate >= UNUSUAL_RATE * usual else rate / 10)


def go_on(case: AnyCase) -> Step:
    """For a run that was stopped before its time."""
    if budget := case.settings.seconds:
        return Step(f"Press Go on and let it use its {budget:g} seconds.")
    return Step(f"Press Go on and let it finish its {case.settings.epochs} Epochs.")


def longer(case: AnyCase) -> Step:
    """To a longer training."""
    count, epochs, patience = case.curves.epochs, case.settings.epochs, case.settings.patience
    budget = case.settings.seconds
    if case.state == "stopped" and (budget or epochs >= FEWEST_EPOCHS):
        return go_on(case)
    if budget:
        return set_to(case, "seconds", 2 * budget)
    if patience and count < epochs:
        return set_to(case, "patience", 2 * patience)
    return set_to(case, "epochs", max(2 * epochs, case.usual("epochs") if count < FEWEST_EPOCHS else 0))


def calmer(case: AnyCase) -> Step:
    """Against learning by heart."""
    dropout, units = case.settings.dropout, case.settings.units
    return set_to(case, "dropout", dropout + 0.2) if dropout < STRONG_DROPOUT else set_to(case, "units", -(-units // 2))


def muffled(case: AnyCase) -> bool:
    """Whether more dropout than usual, and much, may be what holds the network back."""
    return bool(case.settings.dropout >= STRONG_DROPOUT and case.settings.dropout > case.usual("dropout"))


def stronger(case: AnyCase) -> Step | None:
    """For a network that is small or muffled; None for another."""
    if muffled(case):
        return set_to(case, "dropout", case.usual("dropout"))
    units = SMALL * case.settings.units
    return set_to(case, "units", units) if units <= case.usual("units") else None


def further_back(case: AnyCase, more: str = "") -> Step:
    """To a network that sees twice as many steps."""
    return set_to(case, "timesteps", 2 * case.settings.timesteps, more)


def of_skills(first: float, last: float, rows: int) -> Difference:
    """The difference of two skills, measured on so many test rows."""
    chance = CHANCE if min(first, last) >= 0 else CHANCE_WORSE * (1 - min(first, last))
    return Difference(f"skill {first:.2f} → {last:.2f}", last - first, chance, rows=rows)
