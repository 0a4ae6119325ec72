"""The points of a GPX file, as watches and phones write them."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from rnn_core.data.readers.paths.xml_files import Event, tag, text_of

POINTS, TRACKS, PART, PLACE = ("trkpt", "rtept"), ("trk", "rte"), "trkseg", "wpt"


def gpx_points(events: Iterable[Event]) -> Iterator[list[str]]:
    """Number of the track, time, longitude and latitude of every point of all tracks and routes, without any of every place."""
    number, parts, found, places = 0, 0, False, list[list[str]]()
    for event, element in events:
        name = tag(element)
        if event == "start" and name in TRACKS:
            number, parts = number + 1, 0
        elif event == "start" and name == PART:
            number, parts = number + (parts > 0), parts + 1
        elif event == "end" and name in POINTS:
            number, found = max(number, 1), True
            yield [str(number), *_point(element)]
            element.clear()
        elif event == "end" and name == PLACE:
            places.append(["1", *_point(element)])
            element.clear()
    yield from () if found else places


def _point(element: Element) -> list[str]:
    return [text_of(element, "time"), element.get("lon", "").strip(), element.get("lat", "").strip()]
