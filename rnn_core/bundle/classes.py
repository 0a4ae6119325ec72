"""What the preparation and the tables of a bundled classifier may hold, which go by its data, its classes and its words."""

import csv
import io
import re
from collections import Counter
from typing import Annotated

import numpy as np
from pydantic import BaseModel, Field

from rnn_core.bundle.metrics import ClassifyMetrics
from rnn_core.bundle.shapes import EXACT, refused, shaped
from rnn_core.data import Labelled
from rnn_core.data.readers.labels import MOST_CLASSES, MOST_TEXT
from rnn_core.experiments import classify
from rnn_core.experiments.classify.evaluate import METHODS, SURE, difference_by_chance, per_class, scores, sentence
from rnn_core.features.words import WordVocabulary, words
from rnn_core.networks.spec import Network

PREPARATION = "preparation.json"
PREDICTIONS, CONFUSION = "results/predictions.csv", "results/confusion.csv"
PREDICTED = ["place", "label", "predicted", "confidence", "label_probability"]
MOST_WORDS = 40_000
PLACE = re.compile("0|[1-9][0-9]{0,8}")
SHARE = re.compile(r"[0-9](\.[0-9]{1,20})?(e-[0-9]{1,2})?")


class _Preparation(BaseModel):
    model_config = EXACT

    words: Annotated[list[Annotated[str, Field(min_length=1, max_length=MOST_TEXT)]], Field(min_length=1, max_length=MOST_WORDS)]
    classes: Annotated[list[str], Field(min_length=2, max_length=MOST_CLASSES)]


def network(settings: classify.ClassifySettings, content: bytes, data: Labelled, longest: int) -> Network:
    """The one that settings, preparation and data describe, for texts of at most ``longest`` words."""
    found = shaped(_Preparation, content, PREPARATION)
    known = len({*found.words}) == len(found.words) <= settings.vocabulary and found.classes == [*data.classes]
    if not known or any(words(word) != [word] for word in found.words):
        raise refused(f"{PREPARATION} does not go with its settings")
    return classify.network(settings, WordVocabulary(tuple(found.words)).size, len(found.classes), longest)


def check(parts: dict[str, bytes], metrics: ClassifyMetrics | None, data: Labelled) -> None:
    """The tables are about the texts of the data, and say what the metrics say (None without), whose verdict can be true."""
    if metrics and (metrics.classes != [*data.classes] or not _counted(metrics, data)):
        raise refused("its metrics are about other classes or texts")
    if PREDICTIONS in parts and parts[PREDICTIONS].count(b"\n") > len(data.texts) + len(data.test[0] if data.test else ()) + 1:
        raise refused(f"{PREDICTIONS} has more answers than there are texts")  # before it is taken apart
    answers = _answers(parts[PREDICTIONS], data) if PREDICTIONS in parts else []
    tested = Counter(label for label, _ in answers)
    if metrics and ([tested[name] for name in data.classes] != metrics.counts["test"] or not _scored(answers, metrics)):
        raise refused(f"{PREDICTIONS} does not go with its metrics")
    if metrics and not _may_be_said(metrics, sum(label == answer for label, answer in answers), len(answers)):
        raise refused("its verdict does not go with its metrics")
    if CONFUSION in parts and parts[CONFUSION] != _written(_confusion(answers, data.classes)):
        raise refused(f"{CONFUSION} does not go with {PREDICTIONS}")


def _counted(metrics: ClassifyMetrics, data: Labelled) -> bool:
    """Whether every text is in one part, and the most frequent class is that of the training part."""
    train, held, test = (metrics.counts[part] for part in ("train", "validation", "test"))
    parts = [train, held] if data.test else [train, held, test]
    whole = [sum(of_class) for of_class in zip(*parts, strict=True)] == [*data.counts.values()]
    tested = Counter(data.test[1]) if data.test else {}
    all_tested = not data.test or test == [tested[name] for name in data.classes]
    return whole and all_tested and metrics.most_frequent == round(test[train.index(max(train))] / max(1, sum(test)), 4)


def _scored(answers: list[tuple[str, str]], metrics: ClassifyMetrics) -> bool:
    """Whether the metrics say what the answers are worth."""
    number = {name: place for place, name in enumerate(metrics.classes)}
    truth, given = (np.array([number[pair[place]] for pair in answers], np.int64) for place in (0, 1))
    each = [row.model_dump(by_alias=True) for row in metrics.per_class]
    alike = scores(truth, given, len(number)) == metrics.test.model_dump()
    return not answers or (alike and per_class(truth, given, tuple(number)) == each)


def _may_be_said(metrics: ClassifyMetrics, right: int, texts: int) -> bool:
    """Whether some answers of the classical methods have these scores and give this verdict (those answers are not kept)."""
    scored: dict[str, float] = {name: found.accuracy for name, found in metrics.baselines.items()}
    one, other = METHODS  # of two that are equally good the first is named
    first, second = (_counts(scored[name], texts) for name in (one, other))
    if not (first and second):
        return False
    best = [(one, count) for count in first if count >= second[0]] + [(other, count) for count in second if count > first[0]]
    return any(metrics.verdict in verdicts(right, METHODS[name], count, texts) for name, count in best)


def _counts(accuracy: float, texts: int) -> list[int]:
    """How many right answers of so many texts round to this accuracy, the fewest first."""
    near = range(max(0, int((accuracy - 1e-4) * texts)), min(texts, int((accuracy + 1e-4) * texts) + 1) + 1)
    return [count for count in near if round(count / texts, 4) == accuracy] if texts else []


def verdicts(right: int, name: str, best: int, texts: int) -> set[str]:
    """All verdicts on a network with ``right`` right answers beside a method with ``best``.

    They differ as surely as can be where the one is right on all texts that the other is right on, and as little as can be
    where they share as few texts as possible.
    """
    fewest, most = max(0, right - best), min(right, texts - best)
    return {
        sentence(right / texts, name, best / texts, surely)
        for only, surely in ((fewest, True), (most, False))
        if (difference_by_chance(only, only - right + best) < SURE) == surely
    }


def _answers(content: bytes, data: Labelled) -> list[tuple[str, str]]:
    """The label and the answer of each text that was tested."""
    header, *rows = _rows(content, PREDICTIONS)
    if header != PREDICTED:
        raise refused(f"{PREDICTIONS} has other columns")
    labels, names = data.test[1] if data.test else data.labels, {*data.classes}
    if bad := next((line for line, row in enumerate(rows, start=2) if not _is_answer(row, labels, names)), 0):
        raise refused(f"line {bad} of {PREDICTIONS} does not hold the answer to one of its texts")
    if len({row[0] for row in rows}) < len(rows):
        raise refused(f"{PREDICTIONS} has a text twice")
    return [(label, answer) for _, label, answer, *_ in rows]


def _is_answer(row: list[str], labels: tuple[str, ...], names: set[str]) -> bool:
    if len(row) != len(PREDICTED) or not PLACE.fullmatch(row[0]) or int(row[0]) >= len(labels):
        return False
    sure = all(SHARE.fullmatch(cell) and float(cell) <= 1 for cell in row[3:])
    return sure and row[1] == labels[int(row[0])] and row[2] in names


def _confusion(answers: list[tuple[str, str]], names: tuple[str, ...]) -> list[list[str]]:
    """A row a label, a column an answer."""
    counts = Counter(answers)
    return [["class", *names], *([label, *(str(counts[label, answer]) for answer in names)] for label in names)]


def _rows(content: bytes, name: str) -> list[list[str]]:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    if _written(rows) != content:
        raise refused(f"{name} is no table")
    return rows


def _written(rows: list[list[str]]) -> bytes:
    """As we write a table."""
    made = io.StringIO(newline="")
    csv.writer(made, lineterminator="\n").writerows(rows)
    return made.getvalue().encode("utf-8")
