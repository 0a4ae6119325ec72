"""What the page to print says about a classifier: its verdict, scores beside classical methods, classes and mistakes."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from rnn_core.codegen.html import element, table
from rnn_core.experiments.classify.evaluate import METHODS
from rnn_core.runs import Run

WIDEST = 12  # classes whose matrix fits on a page
MOST_MIXED = 20  # pairs that are listed when it does not
NETWORK, FREQUENT = "This network", "Always the most frequent class"
NOTHING = "–"


def verdict(metrics: dict[str, Any]) -> str:
    """The run's own sentence."""
    look = {"Better": "verdict good", "Worse": "verdict bad"}.get(metrics["verdict"].split(" ")[0], "verdict")
    return element("p", metrics["verdict"], look)


def result(run: Run, metrics: dict[str, Any]) -> list[str]:
    """Tables of the test part."""
    return [
        element("h2", "Result"),
        *_scores(metrics),
        element("h2", "Classes"),
        *_classes(metrics),
        element("h2", "What is taken for what"),
        *_confusion(run, metrics["classes"]),
    ]


def counted(names: Sequence[str], sizes: Sequence[int]) -> str:
    """``1,260 texts (in threes 420, shuffled 420, ...)``."""
    return f"{sum(sizes):,} texts ({', '.join(f'{name} {size:,}' for name, size in zip(names, sizes, strict=True))})"


def _scores(metrics: dict[str, Any]) -> list[str]:
    found = {NETWORK: metrics["test"], **{METHODS[name]: scores for name, scores in metrics["baselines"].items()}}
    rows = [[name, f"{scores['accuracy']:.1%}", f"{scores['macro_f1']:.3f}"] for name, scores in found.items()]
    held = metrics["validation"]
    words = (
        "Accuracy is the share of right answers. F1 joins, for each class, how often the answer is right with how many of its "
        "texts are found; macro F1 is the mean over the classes, so small ones count as much as large ones. On the validation "
        f"part, on which the best epoch was chosen, the network has {held['accuracy']:.1%} and {held['macro_f1']:.3f}. "
        f"{metrics['unknown_words']:.1%} of the words of the test part are unknown to it."
    )
    rows.append([FREQUENT, f"{metrics['most_frequent']:.1%}", NOTHING])
    return [table(["On the test part", "Accuracy", "Macro F1"], rows, look="numbers"), element("p", words, "quiet")]


def _classes(metrics: dict[str, Any]) -> list[str]:
    measures = ("precision", "recall", "f1")
    rows = [[row["class"], f"{row['texts']:,}", *(f"{row[name]:.3f}" for name in measures)] for row in metrics["per_class"]]
    words = (
        "Precision: how often the answer is right when the network names the class. Recall: how many of the class's texts it "
        f"finds. How sure the network says it is differs from how often it is right by {metrics['calibration_error']:.1%} on "
        "average (calibration error)."
    )
    return [table(["Class", "Texts", "Precision", "Recall", "F1"], rows, look="numbers"), element("p", words, "quiet")]


def _confusion(run: Run, names: Sequence[str]) -> list[str]:
    found = pd.read_csv(run.folder / "results" / "confusion.csv", keep_default_na=False).iloc[:, 1:].to_numpy()
    if len(names) > WIDEST:
        return _mixed(found, names)
    head = ["Label", *(str(number) for number in range(1, len(names) + 1))]
    rows = [[f"{number} {name}", *(f"{count:,}" for count in found[number - 1])] for number, name in enumerate(names, start=1)]
    words = "Each row holds the test texts of one label, each column an answer by its number; on the diagonal they are the same."
    return [table(head, rows, look="numbers"), element("p", words, "quiet")]


def _mixed(found: Any, names: Sequence[str]) -> list[str]:
    pairs = [(label, answer) for label in range(len(names)) for answer in range(len(names)) if label != answer]
    mixed = sorted((pair for pair in pairs if found[pair]), key=lambda pair: -found[pair])[:MOST_MIXED]
    rows = [[names[label], names[answer], f"{found[label, answer]:,}"] for label, answer in mixed]
    return [table(["Label", "Answer", "Texts"], rows), element("p", "The most frequent mistakes.", "quiet")]
