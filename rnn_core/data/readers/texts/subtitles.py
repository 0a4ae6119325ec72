"""Subtitles of films and words of songs, without the numbers and times beside them."""

import re
from collections.abc import Callable

Found = tuple[str, str]  # what is said, and a note

TIMES = re.compile(r"(?:\d+:)?\d{1,2}:\d{2}[,.]\d{3} *--> *(?:\d+:)?\d{1,2}:\d{2}[,.]\d{3}.*")
TAG = re.compile(r"</?(?:[bciuv]|font|ruby|rt|lang|\d\d:[\d:.]+)(?:[ .][^<>]*)?>|\{\\[^{}]*\}")
NUMBER = re.compile(r"\ufeff?\s*\d+\s*")
SONG = re.compile(r"\ufeff?(?:\[\d{1,3}:\d\d(?:[.:]\d{1,3})?\]\s*)+(.*)")
ABOUT_SONG = re.compile(r"\ufeff?\[(?:ti|ar|al|au|by|re|ve|length|offset|la|id|kana|tool|lr|#):?[^\[\]]*\]", re.IGNORECASE)
WORD_TIME = re.compile(r"<\d{1,3}:\d\d(?:[.:]\d{1,3})?>\s?")
FRAMES = re.compile(r"\ufeff?\{\d+\}\{\d*\}(.*)")
SCRIPT, DIALOGUE, BEFORE_TEXT = "[Script Info]", "Dialogue:", 9  # commas
FEWEST, MOSTLY = 3, 0.8  # lines with a time, and their share
NOTE = "The numbers and times of {:,} subtitles were left out."


def srt(text: str) -> Found | None:
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
    return "\n".join(said) + "\n", NOTE.format(len(timed))


def ass(text: str) -> Found | None:
    """Of lines that begin with Dialogue what stands behind the nine cells."""
    if not text.lstrip("\ufeff\n ").startswith(SCRIPT):
        return None
    cells = [line.split(",", BEFORE_TEXT) for line in text.split("\n") if line.startswith(DIALOGUE)]
    said = [TAG.sub("", one[BEFORE_TEXT]) for one in cells if len(one) > BEFORE_TEXT]
    lines = [re.sub(r"\\[Nn]", "\n", one).replace("\\h", " ") for one in said if one.strip()]
    return ("\n".join(lines) + "\n", NOTE.format(len(lines))) if lines else None


def frames(text: str) -> Found | None:
    """Of lines that begin with two numbers of frames; a pipe parts lines."""
    full = [line for line in text.split("\n") if line.strip()]
    found = [match[1] for line in full if (match := FRAMES.fullmatch(line))]
    if len(found) < max(FEWEST, len(full)):
        return None
    return "\n".join(re.sub(r"\{[^{}]*\}", "", one).replace("|", "\n") for one in found) + "\n", NOTE.format(len(found))


def song(text: str) -> Found | None:
    """The words of a song without the times before them (LRC), and without lines about it."""
    full = [line.strip() for line in text.split("\n") if line.strip()]
    timed = [line for line in full if SONG.fullmatch(line)]
    if len(timed) < max(FEWEST, MOSTLY * sum(not ABOUT_SONG.fullmatch(line) for line in full)):
        return None
    kept = [line for line in text.split("\n") if not ABOUT_SONG.fullmatch(line.strip())]
    words = [WORD_TIME.sub("", match[1] if (match := SONG.fullmatch(line.strip())) else line) for line in kept]
    return "\n".join(words).strip("\n") + "\n", f"The times of {len(timed):,} lines of a song were left out."


FORMS: tuple[Callable[[str], Found | None], ...] = (srt, ass, frames, song)
