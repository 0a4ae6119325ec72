"""What labelled texts bring from where they came: line breaks of web pages, words for no label, several spellings of one."""

import html
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rnn_core.data.labelled import Labelled
from rnn_core.errors import UserError

BREAKS = re.compile(r"\s*(?:<br\s*/?>\s*)+", re.IGNORECASE)
CODE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}\d{0,2});")
SEVERAL = re.compile(r"\s*[,;|]\s*")
NO_LABEL = frozenset(("", "nan", "<na>", "n/a", "#n/a", "null"))  # as programs write an empty cell
FEW, SHARE = 5, 0.02  # rows without a label that are left out: so many, or of all rows this share
SHOWN = 40  # characters of a text or label in a sentence
TOLD = 5  # labels with several spellings in a note

Pairs = tuple[tuple[str, ...], tuple[str, ...]]  # texts and labels


def tidied(data: Labelled) -> Labelled:
    """The same without these, and notes on what was done. Raises UserError when many rows have no label."""
    labels = _labels(data.texts, data.labels, data.title)
    pairs, broken, coded = _unbroken((data.texts, labels))
    test, broken_test, coded_test = None, 0, 0
    if data.test:
        labels = _labels(*data.test, f"The test file of {data.title}")
        test, broken_test, coded_test = _unbroken((data.test[0], labels))
    one = _spellings(pairs[1])
    notes = list(data.notes)
    if broken or broken_test:
        notes.append(f"In {broken + broken_test:,} texts a blank took the place of the line breaks of web pages (<br />).")
    if coded or coded_test:
        notes.append(f"In {coded + coded_test:,} texts codes of web pages such as &amp; were read as the signs that they are.")
    if several := _several(pairs[1]):
        notes.append(several)
    if one:
        notes.append(_told(one, pairs[1]))
    texts, labels = pairs[0], _joined(pairs[1], one)
    return replace(data, texts=texts, labels=labels, test=test and (test[0], _joined(test[1], one)), notes=tuple(notes))


def _unbroken(pairs: Pairs) -> tuple[Pairs, int, int]:
    """The texts without line breaks and codes of web pages, and how many had some of each."""
    signs = tuple(_signs(text) if "&" in text else text for text in pairs[0])
    texts = tuple(BREAKS.sub(" ", text) if "<" in text else text for text in signs)
    broken = sum(new != old for new, old in zip(texts, signs, strict=True))
    return (texts, pairs[1]), broken, sum(new != old for new, old in zip(signs, pairs[0], strict=True))


def _signs(text: str) -> str:
    """Those that codes stand for, however often they were coded, so that nothing is left to do a second time."""
    while (found := CODE.sub(lambda code: html.unescape(code[0]), text)) != text:
        text = found
    return text


def _several(labels: Sequence[str]) -> str:
    """A note where a label holds others, with a mark between them; "" without."""
    known = {*labels}
    found = sorted(label for label in known if len(parts := SEVERAL.split(label)) > 1 and {*parts} & known)
    return f"Some labels name several at once, such as {_shown(found[0])}: each counts as a class of its own." if found else ""


def _labels(texts: Sequence[str], labels: Sequence[str], name: str) -> tuple[str, ...]:
    """The labels, "" for none. Raises UserError when that are many, but not all, naming two of them."""
    found = tuple("" if label.strip().casefold() in NO_LABEL else label for label in labels)
    without = [text for text, label in zip(texts, found, strict=True) if not label and text.strip()]
    if len(found) > len(without) > max(FEW, SHARE * len(found)):
        raise UserError(
            f"{name} has {len(found):,} rows, but {len(without):,} of them have no label (the cell is empty or NaN), such as "
            f"those of the texts {_shown(without[0])} and {_shown(without[1])}: label them, or delete these rows."
        )
    return found


def _spellings(labels: Sequence[str]) -> dict[str, str]:
    """Of labels with several spellings, which differ in capital letters and blanks only, the most frequent one."""
    counts = Counter(labels)
    raw: dict[str, set[str]] = {}
    for label in counts:
        raw.setdefault(_plain(label), set()).add(label)
    several = {plain for plain, spellings in raw.items() if plain and len(spellings) > 1}
    tidy: Counter[str] = Counter()
    for label, count in counts.items():
        tidy[" ".join(label.split())] += count
    return {_plain(label): label for label, _ in reversed(tidy.most_common()) if _plain(label) in several}


def _joined(labels: Sequence[str], one: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(one.get(_plain(label), label) for label in labels) if one else tuple(labels)


def _told(one: Mapping[str, str], labels: Sequence[str]) -> str:
    known = dict.fromkeys(labels)
    groups = [
        f"{', '.join(_shown(label) for label in known if _plain(label) == plain)} as {_shown(name)}"
        for plain, name in sorted(one.items())
    ]
    more = f" and {len(groups) - TOLD} more" if len(groups) > TOLD else ""
    return f"Labels that differ only in capital letters or blanks count as one: {'; '.join(groups[:TOLD])}{more}."


def _plain(label: str) -> str:
    return " ".join(label.split()).casefold()


def _shown(words: str) -> str:
    return repr(words if len(words) <= SHOWN else f"{words[:SHOWN]}…")
