"""Which column of a table holds the texts, and which one their labels."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from rnn_core.data.messages import USUAL_NAMES
from rnn_core.data.readers.cells import Cells
from rnn_core.data.readers.labels import MOST_CLASSES
from rnn_core.errors import UserError

TEXT_NAMES = (*USUAL_NAMES, "review", "sentence", "document", "tweet", "post", "words", "sequence")
LABEL_NAMES = ("label", "class", "category", "sentiment", "target", "topic", "rating", "polarity")
LESS_SURE = ("score", "stars", "airline_sentiment", "v1")  # names of labels where few different values stand below them
SAMPLE = 1_000  # cells looked at to know numbers
SHOWN, EXAMPLES = 30, 4  # characters of a label, and labels, in a reason
LISTED = 20  # columns in a sentence


@dataclass(frozen=True)
class Candidate:
    """A column, and in a few words what it holds."""

    name: str
    reason: str  # "3 different values: course, faculty, student"


@dataclass(frozen=True)
class Candidates:
    """Columns that may hold the texts, and columns that may hold the labels, the likeliest first.

    Both are empty for a file without column names, where there is nothing to choose.
    """

    texts: tuple[Candidate, ...] = ()
    labels: tuple[Candidate, ...] = ()


def candidates(cells: Cells, part: bool = False) -> Candidates:
    """The columns worth choosing: as text those with different words, as label those with few different values.

    A usual name comes first; then of the texts the longest on average, of the labels the one with the fewest values. ``part``:
    more rows will follow, so that a column with one value so far may hold the labels too; it comes last.
    """
    texts, labels = [], []
    for place, name in enumerate(cells.header):
        values = cells.rows[place]
        filled = values[values.str.strip() != ""]
        if filled.empty:
            continue
        length, kinds = float(filled.str.len().mean()), filled.nunique()
        if not _is_numeric(filled) and (kinds > 1 or name.strip().casefold() in TEXT_NAMES):
            texts.append((_rank(name, TEXT_NAMES), -length, Candidate(name, f"{length:,.0f} characters on average")))
        if (1 if part else 2) <= kinds <= MOST_CLASSES or name.strip().casefold() in LABEL_NAMES:
            order = kinds if kinds > 1 else len(filled) + 1
            labels.append((_rank(name, (*LABEL_NAMES, *LESS_SURE)), order, Candidate(name, _values(filled, kinds, part))))
    return Candidates(_in_order(texts), _in_order(labels))


def chosen(cells: Cells, text: str | None, label: str | None, part: bool = False) -> tuple[str, str]:
    """The names of the columns of texts and of labels: those given, else the likeliest (:func:`candidates`). Raises UserError."""
    for name in filter(None, (text, label)):
        _check_known(cells, name)
    if text is None or label is None:
        found = candidates(cells, part)
        label = label or _first(found.labels, text, cells, f"labels (few different values, at most {MOST_CLASSES})")
        text = text or _first(found.texts, label, cells, "texts")
    if text == label and not any((cells.rows[place] != "").any() for place, name in enumerate(cells.header) if name != text):
        raise UserError(f"{cells.name} holds nothing beside the column {text}; expected one text and its label a row.")
    if text == label:
        raise UserError(f"The column {text} of {cells.name} cannot hold the texts and the labels at once: choose two columns.")
    first = label.strip()
    if (cells.rows[cells.header.index(label)].str.strip() == first).any():
        raise UserError(
            f"The first row of {cells.name} is not a row of column names, as {first[:SHOWN]!r} is a label of other rows too: "
            "add a row with the names of the columns above it, such as text and label."
        )
    return text, label


def _check_known(cells: Cells, name: str) -> None:
    if name in cells.header:
        return
    close = difflib.get_close_matches(name, cells.header, n=1)
    hint = f" (did you mean {close[0]}?)" if close else ""
    raise UserError(f"{cells.name} has no column {name}{hint}; its columns are {', '.join(cells.header[:LISTED])}.")


def _first(found: Sequence[Candidate], other: str | None, cells: Cells, what: str) -> str:
    """The likeliest column that is not the ``other`` one."""
    name = next((one.name for one in found if one.name != other), None)
    if name is None:
        listed = ", ".join(cells.header[:LISTED])
        raise UserError(f"{cells.name} has no column of {what} among {listed}; expected one text and its label a row.")
    return name


def _rank(name: str, usual: Sequence[str]) -> int:
    """The place of a name among the usual ones, the number of them for another one."""
    plain = name.strip().casefold()
    return usual.index(plain) if plain in usual else len(usual)


def _in_order(found: Iterable[tuple[int, float, Candidate]]) -> tuple[Candidate, ...]:
    return tuple(one for _, _, one in sorted(found, key=lambda row: row[:2]))


def _values(filled: pd.Series, kinds: int, part: bool) -> str:
    most = [str(value) for value in filled.value_counts().index[:EXAMPLES]]
    examples = ", ".join(value if len(value) <= SHOWN else f"{value[:SHOWN]}…" for value in most)
    what = f"different value{'' if kinds == 1 else 's'}{' so far' if part else ''}"
    return f"{kinds:,} {what}: {examples}{', ...' if kinds > EXAMPLES else ''}"


def _is_numeric(filled: pd.Series) -> bool:
    return bool(pd.to_numeric(filled.head(SAMPLE), errors="coerce").notna().mean() > 0.5)
