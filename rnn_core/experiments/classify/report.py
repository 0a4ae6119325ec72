"""What the page to print says about a classifier: its verdict, scores beside classical methods, classes and mistakes."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from numpy.typing import NDArray

from rnn_core.codegen.html import NOTHING, Figures, element, table
from rnn_core.data import Labelled
from rnn_core.experiments.classify.metrics import ClassifyMetrics
from rnn_core.experiments.classify.sentences import METHODS
from rnn_core.experiments.classify.settings import ClassifySettings
from rnn_core.experiments.take_home import PARTS, Look, Measured, Report
from rnn_core.wording import percent

WIDEST = 12  # classes whose matrix fits on a page
MOST_MIXED = 20  # pairs that are listed when it does not
NETWORK, FREQUENT = "This network", "Always the most frequent class"


def verdict(metrics: ClassifyMetrics) -> tuple[str, Look]:
    """The network beside the best classical method."""
    looks: dict[str, Look] = {"better": "good", "worse": "bad", "one_class": "bad"}
    return metrics.verdict_sentence, looks.get(metrics.judgement.kind, "")


def result(found: Measured[Labelled, ClassifySettings, ClassifyMetrics], drawing: Figures) -> list[str]:
    """Tables of the test part."""
    confusion = pd.read_csv(found.results / "confusion.csv", keep_default_na=False).iloc[:, 1:].to_numpy()
    return [
        element("h2", "Result"),
        *_scores(found.metrics),
        element("h2", "Classes"),
        *_classes(found.metrics),
        element("h2", "What is taken for what"),
        *_confusion(confusion, found.metrics.classes),
    ]


def data(metrics: ClassifyMetrics) -> list[tuple[str, str]]:
    """The texts of each part, and of each class in it."""
    return [(PARTS[name], _counted(metrics.classes, sizes)) for name, sizes in metrics.counts.items()]


def _counted(names: Sequence[str], sizes: Sequence[int]) -> str:
    """``1,260 texts (in threes 420, shuffled 420, ...)``."""
    return f"{sum(sizes):,} texts ({', '.join(f'{name} {size:,}' for name, size in zip(names, sizes, strict=True))})"


def _scores(metrics: ClassifyMetrics) -> list[str]:
    found = {NETWORK: metrics.test, **{METHODS[name]: scores for name, scores in metrics.baselines.items()}}
    rows = [[name, f"{percent(scores.accuracy, 1)}", f"{scores.macro_f1:.3f}"] for name, scores in found.items()]
    held = metrics.validation
    words = (
        "Accuracy is the share of right answers. F1 joins, for each class, how often the answer is right with how many of its "
        "texts are found; macro F1 is the mean over the classes, so small ones count as much as large ones. On the validation "
        f"part, on which the best epoch was chosen, the network has {percent(held.accuracy, 1)} and {held.macro_f1:.3f}. "
        f"{percent(metrics.unknown_words, 1)} of the words of the test part are unknown to it."
    )
    rows.append([FREQUENT, f"{percent(metrics.most_frequent, 1)}", NOTHING])
    return [table(["On the test part", "Accuracy", "Macro F1"], rows, look="numbers"), element("p", words, "quiet")]


def _classes(metrics: ClassifyMetrics) -> list[str]:
    rows = [
        [one.name, f"{one.texts:,}", *(f"{share:.3f}" for share in (one.precision, one.recall, one.f1))]
        for one in metrics.per_class
    ]
    words = (
        "Precision: how often the answer is right when the network names the class. Recall: how many of the class's texts it "
        "finds. How sure the network says it is differs from how often it is right by "
        f"{percent(metrics.calibration_error, 1)} on average (calibration error)."
    )
    return [table(["Class", "Texts", "Precision", "Recall", "F1"], rows, look="numbers"), element("p", words, "quiet")]


def _confusion(found: NDArray[Any], names: Sequence[str]) -> list[str]:
    """``found`` (classes, classes): texts of each label, a row, by answer."""
    if len(names) > WIDEST:
        return _mixed(found, names)
    head = ["Label", *(str(number) for number in range(1, len(names) + 1))]
    rows = [[f"{number} {name}", *(f"{count:,}" for count in found[number - 1])] for number, name in enumerate(names, start=1)]
    words = "Each row holds the test texts of one label, each column an answer by its number; on the diagonal they are the same."
    return [table(head, rows, look="numbers"), element("p", words, "quiet")]


def _mixed(found: NDArray[Any], names: Sequence[str]) -> list[str]:
    pairs = [(label, answer) for label in range(len(names)) for answer in range(len(names)) if label != answer]
    mixed = sorted((pair for pair in pairs if found[pair]), key=lambda pair: -found[pair])[:MOST_MIXED]
    rows = [[names[label], names[answer], f"{found[label, answer]:,}"] for label, answer in mixed]
    return [table(["Label", "Answer", "Texts"], rows), element("p", "The most frequent mistakes.", "quiet")]


REPORT = Report(verdict=verdict, result=result, data=data)
