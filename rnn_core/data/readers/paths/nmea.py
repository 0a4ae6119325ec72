"""The points of a log of a satellite receiver (NMEA 0183): sentences such as $GPRMC and $GPGGA."""

import re
from functools import reduce
from operator import xor

from rnn_core.data.readers.cells import Cells, WantedTable
from rnn_core.data.readers.decoding import decode
from rnn_core.data.readers.file import File
from rnn_core.data.readers.paths.recorded import table_of
from rnn_core.errors import UserError

SENTENCE = re.compile(r"\$((?:G[ABLNPQ]|BD|QZ)(RMC|GGA),[^*]*)(?:\*([0-9A-Fa-f]{2}))?\s*")
BEGIN = re.compile(rb"\s*(?:[$!][A-Z]{2}[A-Z0-9]{2,4},[^\n]*\s+){1,20}")
DEGREES = re.compile(r"(\d{2,3})(\d\d(?:\.\d*)?)")
SIGNS = {"N": 1, "E": 1, "S": -1, "W": -1}


def is_nmea(file: File) -> bool:
    """By its beginning."""
    found = BEGIN.match(file.content[:2000])
    return bool(found and re.search(rb"\$[A-Z]{2}(?:RMC|GGA|GSV|GSA|VTG|GLL)", found[0]))


def nmea_cells(file: File, wanted: WantedTable) -> Cells:
    """The points with a fix, a row each. Raises UserError."""
    text, notes = decode(file, wanted)
    found = [sentence for line in text.split("\n") if (sentence := SENTENCE.fullmatch(line.strip()))]
    sound = [one for one in found if not one[3] or reduce(xor, one[1].encode()) == int(one[3], 16)]
    kind = "RMC" if any(one[2] == "RMC" for one in sound) else "GGA"
    sentences = [one[1].split(",") for one in sound if one[2] == kind]
    rows = [row for one in sentences if (row := (_rmc if kind == "RMC" else _gga)(*one[1:]))]
    if not rows:
        raise UserError(f"{file.name} holds no position (RMC or GGA with a fix); record it under the open sky.")
    counts = {"damaged": len(found) - len(sound), "without a position": len(sentences) - len(rows)}
    told = [f"Lines left out, as they are {what}: {count:,}." for what, count in counts.items() if count]
    return table_of(rows, "track number", file.name, (*notes, *told))


def _rmc(time: str, state: str = "", *more: str) -> list[str] | None:
    """Number of the track, time, longitude and latitude; None without a fix."""
    if state != "A" or len(more) < 7:
        return None
    return ["1", f"{_day(more[6])}T{_clock(time)}", _degrees(*more[2:4]), _degrees(*more[:2])]


def _gga(time: str, *more: str) -> list[str] | None:
    """As of RMC; the day is not said."""
    if len(more) < 5 or more[4] in ("", "0"):
        return None
    return ["1", _clock(time), _degrees(*more[2:4]), _degrees(*more[:2])]


def _day(written: str) -> str:
    """Of "310520" 2020-05-31; receivers are not older than 1980."""
    day, month, year = written[:2], written[2:4], written[4:6]
    return f"{'19' if year >= '80' else '20'}{year}-{month}-{day}"


def _clock(written: str) -> str:
    return f"{written[:2]}:{written[2:4]}:{written[4:]}"


def _degrees(written: str, side: str) -> str:
    """Of "4807.038" and "S" -48.1173."""
    found = DEGREES.fullmatch(written)
    return f"{SIGNS.get(side, 1) * (int(found[1]) + float(found[2]) / 60):.8f}" if found else ""
