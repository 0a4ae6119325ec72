"""The shelf: files that a teacher put into the folder ``data`` of the home, larger than what a browser uploads."""

import difflib
import os
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TypeVar

from rnn_core.data.kinds import KINDS
from rnn_core.data.labelled import Labelled
from rnn_core.data.messages import Messages
from rnn_core.data.readers import large_labelled, tables
from rnn_core.data.readers.cells import Cells
from rnn_core.data.readers.decoding import Decoding, guessed
from rnn_core.data.readers.file import LargeFile
from rnn_core.data.readers.label_columns import Candidates
from rnn_core.data.readers.large_files import Parts, decoded
from rnn_core.data.readers.large_tables import cells_of, first_cells
from rnn_core.data.readers.tables import Columns
from rnn_core.data.readers.text_files import PLAIN
from rnn_core.data.readers.texts.forms import understood
from rnn_core.data.text import Text
from rnn_core.errors import UserError
from rnn_core.files import home

T = TypeVar("T")

SOURCE = "A file of the folder data on the server"
MOST_CHARACTERS = 50_000_000  # of a text, as many as an uploaded one can have


def folder() -> Path:
    """Where the files lie. It need not exist."""
    return home() / "data"


def files(kind: str) -> list[LargeFile]:
    """The files that may hold data of this kind, by name; none where large files are not read."""
    return listed(KINDS[kind].endings)


def listed(endings: Collection[str]) -> list[LargeFile]:
    """The readable files with one of these endings ("csv"), by name.

    Hidden files, folders, links that lead out of the folder and names that cannot be shown are left out.
    """
    inside = folder()
    if not inside.is_dir():
        return []
    found = (_file(path, inside.resolve()) for path in inside.iterdir() if path.suffix.lower()[1:] in endings)
    return sorted((one for one in found if one), key=lambda one: one.name.casefold())


def encoding(file: LargeFile) -> str:
    """As :func:`rnn_core.data.readers.decoding.guessed`. Raises UserError, also for a file that is not on the shelf."""
    return _reading(file, guessed)


def columns(file: LargeFile) -> Columns:
    """Which columns a table has, as its first rows show. Raises UserError, also for a file that is not on the shelf."""
    return _reading(file, lambda one: tables.columns(first_cells(one)))


def read(file: LargeFile, chosen: Sequence[str]) -> Cells:
    """The dates and the ``chosen`` columns of a whole table, for :func:`rnn_core.data.readers.tables.examine_cells`.

    Raises UserError for an unknown file or column, a broken row, and more than 2 million rows or 5 million cells.
    """
    return _reading(file, lambda one: _cells(one, chosen))


def read_text(file: LargeFile) -> Text | Messages:
    """A text, or the messages of a chat; of one with more than 50 million characters the first ones, up to the end of a line.

    Raises UserError for an unknown file and for one that is no text.
    """
    return _reading(file, lambda one: decoded(one, PLAIN, lambda way: _text(one, way)))


def label_columns(file: LargeFile) -> Candidates:
    """The columns that may hold texts and labels, as a table's first rows show; none of lines of a label, a tab and words.

    Raises UserError, also for a file that is not on the shelf.
    """
    return _reading(file, large_labelled.columns)


def read_labelled(file: LargeFile, text: str | None = None, label: str | None = None, test: LargeFile | None = None) -> Labelled:
    """Texts with labels and, with ``test``, those of a second file that is only for testing; ``text`` and ``label`` name columns.

    Of a large file as many as there is room for, drawn by chance. Raises UserError for an unknown file, and for whatever
    must be mended.
    """
    tested = _reading(test, lambda one: one) if test else None
    return _reading(file, lambda one: large_labelled.read(one, SOURCE, (text, label), tested))


def _file(path: Path, inside: Path) -> LargeFile | None:
    """``inside`` is the folder, without links."""
    try:
        real = path.resolve(strict=True)
        found = LargeFile.at(path)
    except (OSError, RuntimeError):  # a link to nothing or to itself, or a file deleted meanwhile
        return None
    usable = real.is_file() and real.is_relative_to(inside) and os.access(real, os.R_OK)
    if path.name.startswith(".") or not path.name.isprintable() or not usable:
        return None
    return found


def _reading(file: LargeFile, read: Callable[[LargeFile], T]) -> T:
    """``read`` applied to a file of the shelf. Raises UserError when there is none or when it cannot be read."""
    if file.path not in {one.path for one in listed([file.path.suffix.lower()[1:]])}:
        raise UserError(f"There is no file {file.name!r} for this in the folder {folder()}: choose one of the list.")
    try:
        return read(file)
    except OSError as error:
        raise UserError(
            f"{file.name} cannot be read ({error.strerror or error}): check the file in the folder {folder()}."
        ) from error


def _cells(file: LargeFile, chosen: Sequence[str]) -> Cells:
    first = first_cells(file)
    known = tables.columns(first)
    for column in chosen:
        if column not in known.targets:
            raise UserError(f"{file.name} has no column {column}{_similar(column, known)} beside the dates.")
    if not chosen:
        raise UserError(f"No column of {file.name} is chosen; choose at least one beside the dates.")
    return cells_of(file, [first.header.index(name) for name in {known.date, *known.beside, *chosen}])


def _similar(column: str, known: Columns) -> str:
    close = difflib.get_close_matches(column, known.targets, n=1)
    return f" (did you mean {close[0]}?)" if close else ""


def _text(file: LargeFile, way: Decoding) -> Text | Messages:
    with Parts(file, way.encoding, PLAIN) as parts:
        text, more = parts.read(MOST_CHARACTERS), parts.read(1)
    notes = way.notes
    if more:
        text = text[: text.rfind("\n") + 1] or text
        notes += (f"The file has {file.size / 1e6:,.0f} MB; only its first {len(text):,} characters were taken.",)
    return understood(text, file.name, SOURCE, notes)
