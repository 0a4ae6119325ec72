"""What stands around the words of a book or a film: a licence, the times of subtitles."""

import re

from rnn_core.data.readers.texts import subtitles

BEGIN = re.compile(r"\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG.*", re.IGNORECASE)
END = re.compile(r"\*\*\* ?END OF (?:THE|THIS) PROJECT GUTENBERG.*", re.IGNORECASE)


def left_out(text: str) -> tuple[str, tuple[str, ...]]:
    """The words alone, and a note on what was left out; a text without such things stays as it is."""
    for leave_out in (_licence, *subtitles.FORMS):
        if (found := leave_out(text)) is not None:
            return found[0], (found[1],)
    return text, ()


def _licence(text: str) -> tuple[str, str] | None:
    """The books between the lines that say where a book of Project Gutenberg begins and ends."""
    if "PROJECT GUTENBERG" not in text.upper():
        return None
    lines = text.split("\n")
    marks = {number: True for number, line in enumerate(lines) if BEGIN.match(line)}
    marks |= {number: False for number, line in enumerate(lines) if END.match(line)}
    inside = not next((begins for _, begins in sorted(marks.items())), False)
    kept = []
    for number, line in enumerate(lines):
        if number in marks:
            inside = marks[number]
        elif inside:
            kept.append(line)
    book = "\n".join(kept).strip("\n") + "\n"
    if not marks or not book.strip():
        return None
    return book, f"The licence of Project Gutenberg around the book ({len(text) - len(book):,} characters) was left out."
