"""From a GPX file, as watches and phones write them, to its points as a table."""

import io
from xml.etree.ElementTree import Element, ParseError, XMLParser, iterparse

import pandas as pd

from rnn_core.data.readers.cells import Cells, WantedTable
from rnn_core.data.readers.decoding import decode
from rnn_core.data.readers.file import File
from rnn_core.errors import UserError

HEADER = ["track number", "time", "longitude", "latitude"]
POINTS, TRACKS, PART = ("trkpt", "rtept"), ("trk", "rte"), "trkseg"


def is_gpx(file: File) -> bool:
    """By its name or its beginning."""
    return file.name.lower().endswith(".gpx") or b"<gpx" in file.content[:1000]


def gpx_cells(file: File, wanted: WantedTable) -> Cells:
    """The points of all tracks, else routes, a row each. Raises UserError."""
    text, notes = decode(file, wanted)
    if "<!doctype" in text.casefold() or "<!entity" in text.casefold():
        raise UserError(f"{file.name} declares a document type (DOCTYPE), which no GPX file needs; export it without one.")
    rows = _rows(text, file.name)
    if not rows:
        raise UserError(f"{file.name} holds no points of a track (trkpt) or route (rtept); export a recorded track as GPX.")
    table = pd.DataFrame(rows, columns=range(len(HEADER)), index=range(1, len(rows) + 1), dtype="str")
    several, timed = table[0].nunique() > 1, (table[1] != "").any()
    places = [place for place, kept in enumerate((several, timed, True, True)) if kept]
    return Cells(
        file.name, [HEADER[place] for place in places], table[places].set_axis(range(len(places)), axis="columns"), notes
    )


def _rows(text: str, name: str) -> list[list[str]]:
    rows: list[list[str]] = []
    number, parts, content = 0, 0, io.BytesIO(text.encode("utf-8"))
    try:
        for event, element in iterparse(content, ("start", "end"), XMLParser(encoding="utf-8")):
            tag = _tag(element)
            if event == "start" and tag in TRACKS:
                number, parts = number + 1, 0
            elif event == "start" and tag == PART:
                number, parts = number + (parts > 0), parts + 1
            if event == "end" and tag in POINTS:
                rows.append([str(max(number, 1)), *_point(element)])
                element.clear()
    except ParseError as error:
        raise UserError(f"{name} is no whole GPX file ({error}); export it again.") from error
    return rows


def _point(element: Element) -> list[str]:
    time = next((child.text for child in element if _tag(child) == "time" and child.text), "")
    return [time.strip(), element.get("lon", "").strip(), element.get("lat", "").strip()]


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]
