"""What the coach finds in a followed path beside its curves."""

from rnn_core.experiments import advice
from rnn_core.experiments.advice import (
    Advice,
    Coaching,
    Difference,
    Outcome,
    calmer,
    further_back,
    known,
    of_skills,
    set_to,
)
from rnn_core.experiments.curve_rules import CURVES, at_once, overfitting, plateau, settled, stopped_early
from rnn_core.experiments.trajectory.metrics import TrajectoryMetrics
from rnn_core.experiments.trajectory.settings import TrajectorySettings
from rnn_core.wording import percent

WANDERING = 0.1  # that of a forecast, which has the same loss

Case = advice.Case[TrajectorySettings, TrajectoryMetrics]
Side = advice.Side[TrajectorySettings, TrajectoryMetrics]


def outcome(metrics: TrajectoryMetrics) -> Outcome:
    """Beside going straight on."""
    poor = metrics.judgement.kind in ("no_better", "worse")
    return Outcome(known(metrics.skill), poor, "The network is no better than going straight on")


def judged(case: Case) -> Advice:
    """The network beside going straight on, by the run's own verdict."""
    found, place = case.outcome, case.settings.target_transform == "level"
    if found.poor:
        more = "; if that changes nothing, the way so far may simply not tell"
        step = set_to(case, "target_transform", "difference") if place else further_back(case, more)
        return Advice("no_better", f"{found.words} (skill {found.skill:.2f}){settled(case)}.", step)
    other = "difference" if place else "level"
    finding = f"Better than going straight on: the error is {percent(found.skill)} smaller, and the curves show nothing to mend."
    return Advice("good", finding, set_to(case, "target_transform", other, ", as an experiment, and compare the distances"))


def incomparable(before: Side, after: Side) -> str:
    """Why the skills of two networks on the same path say nothing about each other, or ""."""
    if None in (before.metrics.skill, after.metrics.skill):
        return "there is no score"
    return "" if before.metrics.parts["test"] == after.metrics.parts["test"] else "their test parts differ"


def difference(before: Side, after: Side) -> Difference:
    """Of the skills."""
    return of_skills(known(before.metrics.skill), known(after.metrics.skill), after.metrics.windows.test)


ADVICE: Coaching[TrajectorySettings, TrajectoryMetrics] = Coaching(
    wandering=WANDERING,
    outcome=outcome,
    rules=(at_once, *CURVES, stopped_early, overfitting, plateau, judged),
    calmer=calmer,
    incomparable=incomparable,
    difference=difference,
)
