"""SYNOP files as Météo-France and OpenDataSoft publish them: the stations in them, and the rows of one station as written."""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rnn_core.data.readers.cells import distinct, misfit, no_rows
from rnn_core.data.readers.decoding import Wanted, decode
from rnn_core.data.readers.file import File
from rnn_core.data.readers.numbers import LARGEST
from rnn_core.data.synop.columns import Measured, measured, plain
from rnn_core.data.synop.stations import NAMES
from rnn_core.errors import UserError

STATION, DATE, NAME = {"numer_sta", "id omm station"}, {"date"}, {"nom"}  # names of columns, as plain() writes them
MISSING = ["mq"]
HEAD = 20_000  # bytes in which the first line ends
DIGITS = 5  # of a station's number
CLOCK = "%Y%m%d%H%M%S"
READABLE = "expected times like 20250131120000 or 2025-01-31T12:00:00+00:00 in every row"
NAMED = 20  # stations in a message
SHOWN = 40  # letters of a cell
WANTED = Wanted(
    expected="expected SYNOP observations as Météo-France or OpenDataSoft publish them",
    convert="unpack or export them as CSV (UTF-8)",
    smaller="take fewer stations or years",
)


@dataclass(frozen=True)
class Header:
    """The first line: its names, which are distinct, what stands between them, and the positions of what is read."""

    names: list[str]
    separator: str
    station: int
    date: int
    name: int | None
    measured: dict[int, Measured]


@dataclass(frozen=True)
class Observations:
    """The rows of one station, in the order of the file, indexed by naive times (UTC).

    ``frame`` has a float64 column for each known measurement, as written in the file, and ``measured`` says what they are.
    ``others`` are the columns that say something else.
    """

    frame: pd.DataFrame
    measured: dict[str, Measured]
    others: tuple[str, ...]
    notes: tuple[str, ...]


def is_synop(content: bytes) -> bool:
    """Whether the first line is that of a SYNOP file: a station, a date and at least one known measurement."""
    line = content[:HEAD].removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n").partition(b"\n")[0]
    return _header(line.decode("utf-8", errors="replace")) is not None


def stations(file: File) -> dict[str, str]:
    """The stations of a file by their number of five digits, in its order, with their names: those of the file, else those
    that are known, else the number. Raises UserError for what is no SYNOP file.
    """
    text, header, _ = _opened(file)
    table = _table(text, header, [header.station, *([] if header.name is None else [header.name])], file.name)
    ids = _numbers(table[header.station], header, file.name)
    found = {id: NAMES.get(id, id) for id in ids.unique()}
    if header.name is not None:
        named = table[header.name].dropna()
        found |= dict(zip(ids[named.index][::-1], named[::-1].str.strip(), strict=True))  # of several names the first
    return found


def choose(known: dict[str, str], station: str | None, name: str) -> str:
    """The number of the station asked for by its number or name, or of the only one. Raises UserError naming them."""
    if station is None:
        if len(known) == 1:
            return next(iter(known))
        raise UserError(f"{name} holds {len(known)} stations: choose one of {_listed(known)}.")
    called = {_letters(NAMES[id]): id for id in known if id in NAMES} | {_letters(text): id for id, text in known.items()}
    wanted = _number(station) if _number(station) in known else called.get(_letters(station))
    if wanted is None:
        raise UserError(f"{name} has no station {station[:SHOWN]}: choose one of {_listed(known)}.")
    return wanted


def observations(file: File, station: str) -> Observations:
    """The rows of the station with this number. Raises UserError for a file, a number or a time that cannot be read."""
    text, header, notes = _opened(file)
    table = _table(text, header, [header.station, header.date, *header.measured], file.name)
    own = table[_numbers(table[header.station], header, file.name) == station]
    values, strays = _values(own[list(header.measured)], header)
    read = {header.names[position]: one for position, one in header.measured.items()}
    frame = values.set_axis(_times(own[header.date], header, file.name)).set_axis(list(read), axis="columns")
    said = {header.names[at] for at in (header.station, header.date, header.name) if at is not None}
    others = tuple(one for one in header.names if one not in read and one not in said)
    return Observations(frame, read, others, (*notes, *strays))


def _opened(file: File) -> tuple[str, Header, tuple[str, ...]]:
    text, notes = decode(file, WANTED)
    text = text.lstrip("\n")
    header = _header(text.partition("\n")[0])
    if header is None:
        raise UserError(f"{file.name} has no columns of a station, a date and measurements; {WANTED.expected}.")
    if "\n" not in text.strip():
        raise no_rows(file.name, WANTED)
    return text, header, notes


def _header(line: str) -> Header | None:
    """None for a first line that is not that of a SYNOP file."""
    try:
        rows = {mark: next(csv.reader([line], delimiter=mark), []) for mark in ";,\t"}
    except csv.Error:  # a cell of more than 131,072 characters
        return None
    separator = max(rows, key=lambda mark: len(rows[mark]))
    names = [" ".join(name.split()) for name in rows[separator]]
    while names and not names[-1]:
        names.pop()
    station, date, name = (
        next((at for at, one in enumerate(names) if plain(one) in known), None) for known in (STATION, DATE, NAME)
    )
    known = measured(names)
    if station is None or date is None or not known:
        return None
    return Header(distinct(names)[0], separator, station, date, name, known)


def _table(text: str, header: Header, columns: Sequence[int], name: str) -> pd.DataFrame:
    """Some columns of all rows, by position: text where they hold text, else numbers. The index is the row of the file."""
    words: dict[Any, Any] = {header.station: str, header.date: str}
    if header.name is not None:
        words[header.name] = str
    try:
        table = pd.read_csv(
            io.StringIO(text),
            sep=header.separator,
            header=0,
            names=range(len(header.names)),
            index_col=False,
            usecols=sorted(columns),
            dtype=words,
            na_values=MISSING,
            skip_blank_lines=False,
            low_memory=False,
        )
    except pd.errors.ParserError as error:
        raise misfit(error, name, 1) from error
    table.index += 2
    table = table.dropna(how="all")
    if table.empty:
        raise no_rows(name, WANTED)
    return table


def _numbers(given: pd.Series, header: Header, name: str) -> pd.Series:
    """The numbers of stations with all their digits. Raises UserError for what is none."""
    known = {text: _number(text) for text in given.unique()}
    ids = given.map(known)
    if (wrong := ids == "").any():
        row = wrong.idxmax()
        found = f"holds {given[row][:SHOWN]!r}" if isinstance(given[row], str) else "is empty"
        column = header.names[header.station]
        raise UserError(f"Row {row} of {name} {found} in the column {column}; expected the number of a station, like 07149.")
    return ids


def _number(text: Any) -> str:
    """ "7149", "07149" and "7149.0" as "07149", "" for anything else."""
    found = re.fullmatch(rf"(\d{{1,{DIGITS}}})(\.0*)?", text.strip()) if isinstance(text, str) else None
    return found[1].zfill(DIGITS) if found else ""


def _times(texts: pd.Series, header: Header, name: str) -> pd.DatetimeIndex:
    """Naive times in UTC. Raises UserError naming the first row without one."""
    stripped = texts.fillna("").str.strip()
    form = CLOCK if stripped.str.fullmatch(r"\d{14}").mean() > 0.5 else "ISO8601"
    times = pd.to_datetime(stripped, format=form, errors="coerce", utc=True).dt.tz_localize(None)
    if times.isna().any():
        row = times.isna().idxmax()
        found = f"holds {stripped[row][:SHOWN]!r} where a time was expected" if stripped[row] else "has no time"
        raise UserError(f"Row {row} of {name} {found} (column {header.names[header.date]}); {READABLE}.")
    return pd.DatetimeIndex(times)


def _values(table: pd.DataFrame, header: Header) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The numbers as written, and a note on cells that hold something else."""
    frame = table.apply(_parsed).astype("float64")
    frame = frame.where(frame.abs() < LARGEST)
    wrong = table.notna() & frame.isna()
    count = int(wrong.to_numpy().sum())
    if not count:
        return frame, ()
    row = wrong.any(axis="columns").idxmax()
    position = wrong.loc[row].idxmax()
    cells = "1 cell that is not a number counts" if count == 1 else f"{count:,} cells that are not numbers count"
    first = f"row {row}, column {header.names[position]}: {str(table.loc[row, position])[:SHOWN]!r}"
    return frame, (f"{cells} as missing ({'the first, ' if count > 1 else ''}{first}).",)


def _parsed(cells: pd.Series) -> pd.Series:
    """Numbers, also those with a decimal comma."""
    if pd.api.types.is_numeric_dtype(cells):
        return cells
    return pd.to_numeric(cells.astype("str").str.strip().str.replace(",", ".", regex=False), errors="coerce")


def _listed(known: dict[str, str]) -> str:
    words = [id if text == id else f"{id} {text}" for id, text in known.items()]
    more = f" and {len(words) - NAMED} more" if len(words) > NAMED else ""
    return ", ".join(words[:NAMED]) + more


def _letters(name: str) -> str:
    """A name's letters and digits alone, without accents: "SAINT GIRONS" is "Saint-Girons"."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode())
