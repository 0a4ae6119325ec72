"""The coach: one thing about a run that has ended and one next step, in plain words; and a run beside the one before it.

Thresholds are ratios, so that the scale of the loss and a little noise do not matter. The numbers in their reasons were
measured: some 80 runs on the sine wave, the random walk, a season, sea and Seattle temperatures and Hamlet.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnn_core import copies, evaluation
from rnn_core.experiments import Experiment, experiment
from rnn_core.settings import bound, shown

Array = NDArray[np.float64]
Table = Mapping[str, Any]
History = Mapping[str, Sequence[float]]

FEWEST_EPOCHS = 4  # with fewer there is no last quarter, and a curve says nothing
ENOUGH_EPOCHS = 8  # with fewer a median would swallow the curve and a single jump be a large share
MANY_EPOCHS = 20  # from here on the median takes five epochs instead of three
REAL_CHANGE = {"forecast": 0.1, "text": 0.03}  # of the loss. Level curves wandered by 8 % (squared error) and 2.5 % (nats)
UNSMOOTHED = 1.5  # times that change counts where no median calms the curve
EXPLODED = 10.0  # a last loss so many times the first is no noise, however short the run
JUMP = 0.25  # a rise of the training loss in one epoch; usual learning rates rarely brought more than 15 %
JUMPS = 0.2  # share of the epochs with a jump: 27 % at a rate of 0.5, at most 11 % at usual ones (two units with dropout)
TURNED_UP = 1.4  # the end over the lowest training loss: 1.5 at a rate of 0.5, at most 1.25 at usual ones
UNUSUAL_RATE = 10.0  # times the usual learning rate, or that part of it; ten times still learned the sine wave
HARDLY = 0.2  # of the first loss; rates a hundredth of the usual and lower brought it down by 0.1 to 14 %
BY_HEART = 1.6  # validation over training loss of a text: 1.4 with enough text, 1.9 with a fifth of it
VERY_GOOD = 0.8  # skill: an error of a fifth of the naive one; the curves may be as rough as they like
FLAT = 0.3  # spread of the forecasts over that of the actual values: 0.02 to 0.19 for a mean, 0.36 and more else
POOR_TEXT = 0.5  # of the nats of blind guessing; words appear below. A network of 8 units stayed at 0.54
NOISE_TEXT = 0.7  # knowing only how often each letter occurs brings Hamlet to 0.80
SMALL = 4  # a network with a quarter of the usual units may be too small
STRONG_DROPOUT = 0.5  # half of what the network remembers, and more, is switched off
CHANCE = 0.02  # skill: seeds moved good forecasts by up to 0.01
CHANCE_WORSE = 0.3  # of the error: so much and more did seeds move forecasts that are worse than yesterday's value
CHANCE_NATS = 0.05  # seeds moved the held-out loss of a text by 0.04
A_LITTLE = 0.1  # skill or nats beyond chance: a change up to there is a little one
MOST_CHANGES = 4  # that one sentence can hold
LOST = "no longer a number"  # what the message of a run says whose loss was lost
HELD_OUT = ("share", "lowercase", "rare", "validation")  # settings that change the held-out part of a text


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
        """Of a forecast: 1 is perfect, 0 yesterday's value; not a number when it was not measured."""
        return float(self.metrics["skill"]) if self.metrics.get("skill") is not None else math.nan

    @property
    def surprise(self) -> float:
        """Of a text: held-out loss, else training loss, as a share of that of blind guessing; or not a number."""
        measured = self.metrics.get("validation") or {"nats": self.metrics.get("loss", {}).get("best", math.nan)}
        return float(measured["nats"] / math.log(max(2, self.metrics.get("vocabulary", 2))))

    @property
    def poor(self) -> bool:
        """Whether the result is known to be poor."""
        text = self.experiment.name == "text"
        return self.surprise > POOR_TEXT if text else self.metrics.get("verdict") == "no better than yesterday"

    def usual(self, name: str) -> Any:
        """The default of a setting."""
        return self.experiment.settings.model_fields[name].default

    def gain(self, losses: Array) -> float:
        """By which share one of the losses fell in the last quarter."""
        level = smooth(losses)
        return float(1 - level[-1] / level[-1 - self.quarter])


def advise(
    experiment_name: str, settings: Table, history: History, metrics: Table | None, state: str, message: str = ""
) -> Advice | None:
    """The most important thing about a run that has ended, or None when there is nothing to say.

    ``settings``, ``history`` (columns of ``history.csv``) and ``metrics`` (``metrics.json``) as the run folder has them,
    ``state`` and ``message`` those of its status. Of a text, ``metrics["samples"]`` may hold the last epoch's rows of
    ``samples.jsonl``. Raises UserError for an unknown experiment.
    """
    chosen, measured = experiment(experiment_name), metrics or {}
    training, validation = _losses(history, measured, state)
    change = REAL_CHANGE.get(experiment_name, REAL_CHANGE["text"]) * (UNSMOOTHED if len(training) < ENOUGH_EPOCHS else 1)
    case = Case(chosen, settings, training, validation, measured, state, message, change)
    ended = CHECKS.get(experiment_name, CURVES) if measured else CURVES
    checks = {"finished": ended, "stopped": ended, "failed": (_lost,)}.get(state, ())
    return next((advice for check in checks if (advice := check(case))), None)


def _losses(history: History, metrics: Table, state: str) -> tuple[Array, Array]:
    """A stopped run ends in a part of an epoch, or in one that was not validated: both are left out."""
    training, validation = (np.asarray(history.get(name, ()), float) for name in ("loss", "val_loss"))
    whole = len(training)
    if state == "stopped":
        whole = min(whole, int(metrics.get("epochs", whole)))
        while len(validation) and whole and np.isnan(validation[whole - 1]):
            whole -= 1
    return training[:whole], validation[:whole]


def _lost(case: Case) -> Advice | None:
    times = case.training[-1] / case.training[0] if len(case.training) else 1
    if LOST in case.message or not np.isfinite([*case.training, *case.validation]).all():
        grew = "The loss grew until it was no longer a number"
    elif times >= EXPLODED:
        grew = f"The training loss grew to {times:,.0f} times its first value"
    else:
        return None
    return Advice("rate_high", f"{grew}: the learning rate {case.settings['learning_rate']:g} is too high.", _slower(case))


def _too_short(case: Case) -> Advice | None:
    count = len(case.training)
    if count >= FEWEST_EPOCHS:
        return None
    finding = f"After {count} epoch{'' if count == 1 else 's'} it is too early to tell anything from the curves."
    return Advice("too_short", finding, _longer(case))


def _rate_high(case: Case) -> Advice | None:
    rate, usual, level = case.settings["learning_rate"], case.usual("learning_rate"), smooth(case.training)
    later = case.training[case.quarter :]
    jumps = np.mean(np.diff(later) > JUMP * later[:-1]) if len(case.training) >= ENOUGH_EPOCHS else 0
    rise = level[-2:].min() / level.min()
    if case.skill >= VERY_GOOD:
        return None
    if jumps >= JUMPS:
        finding = f"The training loss jumps up and down instead of falling: the learning rate {rate:g} is too high."
    elif rise >= TURNED_UP:
        finding = f"The training loss turned up, to {rise:.1f} times its lowest: the learning rate {rate:g} is too high."
    elif case.poor and rate >= UNUSUAL_RATE * usual and case.settings["optimizer"] != "sgd":
        finding = f"{_result(case)}, and the learning rate {rate:g} is {rate / usual:.0f} times the usual {usual:g}: too high."
    else:
        return None
    return Advice("rate_high", finding, _slower(case))


def _rate_low(case: Case) -> Advice | None:
    rate, usual, count = case.settings["learning_rate"], case.usual("learning_rate"), len(case.training)
    fall = max(0.0, 1 - smooth(case.training)[-1] / case.training[0])
    low, slow = rate <= usual / UNUSUAL_RATE, fall < HARDLY
    creeping = low and case.poor and case.gain(case.training) >= case.real_change / 2
    if not (creeping or (slow and (low or case.settings["optimizer"] == "sgd"))):
        return None
    finding = f"The training loss {'hardly moved' if slow else 'moved slowly'}, by {fall:.1%} in {count} epochs"
    step = _rate(case, usual) if low else _set(case, "optimizer", "adam")
    return Advice("rate_low", f"{finding}: the learning rate {rate:g} is too low.", step)


def _no_validation(case: Case) -> Advice | None:
    if len(case.validation):
        return None
    finding = "There is no validation curve: a falling training loss alone may be learning by heart as well as learning."
    share = max(case.usual("validation"), 2 * case.settings["validation"])
    return Advice("no_validation", finding, _set(case, "validation", share))


def _few_epochs(case: Case) -> Advice | None:
    gain = case.gain(case.validation)
    if min(gain, case.gain(case.training)) < case.real_change or case.skill >= VERY_GOOD:
        return None
    start = "Stopped while still improving" if case.state == "stopped" else "Still improving at the end"
    finding = f"{start}: in the last quarter of the run the validation loss fell by another {gain:.0%}."
    return Advice("few_epochs", finding, _longer(case))


def _mean_only(case: Case) -> Advice | None:
    spread = case.metrics.get("spread")
    if spread is None or spread >= FLAT:
        return None
    finding = f"The forecasts vary only {spread:.0%} as much as the actual values: the network says little more than the mean."
    return Advice("mean_only", finding, _stronger(case) or _set(case, "timesteps", 2 * case.settings["timesteps"]))


def _overfitting(case: Case) -> Advice | None:
    training, validation = smooth(case.training), smooth(case.validation)
    lowest = int(np.argmin(validation))
    turned = validation[-case.quarter :].min() >= (1 + case.real_change) * validation[lowest]
    fell = training[-1] <= (1 - case.real_change / 2) * training[lowest]
    if not (turned and fell and validation[-1] > training[-1]):
        return None
    epoch, rise = int(np.argmin(case.validation)) + 1, validation[-1] / validation[lowest] - 1
    finding = f"Overfitting since epoch {epoch}: the validation loss rose by {rise:.0%} while the training loss fell on."
    return Advice("overfitting", finding, _calmer(case))


def _by_heart(case: Case) -> Advice | None:
    ratio = smooth(case.validation)[-1] / smooth(case.training)[-1]
    if ratio < BY_HEART:
        return None
    longest = max((row["longest_copy"] for row in case.metrics.get("samples", ())), default=0)
    copied = f" (its samples copy up to {longest} characters in a row)" if longest >= copies.SPAN else ""
    finding = f"The validation loss is {ratio:.1f} times the training loss: the network learns the text by heart{copied}."
    return Advice("copies", finding, _more_text(case) or _calmer(case))


def _settled(case: Case) -> str:
    """Words about longer training, where the last epoch was not the best."""
    return ", and longer training would bring little" if np.argmin(case.validation) < len(case.validation) - 1 else ""


def _plateau(case: Case) -> Advice | None:
    step = _stronger(case)
    if not case.poor or not (step or case.experiment.name == "text"):
        return None
    weak = ": Units {units} with Dropout {dropout:g} may be too weak".format(**case.settings) if step else ""
    finding = f"{_result(case)}{_settled(case)}{weak}."
    return Advice("plateau", finding, step or _more_text(case) or _set(case, "units", 2 * case.settings["units"]))


def _forecast(case: Case) -> Advice | None:
    if case.poor and case.metrics["repeats"]:
        step = _set(case, "units", 4 * case.settings["units"])
        return Advice("repeats", f"{_result(case)}: it mostly repeats what it has just seen.", step)
    if case.poor:
        more = ", to see further back; if that changes nothing, the past may simply not tell"
        finding = f"{_result(case)} (skill {case.skill:.2f}){_settled(case)}."
        return Advice("no_better", finding, _set(case, "timesteps", 2 * case.settings["timesteps"], more))
    if case.metrics["verdict"] != "better":
        finding = "The forecast looks better than yesterday's value, but on so few test rows that can be chance."
        return Advice("few_test_rows", finding, _set(case, "test", evaluation.ENOUGH_ROWS, " rows or more"))
    leans = "it still leans on the last value" if case.metrics["repeats"] else "the curves show nothing to mend"
    other = "lstm" if case.settings["cell"] == "simple_rnn" else "simple_rnn"
    step = _set(case, "cell", other, ", as an experiment, and see whether it does as well")
    return Advice("good", f"Better than yesterday's value: the error is {case.skill:.0%} smaller, and {leans}.", step)


def _noise(case: Case) -> Advice | None:
    if not case.surprise > NOISE_TEXT:
        return None
    return Advice("noise", f"{_result(case)}: what it writes is still close to noise.", _more_text(case) or _longer(case))


def _text(case: Case) -> Advice | None:
    looping = [row["temperature"] for row in case.metrics.get("samples", ()) if copies.loops(row["text"])]
    if looping:
        step = f"Set Temperature to {max(0.8, max(looping) + 0.3):.1f} when you let it write."
        return Advice("loops", f"At temperature {max(looping):g} its text goes round in circles.", step)
    other = "gru" if case.settings["cell"] == "lstm" else "lstm"
    step = _more_text(case) or _set(case, "cell", other, ", as an experiment, and compare what they write")
    return Advice("good", f"{_result(case)}: it has learned words, and the curves show nothing to mend.", step)


CURVES = (_lost, _too_short, _rate_high, _rate_low, _no_validation, _few_epochs)
CHECKS = {  # the first that has something to say is heard
    "forecast": (*CURVES, _mean_only, _overfitting, _plateau, _forecast),
    "text": (*CURVES, _by_heart, _noise, _overfitting, _plateau, _text),
}


def smooth(losses: Array) -> Array:
    """Running median over 3 epochs, 5 from 20 epochs on, none below 8; the first and last windows are whole too. (epochs,)."""
    width = 1 if len(losses) < ENOUGH_EPOCHS else 3 if len(losses) < MANY_EPOCHS else 5
    first = np.clip(np.arange(len(losses)) - width // 2, 0, len(losses) - width)
    return np.asarray(np.median(losses[first[:, None] + np.arange(width)], axis=1))


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
    if after["experiment"] == "text":
        first, last = (run["metrics"]["validation"]["nats"] for run in (before, after))
        score, gain, chance, rows = f"held-out loss {first:.3f} → {last:.3f} nats", first - last, CHANCE_NATS, math.inf
    else:
        first, last = before["metrics"]["skill"], after["metrics"]["skill"]
        chance = CHANCE if min(first, last) >= 0 else CHANCE_WORSE * (1 - min(first, last))
        score, gain, rows = f"skill {first:.2f} → {last:.2f}", last - first, after["metrics"]["windows"]["test"]
    if rows < evaluation.ENOUGH_ROWS:
        difference = f"but {rows} test rows are too few to tell"
    elif changed == ["seed"] or abs(gain) <= chance:
        difference = "no more than chance makes"
    else:
        difference = ("a little " if abs(gain) < chance + A_LITTLE else "clearly ") + ("better" if gain > 0 else "worse")
    return f"{changes}: {score}, {difference}."


def _incomparable(before: Table, after: Table) -> str:
    """Why the scores of two runs say nothing about each other, or ""."""
    earlier, later = before["metrics"], after["metrics"]
    if (before["experiment"], before["data"]) != (after["experiment"], after["data"]):
        return "the data differ"
    if not earlier or not later:
        return "one of the two runs has no result"
    if after["experiment"] == "text":
        if not earlier["validation"] or not later["validation"]:
            return "nothing was held out to measure both on"
        other = any(before["settings"].get(name) != after["settings"].get(name) for name in HELD_OUT)
        return "they were measured on other characters" if other else ""
    if after["experiment"] != "forecast" or None in (earlier["skill"], later["skill"]):
        return "there is no score"
    same = (earlier["target"], earlier["parts"]["test"]) == (later["target"], later["parts"]["test"])
    return "" if same else "their test parts differ"


def _set(case: Case, name: str, value: Any, more: str = "") -> str:
    """A step: ``value``, kept below the setting's upper bound."""
    field = case.experiment.settings.model_fields[name]
    value = value if isinstance(value, str) else min(value, bound(field, "le"))
    if value == case.settings[name]:
        return f"{field.title} is already at its end, {shown(name, value)}: try other data."
    return f"Set {field.title} to {shown(name, value)}{more}."


def _rate(case: Case, rate: float) -> str:
    """A step to the highest learning rate on the slider (0.00001, 0.00002, 0.00005, ...) that is not above ``rate``."""
    rate = max(rate, bound(case.experiment.settings.model_fields["learning_rate"], "ge")) * (1 + 1e-9)
    power = 10.0 ** math.floor(math.log10(rate))
    return _set(case, "learning_rate", float(f"{max(digit * power for digit in (1, 2, 5) if digit * power <= rate):g}"))


def _slower(case: Case) -> str:
    rate, usual = case.settings["learning_rate"], case.usual("learning_rate")
    return _rate(case, usual if rate >= UNUSUAL_RATE * usual else rate / 10)


def _longer(case: Case) -> str:
    count, epochs, patience = len(case.training), case.settings["epochs"], case.settings["patience"]
    if case.settings["seconds"]:
        return _set(case, "seconds", 2 * case.settings["seconds"])
    if case.state == "stopped" and epochs >= FEWEST_EPOCHS:
        return f"Press Go on and let it finish its {epochs} Epochs."
    if patience and count < epochs:
        return _set(case, "patience", 2 * patience)
    return _set(case, "epochs", max(2 * epochs, case.usual("epochs") if count < FEWEST_EPOCHS else 0))


def _calmer(case: Case) -> str:
    dropout, units = case.settings["dropout"], case.settings["units"]
    return _set(case, "dropout", dropout + 0.2) if dropout < STRONG_DROPOUT else _set(case, "units", -(-units // 2))


def _stronger(case: Case) -> str:
    """For a network that is small or muffled; "" for another."""
    if case.settings["dropout"] >= STRONG_DROPOUT:
        return _set(case, "dropout", case.usual("dropout"))
    units = SMALL * case.settings["units"]
    return _set(case, "units", units) if units <= case.usual("units") else ""


def _more_text(case: Case) -> str:
    share = case.settings["share"]
    return _set(case, "share", min(1, 4 * share)) if share < 1 else ""


def _result(case: Case) -> str:
    if case.experiment.name == "text":
        return f"Perplexity {case.metrics['vocabulary'] ** case.surprise:.1f} among {case.metrics['vocabulary']} characters"
    return "The forecast is no better than yesterday's value"
