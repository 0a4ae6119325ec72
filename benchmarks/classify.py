"""Classifiers of texts beside TF-IDF with logistic regression, and how long they take.

``python -m benchmarks.classify [reviews|pages|epoch]``: film reviews with each recurrent cell; made-up pages of the size of
WebKB (2,800 texts in four classes, the longest with 20,000 words) with the default settings; one epoch over 10,000 texts of 60
words with LSTM(64). All are real trainings of the real worker in processes of their own.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.results import metrics_of
from rnn_core import runs
from rnn_core.data import Labelled, entry, keep
from rnn_core.data.store import Dataset
from rnn_core.experiments.classify import ClassifySettings
from rnn_core.runs import Run

CLASSES = ("course", "faculty", "project", "student")
SEEDS = (1, 2, 3)


def main() -> None:
    """Measure what the command line names, or everything."""
    wanted = sys.argv[1:] or ["reviews", "pages", "epoch"]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["RNN_LAB_HOME"] = folder
        for name in wanted:
            {"reviews": reviews, "pages": pages, "epoch": epoch}[name]()


def reviews() -> None:
    """The film reviews, each cell with three seeds, which draw other parts too."""
    data: Any = entry("rotten-tomatoes").load()
    for cell in ("simple_rnn", "lstm", "gru"):
        compare(f"reviews, {cell}", data, {"cell": cell})
    compare("reviews, lstm both ways", data, {"cell": "lstm", "bidirectional": True})


def compare(title: str, data: Dataset, settings: dict) -> None:
    """Accuracy on the test part, the network's minus that of TF-IDF with logistic regression, in points."""
    found = [trained(data, {**settings, "seed": seed}) for seed in SEEDS]
    ours = [100 * metrics["test"]["accuracy"] for _, metrics, _ in found]
    theirs = [100 * metrics["baselines"]["tfidf_logistic_regression"]["accuracy"] for _, metrics, _ in found]
    gaps = [one - other for one, other in zip(ours, theirs, strict=True)]
    print(
        f"{title}: {median(ours):.1f} % beside {median(theirs):.1f} %: {median(gaps):+.1f} points (aim: -2 or better) of "
        f"{[round(gap, 1) for gap in gaps]}; {median(seconds for *_, seconds in found):.0f} s",
        flush=True,
    )


def pages() -> None:
    """Pages as large as WebKB's, with the default settings."""
    run, metrics, seconds = trained(made_up_pages(), {})
    ours, theirs = (100 * one["accuracy"] for one in (metrics["test"], metrics["baselines"]["tfidf_logistic_regression"]))
    print(
        f"pages, default settings: {seconds:.0f} s (aim: 600), {ours:.1f} % beside {theirs:.1f} %: {ours - theirs:+.1f} points "
        f"(aim: -5 or better), {len(run.history()['epoch'])} epochs",
        flush=True,
    )


def epoch() -> None:
    """One epoch over 10,000 texts of 60 words, after a first one in which all is compiled."""
    rng = np.random.default_rng(1)
    texts = tuple(" ".join(f"w{word}" for word in rng.zipf(1.3, 60) % 9_000) for _ in range(10_300))
    data = Labelled(texts, tuple(rng.choice(["a", "b"], len(texts))), "Random words")
    shares = {"validation": 0.015, "test": 0.015, "patience": 0}
    run, _, _ = trained(data, {"cell": "lstm", "units": 64, "epochs": 4, **shares})
    seconds = np.diff(run.history()["seconds"])
    print(f"epoch over 10,000 texts of 60 words, LSTM(64): {median(seconds):.1f} s of {seconds.round(1)} (aim: 20)", flush=True)


def made_up_pages() -> Labelled:
    """Words by Zipf's law; each class has some that are six times as frequent. Lengths as those of web pages: log-normal."""
    rng = np.random.default_rng(7)
    words = np.array([f"w{number}" for number in range(8_000)])
    base = 1 / np.arange(1, len(words) + 1)
    texts, labels = [], []
    for number, name in enumerate(CLASSES):
        chances = base.copy()
        chances[rng.choice(np.arange(10, 1_000), 40, replace=False)] *= 6
        chances /= chances.sum()
        for _ in range(700):
            count = int(np.clip(rng.lognormal(5, 1), 5, 20_000))
            texts.append(" ".join(rng.choice(words, count, p=chances)))
            labels.append(name)
        if number == 0:
            texts[0] = " ".join(rng.choice(words, 20_000, p=chances))
    return Labelled(tuple(texts), tuple(labels), "Made-up pages")


def trained(data: Dataset, settings: dict) -> tuple[Run, dict, float]:
    """A finished run in a process of its own, its metrics, and the seconds that it took from start to end."""
    chosen = ClassifySettings.parse({"device": "cpu", **settings})
    run = runs.create("classify", "made", keep(data), data.title, chosen)
    start = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "rnn_core.training.worker", str(run.folder)], check=True, capture_output=True, cwd=Path.cwd()
    )
    return run, metrics_of(run), time.monotonic() - start


if __name__ == "__main__":
    main()
