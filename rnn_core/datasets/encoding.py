"""Between bytes and text: what a user's file holds, and JSON as it is kept."""

import codecs
import json
from dataclasses import dataclass

from rnn_core.errors import UserError

MAX_BYTES = 50_000_000
WEB_PAGE = "a web page"
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


@dataclass(frozen=True)
class Wanted:
    """What a reader expects of a file, in the words of its messages."""

    expected: str  # "expected plain text"
    convert: str  # what to do with another kind of file: "save it as plain text"
    smaller: str  # what to do with one that is too large: "upload a part of it"
    web_pages: bool = False  # whether HTML will do as well


def decode(content: bytes, name: str, wanted: Wanted) -> tuple[str, tuple[str, ...]]:
    r"""The text of a file, its lines ending with \n, and a note when its encoding is a guess.

    Raises UserError, saying what the file is instead.
    """
    check_size(content, name, wanted)
    found = foreign(content)
    text = encoding = ""
    if not found or (wanted.web_pages and found == WEB_PAGE):
        text, encoding, found = _decoded(content)
    if found:
        raise UserError(f"{name} is {found}; {wanted.expected}, so {wanted.convert} first.")
    if not text.strip():
        raise UserError(f"{name} is empty; {wanted.expected}.")
    western = f"The file is not UTF-8; it was read as Western European text ({encoding})."
    return unix_lines(text), () if encoding.startswith("utf") else (western,)


def check_size(content: bytes, name: str, wanted: Wanted) -> None:
    """Raise UserError for more than MAX_BYTES."""
    if len(content) > MAX_BYTES:
        raise UserError(f"{name} is larger than {MAX_BYTES / 1e6:.0f} MB; {wanted.smaller}.")


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


def _decoded(content: bytes) -> tuple[str, str, str]:
    """The text, its encoding and, when it is no text, what it is."""
    marked = next((name for mark, name in BYTE_ORDER_MARKS if content.startswith(mark)), "")
    for encoding in (marked,) if marked else ("utf-8-sig", "cp1252", "latin-1"):  # the last one knows every byte
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        guessed = not encoding.startswith("utf")
        if "\0" in text or (guessed and _is_noise(content)):
            break
        return text, encoding, ""
    return "", "", "a binary file or UTF-16 text"


def _is_noise(content: bytes) -> bool:
    """Whether more than one byte in a hundred is a control character, as in compressed data."""
    return len(content) - len(content.translate(None, CONTROLS)) > len(content) / 100
