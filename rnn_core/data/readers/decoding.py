"""Between bytes and text: what a user's file holds, and JSON as it is kept."""

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass

from rnn_core.data.readers.encodings import guess, in_words
from rnn_core.data.readers.file import File, LargeFile
from rnn_core.errors import UserError

MAX_BYTES = 50_000_000
WEB_PAGE = "a web page"
NO_TEXT = "a binary file or UTF-16 text"
FOREIGN = {
    b"%pdf": "a PDF document",
    b"pk\x03\x04": "an Excel workbook or zip file",
    b"\xd0\xcf\x11\xe0": "an old or password-protected Office file (.xls, .doc)",
    b"\x1f\x8b": "a gzip file",
    b"7z\xbc\xaf": "a 7z archive",
    b"rar!\x1a": "a RAR archive",
    b"{\\rtf": "an RTF document",
    b"\x89png": "an image",
    b"\xff\xd8\xff": "an image",
    b"gif87a": "an image",
    b"gif89a": "an image",
    b"<!doctype": WEB_PAGE,
    b"<html": WEB_PAGE,
}
INSIDE_ZIP = {b"word/document.xml": "a Word document", b"mimetypeapplication/epub+zip": "an e-book (EPUB)"}
BYTE_ORDER_MARKS = (  # the longer ones first, as one of them begins like a shorter one
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROLS = bytes({*range(32)} - {*b"\t\n\f\r\x1b"})
SAMPLE = 100_000  # bytes looked at for their zeros
FEWEST = 16  # bytes that say enough
ZEROS = 0.05  # of them, at least, in UTF-16 of languages with blanks between words


@dataclass(frozen=True)
class Wanted:
    """What a reader expects of a file, in the words of its messages."""

    expected: str  # "expected plain text"
    convert: str  # what to do with another kind of file: "save it as plain text"
    smaller: str  # what to do with one that is too large: "upload a part of it"
    web_pages: bool = False  # whether HTML will do as well


@dataclass(frozen=True)
class Decoding:
    """A way to decode the first bytes of a file."""

    text: str
    encoding: str
    notes: tuple[str, ...]  # one when the encoding is a guess, or was chosen


def decode(file: File, wanted: Wanted) -> tuple[str, tuple[str, ...]]:
    r"""The text of a file, its lines ending with \n, and a note when its encoding is a guess or was chosen.

    Raises UserError, saying what the file is instead.
    """
    check_size(file, wanted)
    first = next(decodings(file, wanted), None)
    if first is None:
        raise no_text(file, wanted)
    return unix_lines(first.text), first.notes


def decodings(file: File | LargeFile, wanted: Wanted) -> Iterator[Decoding]:
    """The ways to decode a file, or the first bytes of a large one, the likeliest first; none when it is no text.

    Raises UserError for other kinds of files and empty ones, and OSError.
    """
    content, whole = file.head()
    found = foreign(content)
    if found and not (wanted.web_pages and found == WEB_PAGE):
        raise _refusal(file.name, found, wanted)
    for way in _ways(file, content, whole):
        if not way.text.strip():
            raise UserError(f"{file.name} is empty; {wanted.expected}.")
        yield way


def guessed(file: File | LargeFile) -> str:
    """The encoding that a text is read in when none is chosen and it does not say so itself, else "". Raises OSError."""
    content, whole = file.head()
    first = None if foreign(content) else next(_ways(file, content, whole), None)
    return first.encoding if first and first.notes else ""


def no_text(file: File | LargeFile, wanted: Wanted) -> UserError:
    """What to raise for a file that cannot be decoded."""
    if file.encoding:
        return UserError(
            f"{file.name} cannot be read as {in_words(file.encoding)}: choose another encoding, or none to have it found out."
        )
    return _refusal(file.name, NO_TEXT, wanted)


def _refusal(name: str, found: str, wanted: Wanted) -> UserError:
    return UserError(f"{name} is {found}; {wanted.expected}, so {wanted.convert} first.")


def check_size(file: File, wanted: Wanted) -> None:
    """Raise UserError for more than MAX_BYTES."""
    if len(file.content) > MAX_BYTES:
        raise UserError(f"{file.name} is larger than {MAX_BYTES / 1e6:.0f} MB; {wanted.smaller}.")


def foreign(content: bytes) -> str:
    """What the file is by its first bytes ("a PDF document"), "" when it may be text."""
    head = content[:16].lower()
    if head.startswith(b"pk\x03\x04"):
        inside = next((what for part, what in INSIDE_ZIP.items() if part in content), "")
        if inside:
            return inside
    return next((what for start, what in FOREIGN.items() if head.startswith(start)), "")


def unix_lines(text: str) -> str:
    r"""The same text with \n at the end of every line."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def to_json(value: object) -> bytes:
    """JSON that people can read, in UTF-8."""
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def _ways(file: File | LargeFile, content: bytes, whole: bool) -> Iterator[Decoding]:
    """Those to decode its first bytes that give text; ``whole``: they are all."""
    for encoding, note in _encodings(file, content):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(content, final=whole)
        except UnicodeError:
            continue
        if "\0" in text or (note and _is_noise(text)):
            return
        yield Decoding(text, encoding, (note,) if note else ())


def _encodings(file: File | LargeFile, content: bytes) -> Iterator[tuple[str, str]]:
    """The encodings to try, in order, and what to tell when it is a guess or was chosen."""
    if file.encoding:
        yield file.encoding, f"The file was read as {in_words(file.encoding)}, as chosen."
        return
    if marked := next((name for mark, name in BYTE_ORDER_MARKS if content.startswith(mark)), ""):
        yield marked, ""
        return
    if unmarked := _unmarked_utf16(content):
        yield unmarked, "The file does not say how it is encoded; it was read as UTF-16."
    yield "utf-8-sig", ""
    with file.opened() as opened:
        likely = guess(opened)
    for encoding in dict.fromkeys((likely, "cp1252", "latin-1")):  # the last one knows every byte
        yield encoding, f"The file is not UTF-8; it was read as {in_words(encoding)}."


def _unmarked_utf16(content: bytes) -> str:
    """The kind of UTF-16, seen from the zeros in every second byte that blanks, digits and Latin letters bring, "" without."""
    if len(content) < FEWEST or len(content) % 2:
        return ""
    head = content[:SAMPLE]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < ZEROS * len(head) or min(even, odd) * 10 > max(even, odd):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _is_noise(text: str) -> bool:
    """Whether more than one sign in a hundred is a control character, as in compressed data."""
    content = text.encode("utf-8")
    return len(content) - len(content.translate(None, CONTROLS)) > len(text) / 100
