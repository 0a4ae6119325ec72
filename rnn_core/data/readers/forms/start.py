"""Where a table starts: the lines above its column names, and column names that take several rows."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

LOOKED_AT = 60  # lines
SEPARATORS = ",;\t|"
BLANKS = r"\s+"  # as pandas takes them for a separator
MOSTLY = 0.8  # of rows have as many cells, and of cells are numbers, in a table separated by blanks
FEWEST_YEARS = 5
COMMENTS = ("#", "%", "//")
NUMBER = re.compile(r"[(+\-−$€£]*[0-9][0-9.,:/\-–T ]*(?:[eE][+\-]?[0-9]{1,3})?[%)KMBZ]?")  # or a date
DECIMAL = re.compile(r"[+\-−]?[0-9]+,[0-9]+%?")  # a cell that holds a decimal comma
HOUR = re.compile(r"(?:[01][0-9]|2[0-3]),[^,]+")  # or an hour after its date, and the next cell
BELOW = 3  # rows, one of which holds numbers
DATES = {"date", "datetime", "time", "timestamp", "index"}

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Names:
    """The column names, how many rows they took, and what to tell when that is more than one."""

    names: list[str]
    rows: int = 1
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Above:
    """How many columns most rows have, and how many rows stand above the one with the column names.

    ``known``: the first row, or a later one, is one of column names, as far as can be seen.
    """

    wide: int = 0
    above: int = 0
    known: bool = False


def lines_above(text: str) -> int:
    """How many of the first lines of a text are a title, an address, comments or blank, and no column names yet."""
    lines = text.split("\n", LOOKED_AT)[:LOOKED_AT]
    rows = {separator: _split(lines, separator) for separator in ((BLANKS,) if by_blanks(text) else SEPARATORS)}
    return max((rows_above(found) for found in rows.values()), key=lambda one: (one.known, one.wide)).above


def rows_above(rows: Rows) -> Above:
    """Column names are words, as many as most rows have cells, with numbers below them."""
    sizes = [len(row) for row in rows if len(row) > 1 and not _is_comment(row)]
    wide, often = Counter(sizes).most_common(1)[0] if sizes else (0, 0)
    if 2 * often < len(sizes) or not sizes:
        return Above()
    for place, row in enumerate(rows):
        if len(row) != wide or not any(row) or _is_comment(row) or _is_title(row):
            continue
        below = [other for other in rows[place + 1 :] if any(other)][:BELOW]
        known = not place or ((_are_words(row) or _end_in_years(row)) and not all(_are_words(other) for other in below))
        return Above(wide, place if known else 0, known)
    return Above(wide)


def names_of(rows: Rows) -> Names:
    """The column names in the first rows of a table.

    Programs write them in several rows when a column has several: then the last of these rows holds the name of the column of
    dates alone, or in all of them are words and a name of the first one comes again. A name that stands over every column is
    left out of them.
    """
    for place in range(1, len(rows) - 1):
        if _is_name_of_dates(rows[place]) and all(all(row[1:]) for row in rows[:place]):
            return _joined(rows[: place + 1])
        if _are_levels(rows[: place + 1]) and _are_numbers(rows[place + 1]):
            return _joined(rows[: place + 1])
    return Names(list(rows[0]) if rows else [])


def by_blanks(text: str) -> bool:
    """Whether a table of numbers, which may have decimal commas, separates its cells by nothing but blanks."""
    lines = [line for line in text.split("\n", LOOKED_AT)[:LOOKED_AT] if line.strip() and not line.lstrip().startswith(COMMENTS)]
    rows = [line.split() for line in lines]
    if any(mark in line for line in lines for mark in SEPARATORS.replace(",", "")) or not _are_decimal(rows):
        return False
    wide, often = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
    cells = [cell for row in rows for cell in row]
    numbers = sum(NUMBER.fullmatch(cell) is not None for cell in cells)
    return wide > 1 and often >= MOSTLY * len(rows) and numbers >= MOSTLY * len(cells)


def _are_decimal(rows: Rows) -> bool:
    """Whether the commas, if there are any, all stand inside of numbers that are more than hours before another cell."""
    cells = [cell for row in rows for cell in row if "," in cell]
    return all(DECIMAL.fullmatch(cell) for cell in cells) and not (cells and all(HOUR.fullmatch(cell) for cell in cells))


def _split(lines: Sequence[str], separator: str) -> list[list[str]]:
    if separator == BLANKS:
        return [line.split() for line in lines]
    try:
        return [next(csv.reader([line], delimiter=separator), []) for line in lines]
    except csv.Error:  # a cell of more than 131,072 characters
        return []


def _is_comment(row: Sequence[str]) -> bool:
    return bool(row) and row[0].lstrip().startswith(COMMENTS)


def _is_title(row: Sequence[str]) -> bool:
    """A single cell of several, as programs of tables write a title."""
    return len(row) > 1 and bool(row[0].strip()) and not any(cell.strip() for cell in row[1:])


def _are_words(row: Sequence[str]) -> bool:
    return any(row) and not any(NUMBER.fullmatch(cell.strip()) for cell in row)


def _end_in_years(row: Sequence[str]) -> bool:
    """Words, and then whole numbers that go up by one, as in a table with a column for each year."""
    filled = [cell.strip() for cell in row if cell.strip()]
    years = [cell for cell in filled if cell.isascii() and cell.isdigit()]
    steps = {int(after) - int(before) for before, after in pairwise(years)}
    return len(years) >= FEWEST_YEARS and steps == {1} and years[0] != filled[0]


def _is_name_of_dates(row: Sequence[str]) -> bool:
    return len(row) > 1 and row[0].strip().casefold() in DATES and not any(cell.strip() for cell in row[1:])


def _are_levels(rows: Rows) -> bool:
    first = rows[0][1:]
    return len(set(first)) < len(first) and all(all(row) and _are_words(row) for row in rows)


def _are_numbers(row: Sequence[str]) -> bool:
    return 2 * sum(NUMBER.fullmatch(cell.strip()) is not None for cell in row) > len(row)


def _joined(rows: Rows) -> Names:
    *levels, last = rows
    same = [level for level in levels if len(set(level[1:])) == 1 and len(levels) > 1]
    kept = [level for level in levels if level not in same] or levels[:1]
    kept += [last] if all(last) else []
    names = [" ".join(dict.fromkeys(parts)) for parts in zip(*(level[1:] for level in kept), strict=True)]
    over = f" ({', '.join(level[1] for level in same)} stands over every column)" if same else ""
    return Names([last[0], *names], len(rows), (f"The first {len(rows)} rows were read as column names{over}.",))
