"""The coach: one thing about a run that has ended and one next step, in plain words."""

from rnn_core.experiments import experiment
from rnn_core.experiments.advice import Advice, AnyCase, Case, Rows, Rule
from rnn_core.experiments.curve_rules import CURVES, lost
from rnn_core.metrics.learning_curves import History
from rnn_core.runs import About, Status, TrainingFacts


def advise(about: About, history: History, metrics: TrainingFacts | None, status: Status, samples: Rows = ()) -> Advice | None:
    """The most important thing about a run that has ended, or None when there is nothing to say.

    ``history`` (columns of ``history.csv``) and the documents as the run folder has them, ``metrics`` those of the run's
    experiment; ``samples``: the rows that it wrote after its last epoch. Raises UserError for an unknown experiment.
    """
    chosen = experiment(about.experiment)
    if chosen.advice is None:
        return None
    case = Case(
        coaching=chosen.advice,
        settings=chosen.settings.parse(about.settings),
        curves=chosen.advice.curves(history, metrics, status),
        metrics=metrics,
        state=status.state,
        message=status.message,
        samples=samples,
    )
    return next((advice for rule in _rules(case) if (advice := rule(case))), None)


def _rules(case: AnyCase) -> list[Rule]:
    """Without a result those about the curves alone; of a failed run only whether its loss was lost."""
    if case.state == "failed":
        return [lost]
    if case.state not in ("finished", "stopped"):
        return []
    return [rule for rule in case.coaching.rules if case.metrics is not None or rule in CURVES]
