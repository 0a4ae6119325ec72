"""What stands around the words of a book or a film: a licence, the numbers and times of subtitles."""

import re

BEGIN = re.compile(r"\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG.*", re.IGNORECASE)
END = re.compile(r"\*\*\* ?END OF (?:THE|THIS) PROJECT GUTENBERG.*", re.IGNORECASE)
TIMES = re.compile(r"(?:\d+:)?\d{1,2}:\d{2}[,.]\d{3} *--> *(?:\d+:)?\d{1,2}:\d{2}[,.]\d{3}.*")
TAG = re.compile(r"</?(?:[bciuv]|font|ruby|rt|lang|\d\d:[\d:.]+)(?:[ .][^<>]*)?>")
NUMBER = re.compile(r"\ufeff?\s*\d+\s*")


def left_out(text: str) -> tuple[str, tuple[str, ...]]:
    """The words alone, and a note on what was left out; a text without such things stays as it is."""
    for leave_out in (_licence, _subtitles):
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


def _subtitles(text: str) -> tuple[str, str] | None:
    """What is said, a line of the file a line, without the numbers and times above it, and without tags."""
    lines = text.split("\n")
    full = [line for line in lines if line.strip()]
    timed = {number for number, line in enumerate(lines) if TIMES.fullmatch(line.strip())}
    web = bool(full) and full[0].lstrip("\ufeff").startswith("WEBVTT")
    if not timed or (not web and (len(full) < 3 or not TIMES.fullmatch(full[1].strip()) or not NUMBER.fullmatch(full[0]))):
        return None
    above = {number - 1 for number in timed if number and (web or NUMBER.fullmatch(lines[number - 1]))}
    head = set(range(min(timed))) if web else set()
    said = [TAG.sub("", line) for number, line in enumerate(lines) if line.strip() and number not in timed | above | head]
    said = [line for line in said if line.strip()]
    if not said:
        return None
    return "\n".join(said) + "\n", f"The numbers and times of {len(timed):,} subtitles were left out."
