"""Chats that WhatsApp exported: a stamp, an author and a message, which can go on in the next lines."""

import re

import pandas as pd

MARKS = "\u200e\u200f\u202a-\u202e\ufeff"  # say in which direction to write, and cannot be seen
DATE = r"\d{1,4}[./-] ?\d{1,2}[./-] ?\d{1,4}\.?"
TIME = r"(?:[^\W\d_]{1,4}\.?\s?)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?\s?m\.?)?"  # "à 22:05", "10:05:13 p. m."
STAMP = re.compile(rf"[{MARKS}]*(?:\[{DATE},?\s+{TIME}\]\s|{DATE},?\s+{TIME}\s[-–]\s)", re.IGNORECASE)
AUTHOR = re.compile(rf"[{MARKS}~\s]*([^:\"“”„«\n]{{1,60}}):(?: (.*)|$)")
FEWEST, SHARE = 3, 0.05  # messages, and of the lines those that begin one: a message can be long


def read(text: str) -> tuple[pd.DataFrame, str] | None:
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
    table = pd.DataFrame(list(rows.values()), index=list(rows), columns=["author", "message"], dtype="str")
    own = len(begins) - len(rows)
    more = f", and {own:,} line{'' if own == 1 else 's'} of the program itself," if own else ""
    return table, f"Read as a WhatsApp chat: {len(rows):,} messages; their dates and times{more} were left out."


def _message(line: str) -> tuple[str, str] | None:
    """Author and message; None for a line of the program itself, which has no author, or begins with a mark."""
    head, _, more = line.partition("\n")
    found = AUTHOR.match(head)
    said = (found[2] or "") if found else ""
    if not found or said.startswith("\u200e"):
        return None
    return found[1].strip(), f"{said}\n{more}" if more else said
