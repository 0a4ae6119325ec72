"""From the bytes of an uploaded CSV file to its header and its cells as text."""

import csv
import io
import re
from dataclasses import dataclass

import pandas as pd

from rnn_core.errors import UserError

MAX_BYTES = 50_000_000
MAX_COLUMNS = 1_000
MAX_ROWS = 2_000_000
MAX_CELLS = 5_000_000
EXPECTED = "expected a CSV text file with a row of column names, a column of dates and columns of numbers"
FOREIGN = {
    b"%pdf": "a PDF document",
    b"pk\x03\x04": "an Excel workbook or zip file",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x1f\x8b": "a gzip file",
    b"<!doctype": "a web page",
    b"<html": "a web page",
}


@dataclass(frozen=True)
class Cells:
    """A file's cells as text. The columns of ``rows`` are 0, 1, ...; its index is the row in a spreadsheet."""

    name: str
    header: list[str]
    rows: pd.DataFrame
    notes: tuple[str, ...] = ()


def read_cells(content: bytes, name: str) -> Cells:
    """Read a comma, semicolon or tab separated file. Raises UserError, saying what it is instead."""
    _refuse_foreign(content, name)
    text, notes = _text(content)
    body = text.lstrip("\n")
    if not body.strip():
        raise UserError(f"{name} is empty; {EXPECTED}.")
    columns, separator = _layout(body, name)
    if columns > MAX_COLUMNS:
        raise UserError(f"{name} has {columns:,} columns, more than {MAX_COLUMNS:,}; leave out those you do not need.")
    table = _table(body, separator, name, first=len(text) - len(body) + 1)
    rows = _filled(table.iloc[1:])
    if rows.empty:
        raise UserError(f"{name} has a header but no rows below it; {EXPECTED}.")
    if len(rows) * columns > MAX_CELLS:
        raise UserError(f"{name} has {len(rows):,} rows of {columns:,} columns, more than {MAX_CELLS:,} cells; leave some out.")
    if len(rows) > MAX_ROWS:
        raise UserError(f"{name} has {len(rows):,} rows, more than {MAX_ROWS:,}; upload a shorter period.")
    names, renamed = _distinct(list(table.iloc[0]))
    return Cells(name, names, rows, (*notes, *renamed))


def _refuse_foreign(content: bytes, name: str) -> None:
    if len(content) > MAX_BYTES:
        raise UserError(f"{name} is larger than {MAX_BYTES / 1e6:.0f} MB; upload fewer rows or columns.")
    head = content[:16].lower()
    found = next((what for start, what in FOREIGN.items() if head.startswith(start)), None)
    if found is None and b"\0" in content:
        found = "a binary file or UTF-16 text"
    if found:
        raise UserError(f"{name} is {found}; {EXPECTED}, so save or export the table as CSV (UTF-8) first.")


def _text(content: bytes) -> tuple[str, tuple[str, ...]]:
    for encoding in ("utf-8-sig", "cp1252", "latin-1"):  # the last one knows every byte
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    western = f"The file is not UTF-8; it was read as Western European text ({encoding})."
    return text.replace("\r\n", "\n").replace("\r", "\n"), () if encoding == "utf-8-sig" else (western,)


def _layout(body: str, name: str) -> tuple[int, str]:
    """How many columns the first row has, split by the separator that gives most, and that separator."""
    try:
        counts = {mark: len(next(csv.reader(io.StringIO(body, newline=""), delimiter=mark))) for mark in ",;\t"}
        separator = max(counts, key=counts.__getitem__)
        return counts[separator], separator
    except csv.Error as error:  # a cell of more than 131,072 characters
        raise UserError(f"The first row of {name} is not a row of column names; {EXPECTED}.") from error


def _table(body: str, separator: str, name: str, first: int) -> pd.DataFrame:
    """Every cell as text, indexed by row number; ``first`` is the number of the first row."""
    try:
        table = pd.read_csv(
            io.StringIO(body),
            sep=separator,
            header=None,
            index_col=False,
            dtype=str,
            na_filter=False,
            skip_blank_lines=False,
        )
    except pd.errors.ParserError as error:
        raise UserError(f"{name} {_misfit(str(error), first)}; check the separators and the quotes there.") from error
    table.index += first
    return table


def _filled(rows: pd.DataFrame) -> pd.DataFrame:
    """The cells without blanks around them, in the rows that have any."""
    stripped = rows.apply(lambda column: column.str.strip())
    return stripped[(stripped != "").any(axis="columns")]


def _misfit(error: str, first: int) -> str:
    found = re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", error)
    if not found:
        return "has a quote that is never closed, or a row that cannot be split into cells"
    columns, row, values = map(int, found.groups())
    return f"has {values} values in row {row + first - 1}, but {columns} columns in its first row"


def _distinct(header: list[str]) -> tuple[list[str], list[str]]:
    """The column names, made distinct and not empty, and a note for each that had to change."""
    names: list[str] = []
    notes = []
    for number, given in enumerate(header, start=1):
        name = given or f"column {number}"
        while name in names:
            name += " (2)"
        if name != given:
            was = f"is named {given!r} as another is" if given else "has no name"
            notes.append(f"Column {number} of the file {was}; it is called {name!r} here.")
        names.append(name)
    return names, notes
