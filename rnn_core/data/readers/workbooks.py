"""From the bytes of an Excel workbook (.xlsx) to the cells of its first sheet as text."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from rnn_core.data.readers.cells import Cells, WantedTable, above_note, as_cells, check_columns, check_rows
from rnn_core.data.readers.decoding import check_size, foreign, unix_lines
from rnn_core.data.readers.file import File
from rnn_core.data.readers.forms.start import LOOKED_AT, rows_above
from rnn_core.errors import UserError

MAX_UNPACKED = 500_000_000
LAST_ROW = 1_048_576  # of any workbook; a file may claim more
MENDED = "so save the table as an Excel workbook (.xlsx) without a password, or as CSV (UTF-8), first"


def is_workbook(file: File) -> bool:
    """Whether it is meant as a workbook, or is one under another name."""
    return file.name.lower().endswith(".xlsx") or (file.content.startswith(b"PK") and b"xl/workbook.xml" in file.content)


def read_workbook(file: File, wanted: WantedTable) -> Cells:
    """Read the first sheet; its first row that is not empty holds the column names, dates come as ISO text.

    Raises UserError.
    """
    check_size(file, wanted)
    content, name = file.content, file.name
    if not content.startswith(b"PK"):
        found = foreign(content) or ("not an Excel workbook" if content else "empty")
        raise UserError(f"{name} is {found}; {wanted.expected}, {MENDED}.")
    try:
        _check_unpacked(content, name, wanted)
        table = _table(content, name, wanted)
    except UserError:
        raise
    except Exception as error:  # a broken workbook fails in whatever way the break brings
        raise UserError(f"{name} is not an Excel workbook that can be read; {wanted.expected}, {MENDED}.") from error
    if table.empty:
        raise UserError(f"The first sheet of {name} is empty; {wanted.expected}.")
    above = rows_above(table.iloc[:LOOKED_AT].to_numpy().tolist()).above if wanted.numbers else 0
    told = above_note([" ".join(filter(None, row)) for row in table.iloc[:above].to_numpy().tolist()])
    return replace(as_cells(table.iloc[above:], name, wanted, told), typed=True)


def _check_unpacked(content: bytes, name: str, wanted: WantedTable) -> None:
    """A small file can unpack to more than the memory holds."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = sum(part.file_size for part in archive.infolist())
    if size > MAX_UNPACKED:
        raise UserError(f"{name} unpacks to {size / 1e6:,.0f} MB, more than {MAX_UNPACKED / 1e6:.0f} MB; {wanted.smaller}.")


def _table(content: bytes, name: str, wanted: WantedTable) -> pd.DataFrame:
    numbers: list[int] = []
    rows: list[list[str]] = []
    width = 0
    for number, row in _rows(content):
        if not row:
            continue
        width = max(width, len(row))
        check_columns(width, name)
        check_rows(len(rows), width, name, wanted)  # as it grows: a sheet of a few cells can span a huge area
        numbers.append(number)
        rows.append(row)
    full = [row + [""] * (width - len(row)) for row in rows]
    return pd.DataFrame(full, index=numbers, columns=range(width), dtype="str")


def _rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The number and the texts of every row, without empty cells at its end."""
    import openpyxl  # here, so that a page that reads no workbook does not wait for it

    workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheet = workbook.worksheets[0]
    sheet.reset_dimensions()  # what a file says of its size need not be true
    for number, values in enumerate(sheet.iter_rows(max_row=LAST_ROW, values_only=True), start=1):
        row = [_text(value) for value in values]
        while row and not row[-1]:
            row.pop()
        yield number, row


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return unix_lines(str(value).replace("_x000D_", "\r"))  # Excel's way to write that character
