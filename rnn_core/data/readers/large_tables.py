"""CSV files of any size: the cells of their first rows, or of a few of their columns."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain

import pandas as pd

from rnn_core.data.readers.cells import (
    MAX_ROWS,
    MOST_NAMES,
    NUMBERS,
    OPTIONS,
    Cells,
    WantedTable,
    beginning,
    check_columns,
    filled,
    layout,
    misfit,
    named,
    no_rows,
)
from rnn_core.data.readers.decoding import Decoding, unix_lines
from rnn_core.data.readers.file import LargeFile
from rnn_core.data.readers.large_files import Parts, decoded
from rnn_core.errors import UserError

WANTED = replace(NUMBERS, expected=NUMBERS.expected.replace(" or an Excel workbook (.xlsx)", ""))
CHUNK_CELLS = 100_000
MOST_CELLS = 400_000_000  # bytes of the cells that are taken: columns of numbers are far below
MOST_CHUNK = 50_000_000  # characters: more are no cells, but a quote that is never closed


@dataclass(frozen=True)
class _Layout:
    """How a file is written, and how much of it is taken at once."""

    file: LargeFile
    decoding: Decoding
    wanted: WantedTable
    above: int  # characters above the column names
    first: int  # the row of the column names
    notes: tuple[str, ...]
    width: int
    separator: str
    size: int  # rows


class _Rows(Parts):
    """A file whose rows are taken a chunk at a time."""

    taken = 0  # characters of this chunk

    def read(self, size: int | None = -1) -> str:
        """As usual. Raises UserError when one chunk takes too much."""
        part = super().read(size)
        self.taken += len(part)
        if self.taken > MOST_CHUNK:
            raise UserError(
                f"{self.file.name} has a quote that is never closed, or rows of immense length; check the quotes in it."
            )
        return part


def first_cells(file: LargeFile, wanted: WantedTable = WANTED, size: int | None = None) -> Cells:
    """The first ``size`` rows, about 100,000 cells when None. Raises UserError for a file that is no table, and OSError."""

    def read(way: Decoding) -> Cells:
        found = _layout(file, way, wanted, size)
        return _cells(found, range(found.width), whole=False)

    return decoded(file, wanted, read)


def cells_of(file: LargeFile, columns: Sequence[int]) -> Cells:
    """All cells of the columns at these positions, in the order of the file.

    Raises UserError for a row that does not fit, for more than :data:`rnn_core.data.readers.cells.MAX_ROWS` rows or 5 million
    cells, and OSError.
    """
    return decoded(file, WANTED, lambda way: _cells(_layout(file, way, WANTED), sorted(columns), whole=True))


def chunks_of(file: LargeFile, way: Decoding, columns: Sequence[int], wanted: WantedTable, size: int) -> Iterator[pd.DataFrame]:
    """The cells below the column names of the columns at these positions, at most ``size`` rows at a time, blank rows left out.

    The columns of a chunk are those positions. Raises UserError for a row that does not fit, UnicodeDecodeError where the file
    does not go on as ``way`` says, and OSError.
    """
    with closing(_chunks(_layout(file, way, wanted, size))) as chunks:
        for number, chunk in enumerate(chunks):
            yield _filled(chunk if number else named(chunk, wanted)[2], columns)


def _layout(file: LargeFile, way: Decoding, wanted: WantedTable, size: int | None = None) -> _Layout:
    text = unix_lines(way.text)
    above, told = beginning(text, wanted)
    width, separator = layout(text[above:], file.name, wanted)
    check_columns(width, file.name)
    first, notes = text.count("\n", 0, above) + 1, (*way.notes, *told)
    return _Layout(file, way, wanted, above, first, notes, width, separator, size or max(MOST_NAMES + 1, CHUNK_CELLS // width))


def _cells(found: _Layout, columns: Sequence[int], whole: bool) -> Cells:
    """Those of ``columns``, without ``whole`` only in the first chunk."""
    with closing(_chunks(found)) as chunks:
        names, renamed, first, more = named(next(chunks), found.wanted)
        rows = _rows(chain([first], chunks if whole else ()), columns, found)
    told = (renamed[column] for column in columns if column in renamed)
    return Cells(found.file.name, [names[column] for column in columns], rows, (*found.notes, *more, *told))


def _rows(chunks: Iterable[pd.DataFrame], columns: Sequence[int], found: _Layout) -> pd.DataFrame:
    name, most = found.file.name, min(MAX_ROWS, found.wanted.max_cells // len(columns))
    kept, count, size = [], 0, 0
    for chunk in chunks:
        kept.append(_filled(chunk, columns))
        count += len(kept[-1])
        size += int(kept[-1].memory_usage(deep=True).sum())
        if size > MOST_CELLS:
            raise UserError(f"The chosen columns of {name} hold long texts, where numbers were expected; choose fewer of them.")
        if count > most:
            raise UserError(
                f"{name} has more than {most:,} rows, the most for {len(columns)} columns with the dates; "
                "choose fewer columns, or split the file."
            )
    if not count:
        raise no_rows(name, found.wanted)
    return pd.concat(kept).set_axis(range(len(columns)), axis="columns")


def _filled(chunk: pd.DataFrame, columns: Sequence[int]) -> pd.DataFrame:
    """The ``columns`` of the rows that hold more than blanks, be it in other columns."""
    rows = chunk[list(columns)].apply(lambda column: column.str.strip())
    blank = (rows == "").all(axis="columns")
    return rows[~blank | chunk.index.isin(filled(chunk[blank], strip=True).index)] if blank.any() else rows


def _chunks(found: _Layout) -> Generator[pd.DataFrame, None, None]:
    """All columns of a number of rows at a time, as pandas finds a row with too many values only then."""
    with closing(_Rows(found.file, found.decoding.encoding, found.wanted)) as rows:
        rows.read(found.above)
        try:
            for chunk in pd.read_csv(rows, sep=found.separator, chunksize=found.size, **OPTIONS):
                chunk.index += found.first
                yield chunk
                rows.taken = 0
        except pd.errors.ParserError as error:
            raise misfit(error, found.file.name, found.first) from error
