"""The encodings that files come in, and which of them one has that does not say so and is not UTF-8."""

import codecs
import re
from typing import BinaryIO

from charset_normalizer import from_bytes

from rnn_core.data.readers import header_words, latin_letters
from rnn_core.errors import UserError

ENCODINGS = {  # by their names in Python
    "cp1252": "Western European (cp1252)",
    "latin-1": "Western European (latin-1)",
    "iso8859_15": "Western European (ISO 8859-15)",
    "mac_roman": "Western European (Mac Roman)",
    "cp850": "Western European (cp850)",
    "cp1250": "Central European (cp1250)",
    "iso8859_2": "Central European (ISO 8859-2)",
    "cp852": "Central European (cp852)",
    "cp1251": "Cyrillic (cp1251)",
    "koi8_r": "Cyrillic (KOI8-R)",
    "koi8_u": "Cyrillic (KOI8-U)",
    "iso8859_5": "Cyrillic (ISO 8859-5)",
    "cp866": "Cyrillic (cp866)",
    "mac_cyrillic": "Cyrillic (Mac)",
    "cp1253": "Greek (cp1253)",
    "iso8859_7": "Greek (ISO 8859-7)",
    "cp1254": "Turkish (cp1254)",
    "cp1257": "Baltic (cp1257)",
    "cp1255": "Hebrew (cp1255)",
    "cp1256": "Arabic and Persian (cp1256)",
    "cp874": "Thai (cp874)",
    "cp1258": "Vietnamese (cp1258)",
    "gb18030": "Chinese (GBK)",
    "big5": "Chinese (Big5)",
    "cp950": "Chinese (cp950)",
    "cp932": "Japanese (Shift JIS)",
    "euc_jp": "Japanese (EUC-JP)",
    "cp949": "Korean (EUC-KR)",
    "utf-16-le": "Unicode (UTF-16-LE)",
    "utf-16-be": "Unicode (UTF-16-BE)",
    "utf-8-sig": "Unicode (UTF-8)",
}
ALIASES = {codecs.lookup(one).name: one for one in ENCODINGS} | {"utf-8": "utf-8-sig"}
OF_TWO_BYTES = ("gb18030", "big5", "cp950", "cp932", "euc_jp", "cp949")
OF_OTHER_SCRIPTS = (
    *("cp1251", "koi8_r", "koi8_u", "iso8859_5", "cp866", "cp1253", "iso8859_7", "cp1255", "cp1256", "cp874"),
    *OF_TWO_BYTES,
    "cp1252",
)
LINES, WORDS = 1 << 20, 1 << 16  # bytes at most of the sample's lines, and of the words taken from them
SEARCHED = 1 << 26  # bytes among which lines for it are looked for
ENOUGH = 200  # bytes that are not ASCII; fewer do not tell a language
FEWEST = 10  # different ones; fewer are bullets or lines, not letters
HEBREW = bytes(range(0xE0, 0xFB))  # its letters; other texts of such length have capitals, accents or the last letters too
MARKS = bytes(range(0x80, 0xC0))
LATIN = 0.37  # of these bytes stand alone, at least: letters with accents among others
BETWEEN = re.compile(rb"[\x00-\x2f\x3a-\x3f]+")  # blanks and marks that are never a part of a sign of several bytes


def in_words(encoding: str) -> str:
    """What a text in it is: "Cyrillic text (cp1251)"."""
    return ENCODINGS.get(encoding, f"({encoding})").replace("(", "text (")


def named(given: str) -> str:
    """The encoding that Python knows under this name, as it is called here. Raises UserError for none."""
    try:
        b"a".decode(given)
    except LookupError as error:
        raise UserError(
            f"There is no encoding {given[:80]!r}: give one such as cp1251, koi8-r, gb18030 or utf-8, or none to have it found "
            "out."
        ) from error
    except UnicodeError:  # as one letter is not enough for it
        pass
    known = codecs.lookup(given).name
    return ALIASES.get(known, known)


def guess(file: BinaryIO) -> str:
    """The likeliest encoding of a file that is not UTF-8, from a sample of it; with few letters one that makes words of them."""
    sample = _words(_lines(file))
    runs = re.findall(rb"[\x80-\xff]+", sample)
    count = sum(map(len, runs))
    if count < ENOUGH:
        return header_words.likeliest(sample) or _of_few(sample)
    if sum(len(run) == 1 for run in runs) > LATIN * count:
        return latin_letters.likeliest(sample)
    if _is_hebrew(b"".join(runs)):
        return "cp1255"
    if len({*b"".join(runs)}) >= FEWEST:
        return _of_other_scripts(sample)
    return header_words.likeliest(sample) or header_words.cyrillic(sample) or "cp1252"


def _of_few(sample: bytes) -> str:
    """As the statistics of so few letters say nothing."""
    return "gb18030" if _is_chinese(sample) else header_words.cyrillic(sample) or "cp1252"


def _lines(file: BinaryIO) -> bytes:
    """The first lines that are not ASCII alone."""
    kept, size, searched = [], 0, 0
    while size < LINES and searched < SEARCHED and (line := file.readline(WORDS)):
        searched += len(line)
        if not line.isascii():
            kept.append(line)
            size += len(line)
    return b"".join(kept)


def _words(lines: bytes) -> bytes:
    """The first words that are not ASCII alone."""
    words = b" ".join(word for word in BETWEEN.split(lines) if not word.isascii())
    return words if len(words) <= WORDS else words[:WORDS].rpartition(b" ")[0] or words[:WORDS]


def _is_hebrew(letters: bytes) -> bool:
    """Whether they are all its own, with few marks among them."""
    found = letters.translate(None, MARKS)
    return not found.translate(None, HEBREW) and len(found) > 0.9 * len(letters)


def _of_other_scripts(sample: bytes) -> str:
    """As charset-normalizer finds it; signs of two bytes that fit everywhere are preferred, as they hardly do by chance."""
    matches = list(from_bytes(sample, cp_isolation=[*OF_OTHER_SCRIPTS], threshold=1))
    if not matches:
        return "cp1252"
    found = [one.encoding for one in matches if one.chaos <= matches[0].chaos]
    return next((one for one in found if one in OF_TWO_BYTES), found[0])


def _is_chinese(content: bytes) -> bool:
    """Whether these few bytes are GBK and not Western text that happens to decode as such.

    Western accents stand alone before ASCII letters, which gives rare signs; Chinese text is made of the 3,755 common ones
    of GB 2312 (first bytes B0 to D7) and its punctuation (A1 and A3).
    """
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return False
    signs = [sign.encode("gb18030") for sign in re.findall(r"[^\x00-\x7f]", text)]
    common = sum(len(sign) == 2 and sign[1] >= 0xA1 and (0xB0 <= sign[0] <= 0xD7 or sign[0] in (0xA1, 0xA3)) for sign in signs)
    return common > 0.7 * len(signs)
