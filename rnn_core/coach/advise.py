"""The coach: one thing about a run that has ended and one next step, in plain words; and a run beside the one before it.

Thresholds are ratios, so that the scale of the loss and a little noise do not matter. The numbers in their reasons were
measured: some 100 runs on the sine wave, the random walk, a season, sea and Seattle temperatures, Hamlet, film reviews,
debates and invented DNA.
"""

import numpy as np

from rnn_core.coach import classes
from rnn_core.coach.case import (
    ENOUGH_EPOCHS,
    FEWEST_EPOCHS,
    UNUSUAL_RATE,
    Advice,
    Array,
    Case,
    History,
    Table,
    calmer,
    longer,
    more_text,
    result,
    set_to,
    slower,
    smooth,
    stronger,
    to_rate,
)
from rnn_core.coach.compare import compare
from rnn_core.experiments import experiment
from rnn_core.experiments.text import copies
from rnn_core.metrics import errors

__all__ = ["LOST", "Advice", "advise", "compare", "smooth"]

REAL_CHANGE = {  # of the loss. Level curves wandered by 8 % (squared error), 2.5 % (nats), 7 % (168 texts to validate on)
    "forecast": 0.1,
    "trajectory": 0.1,
    "text": 0.03,
    "classify": 0.08,
}
UNSMOOTHED = 1.5  # times that change counts where no median calms the curve
EXPLODED = 10.0  # a last loss so many times the first is no noise, however short the run
JUMP = 0.25  # a rise of the training loss in one epoch; usual learning rates rarely brought more than 15 %
JUMPS = 0.2  # share of the epochs with a jump: 27 % at a rate of 0.5, at most 11 % at usual ones (two units with dropout)
TURNED_UP = 1.4  # the end over the lowest training loss: 1.5 at a rate of 0.5, at most 1.25 at usual ones
HARDLY = 0.2  # of the first loss; rates a hundredth of the usual and lower brought it down by 0.1 to 14 %
BY_HEART = 1.6  # validation over training loss of a text: 1.4 with enough text, 1.9 with a fifth of it
VERY_GOOD = 0.8  # skill: an error of a fifth of the naive one; the curves may be as rough as they like
FLAT = 0.3  # spread of the forecasts over that of the actual values: 0.02 to 0.19 for a mean, 0.36 and more else
NOISE_TEXT = 0.7  # knowing only how often each letter occurs brings Hamlet to 0.80
LOST = "no longer a number"  # what the message of a run says whose loss was lost


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
    return Advice("rate_high", f"{grew}: the learning rate {case.settings['learning_rate']:g} is too high.", slower(case))


def _too_short(case: Case) -> Advice | None:
    count = len(case.training)
    if count >= FEWEST_EPOCHS:
        return None
    finding = f"After {count} epoch{'' if count == 1 else 's'} it is too early to tell anything from the curves."
    return Advice("too_short", finding, longer(case))


def _rate_high(case: Case) -> Advice | None:
    rate, usual, level = case.settings["learning_rate"], case.usual("learning_rate"), smooth(case.training)
    later = case.training[case.quarter :]
    jumps = np.mean(np.diff(later) > JUMP * later[:-1]) if len(case.training) >= ENOUGH_EPOCHS else 0
    rise = level[-2:].min() / level.min()
    near_zero = case.experiment.name == "classify" and level[-1] < HARDLY * case.training[0]  # where all curves are rough
    if case.skill >= VERY_GOOD or near_zero:
        return None
    if jumps >= JUMPS:
        finding = f"The training loss jumps up and down instead of falling: the learning rate {rate:g} is too high."
    elif rise >= TURNED_UP:
        finding = f"The training loss turned up, to {rise:.1f} times its lowest: the learning rate {rate:g} is too high."
    elif case.poor and rate >= UNUSUAL_RATE * usual and case.settings["optimizer"] != "sgd":
        finding = f"{result(case)}, and the learning rate {rate:g} is {rate / usual:.0f} times the usual {usual:g}: too high."
    else:
        return None
    return Advice("rate_high", finding, slower(case))


def _rate_low(case: Case) -> Advice | None:
    rate, usual, count = case.settings["learning_rate"], case.usual("learning_rate"), len(case.training)
    fall = max(0.0, 1 - smooth(case.training)[-1] / case.training[0])
    low, slow = rate <= usual / UNUSUAL_RATE, fall < HARDLY
    creeping = low and case.poor and case.gain(case.training) >= case.real_change / 2
    if not (creeping or (slow and (low or case.settings["optimizer"] == "sgd"))):
        return None
    finding = f"The training loss {'hardly moved' if slow else 'moved slowly'}, by {fall:.1%} in {count} epochs"
    step = to_rate(case, usual) if low else set_to(case, "optimizer", "adam")
    return Advice("rate_low", f"{finding}: the learning rate {rate:g} is too low.", step)


def _no_validation(case: Case) -> Advice | None:
    if len(case.validation):
        return None
    finding = "There is no validation curve: a falling training loss alone may be learning by heart as well as learning."
    share = max(case.usual("validation"), 2 * case.settings["validation"])
    return Advice("no_validation", finding, set_to(case, "validation", share))


def _few_epochs(case: Case) -> Advice | None:
    gain = case.gain(case.validation)
    if min(gain, case.gain(case.training)) < case.real_change or case.skill >= VERY_GOOD:
        return None
    start = "Stopped while still improving" if case.state == "stopped" else "Still improving at the end"
    finding = f"{start}: in the last quarter of the run the validation loss fell by another {gain:.0%}."
    return Advice("few_epochs", finding, longer(case))


def _mean_only(case: Case) -> Advice | None:
    spread = case.metrics.get("spread")
    if spread is None or spread >= FLAT:
        return None
    finding = f"The forecasts vary only {spread:.0%} as much as the actual values: the network says little more than the mean."
    return Advice("mean_only", finding, stronger(case) or set_to(case, "timesteps", 2 * case.settings["timesteps"]))


def _overfitting(case: Case) -> Advice | None:
    training, validation = smooth(case.training), smooth(case.validation)
    lowest = int(np.argmin(validation))
    turned = validation[-case.quarter :].min() >= (1 + case.real_change) * validation[lowest]
    fell = training[-1] <= (1 - case.real_change / 2) * training[lowest]
    if not (turned and fell and validation[-1] > training[-1]):
        return None
    epoch, rise = int(np.argmin(case.validation)) + 1, validation[-1] / validation[lowest] - 1
    finding = f"Overfitting since epoch {epoch}: the validation loss rose by {rise:.0%} while the training loss fell on."
    return Advice("overfitting", finding, classes.calmer(case) if case.experiment.name == "classify" else calmer(case))


def _by_heart(case: Case) -> Advice | None:
    ratio = smooth(case.validation)[-1] / smooth(case.training)[-1]
    if ratio < BY_HEART:
        return None
    longest = max((row["longest_copy"] for row in case.metrics.get("samples", ())), default=0)
    copied = f" (its samples copy up to {longest} characters in a row)" if longest >= copies.SPAN else ""
    finding = f"The validation loss is {ratio:.1f} times the training loss: the network learns the text by heart{copied}."
    return Advice("copies", finding, more_text(case) or calmer(case))


def _settled(case: Case) -> str:
    """Words about longer training, where the last epoch was not the best."""
    return ", and longer training would bring little" if np.argmin(case.validation) < len(case.validation) - 1 else ""


def _plateau(case: Case) -> Advice | None:
    step = stronger(case)
    if not case.poor or not (step or case.experiment.name == "text"):
        return None
    weak = ": Units {units} with Dropout {dropout:g} may be too weak".format(**case.settings) if step else ""
    finding = f"{result(case)}{_settled(case)}{weak}."
    return Advice("plateau", finding, step or more_text(case) or set_to(case, "units", 2 * case.settings["units"]))


def _forecast(case: Case) -> Advice | None:
    if case.poor and case.metrics["repeats"]:
        step = set_to(case, "units", 4 * case.settings["units"])
        return Advice("repeats", f"{result(case)}: it mostly repeats what it has just seen.", step)
    if case.poor:
        more = ", to see further back; if that changes nothing, the past may simply not tell"
        finding = f"{result(case)} (skill {case.skill:.2f}){_settled(case)}."
        return Advice("no_better", finding, set_to(case, "timesteps", 2 * case.settings["timesteps"], more))
    if case.metrics["verdict"] != "better":
        finding = f"The forecast looks better than {case.last_value}, but on so few test rows that can be chance."
        return Advice("few_test_rows", finding, set_to(case, "test", errors.ENOUGH_ROWS, " rows or more"))
    leans = "it still leans on the last value" if case.metrics["repeats"] else "the curves show nothing to mend"
    other = "lstm" if case.settings["cell"] == "simple_rnn" else "simple_rnn"
    step = set_to(case, "cell", other, ", as an experiment, and see whether it does as well")
    return Advice("good", f"Better than {case.last_value}: the error is {case.skill:.0%} smaller, and {leans}.", step)


def _ahead(case: Case) -> Advice | None:
    """Several rows ahead, where the first step is better than the last value."""
    steps = case.metrics.get("by_horizon") or ()
    lost = [row["step"] for row in steps if row["rmse"] >= min(rival["rmse"] for rival in row["baselines"].values())]
    if len(steps) < 2 or not lost or case.poor:
        return None
    finding = f"From step {lost[0]} of {len(steps)} on a naive forecast does as well or better."
    if lost[0] == 1:
        finding = "At the first step already another naive forecast does as well or better: see Steps ahead."
    return Advice("ahead_lost", finding, set_to(case, "timesteps", 2 * case.settings["timesteps"], ", to see further back"))


def _followed(case: Case) -> Advice | None:
    if case.poor:
        says = case.settings["says"] == "value"
        step = set_to(case, "says", "change") if says else set_to(case, "timesteps", 2 * case.settings["timesteps"])
        more = "" if says else "; if that changes nothing, the way so far may simply not tell"
        return Advice("no_better", f"{result(case)} (skill {case.skill:.2f}){_settled(case)}.", f"{step.rstrip('.')}{more}.")
    other = "value" if case.settings["says"] == "change" else "change"
    step = set_to(case, "says", other, ", as an experiment, and compare the distances")
    finding = f"Better than going straight on: the error is {case.skill:.0%} smaller, and the curves show nothing to mend."
    return Advice("good", finding, step)


def _noise(case: Case) -> Advice | None:
    if not case.surprise > NOISE_TEXT:
        return None
    return Advice("noise", f"{result(case)}: what it writes is still close to noise.", more_text(case) or longer(case))


def _text(case: Case) -> Advice | None:
    looping = [row["temperature"] for row in case.metrics.get("samples", ()) if copies.loops(row["text"])]
    if looping:
        step = f"Set Temperature to {max(0.8, max(looping) + 0.3):.1f} when you let it write."
        return Advice("loops", f"At temperature {max(looping):g} its text goes round in circles.", step)
    other = "gru" if case.settings["cell"] == "lstm" else "lstm"
    step = more_text(case) or set_to(case, "cell", other, ", as an experiment, and compare what they write")
    return Advice("good", f"{result(case)}: it has learned words, and the curves show nothing to mend.", step)


CURVES = (_lost, _too_short, _rate_high, _rate_low, _no_validation, _few_epochs)
CHECKS = {  # the first that has something to say is heard
    "forecast": (*CURVES, _mean_only, _overfitting, _plateau, _ahead, _forecast),
    "trajectory": (*CURVES, _overfitting, _plateau, _followed),
    "text": (*CURVES, _by_heart, _noise, _overfitting, _plateau, _text),
    "classify": (*CURVES, classes.one_class, _overfitting, classes.judged),
}
