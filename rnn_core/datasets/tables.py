"""Reading an uploaded CSV file, and a second one as its test period, as a series."""

import difflib

import pandas as pd

from rnn_core.datasets.cells import MAX_COLUMNS, MAX_ROWS, Cells, read_cells
from rnn_core.datasets.dates import Dates, find_dates
from rnn_core.datasets.encoding import MAX_BYTES
from rnn_core.datasets.series import Series, in_order
from rnn_core.errors import UserError

__all__ = ["MAX_BYTES", "MAX_COLUMNS", "MAX_ROWS", "read_table"]

LARGEST = 1e100  # what is larger cannot be scaled, and is no measurement
USUAL_TARGETS = ("Open", "Close")


def read_table(content: bytes, name: str, *, test: tuple[bytes, str] | None = None, target: str | None = None) -> Series:
    """Read a CSV file with one column of dates and columns of numbers.

    ``name`` is the file's name, for messages; ``test`` a second file (content, name) with later dates. Without
    ``target`` it is Open, else Close, else the first column of numbers that are not all the same. Raises UserError, in one
    sentence, for whatever the user must mend; what was mended here is told in the notes of the result.
    """
    cells = read_cells(content, name)
    dates = find_dates(cells)
    frame, notes = _frame(cells, dates)
    chosen = _target(cells, frame, target)
    _refuse_constant(frame[chosen], name)
    if test is None:
        later = None
    else:
        later, more = _test(*test, frame, chosen, dates.form)
        notes += tuple(f"{test[1]}: {note}" for note in more)
    return Series(frame=frame, target=chosen, title=name, source="Your own file", test=later, notes=notes)


def _frame(cells: Cells, dates: Dates) -> tuple[pd.DataFrame, tuple[str, ...]]:
    numbers, notes = _numbers(cells, dates.column)
    frame, order = in_order(numbers.set_axis(pd.DatetimeIndex(dates.values)))
    return frame, (*cells.notes, *dates.notes, *notes, *order)


def _numbers(cells: Cells, date: int) -> tuple[pd.DataFrame, list[str]]:
    """The columns that hold any number, one row for each row of the file, and what was passed over."""
    texts = cells.rows.set_axis(cells.header, axis="columns").drop(columns=cells.header[date])
    commas = [name for name in texts.columns if _has_decimal_commas(texts[name])]
    for name in commas:
        texts[name] = texts[name].str.replace(".", "").str.replace(",", ".")
    values = texts.apply(pd.to_numeric, errors="coerce").astype("float64")
    values = values.where(values.abs() < LARGEST)
    words = values.columns[values.isna().all()]
    numbers = values.drop(columns=words)
    if numbers.columns.empty:
        raise UserError(
            f"{cells.name} has no column of numbers beside the dates; "
            "expected at least one, with numbers written like 1234.5 (a decimal point, no thousands separator)."
        )
    notes = [f"Columns without numbers are left out: {', '.join(words)}."] if len(words) else []
    if commas:
        notes.append(f"Numbers with a decimal comma were read as such (1.000,5 = 1000.5) in {', '.join(commas)}.")
    return numbers, notes + _strays(texts[numbers.columns], numbers)


def _has_decimal_commas(texts: pd.Series) -> bool:
    """Whether all cells are numbers as 1.000,42, and not just numbers as 1,000 with a separator of thousands."""
    filled = texts[texts != ""]
    commas = filled[filled.str.contains(",", regex=False)]
    if commas.empty or not filled.str.fullmatch(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?").all():
        return False
    return bool((commas.str.split(",").str[-1].str.len() != 3).any())


def _strays(texts: pd.DataFrame, numbers: pd.DataFrame) -> list[str]:
    wrong = numbers.isna() & (texts != "")
    count = int(wrong.to_numpy().sum())
    if not count:
        return []
    row = wrong.any(axis="columns").idxmax()
    column = wrong.loc[row].idxmax()
    cells = "1 cell that is not a number counts" if count == 1 else f"{count:,} cells that are not numbers count"
    first = f"row {row}, column {column}: {texts.loc[row, column][:40]!r}"
    return [f"{cells} as missing ({'the first, ' if count > 1 else ''}{first})."]


def _target(cells: Cells, frame: pd.DataFrame, target: str | None) -> str:
    columns = list(frame.columns)
    if target is None:
        varied = [name for name in columns if frame[name].nunique() > 1] or columns
        return next((usual for usual in USUAL_TARGETS if usual in varied), varied[0])
    if target in columns:
        return target
    listed = ", ".join(columns[:20])
    if target in cells.header:
        raise UserError(f"The column {target} of {cells.name} holds no numbers; choose one of {listed}.")
    close = difflib.get_close_matches(target, columns, n=1)
    hint = f" (did you mean {close[0]}?)" if close else ""
    raise UserError(f"{cells.name} has no column {target}{hint}; its columns of numbers are {listed}.")


def _refuse_constant(values: pd.Series, name: str) -> None:
    if values.nunique() == 1:
        value = values.dropna().iloc[0]
        raise UserError(
            f"The column {values.name} of {name} has the same value {value:g} in every row, "
            "so there is nothing to forecast; choose another column."
        )


def _test(content: bytes, name: str, frame: pd.DataFrame, target: str, form: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The second file as test period: the columns of ``frame`` and only later dates."""
    cells = read_cells(content, name)
    later, notes = _frame(cells, find_dates(cells, like=form))
    _target(cells, later, target)
    last, first = frame.index[-1], later.index[0]
    if first <= last:
        raise UserError(
            f"{name} begins on {_day(first)}, but the training file ends on {_day(last)}; a test file must begin after that."
        )
    lacking = [column for column in frame.columns if column not in later.columns]
    if lacking:
        notes += (f"It has no numbers for {', '.join(lacking)}, which count as missing.",)
    return later.reindex(columns=frame.columns), notes


def _day(date: pd.Timestamp) -> str:
    return f"{date:%Y-%m-%d}" if date == date.normalize() else f"{date:%Y-%m-%d %H:%M:%S}"
