"""The coach: one thing about a run that has ended and one next step, in plain words."""

from collections.abc import Sequence
from dataclasses import replace

from rnn_core.experiments import experiment
from rnn_core.experiments.advice import Advice, AnyCase, Case, Rows, Rule
from rnn_core.experiments.curve_rules import CURVES, lost, stopped_words
from rnn_core.metrics.learning_curves import History
from rnn_core.runs import About, Status, TrainingFacts


def advise(
    about: About,
    history: History,
    metrics: TrainingFacts | None,
    status: Status,
    samples: Rows = (),
    others: Sequence[str] = (),
) -> Advice | None:
    """The most important thing about a run that has ended, or None when there is nothing to say.

    ``history`` (columns of ``history.csv``) and the documents as the run folder has them, ``metrics`` those of the run's
    experiment; ``samples``: the rows that it wrote after its last epoch; ``others``: columns with numbers that its data have
    beside those in use. Raises UserError for an unknown experiment.
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
        others=others,
    )
    found = next((advice for rule in _rules(case) if (advice := rule(case))), None)
    return _of_a_stopped(case, found) if found and status.state == "stopped" else found


def _of_a_stopped(case: AnyCase, found: Advice) -> Advice:
    """Whatever is found, it is said that the run did not have its time."""
    words = stopped_words(case)
    if found.finding.startswith(words):
        return found
    return replace(found, finding=f"{words}: {found.finding[0].lower()}{found.finding[1:]}")


def _rules(case: AnyCase) -> list[Rule]:
    """Without a result those about the curves alone; of a failed run only whether its loss was lost."""
    if case.state == "failed":
        return [lost]
    if case.state not in ("finished", "stopped"):
        return []
    return [rule for rule in case.coaching.rules if case.metrics is not None or rule in CURVES]
