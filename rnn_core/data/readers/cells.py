"""From the bytes of an uploaded CSV file to its header and its cells as text."""

import contextlib
import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pandas as pd

from rnn_core.data.questions import Question
from rnn_core.data.readers.decoding import Wanted, decode
from rnn_core.data.readers.file import File
from rnn_core.data.readers.forms.commented import with_commented_names
from rnn_core.data.readers.forms.drawn import drawn
from rnn_core.data.readers.forms.nameless import without_names
from rnn_core.data.readers.forms.start import BLANKS, LOOKED_AT, MOSTLY, SEPARATORS, by_blanks, lines_above, names_of
from rnn_core.data.readers.texts import quotes
from rnn_core.errors import UserError

MAX_COLUMNS = 1_000
MAX_ROWS = 2_000_000
MOST_NAMES = 4  # rows of column names
SHOWN = 40  # letters of a line
OPTIONS: dict[str, Any] = {  # of read_csv: every cell as text
    "header": None,
    "index_col": False,
    "dtype": str,
    "na_filter": False,
    "skip_blank_lines": False,
}


def _never(table: pd.DataFrame) -> bool:
    return False


@dataclass(frozen=True)
class WantedTable(Wanted):
    """What a reader expects of a table. ``nameless``: whether its first row is no row of column names."""

    shorter: str = "leave some out"  # what to do with one of too many rows
    strip: bool = True  # whether blanks around a cell say nothing
    max_cells: int = 5_000_000
    numbers: bool = False  # whether it holds numbers, so that column names are known from what stands above and below them
    nameless: Callable[[pd.DataFrame], bool] = _never


NUMBERS = WantedTable(
    expected="expected a CSV text file or an Excel workbook (.xlsx) with a row of column names, a column of dates and columns "
    "of numbers",
    convert="save or export the table as CSV (UTF-8)",
    smaller="upload fewer rows or columns",
    shorter="upload a shorter period",
    numbers=True,
    nameless=without_names,
)


@dataclass(frozen=True)
class Cells:
    """A file's cells as text. The columns of ``rows`` are 0, 1, ...; its index is the row in a spreadsheet."""

    name: str
    header: list[str]
    rows: pd.DataFrame
    notes: tuple[str, ...] = ()
    typed: bool = False  # of a workbook, whose numbers come with a decimal point
    questions: tuple[Question, ...] = ()  # asked to bring the table into this form
    numbered: bool = False  # whether its rows were numbered, as it has no dates
    beside: tuple[str, ...] = ()  # names of columns that went into that of dates, or that tell several series apart


def read_cells(file: File, wanted: WantedTable = NUMBERS) -> Cells:
    """Read a file separated by commas, semicolons, tabs or pipes, or blanks between numbers, or a table drawn with lines.

    Raises UserError, saying what it is instead.
    """
    text, notes = decode(file, wanted)
    if table := drawn(text):
        text, notes = table.text, (*notes, *table.notes)
    if wanted.numbers:
        text, more = with_commented_names(text)
        notes = (*notes, *more)
    above, told = beginning(text, wanted)
    body = text[above:]
    columns, separator = layout(body, file.name, wanted)
    check_columns(columns, file.name)
    signs = quotes.are_signs(body, separator)
    rows = _table(body, separator, file.name, first=text.count("\n", 0, above) + 1, quoted=not signs)
    return as_cells(rows, file.name, wanted, (*notes, *told, *((quotes.NOTE,) if signs else ())))


def beginning(text: str, wanted: WantedTable) -> tuple[int, tuple[str, ...]]:
    """How many characters stand above a table, and a note when they are more than empty lines."""
    empty = len(text) - len(text.lstrip("\n"))
    count = lines_above(text[empty:]) if wanted.numbers else 0
    lines = text[empty:].split("\n", count)[:count]
    return empty + sum(len(line) + 1 for line in lines), above_note([line for line in lines if line.strip()])


def above_note(left_out: Sequence[str]) -> tuple[str, ...]:
    """That these lines above the column names were left out."""
    if not left_out:
        return ()
    first = left_out[0].strip()[:SHOWN]
    if len(left_out) == 1:
        return (f"The line above the column names was left out: {first!r}.",)
    return (f"The {len(left_out)} lines above the column names were left out (the first: {first!r}).",)


def as_cells(table: pd.DataFrame, name: str, wanted: WantedTable, notes: Sequence[str] = ()) -> Cells:
    """A table of text whose first rows hold the column names, if it has any. Raises UserError for no rows or too many."""
    names, renamed, below, told = named(table, wanted)
    rows = filled(below, wanted.strip)
    if rows.empty:
        raise no_rows(name, wanted)
    check_rows(len(rows), rows.shape[1], name, wanted)
    return Cells(name, names, rows, (*notes, *told, *renamed.values()))


def named(table: pd.DataFrame, wanted: WantedTable) -> tuple[list[str], dict[int, str], pd.DataFrame, tuple[str, ...]]:
    """The column names, by its position a note on each that the file has otherwise, the rows below, and what else to tell."""
    if not wanted.nameless(table):
        first = table.iloc[: MOST_NAMES + 1].to_numpy().tolist() if wanted.numbers else [list(table.iloc[0])]
        found = names_of(first)
        return *distinct(found.names), table.iloc[found.rows :], found.notes
    names = [f"column {number}" for number in range(1, table.shape[1] + 1)]
    called = f"columns are called {names[0]!r} to {names[-1]!r}" if len(names) > 1 else f"column is called {names[0]!r}"
    return names, {}, table, (f"The first row holds no column names, so it was read as the others; the {called} here.",)


def no_rows(name: str, wanted: Wanted) -> UserError:
    """What to raise for a table that has nothing but column names."""
    return UserError(f"{name} has a header but no rows below it; {wanted.expected}.")


def check_columns(columns: int, name: str) -> None:
    """Raise UserError for too many columns."""
    if columns > MAX_COLUMNS:
        raise UserError(f"{name} has {columns:,} columns, more than {MAX_COLUMNS:,}; leave out those you do not need.")


def check_rows(rows: int, columns: int, name: str, wanted: WantedTable) -> None:
    """Raise UserError for too many cells or rows."""
    if rows * columns > wanted.max_cells:
        raise UserError(f"{name} has {rows:,} rows of {columns:,} columns, more than {wanted.max_cells:,} cells; leave some out.")
    if rows > MAX_ROWS:
        raise UserError(f"{name} has {rows:,} rows, more than {MAX_ROWS:,}; {wanted.shorter}.")


def layout(body: str, name: str, wanted: Wanted) -> tuple[int, str]:
    """How many columns the first row has, split by the separator that gives most, as in most others rows, and that separator.

    Raises UserError for a first row that is none.
    """
    if isinstance(wanted, WantedTable) and wanted.numbers and by_blanks(body):
        return len(body.partition("\n")[0].split()), BLANKS
    try:
        found = {mark: _columns(body, mark) for mark in reversed(SEPARATORS)}
        separator = max(found, key=found.__getitem__)  # of equals not the comma, which may stand in numbers
        return found[separator][1], separator
    except csv.Error as error:  # a cell of more than 131,072 characters
        raise UserError(f"The first row of {name} is not a row of column names; {wanted.expected}.") from error


def _columns(body: str, separator: str) -> tuple[bool, int]:
    """Whether most rows have as many cells as the first one, more than one, and how many that has. Raises csv.Error."""
    rows = csv.reader(io.StringIO(body, newline=""), delimiter=separator)
    wide, counts = len(next(rows)), []
    with contextlib.suppress(csv.Error):
        counts = [len(row) for row in islice(rows, LOOKED_AT) if row]
    return wide > 1 and counts.count(wide) >= MOSTLY * len(counts), wide


def _table(body: str, separator: str, name: str, first: int, quoted: bool) -> pd.DataFrame:
    """Every cell as text, indexed by row number; ``first`` is the number of the first row. ``quoted``: marks enclose cells."""
    quoting = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    try:
        table = pd.read_csv(io.StringIO(body), sep=separator, quoting=quoting, **OPTIONS)
    except pd.errors.ParserError as error:
        raise misfit(error, name, first) from error
    table.index += first
    return table if quoted else quotes.without(table)


def filled(rows: pd.DataFrame, strip: bool) -> pd.DataFrame:
    """The rows that hold more than blanks, without the blanks around their cells if ``strip``."""
    stripped = rows.apply(lambda column: column.str.strip())
    return (stripped if strip else rows)[(stripped != "").any(axis="columns")]


def misfit(error: pd.errors.ParserError, name: str, first: int) -> UserError:
    """What to raise for a row that does not fit; ``first`` is the number of the first row."""
    wrong = "has a quote that is never closed, or a row that cannot be split into cells"
    if found := re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", str(error)):
        columns, row, values = map(int, found.groups())
        plural = "" if columns == 1 else "s"
        wrong = f"has {values} values in row {row + first - 1}, but {columns} column{plural} in its first row"
    return UserError(f"{name} {wrong}; check the separators and the quotes there.")


def distinct(header: list[str]) -> tuple[list[str], dict[int, str]]:
    """The column names, made distinct and not empty, and by its position a note on each that had to change."""
    names: list[str] = []
    notes = {}
    for number, given in enumerate(header, start=1):
        name = given or f"column {number}"
        while name in names:
            name += " (2)"
        if name != given:
            was = f"is named {given!r} as another is" if given else "has no name"
            notes[number - 1] = f"Column {number} of the file {was}; it is called {name!r} here."
        names.append(name)
    return names, notes
