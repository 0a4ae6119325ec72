"""Which kinds of data a file may hold, told from its form and the names of its columns."""

from collections.abc import Sequence

import pandas as pd

from rnn_core.data.readers.cells import NUMBERS, Cells, read_cells
from rnn_core.data.readers.decoding import decode
from rnn_core.data.readers.file import File
from rnn_core.data.readers.forms.drawn import drawn
from rnn_core.data.readers.label_columns import LABEL_NAMES, TEXT_NAMES
from rnn_core.data.readers.label_files import WANTED
from rnn_core.data.readers.labelling.class_files import is_zip
from rnn_core.data.readers.labelling.json_rows import json_rows
from rnn_core.data.readers.numbers import read_numbers
from rnn_core.data.readers.paths import names
from rnn_core.data.readers.paths.frames import with_frames
from rnn_core.data.readers.paths.geojson import is_json
from rnn_core.data.readers.paths.nmea import is_nmea
from rnn_core.data.readers.paths.recorded import is_recorded
from rnn_core.data.readers.paths.wkt import with_points
from rnn_core.data.readers.texts.forms import ANY, is_understood
from rnn_core.data.readers.workbooks import is_workbook, read_workbook
from rnn_core.errors import UserError

AUTHORS = {"author", "authorid", "sender", "user", "username", "from", "speaker", "nickname"} | {
    "autor", "autorin", "auteur", "autore", "absender", "remitente", "mittente", "von", "作者",
}  # fmt: skip
SAMPLE = 200  # rows looked at
BEGINNING, DIGITS = 20_000, 0.4  # characters looked at, and share of digits among those of a table of numbers
HALF = 0.5  # of a text is a table that it is about
MOST_AGAIN = 5  # times that a sentence comes, on average
YEARS, MOST_OF_WALK = (1600, 2100), 10  # columns of a tracker's file
PROSE = 4  # words of letters only in a cell, on average; a date has no more than three


def likeliest(file: File) -> tuple[str, ...]:
    """The kinds worth trying, the likeliest first; what refuses the first one is what there is to say of the others too.

    A track, a table of coordinates, of sentences and of numbers are told apart; the rest is tried as everything. Raises UserError
    for what is no text at all, such as a picture.
    """
    if (found := json_rows(file, WANTED)) is not None and _has_labels(found.header):
        return ("labelled",)
    if found is not None and _has_authors(found.header):
        return ("text", "labelled")
    if is_recorded(file) or is_nmea(file) or is_json(file):
        return ("path", "text")
    if is_understood(file):
        return ("text",)
    try:
        cells = read_workbook(file, NUMBERS) if is_workbook(file) else read_cells(file, NUMBERS)
    except UserError:
        if not is_zip(file):
            decode(file, ANY)
        return ("series",) if _is_of_digits(file) else ("labelled", "text")
    if not is_workbook(file) and (table := drawn(decode(file, NUMBERS)[0])) and table.share < HALF:
        return ("text", "series", "labelled")
    if _has_labels(cells.header):
        return ("labelled",)
    header = {name.strip().casefold() for name in cells.header}
    if _has_authors(cells.header):
        return ("text", "labelled")
    if header & {*TEXT_NAMES} or any(_is_prose(cells.rows[place]) for place in cells.rows):
        return ("labelled", "text")
    kinds = _of_numbers(cells)
    return kinds if is_workbook(file) or not _is_of_digits(file) else tuple(kind for kind in kinds if kind != "text")


def _is_of_digits(file: File) -> bool:
    """Whether it is a table of numbers, though perhaps one that cannot be read: then it is no text either."""
    try:
        signs = "".join(decode(file, NUMBERS)[0][:BEGINNING].split())
    except UserError:
        return False
    return sum(map(str.isdigit, signs)) > DIGITS * len(signs)


def _has_labels(names: Sequence[str]) -> bool:
    """Whether columns are called like texts and like labels."""
    header = {name.strip().casefold() for name in names}
    return bool(header & {*TEXT_NAMES} and header & {*LABEL_NAMES})


def _has_authors(names: Sequence[str]) -> bool:
    """Whether columns are called like texts and like those who wrote them."""
    header = {name.strip().casefold() for name in names}
    return bool(header & {*TEXT_NAMES} and header & AUTHORS)


def _are_points(cells: Cells) -> bool:
    """Whether a column holds points in words, or nameless ones count frames and say whose point it is: no years and months."""
    if with_points(cells) is not cells:
        return True
    counts = cells.rows[[*cells.rows][:2]].apply(pd.to_numeric, errors="coerce")
    years = counts.apply(lambda column: column.between(*YEARS).all())
    return len(cells.header) <= MOST_OF_WALK and not years.any() and with_frames(cells).header[0] == "frame"


def _of_numbers(cells: Cells) -> tuple[str, ...]:
    if _are_points(cells):
        return ("path", "series")
    numbers = list(read_numbers(cells, None).frame.columns)
    if not numbers and names.are_degrees(cells.header):  # written with minutes, say
        return ("path", "series", "labelled", "text")
    found = names.coordinates(numbers)
    moves = names.are_degrees(found) and all(
        2 * cells.rows[cells.header.index(name)].nunique() > len(cells.rows) for name in found
    )
    if moves or 2 * len(found) >= max(1, len(numbers)):
        return ("path", "series")
    if 2 * len(numbers) >= len(cells.header):
        return ("series",)
    return ("series", "labelled", "text")


def _is_prose(column: pd.Series) -> bool:
    """Whether the cells are sentences, and not one name that comes again and again."""
    filled = column[column != ""].head(SAMPLE)
    if filled.nunique() * MOST_AGAIN < len(filled):
        return False
    words = filled.str.split()
    counts = words.map(lambda cell: sum(word.strip(".,;:!?").isalpha() for word in cell))
    return bool(len(counts)) and float(counts.mean()) >= PROSE
