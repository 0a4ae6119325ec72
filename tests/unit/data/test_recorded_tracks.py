"""Tracks as devices and maps record them: KML, TCX and the log of a satellite receiver."""

import datetime as dt
from functools import reduce
from operator import xor

import numpy as np
import pytest

from rnn_core.data import File
from rnn_core.data.likeliest import likeliest
from rnn_core.data.readers.path_files import PathReading, examine_path
from rnn_core.errors import UserError

POINTS = [[float(place % 90), float(2 * place % 7)] for place in range(40)]
START = dt.datetime(2020, 5, 31, 23, 59, 50)
TIMES = [START + dt.timedelta(seconds=2 * place) for place in range(40)]


def read(text: str, name: str, **answers: str) -> PathReading:
    file = File(text.encode(), name)
    assert likeliest(file)[0] == "path"
    return examine_path(file, answers)


def refused(text: str, name: str) -> str:
    with pytest.raises(UserError) as error:
        examine_path(File(text.encode(), name))
    return str(error.value)


def kml(*places: str) -> str:
    inner = "".join(f"<Placemark>{place}</Placemark>" for place in places)
    space = 'xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<kml {space}><Document><name>Map</name>{inner}</Document></kml>'


def line(points: list[list[float]], mark: str = ",") -> str:
    listed = "\n ".join(f"{x}{mark}{y}{mark}300" for x, y in points)
    return f"<LineString><coordinates>\n {listed} </coordinates></LineString>"


def spot(x: float, y: float, time: str = "") -> str:
    return f"{time}<Point><coordinates>{x},{y},0</coordinates></Point>"


def track(points: list[list[float]], times: list[dt.datetime]) -> str:
    when = "".join(f"<when>{time:%Y-%m-%dT%H:%M:%SZ}</when>" for time in times)
    return f"<gx:Track>{when}{''.join(f'<gx:coord>{x} {y} 300</gx:coord>' for x, y in points)}</gx:Track>"


def test_a_line_of_kml_and_places_beside_it():
    for text in (kml(spot(0, 0), line(POINTS), spot(1, 1)), kml(line(POINTS, ", "))):
        found = read(text, "walk.kml")
        np.testing.assert_array_equal(found.path.points, POINTS)
        assert (found.path.columns, found.path.step, found.path.notes) == (("longitude", "latitude"), 1.0, ())


def test_times_of_kml():
    timed = read(kml(f"<name>Ride</name>{track(POINTS, TIMES)}"), "ride.xml")
    assert (timed.path.points.tolist(), timed.path.step, timed.time) == (POINTS, 2.0, "time")
    assert read(kml(track(POINTS, TIMES[1:])), "ride.kml").time is None
    stamps = [f"<TimeStamp><when>{time:%Y-%m-%dT%H:%M:%S+02:00}</when></TimeStamp>" for time in TIMES]
    stood = read(kml(*(spot(*point, time) for point, time in zip(POINTS, stamps, strict=True))), "places.kml")
    assert (stood.path.points.tolist(), stood.path.step) == (POINTS, 2.0)


def test_places_of_kml_are_tracks_by_their_names():
    several = kml(f"<name>Day\n 1</name>{line(POINTS[:30])}", line(POINTS[:33]), f"<name>Day 1</name>{line(POINTS)}")
    found = read(several, "days.kml")
    assert found.path.points.tolist() == POINTS
    assert found.path.notes == (
        "The file holds 3 tracks by track name (Day 1, line, Day 1 (2)); the longest one, Day 1 (2), was taken.",
    )
    assert len(read(several, "days.kml", track="line").path.points) == 33
    parts = kml(f"<MultiGeometry>{line(POINTS[:31])}{line(POINTS)}</MultiGeometry>")
    assert "2 tracks by track name (line, line (2))" in read(parts, "days.kml").path.notes[0]


def test_kml_that_is_refused():
    bomb = '<?xml version="1.0"?>\n<!DOCTYPE kml [<!ENTITY a "aaaa">]>\n<kml><Placemark>&a;</Placemark></kml>'
    assert refused(bomb, "a.kml") == "a.kml declares a document type (DOCTYPE), which no KML file needs; export it without one."
    assert refused(kml(line(POINTS))[:-9], "a.kml").startswith("a.kml is no whole KML file (")
    area = "<Polygon><outerBoundaryIs><LinearRing><coordinates>1,1 2,2 1,1</coordinates></LinearRing></outerBoundaryIs></Polygon>"
    assert refused(kml(area), "a.kml").startswith("a.kml holds no line (LineString), track (gx:Track) or place;")


def tcx(*laps: list[int]) -> str:
    def point(place: int) -> str:
        where = f"<LatitudeDegrees>{POINTS[place][1]}</LatitudeDegrees><LongitudeDegrees>{POINTS[place][0]}</LongitudeDegrees>"
        time = f"<Time>{TIMES[place]:%Y-%m-%dT%H:%M:%S.000Z}</Time>"
        return f"<Trackpoint>{time}<Position>{where}</Position><AltitudeMeters>300</AltitudeMeters></Trackpoint>"

    inner = "".join(f"<Lap><Track>{''.join(map(point, lap))}</Track></Lap>" for lap in laps)
    space = 'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"'
    return f"<TrainingCenterDatabase {space}><Activities><Activity>{inner}</Activity></Activities></TrainingCenterDatabase>"


def test_laps_of_tcx_are_one_track():
    found = read(tcx([*range(20)], [*range(20, 40)]), "run.tcx")
    assert (found.path.points.tolist(), found.path.step, found.path.notes) == (POINTS, 2.0, ())
    assert refused(tcx(), "run.tcx") == "run.tcx holds no points (Trackpoint); export a recorded activity as TCX."


def sentence(words: str) -> str:
    return f"${words}*{reduce(xor, words.encode()):02X}"


def log(kind: str, found: str = "A") -> list[str]:
    lines = []
    for time, (x, y) in zip(TIMES, POINTS, strict=True):
        where = f"{int(y):02}30.000,S,{int(x):03}15.000,E"
        if kind == "RMC":
            lines.append(sentence(f"GNRMC,{time:%H%M%S}.00,{found},{where},0.1,,{time:%d%m%y},,"))
        else:
            lines.append(sentence(f"GPGGA,{time:%H%M%S},{where},{int(found == 'A')},8,0.9,545,M,46.9,M,,"))
        lines.append(sentence("GPGSA,A,3,04,05,,09,12,,,24,,,,,2.5,1.3,2.1"))
    return lines


PLACES = [[x + 0.25, -y - 0.5] for x, y in POINTS]


@pytest.mark.parametrize("lines", [log("RMC"), log("GGA"), log("GGA") + log("RMC")])
def test_the_log_of_a_receiver(lines):
    found = read("\r\n".join(lines), "log.txt")
    assert (found.path.points.tolist(), found.path.step, found.path.notes) == (PLACES, 2.0, ())


def test_damaged_lines_and_those_without_a_position_are_left_out():
    lines = [*log("RMC", "V")[:6], *log("RMC")[6:]]
    lines[-2] = lines[-2].replace("E", "W")
    found = read("\n".join(lines), "log.nmea")
    assert found.path.points.tolist() == PLACES[3:-1]
    assert found.path.notes == ("Lines left out, as they are damaged: 1.", "Lines left out, as they are without a position: 3.")
    assert refused("\n".join(log("GGA", "V")), "log.txt").startswith("log.txt holds no position (RMC or GGA with a fix);")
