"""Labelled texts in files of any size: read a part at a time, and as many texts kept as there is room for.

Which ones is drawn by chance from the whole file, as many files have their classes one after the other: of such a file the
first texts would all be of one class.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np

from rnn_core.data.labelled import Labelled
from rnn_core.data.readers import label_files
from rnn_core.data.readers.decoding import Decoding, unix_lines
from rnn_core.data.readers.file import HEAD, LargeFile
from rnn_core.data.readers.label_columns import Candidates, candidates, chosen
from rnn_core.data.readers.labelling.lines import Form, form_of
from rnn_core.data.readers.labels import MOST_TEXTS, clean
from rnn_core.data.readers.large_files import Parts, decoded
from rnn_core.data.readers.large_tables import MOST_CHUNK, chunks_of, first_cells
from rnn_core.errors import UserError

WANTED = replace(label_files.WANTED, smaller="leave some rows out", shorter="leave some rows out")
MOST_CHARACTERS = 50_000_000  # of the texts that are kept, as many as an upload can have
LOOKED_AT = 1_000  # rows of a table, to know its columns
ROWS = 1_000  # of a table, read at once
PART = 1 << 20  # characters of a file of lines, read at once
MOST_KNOWN = 1_000  # labels that are remembered while lines are read

Rows = list[tuple[str, str]]  # a text and its label each
Names = tuple[str | None, str | None]  # of the columns of texts and of labels


def columns(file: LargeFile) -> Candidates:
    """The columns that can be chosen, as the first rows show; none when lines of a label, a tab and words need no choice.

    Raises UserError for a file that holds no labelled texts, and OSError.
    """
    if _form(file):
        return Candidates()
    first = first_cells(file, WANTED, LOOKED_AT)
    chosen(first, None, None, part=True)  # which refuses a table without such columns
    return candidates(first, part=True)


def read(file: LargeFile, source: str, names: Names = (None, None), test: LargeFile | None = None) -> Labelled:
    """The texts of a file and, with ``test``, those of a second one that is only for testing, as an upload gives them.

    ``names`` of the columns of texts and labels, in both files; the likeliest stand for those not given. Of more than
    500,000 rows or 50 million characters so many are kept, drawn by chance, the same every time; a note tells it. Raises
    UserError, in one sentence, for whatever must be mended, and OSError.
    """
    form = _form(file)
    if form is None:
        names = chosen(first_cells(file, WANTED, LOOKED_AT), *names, part=True)
    found = _lines_of(file, form) if form else _table_of(file, names)
    known = {label.strip() for _, label in found.rows} if form else set()
    tested = None
    if test:
        of_test = _form(test, known)
        tested = _lines_of(test, of_test) if of_test else _table_of(test, names)
    told = tuple(f"Of the test file: {note}" for note in tested.notes) if tested else ()
    texts, labels = _apart(found.rows)
    both = _apart(tested.rows) if tested else None
    return clean(Labelled(texts, labels, title=file.name, source=source, notes=(*found.notes, *told), test=both))


@dataclass(frozen=True)
class _Kept:
    rows: Rows
    notes: tuple[str, ...]


class Drawn:
    """Rows drawn by chance from as many as come: each gets a random number, and those with the lowest ones are kept.

    At no time more than twice as many as there is room for are held.
    """

    def __init__(self) -> None:
        self._rng, self._limit = np.random.default_rng(0), 1.0
        self._held: list[tuple[float, int, str, str]] = []  # number drawn, place in the file, text, label
        self._characters = self.seen = 0

    def add(self, rows: Rows) -> None:
        """Take up the next rows of the file."""
        numbers = self._rng.random(len(rows))
        for place in np.flatnonzero(numbers < self._limit).tolist():
            text, label = rows[place]
            self._held.append((float(numbers[place]), self.seen + place, text, label))
            self._characters += len(text)
        self.seen += len(rows)
        if len(self._held) > 2 * MOST_TEXTS or self._characters > 2 * MOST_CHARACTERS:
            self._leave_out()

    def rows(self) -> Rows:
        """Those kept, in the order of the file."""
        self._leave_out()
        return [(text, label) for _, _, text, label in sorted(self._held, key=lambda one: one[1])]

    def _leave_out(self) -> None:
        self._held.sort()
        ends = accumulate(len(text) for _, _, text, _ in self._held)
        most = min(MOST_TEXTS, sum(end <= MOST_CHARACTERS for end in ends))
        if most < len(self._held):
            self._limit = self._held[most][0]
            del self._held[most:]
        self._characters = sum(len(text) for _, _, text, _ in self._held)


def _drawn(parts: Iterable[Rows], way: Decoding, file: LargeFile, told: Iterable[str] = ()) -> _Kept:
    """``told``: further notes."""
    found = Drawn()
    for rows in parts:
        found.add(rows)
    kept, notes = found.rows(), (*way.notes, *(note for note in told if note not in way.notes))
    if len(kept) < found.seen:
        notes += (
            f"The file has {file.size / 1e6:,.0f} MB with {found.seen:,} rows, and there is room for {MOST_TEXTS:,} "
            f"texts or {MOST_CHARACTERS:,} characters: {len(kept):,} rows were drawn by chance.",
        )
    return _Kept(kept, notes)


def _table_of(file: LargeFile, names: Names) -> _Kept:
    first = first_cells(file, WANTED, LOOKED_AT)
    places = [first.header.index(name) for name in chosen(first, *names, part=True)]

    def parts(way: Decoding) -> Iterator[Rows]:
        for chunk in chunks_of(file, way, places, WANTED, ROWS):
            yield list(zip(*(chunk[place] for place in places), strict=True))

    return decoded(file, WANTED, lambda way: _drawn(parts(way), way, file, first.notes))


def _lines_of(file: LargeFile, form: Form) -> _Kept:
    return decoded(file, WANTED, lambda way: _drawn(_pairs(file, way, form), way, file))


def _pairs(file: LargeFile, way: Decoding, form: Form) -> Iterator[Rows]:
    known = form.labels(unix_lines(way.text).split("\n"))
    for number, lines in _lines(file, way):
        full = {number + place: line for place, line in enumerate(lines) if line.strip()}
        if len(known) < MOST_KNOWN:
            known |= form.labels([*full.values()])
        yield [form.pair(line, known, place, file.name) for place, line in full.items()]


def _lines(file: LargeFile, way: Decoding) -> Iterator[tuple[int, list[str]]]:
    """Some lines at a time, with the number of the first of them. Raises UserError for one of immense length."""
    number, rest = 1, ""
    with Parts(file, way.encoding, WANTED) as parts:
        while part := parts.read(PART):
            *lines, rest = (rest + part).split("\n")
            yield number, lines
            number += len(lines)
            if len(rest) > MOST_CHUNK:
                raise UserError(f"Line {number:,} of {file.name} has more than {MOST_CHUNK:,} characters; divide it.")
    yield number, [rest]


def _form(file: LargeFile, known: Collection[str] = ()) -> Form | None:
    """How the lines hold a text and its label, as the first ones show; None for a table. ``known``: labels of another file."""

    def found(way: Decoding) -> Form | None:
        lines = unix_lines(way.text).split("\n")
        whole = lines if file.size < HEAD else lines[:-1]
        return form_of([line for line in whole if line.strip()] or lines[:1], known)

    return decoded(file, WANTED, found)


def _apart(rows: Rows) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(text for text, _ in rows), tuple(label for _, label in rows)
