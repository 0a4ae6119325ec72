"""Chats that WhatsApp exported: a stamp, an author and a message, which can go on in the next lines."""

import re

from rnn_core.data.readers.texts.chats import OWN_LINES, Chat, Message, chat

MARKS = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff"  # say in which direction to write, and cannot be seen
MARK = f"[{MARKS}]*"
DATE = rf"\d{{1,4}}{MARK}[./-]{MARK} ?\d{{1,2}}{MARK}[./-]{MARK} ?\d{{1,4}}\.?"
WORD = r"[^\W\d_][^\s\d\[\]:,،]{0,14}"  # "à", "klo"; "م" or "ÖS" for the half of the day
HALF = rf"[ap]\.?\s?m\.?|{WORD}"
TIME = rf"(?:{WORD}\s?)?\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?{MARK}(?:\s?(?:{HALF}))?"  # "à 22:05", "10:05:13 p. m."
WHEN = rf"{MARK}(?:{DATE}{MARK}[,،]?{MARK}\s+{MARK}{TIME}|{TIME}[,،]\s{DATE}){MARK}"  # the time first where one copies by hand
STAMP = re.compile(rf"{MARK}(?:\[{WHEN}\]\s|{WHEN}\s[-–]\s)", re.IGNORECASE)
AUTHOR = re.compile(rf"[{MARKS}~\s]*([^:\"“”„«\n]{{1,60}}):(?: (.*)|$)")
FEWEST, SHARE = 3, 0.05  # messages, and of the lines those that begin one: a message can be long


def read(text: str) -> Chat | None:
    """The authors and messages of a chat, by the line where each begins, and a note; None for another text."""
    lines = text.rstrip("\n").split("\n")
    begins = {number: found.end() for number, line in enumerate(lines) if (found := STAMP.match(line))}
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if first not in begins or len(begins) < SHARE * len(lines):
        return None
    ends = [*list(begins)[1:], len(lines)]
    rows = {}
    for (number, place), end in zip(begins.items(), ends, strict=True):
        if message := _message("\n".join([lines[number][place:], *lines[number + 1 : end]])):
            rows[number + 1] = message
    if len(rows) < FEWEST:
        return None
    return chat("WhatsApp", rows, len(begins) - len(rows), OWN_LINES)


def _message(line: str) -> Message | None:
    """Author and message; None for a line of the program itself, which has no author, or begins with a mark."""
    head, _, more = line.partition("\n")
    found = AUTHOR.match(head)
    said = (found[2] or "") if found else ""
    if not found or said.startswith("\u200e"):
        return None
    return re.sub(rf"^[{MARKS}\s]+|[{MARKS}\s]+$", "", found[1]), f"{said}\n{more}" if more else said
