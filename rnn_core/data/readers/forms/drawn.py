"""Tables drawn with lines of text, as in Markdown or by programs of databases: | date | value | over |---|---:|."""

import csv
import io
import re
from dataclasses import dataclass
from itertools import takewhile

LINE = r":?(?:-{2,}|={2,}):?\s*"
RULE = re.compile(rf"(?:[|+]\s*)?{LINE}(?:(?:[|+]\s*{LINE})+[|+]?|\|)")  # of a line without blanks around it
BETWEEN = re.compile(r"(?<!\\)\|")
SHOWN = 40  # letters of a line
EMPHASIS = re.compile(r"(\*\*|__|\*|`)(.+)\1")


@dataclass(frozen=True)
class Drawn:
    """The same lines with the cells of one table separated by commas and the others empty, and what to tell of it.

    ``share`` is that of the file's characters which make the table.
    """

    text: str
    notes: tuple[str, ...]
    share: float


def drawn(text: str) -> Drawn | None:
    """The largest table of such a text with those of the same columns, None for a text without any. Lines keep their numbers."""
    if "|" not in text or ("--" not in text and "==" not in text):
        return None
    lines = [line.strip() for line in text.split("\n")]
    found: list[range] = []
    for place, line in enumerate(lines):
        inside_last = bool(found) and place in found[-1]
        if place and not inside_last and RULE.fullmatch(line) and (table := _table(lines, place)):
            found.append(table)
    if not found:
        return None
    largest = max(found, key=len)
    header = cells(lines[largest[0]])
    taken = [table for table in found if cells(lines[table[0]]) == header]
    inside = {place for table in taken for place in table}
    again = {place for place in inside if cells(lines[place]) == header} - {largest[0]}
    rows = [
        _row(line) if place in inside and place not in again and not RULE.fullmatch(line) else ""
        for place, line in enumerate(lines)
    ]
    share = sum(len(lines[place]) for place in inside) / max(1, sum(map(len, lines)))
    others = [line for place, line in enumerate(lines) if place not in inside and line and not RULE.fullmatch(line)]
    return Drawn("\n".join(rows), (_note(len(taken), others),), share)


def _table(lines: list[str], rule: int) -> range | None:
    """The lines of a table, from the one above the rule on; None without cells there."""
    above, wide = lines[rule - 1], len(cells(lines[rule].replace("+", "|")))
    if "|" not in above or RULE.fullmatch(above) or len(cells(above)) != wide:
        return None
    rows = list(takewhile(lambda line: "|" in line or RULE.fullmatch(line), lines[rule + 1 :]))
    return range(rule - 1, rule + 1 + len(rows)) if rows else None


def cells(line: str) -> list[str]:
    """Those of a row, without what only makes them look bold or the like."""
    parts = BETWEEN.split(line)
    begin, end = (int(not part.strip()) for part in (parts[0], parts[-1]))
    inner = [part.strip().replace("\\|", "|") for part in parts[begin : len(parts) - end]]
    return [EMPHASIS.sub(r"\2", part) if EMPHASIS.fullmatch(part) else part for part in inner]


def _row(line: str) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(cells(line))
    return written.getvalue()


def _note(tables: int, others: list[str]) -> str:
    read = "A table drawn with lines was" if tables == 1 else f"{tables} tables drawn with lines, of the same columns, were"
    if not others:
        return f"{read} read."
    lines = "1 other line was" if len(others) == 1 else f"{len(others):,} other lines were"
    return f"{read} read; {lines} left out (the first: {others[0][:SHOWN]!r})."
