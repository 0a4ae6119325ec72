"""From texts and labels as a file holds them to those that a network can learn from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from rnn_core.data.labelled import Labelled
from rnn_core.data.readers.labelling.tidy import tidied
from rnn_core.errors import UserError

MOST_TEXTS = 500_000
MOST_TEXT = 1_000_000  # characters
MOST_CLASSES = 50
FEWEST_OF_CLASS = 3  # one to learn from, one to choose the network by, one to test it on
MOST_LABEL = 100  # characters of a label
SHOWN = 40  # characters of one in a sentence


@dataclass(frozen=True)
class _Rows:
    """The rows of one file that have both a text and a label, and how many had not."""

    texts: list[str]
    labels: list[str]
    given: int
    empty: int  # without text
    unlabelled: int
    twice: int = 0  # with a text that stood there before

    def counted(self, what: str, *more: str) -> str:
        """One sentence: how many rows the file has, and how many were left out why."""
        left_out = [
            _of(self.empty, "without text"),
            _of(self.unlabelled, "without a label"),
            _of(self.twice, "whose text came before"),
            *more,
        ]
        told = ", ".join(filter(None, left_out))
        return f"{what}: {_number(self.given, 'row')}{f'; left out: {told}' if told else ', all of them used'}."


def clean(data: Labelled, once: bool = True) -> Labelled:
    """The texts that can be used, tidied and without blanks at their ends, and notes on the rows and what was left out.

    Left out are rows without text or label, with ``once`` all but the first of rows with the same text (it could be learned from
    and tested on), texts to learn from that are in the test file too, and rows of the test file whose label no text to learn
    from has. Raises UserError when no classes can be learned from what is left.
    """
    data = tidied(data)
    rows = _rows(data.texts, data.labels, data.title)
    test = None if data.test is None else _rows(*data.test, f"The test file of {data.title}")
    _check_columns(rows, data.title)
    rows = _once(rows) if once else rows
    seen = repeated(rows.texts, test.texts) if test else [False] * len(rows.texts)
    texts = tuple(text for text, out in zip(rows.texts, seen, strict=True) if not out)
    labels = tuple(label for label, out in zip(rows.labels, seen, strict=True) if not out)
    note = rows.counted("Texts to learn from" if test else "Texts", _of(sum(seen), "whose text is in the test file too"))
    found = replace(data, texts=texts, labels=labels, notes=(*data.notes, note))
    _check_classes(found, "that are in the test file too" if any(seen) else "that came before" if rows.twice else "")
    return _with_test(found, test) if test else found


def repeated(texts: Sequence[str], others: Collection[str]) -> list[bool]:
    """Of every text whether one of ``others`` is exactly the same."""
    known = {*others}
    return [text in known for text in texts]


def _rows(texts: Sequence[str], labels: Sequence[str], name: str) -> _Rows:
    if len(texts) > MOST_TEXTS:
        raise UserError(f"{name} has {len(texts):,} rows, more than {MOST_TEXTS:,}; take a part of them.")
    pairs = [(text.strip(), " ".join(label.split())) for text, label in zip(texts, labels, strict=True)]
    full = [(text, label) for text, label in pairs if text and label]
    empty = sum(not text for text, _ in pairs)
    if pairs and empty == len(pairs):
        raise UserError(f"{name} has no text in any of its {_number(len(pairs), 'row')}: choose another column of texts.")
    if not full:
        raise UserError(f"{name} has no row with both a text and a label: choose other columns, or another file.")
    if (longest := max(len(text) for text, _ in full)) > MOST_TEXT:
        raise UserError(f"A text of {name} has {longest:,} characters, more than {MOST_TEXT:,}: divide it into shorter texts.")
    return _Rows([text for text, _ in full], [label for _, label in full], len(pairs), empty, len(pairs) - empty - len(full))


def _once(rows: _Rows) -> _Rows:
    """The first of the rows with the same text."""
    labels: dict[str, str] = {}
    for text, label in zip(rows.texts, rows.labels, strict=True):
        labels.setdefault(text, label)
    return replace(rows, texts=[*labels], labels=[*labels.values()], twice=len(rows.texts) - len(labels))


def _check_columns(rows: _Rows, name: str) -> None:
    """Raise UserError when the labels cannot be labels."""
    count, labels, texts = len(rows.labels), len({*rows.labels}), len({*rows.texts})
    if 2 * labels > count and texts <= MOST_CLASSES and 2 * texts <= labels:
        raise UserError(
            f"The labels of {name} seem to stand in the column of texts: {count:,} rows have {labels:,} different labels but "
            f"only {texts} different texts, so choose the two columns the other way round."
        )
    if labels > MOST_CLASSES:
        raise UserError(
            f"{name} has {labels:,} different labels in {count:,} rows, more than {MOST_CLASSES}: choose a column that has few "
            "different values as label, or join some of the classes."
        )
    longest = max(rows.labels, key=len)
    if len(longest) > MOST_LABEL:
        raise UserError(
            f"A label of {name} has {len(longest):,} characters ({_shown(longest)}), more than {MOST_LABEL}: choose a column of "
            "short names as label."
        )


def _check_classes(data: Labelled, gone: str) -> None:
    """Raise UserError for fewer than two classes, or one with too few texts. ``gone``: which texts were left out."""
    left = f" after leaving out the texts {gone}" if gone else ""
    if not data.texts:
        raise UserError(f"{data.title} has no text to learn from{left}: choose another test file.")
    if len(data.classes) == 1:
        raise UserError(
            f"All texts of {data.title} have the same label ({_shown(data.labels[0])}){left}: telling classes apart needs at "
            "least two labels, so choose another column, or add texts of another class."
        )
    few, texts = min(data.counts.items(), key=lambda pair: pair[1])
    if texts < FEWEST_OF_CLASS:
        raise UserError(
            f"The label {_shown(few)} of {data.title} has only {_number(texts, 'text')}{left}, but every label needs at least "
            f"{FEWEST_OF_CLASS} (to learn from, to choose by and to test on): add texts, or leave that label out."
        )


def _with_test(data: Labelled, test: _Rows) -> Labelled:
    """The data with those rows of the test file that have one of their classes."""
    known = {*data.classes}
    kept = [(text, label) for text, label in zip(test.texts, test.labels, strict=True) if label in known]
    if not kept:
        raise UserError(
            f"No label of the test file of {data.title} ({_shown(test.labels[0])}, ...) is among those to learn from "
            f"({', '.join(map(_shown, data.classes[:5]))}): choose the columns of the test file's labels, or another test file."
        )
    note = test.counted("Texts of the test file", _of(len(test.texts) - len(kept), "with a label that no text to learn from has"))
    return replace(data, test=(tuple(text for text, _ in kept), tuple(label for _, label in kept)), notes=(*data.notes, note))


def _of(count: int, what: str) -> str:
    return f"{count:,} {what}" if count else ""


def _number(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count:,} {what}s"


def _shown(label: str) -> str:
    return repr(label if len(label) <= SHOWN else f"{label[:SHOWN]}…")
