"""The points of a KML file, as Google Earth and trackers write them: lines, and tracks with times."""

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from rnn_core.data.readers.cells import distinct
from rnn_core.data.readers.paths.xml_files import Event, tag, text_of

PLACE, LINE, TRACK, SPOT = "Placemark", "LineString", "Track", "Point"
Point = tuple[str, list[str]]  # its time, "" for none; longitude, latitude and perhaps a height


def kml_points(events: Iterable[Event]) -> Iterator[list[str]]:
    """Name of the track, time, longitude and latitude of every point of all lines.

    Places that stand alone, one after the other, are a line where there is no other one.
    """
    lines: list[tuple[str, list[Point]]] = []
    spots: list[Point] = []
    for event, element in events:
        if event == "end" and tag(element) == PLACE:
            lines += [(_name(element), line) for line in _lines(element)]
            spots += _spots(element)
            element.clear()
    found = lines or [("points", spots)]
    for name, (_, line) in zip(distinct([name for name, _ in found])[0], found, strict=True):
        yield from ([name, time, *[*place, "", ""][:2]] for time, place in line)


def _name(place: Element) -> str:
    return next((" ".join(part.text.split()) for part in place if tag(part) == "name" and part.text), "") or "line"


def _lines(place: Element) -> Iterator[list[Point]]:
    for part in place.iter():
        if tag(part) == LINE:
            yield [("", one) for one in _coordinates(part)]
        elif tag(part) == TRACK:
            times = [(one.text or "").strip() for one in part if tag(one) == "when"]
            places = [(one.text or "").split() for one in part if tag(one) == "coord"]
            yield [*zip(times if len(times) == len(places) else [""] * len(places), places, strict=True)]


def _spots(place: Element) -> list[Point]:
    time = text_of(place, "when", "begin")
    return [(time, one) for part in place.iter() if tag(part) == SPOT for one in _coordinates(part)]


def _coordinates(line: Element) -> list[list[str]]:
    """ "7.5,47.1,300 7.6,47.2,310", with blanks behind the commas in files written by hand."""
    return [one.split(",") for one in re.sub(r"\s*,\s*", ",", text_of(line, "coordinates")).split()]
