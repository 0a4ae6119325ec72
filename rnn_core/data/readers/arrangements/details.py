"""Rows of details between the column names and the first date, as offices of statistics write them: unit, source, release."""

import re
from dataclasses import replace

import pandas as pd

from rnn_core.data.readers.cells import Cells, distinct
from rnn_core.data.readers.dates import NAMES
from rnn_core.data.times.elapsed import are_clocks
from rnn_core.data.times.joined import names_years
from rnn_core.data.times.marks import unmarked
from rnn_core.data.times.plain import MONTH, WEEKDAYS, WORD

DATE = "date"
MOST = 40  # rows of details
MOSTLY = 0.9  # of the rows below them begin with a date
SHOWN = 5
DATED = re.compile(r"(?<!\d)(?:1[5-9]|20|21)\d\d(?!\d)|\d[./-]\d|\d\d:\d\d|(?:1[5-9]|20|21)\d\d(?:0[1-9]|1[0-2])(?:[0-3]\d)?$")
OF_DATES = {"q", "m", "w", "t", "h", "s", "kw", "z", "am", "pm", "utc", "gmt", "年", "月", "日"} | {
    "er", "st", "nd", "rd", "th", "de", "del", "feira",
}  # fmt: skip


def without_details(cells: Cells) -> Cells:
    """The table without such rows, which a note names; its first column holds the dates, and is called so."""
    first = cells.rows[0]
    count = int(next((place for place, text in enumerate(first.head(MOST + 1)) if is_dated(text)), 0))
    if not count or not _are_details(cells.rows.iloc[:count]) or not first.iloc[count:].map(is_dated).mean() >= MOSTLY:
        return cells
    details = cells.rows.iloc[:count]
    said = [name.strip(" :") for name in details[0] if name]
    names = ", ".join(said[:SHOWN]) + " …" * (len(said) > SHOWN)
    told = f"The {count} rows of details below the column names were" if count > 1 else "The row below the column names was"
    kept = names_years(cells.header[0]) or are_clocks(first.iloc[count:])
    first_name = cells.header[0] if kept else DATE
    header = [first_name, *_names(cells.header, details)[1:]]
    nameless = f"Column 1 of the file has no name; it is called {cells.header[0]!r} here."
    return replace(
        cells,
        header=distinct(header)[0],
        rows=cells.rows.iloc[count:],
        notes=(*(note for note in cells.notes if note != nameless), f"{told} left out ({names})."),
    )


def _names(header: list[str], details: pd.DataFrame) -> list[str]:
    """With what stands in the last of them that begins with words, if these are a name of dates."""
    last = details[details[0] != ""].iloc[-1]
    if not NAMES.intersection(WORD.findall(last[0].casefold())[:1]):
        return header
    return [" ".join(dict.fromkeys(filter(None, pair))) for pair in zip(header, last, strict=True)]


def is_dated(text: str) -> bool:
    """Whether a cell holds nothing but a date, or a year or a part of one."""
    words = [word.casefold() for word in WORD.findall(unmarked(text))]
    return bool(DATED.search(text)) and all(word in MONTH or word in OF_DATES or word in WEEKDAYS for word in words)


def _are_details(rows: pd.DataFrame) -> bool:
    """Whether they begin with words, each with others, or with nothing, and some hold words in other columns."""
    first, others = rows[0], rows.drop(columns=0)
    filled = first[first != ""]
    named = len(filled) and filled.map(lambda text: bool(WORD.search(text))).all() and filled.is_unique
    words = (pd.to_numeric(others.stack(), errors="coerce").isna() & (others.stack() != "")).groupby(level=0).any()
    return bool(named and words.any())
