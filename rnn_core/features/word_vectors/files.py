"""Files of word vectors of any size, read a row at a time: GloVe and word2vec text, word2vec binary; plain, zip or gzip.

gensim's reader takes these forms too, but makes room for every word of the file before it reads the first; its reader for the
words that are already in a model knows no GloVe files, checks no number, tells no progress and, where the form is binary, needs a
NumPy of long ago. So the three forms are read here, where a word that nobody wants costs no more than a look at its name.

* GloVe text: a line a word, ``the 0.418 0.24968 ...``, parted by single spaces; the word itself may hold spaces.
* word2vec text: the same below a first line ``400000 300``, the numbers of words and of dimensions.
* word2vec binary: that first line, then for each word its name, a space and its float32 numbers, least byte first, and in some
  files a line end. (Both as the program ``word2vec.c`` of Mikolov and others writes them.)
"""

from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rnn_core.data.readers.decoding import CONTROLS, foreign
from rnn_core.errors import UserError
from rnn_core.features.word_vectors.streams import MOST_BYTES, Stream, members
from rnn_core.features.word_vectors.streams import opened as streamed

Row = NDArray[np.float32]
Which = Callable[[bytes], int | None]  # from a word in UTF-8 to what stands for it, None for one that nobody wants

EXPECTED = "expected word vectors: a line for each word with its numbers after it (GloVe, word2vec), or a word2vec binary file"
HEAD = LONGEST = 1 << 17  # bytes looked at to know the form, and of a line
MOST_DIMENSIONS = 4_096
TELL_EVERY = 1 << 12  # words between two looks at the progress
PART = 1 << 20  # bytes of a binary file read at once
PICKLE = b"\x80"  # its first byte


@dataclass(frozen=True)
class Form:
    """What the beginning of a file tells about it."""

    dimension: int
    binary: bool = False
    words: int | None = None  # as many as the first line says; None without such a line


@contextmanager
def opened(path: Path, dimension: int | None = None, most: int = MOST_BYTES) -> Iterator[tuple[Stream, Form]]:
    """The file of vectors at ``path``, or the one of that dimension in a zip file, and its form; ``most``: bytes of the file.

    Raises UserError, saying what the file is instead.
    """
    forms = _forms(path, most)
    known = sorted({one.dimension for one in forms.values()})
    fits = [member for member, one in forms.items() if dimension in (None, one.dimension)]
    if not fits:
        raise UserError(
            f"{path.name} has vectors of {_listed(known)} dimensions where {dimension} were chosen; "
            f"choose {_listed(known, 'or')} dimensions, or another file."
        )
    if dimension is None and len(known) > 1:
        raise UserError(f"{path.name} has vectors of {_listed(known)} dimensions: choose one of these numbers.")
    with streamed(path, fits[0], most) as stream:
        yield stream, forms[fits[0]]


def dimensions(path: Path, most: int = MOST_BYTES) -> list[int]:
    """Of how many dimensions there are vectors in the file, from its first lines: several for some zip files.

    Raises UserError, saying what the file is instead.
    """
    return sorted({one.dimension for one in _forms(path, most).values()})


def _forms(path: Path, most: int) -> dict[str, Form]:
    """The form of each file of vectors by its name in a zip file, the empty name for a file that is none."""
    found, troubles = {}, []
    for member in members(path):
        try:
            with streamed(path, member, most) as stream:
                found[member] = _form(stream.read(HEAD), stream.name)
        except UserError as error:
            troubles.append(error)
    if not found:
        raise troubles[0] if troubles else UserError(f"{path.name} holds no files; {EXPECTED}.")
    return found


def _form(head: bytes, name: str) -> Form:
    """The form of a file by its first bytes."""
    if not head.strip():
        raise UserError(f"{name} is empty; {EXPECTED}.")
    if head.startswith(PICKLE):
        raise UserError(
            f"{name} is a pickled model, which can run any program when it is opened; save its vectors with gensim's "
            "save_word2vec_format and choose that file."
        )
    first, _, rest = head.removeprefix(BOM_UTF8).partition(b"\n")
    words, dimension = _header(first) or (None, _numbers_at_end(first))
    if not dimension or foreign(head):
        raise UserError(f"{name} is {foreign(head) or 'no file of word vectors'}; {EXPECTED}.")
    if dimension > MOST_DIMENSIONS:
        raise UserError(
            f"{name} has {dimension:,} numbers for each word, more than {MOST_DIMENSIONS:,}; choose vectors of fewer dimensions."
        )
    return Form(dimension, binary=words is not None and rest.translate(None, CONTROLS) != rest, words=words)


def rows(stream: Stream, shape: Form, which: Which, progress: Callable[[float], object] | None) -> Iterator[tuple[int, Row]]:
    """What stands for each wanted word, and its vector ``(dimension,)``, in the order of the file.

    The length of every line is checked, the numbers of wanted words only. Raises UserError for a broken file.
    """
    read = _binary_rows if shape.binary else _text_rows
    for place, (word, found) in enumerate(read(stream, shape, which)):
        if found is not None:
            number, row = found
            if not np.isfinite(row).all():
                raise UserError(
                    f"{stream.name} has a number that is not finite (NaN or infinite) for the word {_shown(word)}; "
                    "choose a file whose vectors are whole."
                )
            yield number, row
        if place % TELL_EVERY == 0:
            fraction = stream.fraction()
            if progress:
                progress(fraction)
    if progress:
        progress(1.0)


def _text_rows(stream: Stream, shape: Form, which: Which) -> Iterator[tuple[bytes, tuple[int, Row] | None]]:
    number = 0
    if shape.words is not None:
        stream.line(LONGEST)
        number = 1
    dimension = shape.dimension
    while line := stream.line(LONGEST):
        number += 1
        line = line.replace(b"\t", b" ").rstrip(b" \r\n")
        if line.count(b" ") == dimension:
            word = line[: line.index(b" ")]
        elif line:
            word = _spaced_word(line, number, stream, shape)
        else:
            continue
        found = which(word)
        yield word, None if found is None else (found, parsed(line[len(word) :], number, stream.name))


def _spaced_word(line: bytes, number: int, stream: Stream, shape: Form) -> bytes:
    """The word of a line with more parts than numbers, as ". . ." has. Raises UserError where they are too many or too few."""
    if len(line) >= LONGEST - 2:
        raise UserError(f"Line {number:,} of {stream.name} has more than {LONGEST:,} signs; {EXPECTED}.")
    word = b" ".join(line.split(b" ")[: -shape.dimension]).rstrip()
    if not word or _numbers_at_end(line) != shape.dimension:
        said = "as its first line says" if shape.words is not None else "as line 1 has"
        raise UserError(
            f"Line {number:,} of {stream.name} has {_numbers_at_end(line)} numbers after its word where {shape.dimension} were "
            f"expected, {said}; every word needs the same number of them, so choose a whole file."
        )
    return word


def parsed(numbers: bytes, line: int, name: str) -> Row:
    """The numbers of a word as a file of text has them, in line number ``line``. Raises UserError for what is none."""
    parts = numbers.split()
    try:
        return np.array([float(part) for part in parts], dtype=np.float32)
    except ValueError as error:
        wrong = next(part for part in parts if not _is_number(part))
        raise UserError(
            f"Line {line:,} of {name} has {_shown(wrong)} where a number was expected; choose a file whose vectors are whole."
        ) from error


def _binary_rows(stream: Stream, shape: Form, which: Which) -> Iterator[tuple[bytes, tuple[int, Row] | None]]:
    stream.line(LONGEST)
    size = 4 * shape.dimension
    held, at = b"", 0
    for place in range(shape.words or 0):
        space = held.find(b" ", at)
        while space < 0 or len(held) < space + 1 + size:
            part = stream.read(PART)
            if not part or (space < 0 and len(held) - at > LONGEST):
                raise UserError(
                    f"{stream.name} ends after {place:,} whole words where its first line says {shape.words:,}; "
                    "it was cut off, so fetch or copy it again."
                )
            held, at = held[at:] + part, 0
            space = held.find(b" ")
        word = held[at:space].lstrip(b"\n")
        found = which(word)
        at = space + 1 + size
        row = None if found is None else (found, np.frombuffer(held, "<f4", shape.dimension, space + 1).astype(np.float32))
        yield word, row


def _header(line: bytes) -> tuple[int, int] | None:
    """The numbers of words and of dimensions of a first line, None for another line."""
    parts = line.split()
    if len(parts) == 2 and all(part.isdigit() and len(part) < 12 for part in parts):
        return int(parts[0]), int(parts[1])
    return None


def _numbers_at_end(line: bytes) -> int:
    """How many parts after the first one are numbers, counted from the end."""
    parts = line.split()[:0:-1]
    return next((place for place, part in enumerate(parts) if not _is_number(part)), len(parts))


def _is_number(part: bytes) -> bool:
    try:
        float(part)
    except ValueError:
        return False
    return True


def _shown(part: bytes) -> str:
    return repr(part[:40].decode("utf-8", "replace"))


def _listed(numbers: list[int], link: str = "and") -> str:
    *most, last = map(str, numbers)
    return f"{', '.join(most)} {link} {last}" if most else last
