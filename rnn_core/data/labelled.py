"""Texts that belong to classes, as every experiment that tells classes apart takes them."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from rnn_core.data.readers.decoding import to_json

DATA, TEST, ABOUT = "texts.jsonl", "test.jsonl", "about.json"


@dataclass(frozen=True, eq=False)
class Labelled:
    """Texts with one label each. At least two classes and no blanks after :func:`rnn_core.data.readers.labels.clean`."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]  # as many as texts, in their order
    title: str
    source: str = ""  # who publishes it
    licence: str = ""
    notes: tuple[str, ...] = ()  # sentences the page must show
    test: tuple[tuple[str, ...], tuple[str, ...]] | None = None  # texts and labels of a test file

    @property
    def classes(self) -> tuple[str, ...]:
        """The different labels of the texts to learn from, in the order of their characters."""
        return tuple(sorted({*self.labels}))

    @property
    def counts(self) -> dict[str, int]:
        """How many texts to learn from each class has, in the order of :attr:`classes`."""
        found = Counter(self.labels)
        return {name: found[name] for name in self.classes}

    def files(self) -> dict[str, bytes]:
        """The files of a copy, from which :meth:`of_files` makes the same texts, character for character."""
        about = {"title": self.title, "source": self.source, "licence": self.licence, "notes": self.notes}
        test = {} if self.test is None else {TEST: _lines(*self.test)}
        return {DATA: _lines(self.texts, self.labels), **test, ABOUT: to_json(about)}

    @classmethod
    def of_files(cls, files: dict[str, bytes]) -> Self:
        """The texts that :meth:`files` wrote."""
        about = json.loads(files[ABOUT])
        test = _columns(files[TEST]) if TEST in files else None
        return cls(*_columns(files[DATA]), **{**about, "notes": tuple(about["notes"])}, test=test)


def _lines(texts: Sequence[str], labels: Sequence[str]) -> bytes:
    """JSON lines, one text a line."""
    rows = ({"label": label, "text": text} for text, label in zip(texts, labels, strict=True))
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8")


def _columns(content: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    rows = [json.loads(line) for line in content.split(b"\n") if line]
    return tuple(row["text"] for row in rows), tuple(row["label"] for row in rows)
