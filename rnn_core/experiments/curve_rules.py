"""What the curves of a run that has ended say: the rules with which the advice of every experiment begins.

The settings of an experiment whose advice uses them have a ``validation`` part.
"""

import numpy as np

from rnn_core.experiments.advice import UNUSUAL_RATE, Advice, AnyCase, go_on, longer, set_to, slower, stronger, to_rate
from rnn_core.metrics.learning_curves import ENOUGH_EPOCHS, FEWEST_EPOCHS, judge, smooth
from rnn_core.wording import percent

EXPLODED = 10.0  # a last loss so many times the first is no noise, however short the run
JUMP = 0.25  # a rise of the training loss in one epoch; usual learning rates rarely brought more than 15 %
JUMPS = 0.2  # share of the epochs with a jump: 27 % at a rate of 0.5, at most 11 % at usual ones (two units with dropout)
TURNED_UP = 1.4  # the end over the lowest training loss: 1.5 at a rate of 0.5, at most 1.25 at usual ones
HARDLY = 0.2  # of the first loss; rates a hundredth of the usual and lower brought it down by 0.1 to 14 %
VERY_GOOD = 0.8  # skill: an error of a fifth of the naive one; the curves may be as rough as they like
HALF = 0.5  # of its epochs, or of its time
LOST = "no longer a number"  # what the message of a run says whose loss was lost


def at_once(case: AnyCase) -> Advice | None:
    """A readout that was fitted at once: there is no curve to judge, and nothing to train longer."""
    if case.settings.radius is None:
        return None
    if case.outcome.poor:
        finding = f"{case.outcome.words}, with the best readout that this reservoir has: it was fitted at once."
        more = set_to(case, "units", 2 * case.settings.units, ": a larger reservoir holds more echoes")
        return Advice("reservoir_poor", finding, more)
    finding = "Nothing in the reservoir was trained; its readout was fitted at once, and does better than the simple guess."
    return Advice("reservoir_good", finding, set_to(case, "cell", "lstm", ", which learns what to remember, and compare"))


def epochs(count: int) -> str:
    """So many, in words."""
    return f"{count} epoch{'' if count == 1 else 's'}"


def stopped_words(case: AnyCase) -> str:
    """When a run was stopped: "Stopped after 12 of 30 epochs"."""
    count, wanted = case.curves.epochs, case.settings.epochs
    if not count:
        return "Stopped within the first epoch"
    return f"Stopped after {epochs(count)}" if case.settings.seconds else f"Stopped after {count} of {epochs(wanted)}"


def lost(case: AnyCase) -> Advice | None:
    """The loss grew beyond all bounds."""
    training = case.curves.training
    times = training[-1] / training[0] if len(training) else 1
    if LOST in case.message or not case.curves.finite:
        grew = "The loss grew until it was no longer a number"
    elif times >= EXPLODED:
        grew = f"The training loss grew to {times:,.0f} times its first value"
    else:
        return None
    return Advice("rate_high", f"{grew}: the learning rate {case.settings.learning_rate:g} is too high.", slower(case))


def too_short(case: AnyCase) -> Advice | None:
    """Too few epochs to tell."""
    count = case.curves.epochs
    if count >= FEWEST_EPOCHS:
        return None
    stopped = f"{stopped_words(case)}: it is too early" if case.state == "stopped" else ""
    finding = stopped or f"After {epochs(count)} it is too early"
    return Advice("too_short", f"{finding} to tell anything from the curves.", longer(case))


def rate_high(case: AnyCase) -> Advice | None:
    """The training loss jumps or turns up, or the result is poor at an unusual learning rate."""
    rate, usual, outcome = case.settings.learning_rate, case.usual("learning_rate"), case.outcome
    training, level = case.curves.training, smooth(case.curves.training)
    later = training[case.curves.quarter :]
    jumps = np.mean(np.diff(later) > JUMP * later[:-1]) if len(training) >= ENOUGH_EPOCHS else 0
    rise = level[-2:].min() / level.min()
    if outcome.skill >= VERY_GOOD or level[-1] < case.coaching.rough_below * training[0]:
        return None
    if jumps >= JUMPS:
        finding = f"The training loss jumps up and down instead of falling: the learning rate {rate:g} is too high."
    elif rise >= TURNED_UP:
        finding = f"The training loss turned up, to {rise:.1f} times its lowest: the learning rate {rate:g} is too high."
    elif outcome.poor and rate >= UNUSUAL_RATE * usual and case.settings.optimizer != "sgd":
        times = f"{rate / usual:.0f} times the usual {usual:g}"
        finding = f"{outcome.words}, and the learning rate {rate:g} is {times}: too high."
    else:
        return None
    return Advice("rate_high", finding, slower(case))


def rate_low(case: AnyCase) -> Advice | None:
    """The training loss hardly moved, or the result is poor at a low learning rate."""
    rate, usual, training = case.settings.learning_rate, case.usual("learning_rate"), case.curves.training
    fall = max(0.0, 1 - smooth(training)[-1] / training[0])
    low, slow = rate <= usual / UNUSUAL_RATE, fall < HARDLY
    creeping = low and case.outcome.poor and case.curves.gain(training) >= case.curves.real_change / 2
    if not (creeping or (slow and (low or case.settings.optimizer == "sgd"))):
        return None
    finding = f"The training loss {'hardly moved' if slow else 'moved slowly'}, by {percent(fall, 1)} in {len(training)} epochs"
    step = to_rate(case, usual) if low else set_to(case, "optimizer", "adam")
    return Advice("rate_low", f"{finding}: the learning rate {rate:g} is too low.", step)


def no_validation(case: AnyCase) -> Advice | None:
    """Nothing was held out."""
    if len(case.curves.validation):
        return None
    finding = "There is no validation curve: a falling training loss alone may be learning by heart as well as learning."
    share = max(case.usual("validation"), 2 * case.settings.validation)
    return Advice("no_validation", finding, set_to(case, "validation", share))


def few_epochs(case: AnyCase) -> Advice | None:
    """Both losses still fall, and the result may become better."""
    if judge(case.curves).kind != "improving" or case.outcome.skill >= VERY_GOOD:
        return None
    start = f"{stopped_words(case)} while still improving" if case.state == "stopped" else "Still improving at the end"
    gain = case.curves.gain(case.curves.validation)
    finding = f"{start}: in the last quarter of the run the validation loss fell by another {percent(gain)}."
    return Advice("few_epochs", finding, longer(case))


def stopped_early(case: AnyCase) -> Advice | None:
    """A poor result of a run that had not half of its time."""
    chosen = case.settings
    done = case.metrics.seconds / chosen.seconds if chosen.seconds else case.metrics.epochs / chosen.epochs
    if case.state != "stopped" or not case.outcome.poor or done >= HALF:
        return None
    return Advice("stopped", f"{stopped_words(case)}, so it cannot be judged yet.", go_on(case))


FAULTS = (lost, too_short, rate_high, rate_low)
PARTS = (no_validation, few_epochs)
CURVES = (*FAULTS, *PARTS)  # they need no result


def overfitting(case: AnyCase) -> Advice | None:
    """The network learns by heart."""
    found = judge(case.curves)
    if found.kind != "by_heart":
        return None
    rose = f"the validation loss rose by {percent(found.rise)} while the training loss fell on"
    return Advice("overfitting", f"Overfitting since epoch {found.epoch}: {rose}.", case.coaching.calmer(case))


def settled(case: AnyCase) -> str:
    """Words about longer training, where the last epoch was not the best."""
    return ", and longer training would bring little" if case.curves.lowest < case.curves.epochs else ""


def plateau(case: AnyCase) -> Advice | None:
    """The result is poor, and the network small or muffled."""
    step = stronger(case)
    if not (case.outcome.poor and step):
        return None
    weak = f"Units {case.settings.units} with Dropout {case.settings.dropout:g} may be too weak"
    return Advice("plateau", f"{case.outcome.words}{settled(case)}: {weak}.", step)
