"""Lines that hold a text and its label: parted by a tab or an @, or marked as fastText does it."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from rnn_core.data.readers.labels import MOST_CLASSES
from rnn_core.errors import UserError

WITH_TAB = 0.8  # of the lines, at least
DIFFERENT = 0.8  # labels a line, at most
LONG_NAME = 5  # words: the name of a column has fewer
FASTTEXT = "__label__"
MARKED = re.compile(rf"\s*((?:{FASTTEXT}[^\s,]+[\s,]+)*{FASTTEXT}[^\s,]+)[\s,]*(.*)")
AT_END = re.compile(r"(.*)@([^\W\d]\w{0,19})\s*")
QUESTION = re.compile(r"\s*([A-Z]{2,5}:[a-z]{2,15}) (.*)")  # as in "HUM:ind Who wrote it ?"

Pair = tuple[str, str]  # a text and its label


@dataclass(frozen=True)
class Form:
    """How each line holds both. ``split`` gives None for a line that holds none of it, which ``words`` say in a refusal."""

    split: Callable[[str], Pair | None]
    words: str
    lone_label: bool = False  # whether a line may be a label alone, as an editor may have taken the tab behind it away

    def pair(self, line: str, known: Collection[str], number: int, name: str) -> Pair:
        """Text and label of a line; ``known``: the labels of others. Raises UserError for a line that does not have both."""
        if found := self.split(line):
            return found
        if self.lone_label and line.strip() in known:
            return "", line
        raise UserError(f"Line {number:,} of {name} has {self.words} in every line.")

    def labels(self, lines: Sequence[str]) -> set[str]:
        """Those of all lines that have both."""
        return {found[1].strip() for line in lines if (found := self.split(line))}

    def fits(self, labels: Sequence[str], lines: Sequence[str]) -> bool:
        """Whether most lines have a label, which come again, and the first line is no row of names."""
        first = self.split(lines[0])
        if first is None or len(labels) < WITH_TAB * len(lines) or len({*labels}) > DIFFERENT * len(labels):
            return False
        return labels.count(labels[0]) > 1 or len(first[0].split()) > LONG_NAME


def form_of(lines: Sequence[str], known: Collection[str] = ()) -> Form | None:
    """How lines that are not empty hold a text and its label; None for a table, whose first line holds names.

    ``known``: the labels of the lines that these belong to.
    """
    if sum(line.lstrip().startswith(FASTTEXT) for line in lines) >= WITH_TAB * len(lines):
        return MARK
    tabbed = [line for line in lines if "\t" in line]
    found = {form: [(form.split(line) or ("", ""))[1].strip() for line in tabbed] for form in (FIRST, LAST)}
    for form, labels in found.items():
        if 2 * sum(label in known for label in labels) > len(lines):
            return form
    fit = [form for form, labels in found.items() if form.fits(labels, lines)]
    if LAST in fit and not _may_be_last(tabbed, found):
        fit.remove(LAST)
    if FIRST in fit and _is_table(lines):
        fit.remove(FIRST)
    return fit[-1] if fit else next((form for form in (AT, KIND) if _all_fit(form, lines)), None)


def several(lines: Sequence[str], form: Form) -> tuple[str, ...]:
    """A note where lines have several labels."""
    count = sum(line.count(FASTTEXT) > 1 for line in lines) if form is MARK else 0
    return (f"{count:,} lines have several labels: these, joined by commas, count as a class of their own.",) if count else ()


def _is_table(lines: Sequence[str]) -> bool:
    """Whether all lines have the same number of tabs, more than one."""
    tabs = lines[0].count("\t")
    return tabs > 1 and all(line.count("\t") == tabs for line in lines)


def _all_fit(form: Form, lines: Sequence[str]) -> bool:
    pairs = [found for line in lines if (found := form.split(line))]
    labels = [label for _, label in pairs]
    return len(pairs) == len(lines) > 1 and 1 < len({*labels}) <= MOST_CLASSES and form.fits(labels, lines)


def _may_be_last(tabbed: Sequence[str], found: dict[Form, list[str]]) -> bool:
    """Whether the words behind the tabs are the labels: few, and fewer different ones than there are before them."""
    last = {*found[LAST]}
    return len(last) <= MOST_CLASSES and len(last) < len({*found[FIRST]}) and all(line.count("\t") == 1 for line in tabbed)


def _first(line: str) -> Pair | None:
    label, tab, text = line.partition("\t")
    return (text, label) if tab else None


def _last(line: str) -> Pair | None:
    text, tab, label = line.rpartition("\t")
    return (text, label) if tab else None


def _marked(line: str) -> Pair | None:
    found = MARKED.fullmatch(line)
    return (found[2], ", ".join(found[1].replace(FASTTEXT, " ").replace(",", " ").split())) if found else None


def _at_end(line: str) -> Pair | None:
    found = AT_END.fullmatch(line)
    return (found[1], found[2]) if found else None


def _question(line: str) -> Pair | None:
    found = QUESTION.fullmatch(line)
    return (found[2], found[1]) if found else None


FIRST = Form(_first, "no tab; expected a label, a tab and words", lone_label=True)
LAST = Form(_last, "no tab; expected words, a tab and a label")
AT = Form(_at_end, "no @ and label at its end; expected words, @ and a label")
KIND = Form(_question, "no label such as HUM:ind; expected one before the words")
MARK = Form(_marked, f"no label that begins with {FASTTEXT}; expected one before the words")
