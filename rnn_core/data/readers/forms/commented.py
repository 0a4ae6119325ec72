"""Column names that stand in the last comment above the rows: "# STN,YYYYMMDD,HH", "# 1:Date 2:Time"."""

import re
from itertools import product

from rnn_core.data.readers.forms.start import COMMENTS, NUMBER

SHOWN = 40  # letters
MOST = 400  # lines of comments
BELOW = 5  # rows
SEPARATORS = (",", ";", "\t", "|", None)  # None: blanks
NUMBERED = re.compile(r"\d+:(?=\D)")  # before a name, as in "1:Date"


def with_commented_names(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with these names as a line of their own, where as many cells stand below and no other names, and a note.

    Comments above rows of numbers without any names become empty lines.
    """
    if not text.lstrip().startswith(COMMENTS):
        return text, ()
    lines = text.split("\n", MOST)
    first = next((place for place, line in enumerate(lines[:MOST]) if line.strip() and not _is_comment(line)), 0)
    below = [line.strip() for line in lines[first:-1] if line.strip()][:BELOW]
    for place in _last_comments(lines, first):
        if names := _names(lines[place], below):
            return "\n".join([*lines[:place], names, *[""] * (first - place - 1), *lines[first:]]), ()
    if not below or not all(NUMBER.fullmatch(cell) for row in below for cell in row.split()):
        return text, ()
    above = "The line above the rows was" if first == 1 else f"The {first:,} lines above the rows were"
    note = f"{above} left out (the first: {lines[0].strip()[:SHOWN]!r})."
    return "\n".join([*[""] * first, *lines[first:]]), (note,)


def _last_comments(lines: list[str], first: int) -> list[int]:
    """The places of the last comment above the row ``first`` and of that right above it, in order."""
    last = next((at for at in range(first - 1, -1, -1) if lines[at].strip()), None)
    return [] if last is None else [at for at in (last - 1, last) if at >= 0 and _is_comment(lines[at])]


def _names(line: str, below: list[str]) -> str:
    """The names in a comment as a row of names, "" where it holds none for the rows below it."""
    bare = line.strip()
    for separator, said in product(SEPARATORS, (bare.lstrip("#%/").strip(), bare)):  # "#" may be a name itself
        names = [name.strip() for name in said.split(separator)]
        rows = [row.split(separator) for row in below]
        if len(names) > 1 and rows and all(len(row) == len(names) for row in rows) and _fit(names, rows):
            return (separator or " ").join(NUMBERED.sub("", name) for name in names)
    return ""


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith(COMMENTS)


def _fit(names: list[str], rows: list[list[str]]) -> bool:
    """Whether these are words, each another one, above rows that hold numbers."""
    words = all(name and not NUMBER.fullmatch(name) for name in names) and len({*names}) == len(names)
    numbers = (sum(NUMBER.fullmatch(cell.strip()) is not None for cell in row) for row in rows)
    return words and all(2 * count > len(names) for count in numbers)
