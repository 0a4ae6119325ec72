"""Rows of details between the column names and the first date, as offices of statistics write them: unit, source, release."""

import re
from dataclasses import replace

import pandas as pd

from rnn_core.data.readers.cells import Cells, distinct
from rnn_core.data.times.plain import MONTH, WEEKDAYS, WORD

DATE = "date"
MOST = 40  # rows of details
MOSTLY = 0.9  # of the rows below them begin with a date
SHOWN = 5
DATED = re.compile(r"(?<!\d)(?:1[5-9]|20|21)\d\d(?!\d)|\d[./-]\d|\d\d:\d\d|(?:1[5-9]|20|21)\d\d(?:0[1-9]|1[0-2])(?:[0-3]\d)?$")
OF_DATES = {"q", "m", "w", "t", "h", "s", "kw", "z", "am", "pm", "utc", "gmt", "年", "月", "日"}


def without_details(cells: Cells) -> Cells:
    """The table without such rows, which a note names; its first column holds the dates, and is called so."""
    first = cells.rows[0]
    count = int(next((place for place, text in enumerate(first.head(MOST + 1)) if is_dated(text)), 0))
    if not count or not first.iloc[count:].map(is_dated).mean() >= MOSTLY or not _are_details(cells.rows.iloc[:count]):
        return cells
    names = ", ".join(name.strip(" :") for name in first.iloc[:SHOWN].head(count)) + " …" * (count > SHOWN)
    told = f"The {count} rows of details below the column names were" if count > 1 else "The row below the column names was"
    header = [DATE, *cells.header[1:]]
    nameless = f"Column 1 of the file has no name; it is called {cells.header[0]!r} here."
    return replace(
        cells,
        header=distinct(header)[0],
        rows=cells.rows.iloc[count:],
        notes=(*(note for note in cells.notes if note != nameless), f"{told} left out ({names})."),
    )


def is_dated(text: str) -> bool:
    """Whether a cell holds nothing but a date, or a year or a part of one."""
    words = [word.casefold() for word in WORD.findall(text)]
    return bool(DATED.search(text)) and all(word in MONTH or word in OF_DATES or word in WEEKDAYS for word in words)


def _are_details(rows: pd.DataFrame) -> bool:
    """Whether they begin with words, each with others, and hold words in some of the other columns; of one row in all of them."""
    first, others = rows[0], rows.drop(columns=0)
    named = first.map(lambda text: bool(WORD.search(text))).all() and first.is_unique
    words = (pd.to_numeric(others.stack(), errors="coerce").isna() & (others.stack() != "")).groupby(level=0).any()
    return bool(named and len(others.columns) and words.mean() >= (1 if len(rows) == 1 else 1 / 2))
