"""What the class found out together, in a sentence computed from its runs."""

from collections.abc import Sequence
from statistics import median

from rnn_core.classroom.figures import scores
from rnn_core.classroom.tasks import Task, joined
from rnn_core.experiments import experiment
from rnn_core.experiments.listing import Row
from rnn_core.runs import words


def values_verdict(task: Task, rows: Sequence[Row]) -> str:
    """Which value is best in the middle, whether chance could have done it, and how many expected it."""
    chosen = experiment(task.experiment)
    found = {value: some for value, some in scores(task, rows).items() if some}
    count = words.count(sum(map(len, found.values())), "network")
    if len(found) < 2:
        return f"{count} so far: not enough to compare."
    higher = chosen.score.higher_is_better
    ordered = sorted(found, key=lambda value: median(found[value]), reverse=higher)
    best, second = ordered[:2]
    guesses = [one.guess for one in joined(task).values() if one.guess]
    right = f" {sum(guess == best for guess in guesses)} of {len(guesses)} expected it." if guesses else ""
    title = str(chosen.settings.model_fields[task.varied].title)
    clear = _apart(found[best], found[second], higher)
    doubt = "" if clear else f" Its networks and those of {second} overlap: chance may decide between them."
    return f"{count}: {title} {best} is best in the middle, {median(found[best]):.3g}.{doubt}{right}"


def _apart(best: Sequence[float], second: Sequence[float], higher: bool) -> bool:
    """Whether the worst of the best value is better than the best of the second, of at least two each."""
    enough = min(len(best), len(second)) >= 2
    return enough and (min(best) > max(second) if higher else max(best) < min(second))
