"""What the coach finds in a network that writes beside its curves."""

import math

from rnn_core.experiments import advice, curve_rules
from rnn_core.experiments.advice import Advice, Coaching, Difference, Outcome, Step, calmer, known, longer, set_to
from rnn_core.experiments.curve_rules import CURVES, overfitting, settled, stopped_early
from rnn_core.experiments.text import copies
from rnn_core.experiments.text.metrics import TextMetrics
from rnn_core.experiments.text.settings import TextSettings
from rnn_core.metrics.learning_curves import smooth
from rnn_core.networks.cells import CELLS
from rnn_core.wording import times

WANDERING = 0.03  # level curves in nats wandered by 2.5 %
BY_HEART = 1.6  # validation over training loss: 1.4 with enough text, 1.9 with a fifth of it
POOR = 0.5  # of the nats of blind guessing; words appear below. A network of 8 units stayed at 0.54
NOISE = 0.7  # knowing only how often each letter occurs brings Hamlet to 0.80
CHANCE = 0.05  # nats: seeds moved the held-out loss by 0.04
HELD_OUT = ("share", "lowercase", "rare", "validation")  # settings that change the held-out part

Case = advice.Case[TextSettings, TextMetrics]
Side = advice.Side[TextSettings, TextMetrics]


def surprise(metrics: TextMetrics) -> float:
    """Held-out loss, else training loss, as a share of that of blind guessing; or not a number."""
    nats = metrics.validation.nats if metrics.validation else known(metrics.loss.best)
    return nats / math.log(max(2, metrics.vocabulary))


def outcome(metrics: TextMetrics) -> Outcome:
    """Beside blind guessing."""
    share, symbols = surprise(metrics), metrics.vocabulary
    return Outcome(poor=share > POOR, words=f"As unsure as guessing among {times(symbols**share)} of {symbols} characters")


def more_text(case: Case) -> Step | None:
    """Where only a share of the text was used; None elsewhere."""
    share = case.settings.share
    return set_to(case, "share", min(1, 4 * share)) if share < 1 else None


def by_heart(case: Case) -> Advice | None:
    """The network knows its own text far better than another."""
    ratio = smooth(case.curves.validation)[-1] / smooth(case.curves.training)[-1]
    if ratio < BY_HEART:
        return None
    longest = max((row.longest_copy for row in case.samples), default=0)
    copied = f" (its samples copy up to {longest} characters in a row)" if longest >= copies.SPAN else ""
    finding = f"The validation loss is {ratio:.1f} times the training loss: the network learns the text by heart{copied}."
    return Advice("copies", finding, more_text(case) or calmer(case))


def noise(case: Case) -> Advice | None:
    """It knows little more than how often each letter occurs."""
    if not surprise(case.metrics) > NOISE:
        return None
    finding = f"{case.outcome.words}: what it writes is still close to noise."
    return Advice("noise", finding, more_text(case) or longer(case))


def plateau(case: Case) -> Advice | None:
    """The result is poor; where the network is neither small nor muffled, more text or more units may help."""
    if not case.outcome.poor:
        return None
    step = more_text(case) or set_to(case, "units", 2 * case.settings.units)
    return curve_rules.plateau(case) or Advice("plateau", f"{case.outcome.words}{settled(case)}.", step)


def judged(case: Case) -> Advice:
    """What it writes, where it has learned words."""
    looping = [row.temperature for row in case.samples if copies.loops(row.text)]
    if looping:
        step = Step(f"Set Temperature to {max(0.8, max(looping) + 0.3):.1f} when you let it write.")
        return Advice("loops", f"At temperature {max(looping):g} its text goes round in circles.", step)
    other = CELLS[case.settings.cell].rival
    step = more_text(case) or set_to(case, "cell", other, ", as an experiment, and compare what they write")
    return Advice("good", "It has learned words, and the curves show nothing to mend.", step)


def incomparable(before: Side, after: Side) -> str:
    """Why the held-out losses of two networks say nothing about each other, or ""."""
    if not before.metrics.validation or not after.metrics.validation:
        return "nothing was held out to measure both on"
    other = any(getattr(before.settings, name) != getattr(after.settings, name) for name in HELD_OUT)
    return "they were measured on other characters" if other else ""


def difference(before: Side, after: Side) -> Difference:
    """Of the held-out losses."""
    first, last = known(before.metrics.nats), known(after.metrics.nats)
    return Difference(f"held-out loss {first:.3f} → {last:.3f} nats", first - last, CHANCE)


ADVICE: Coaching[TextSettings, TextMetrics] = Coaching(
    wandering=WANDERING,
    outcome=outcome,
    rules=(*CURVES, stopped_early, by_heart, noise, overfitting, plateau, judged),
    calmer=calmer,
    incomparable=incomparable,
    difference=difference,
)
