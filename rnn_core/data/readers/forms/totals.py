"""A row of totals below a table, which is no row of data."""

from dataclasses import replace

import numpy as np
import pandas as pd

from rnn_core.data.readers.cells import Cells
from rnn_core.data.readers.numbers import read_numbers
from rnn_core.data.times.plain import MONTH, WEEKDAYS, WORD

TOTAL = {"total", "totals", "total general", "total général", "grand total", "totale", "sum", "sums", "summe", "gesamt"} | {
    "gesamtsumme", "insgesamt", "somme", "suma", "soma", "totaal", "итого", "всего", "合计", "总计", "合計", "総計",
}  # fmt: skip
FEET = (
    "source",
    "quelle",
    "fuente",
    "note",
    "anmerkung",
    "hinweis",
    "©",
    "* ",
    "(c)",
    "footnote",
    "stand:",
    "____",
)  # how a foot begins
MOST_FEET = 10  # rows
FEWEST_WORDS = 2  # beside those of a date, in a cell that is a sentence
DATE = r"\d[-/.]\d+[-/.]\d|\d\d:\d\d|^(?:1[5-9]|20|21)\d\d$"  # what a date has
WIDTHS = r"\d+[sdn]"  # the width and kind of a column, as offices of water write them
HALF = 0.5
SHOWN = 60
FEWEST = 3  # rows above it: fewer may add up by chance
ABOUT = 0.005  # of a sum, lost in rounding


def without_total(cells: Cells) -> Cells:
    """The table without its last row, and a note, if that is named a total, or has no date, and holds the sums of the others."""
    above, last = cells.rows.iloc[:-1], cells.rows.iloc[-1]
    named = last.str.casefold().str.strip(" :.").isin(TOTAL)
    bare = (last == "") & (above != "").all()
    if len(above) < FEWEST or not (named | bare).any():
        return cells
    numbers = read_numbers(cells, None).frame
    if not named.any() and not any(column == 0 or cells.header[column] not in numbers for column in bare.index[bare]):
        return cells
    if not _adds_up(numbers):
        return cells
    said = f", {last[named.idxmax()]}" if named.any() else ""
    note = f"The last row (row {cells.rows.index[-1]}{said}) holds the sums of the rows above it and was left out."
    return replace(cells, rows=above, notes=(*cells.notes, note))


def without_foot(cells: Cells) -> Cells:
    """The table without its last rows that are named a total, a source or a note and hold no date, and a note."""
    first, count = cells.rows[cells.rows.columns[0]].str.casefold().str.strip(" :."), 0
    while count < MOST_FEET and count + FEWEST < len(first) and _is_foot(cells.rows.iloc[-1 - count], first):
        count += 1
    if not count:
        return cells
    feet = cells.rows.iloc[-count:].to_numpy().tolist()
    told = ", ".join(repr(next(filter(None, row), "")[:SHOWN]) for row in feet)
    return replace(cells, rows=cells.rows.iloc[:-count], notes=(*cells.notes, f"Below the rows stood {told}; left out."))


def _is_foot(row: pd.Series, first: pd.Series) -> bool:
    """By its first cell, which no other row has, or as that is empty and others hold words; ``first`` are those of all rows.

    A few words alone in their row are one too.
    """
    name = first[row.name]
    if not name:
        return not row.str.contains(r"\d").any() and bool(row.str.contains(r"[^\W\d_]{3}").any())
    words = [word for word in WORD.findall(name) if word not in MONTH and word not in WEEKDAYS]
    alone = len(row) > 1 and not row.iloc[1:].any() and len(words) >= FEWEST_WORDS
    called = (name in TOTAL or name.startswith(FEET)) and not row.iloc[1:].str.contains(DATE).any()
    return (alone or called) and int((first == name).sum()) == 1


def without_units(cells: Cells) -> Cells:
    """The table without a row below the column names that holds words, such as units, and numbers in no column."""
    first, below = cells.rows.iloc[0], cells.rows.iloc[1:]
    if len(below) >= FEWEST and first.str.fullmatch(WIDTHS).all():
        return replace(cells, rows=below, notes=(*cells.notes, f"Below the column names stood {first.iloc[0]!r} ...; left out."))
    beside = [column for column in cells.rows if column != cells.rows.columns[0]]
    if first.iloc[0] or len(below) < FEWEST or not any(first[beside]):
        return cells
    numbers = below[beside].apply(_numbers).notna().mean() > HALF
    named = [column for column in beside if numbers[column]]
    if not named or pd.to_numeric(first[named], errors="coerce").notna().any() or not all(first[named]):
        return cells
    told = ", ".join(filter(None, first[beside]))
    return replace(cells, rows=below, notes=(*cells.notes, f"Below the column names stood {told[:SHOWN]!r}; left out."))


def _numbers(texts: pd.Series) -> pd.Series:
    return pd.to_numeric(texts.str.replace(",", ".", regex=False), errors="coerce")


def _adds_up(numbers: pd.DataFrame) -> bool:
    """Whether most numbers of the last row are the sums of those above."""
    last = numbers.iloc[-1].dropna()
    sums = numbers.iloc[:-1].sum()[last.index]
    fits = np.isclose(last, sums, rtol=ABOUT) & (last != 0)
    return len(last) > 0 and 2 * int(fits.sum()) >= len(last)
