"""What the coach finds in a classifier beside its curves; its steps name only settings in use."""

import math

from rnn_core.experiments import advice
from rnn_core.experiments.advice import (
    STRONG_DROPOUT,
    Advice,
    Coaching,
    Difference,
    Outcome,
    Step,
    longer,
    muffled,
    set_to,
    slower,
    stronger,
)
from rnn_core.experiments.classify.metrics import ClassifyMetrics
from rnn_core.experiments.classify.sentences import METHODS, one_class_does
from rnn_core.experiments.classify.settings import MOST_TIMESTEPS, ClassifySettings
from rnn_core.experiments.curve_rules import CURVES, HARDLY, overfitting, stopped_early
from rnn_core.networks.cells import CELLS
from rnn_core.wording import percent

WANDERING = 0.08  # level curves wandered by 7 % with 168 texts to validate on
NEVER, ALWAYS = 0.05, 0.9  # recall of the classes that the network as good as never, and as good as always, names
UNEVEN = 1.2  # the share of the most frequent class over that of even classes
READY = ("glove", "word2vec")  # encodings that begin with vectors learned before
CUT = 0.2  # share of the texts that are longer than they are read, from which on reading more may help
A_LITTLE = 0.05  # share of the texts beyond chance: a change up to there is a little one

Case = advice.Case[ClassifySettings, ClassifyMetrics]
Side = advice.Side[ClassifySettings, ClassifyMetrics]


def outcome(metrics: ClassifyMetrics) -> Outcome:
    """Beside the most frequent class and the best classical method."""
    right, frequent = metrics.test.accuracy, metrics.most_frequent
    skill = 1 - (1 - right) / (1 - frequent) if frequent < 1 else math.nan
    poor = guesses(metrics) or metrics.judgement.kind == "worse"
    return Outcome(skill, poor, f"The network is right on {percent(right, 1)} of the test texts")


def guesses(metrics: ClassifyMetrics) -> bool:
    """Whether the network is not surely better than the most frequent class."""
    return one_class_does(metrics.test.accuracy, metrics.most_frequent, sum(metrics.counts["test"]))


def calmer(case: Case) -> Step:
    """Against learning by heart: frozen vectors, dropout, less of what is used, or stopping earlier."""
    chosen = case.settings
    if chosen.encoding in READY and chosen.tune:
        return set_to(case, "tune", False)
    if chosen.dropout < STRONG_DROPOUT:
        return set_to(case, "dropout", chosen.dropout + 0.2)
    if _reads(case) and chosen.units > 1:
        return set_to(case, "units", -(-chosen.units // 2))
    if chosen.dense1 > 1:
        return set_to(case, "dense1", -(-chosen.dense1 // 2))
    if not chosen.patience:
        return set_to(case, "patience", case.usual("patience"))
    return set_to(case, "vocabulary", max(10, chosen.vocabulary // 2), ", so that rare words are not learned by heart")


def one_class(case: Case) -> Advice | None:
    """The network gives nearly the same answer to all texts."""
    recalls = sorted(row.recall for row in case.metrics.per_class)
    if not (case.outcome.poor and recalls[-1] >= ALWAYS and recalls[-2] <= NEVER):
        return None
    found = f"it finds {percent(recalls[-1])} of that class, hardly any of the others"
    finding = f"The network names one class for nearly all texts: {found}."
    uneven = case.metrics.most_frequent * len(recalls) >= UNEVEN
    if uneven and not case.settings.balance:
        return Advice("one_class", finding, set_to(case, "balance", True))
    high = case.settings.learning_rate > case.usual("learning_rate")
    return Advice("one_class", finding, slower(case) if high else _more(case))


def judged(case: Case) -> Advice:
    """The network beside the most frequent class and the best classical method, by the run's own verdict."""
    words, verdict, frequent = case.outcome.words, case.metrics.judgement.kind, case.metrics.most_frequent
    if guesses(case.metrics):
        finding = f"{words}, not surely more than the most frequent class alone ({percent(frequent, 1)})."
        return Advice("no_better", finding, _more(case))
    shares = {METHODS[key]: scores.accuracy for key, scores in case.metrics.baselines.items()}
    name, best = max(shares.items(), key=lambda pair: pair[1])
    if verdict == "worse":
        return Advice("worse", f"{words}, clearly less than {name} ({percent(best, 1)}).", _more(case))
    if verdict == "better":
        finding = f"{words}, clearly more than {name} ({percent(best, 1)}), and the curves show nothing to mend."
        return Advice("good", finding, _experiment(case))
    return Advice("no_clear", f"{words}, {name} on {percent(best, 1)}: no clear difference.", _beyond(case))


def _reads(case: Case) -> bool:
    """Whether the network has recurrent layers."""
    return case.settings.encoding != "onehot" and case.settings.cell != "none"


def _ordered(case: Case) -> Step:
    """From a network to which the order of the words is lost to one that reads them in order."""
    if case.settings.encoding == "onehot":
        return set_to(case, "encoding", "embedding", ", to give each word a list of numbers")
    return set_to(case, "cell", "lstm", ", to see whether the order of the words says more")


def _more(case: Case) -> Step:
    """For a network that knows too little."""
    if step := _further(case):
        return step
    if case.settings.encoding in READY and not case.settings.tune:
        return set_to(case, "tune", True)
    step = stronger(case) if muffled(case) or _reads(case) else None
    return step or (longer(case) if _reads(case) else _ordered(case))


def _further(case: Case) -> Step | None:
    """To longer texts, where many are cut; None elsewhere, and for runs of which that was not measured."""
    steps, cut = case.settings.timesteps, case.metrics.cut_texts or 0
    if cut < CUT or steps >= MOST_TIMESTEPS:
        return None
    return set_to(case, "timesteps", 2 * steps, f", as {percent(cut)} of the test texts are longer than it reads now")


def _beyond(case: Case) -> Step:
    """For a network that is as good as a classical method: more to read, better vectors, or none of the words' order."""
    if not _reads(case):
        return _ordered(case)
    if step := _further(case):
        return step
    if case.settings.encoding == "embedding":
        return set_to(case, "encoding", "glove", ", for vectors learned from far more text")
    return set_to(case, "cell", "none", "; if that does as well, the order of the words matters little here")


def _experiment(case: Case) -> Step:
    if not _reads(case):
        return _ordered(case)
    other = CELLS[case.settings.cell].rival
    return set_to(case, "cell", other, ", as an experiment, and see whether it does as well")


def incomparable(before: Side, after: Side) -> str:
    """Why the accuracies of two classifiers of the same texts say nothing about each other, or ""."""
    one, two = before.settings, after.settings
    other = (one.seed, one.validation) != (two.seed, two.validation)
    parted = before.metrics.counts != after.metrics.counts  # beside a test file the share for the test changes nothing
    return "they were chosen on other texts" if other or parted else ""


def difference(before: Side, after: Side) -> Difference:
    """Of the accuracies on validation: who chooses by the test spoils it."""
    first, last = before.metrics.validation.accuracy, after.metrics.validation.accuracy
    texts, mean = min(sum(side.metrics.counts["validation"]) for side in (before, after)), (first + last) / 2
    chance = 2 * math.sqrt(2 * mean * (1 - mean) / texts)  # two standard errors of a difference
    words = f"validation accuracy {percent(first, 1)} → {percent(last, 1)}"
    return Difference(words, last - first, chance, A_LITTLE, texts, "texts")


ADVICE: Coaching[ClassifySettings, ClassifyMetrics] = Coaching(
    wandering=WANDERING,
    outcome=outcome,
    rules=(*CURVES, stopped_early, one_class, overfitting, judged),
    calmer=calmer,
    incomparable=incomparable,
    difference=difference,
    rough_below=HARDLY,
)
