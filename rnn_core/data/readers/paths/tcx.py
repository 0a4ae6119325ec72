"""The points of a TCX file, as Garmin's watches write them. The laps of an activity are one track."""

from collections.abc import Iterable, Iterator

from rnn_core.data.readers.paths.xml_files import Event, tag, text_of

TRACKS, POINT = ("Activity", "Course"), "Trackpoint"


def tcx_points(events: Iterable[Event]) -> Iterator[list[str]]:
    """Number of the track, time, longitude and latitude of every point; one without a place, as indoors, has neither."""
    number = 0
    for event, element in events:
        name = tag(element)
        if event == "start" and name in TRACKS:
            number += 1
        elif event == "end" and name == POINT:
            place = [text_of(element, axis) for axis in ("LongitudeDegrees", "LatitudeDegrees")]
            yield [str(max(number, 1)), text_of(element, "Time"), *place]
            element.clear()
