"""A row of totals below a table, which is no row of data."""

from dataclasses import replace

import numpy as np
import pandas as pd

from rnn_core.data.readers.cells import Cells
from rnn_core.data.readers.numbers import read_numbers

TOTAL = {"total", "totals", "total general", "total général", "grand total", "totale", "sum", "sums", "summe", "gesamt"} | {
    "gesamtsumme", "insgesamt", "somme", "suma", "soma", "totaal", "итого", "всего", "合计", "总计", "合計", "総計",
}  # fmt: skip
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


def _adds_up(numbers: pd.DataFrame) -> bool:
    """Whether most numbers of the last row are the sums of those above."""
    last = numbers.iloc[-1].dropna()
    sums = numbers.iloc[:-1].sum()[last.index]
    fits = np.isclose(last, sums, rtol=ABOUT) & (last != 0)
    return len(last) > 0 and 2 * int(fits.sum()) >= len(last)
