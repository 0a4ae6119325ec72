"""Files of points as programs and devices write them: names of columns, times, several tracks, GPX and GeoJSON."""

import datetime as dt
import json

import numpy as np
import pytest

from rnn_core.data import File, Path, read_path
from rnn_core.data.readers.path_files import examine_path
from rnn_core.errors import UserError

COUNT = 40
POINTS = [[float(place), float(2 * place % 7)] for place in range(COUNT)]
START = dt.datetime(2020, 5, 1, 10)


def read(text: str, name: str = "path.csv") -> Path:
    return read_path(File(text.encode(), name))


def refused(text: str, name: str = "path.csv") -> str:
    with pytest.raises(UserError) as error:
        read(text, name)
    return str(error.value)


def csv(header: str, *columns: list) -> str:
    return "\n".join([header, *(",".join(map(str, row)) for row in zip(*columns, strict=True))])


X, Y = ([point[axis] for point in POINTS] for axis in (0, 1))
NUMBERS = list(range(COUNT))
OTHER = [place % 3 for place in NUMBERS]


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("id,{y},{x},pupil", ("lon", "lat")),
        ("frame,{y},{x},ele", ("Longitude", "Latitude")),
        ("id,{y},{x},alt", ("lng", "lat")),
        ("id,{y},{x},pupil", ("gaze_x", "gaze_y")),
        ("no,{y},{x},v", ("pos_x", "pos_y")),
        ("n,{y},{x},v", ("x_position", "y_position")),
        ("a,{y},{x},v", ("GazePointX", "GazePointY")),
        ("a,{y},{x},v", ("posX", "posY")),
        ("a,{y},{x},v", ("X (px)", "Y (px)")),
    ],
)
def test_names_of_coordinates(header, columns):
    path = read(csv(header.format(x=columns[0], y=columns[1]), NUMBERS, Y, X, OTHER))
    assert path.columns == columns
    np.testing.assert_array_equal(path.points, POINTS)


def test_counts_of_points_are_no_coordinates():
    assert read(csv("id,frame,east,north", NUMBERS, NUMBERS, X, Y)).columns == ("east", "north")
    assert read(csv("gaze_x,gaze_y,gaze_z", X, Y, OTHER)).columns == ("gaze_x", "gaze_y", "gaze_z")


def test_what_is_not_used_is_told():
    path = read(csv("id,lat,lon,ele,v", NUMBERS, Y, X, OTHER, OTHER))
    assert path.notes == ("The coordinates are lon and lat; not used: ele, v.",)


@pytest.mark.parametrize(
    ("name", "times", "step", "unit"),
    [
        ("timestamp", [1000 + 16 * place for place in NUMBERS], 0.016, "milliseconds, as they lie 16 apart"),
        ("timestamp", [8000 * place for place in NUMBERS], 0.008, "microseconds, as they lie 8000 apart"),
        ("timestamp", [1_588_327_200_000 + 20 * place for place in NUMBERS], 0.02, "milliseconds"),
        ("time_ms", [2 * place for place in NUMBERS], 0.002, "milliseconds"),
        ("timestamp", [0.5 * place for place in NUMBERS], 0.5, ""),
        ("time", [10 * place for place in NUMBERS], 10, ""),
        ("unix", [1_588_327_200 + 30 * place for place in NUMBERS], 30, ""),
        ("time", [f"{START + dt.timedelta(seconds=2 * place):%Y-%m-%dT%H:%M:%SZ}" for place in NUMBERS], 2, ""),
        ("time", [f"{START + dt.timedelta(seconds=0.5 * place):%H:%M:%S.%f}" for place in NUMBERS], 0.5, ""),
    ],
)
def test_times_become_seconds(name, times, step, unit):
    path = read(csv(f"{name},gaze_x,gaze_y", times, X, Y))
    assert path.columns == ("gaze_x", "gaze_y")
    assert path.step == pytest.approx(step)
    assert path.notes == ((f"The times of {name} were read as {unit}.",) if unit else ())


def test_times_across_midnight():
    clock = [f"{START.replace(hour=23, minute=59) + dt.timedelta(seconds=3 * place):%H:%M:%S}" for place in NUMBERS]
    assert read(csv("time,x,y", clock, X, Y)).points.tolist() == POINTS
    days = ["2020-05-01" if time.startswith("23") else "2020-05-03" for time in clock]
    with_dates = read(csv("date,time,x,y", days, clock, X, Y))
    assert len(with_dates.points) == 86_400 // 3 + COUNT


def test_times_that_cannot_be_read_are_not_used():
    path = read(csv("time,x,y", ["noon"] * COUNT, X, Y))
    assert path.step == 1
    assert path.notes[0].startswith("The column time was not used, and points count as one second apart: Row 2 of path.csv holds")


def test_of_several_tracks_the_longest_is_taken():
    names = ["a"] * 5 + ["b"] * (COUNT - 5)
    path = read(csv("frame,track_id,x,y", NUMBERS, names, X, Y))
    np.testing.assert_array_equal(path.points, POINTS[5:])
    assert path.notes[-1] == "The file holds 2 tracks by track_id (a, b); the longest one, b, was taken."
    both = read(csv("subject,trial,x,y", ["s"] * 4 + ["t"] * (COUNT - 4), [1, 2] * 2 + [1] * (COUNT - 4), X, Y))
    assert "3 tracks by subject and trial (s/1, s/2, t/1); the longest one, t/1, was taken." in both.notes[-1]


def test_people_who_walk_at_the_same_time_are_tracks():
    rows = [[frame, person, frame + person, frame] for frame in NUMBERS for person in range(3)]
    path = read(csv("frame_id,ped_id,pos_x,pos_y", *zip(*rows, strict=True)))
    assert path.points[:2].tolist() == [[0, 0], [1, 1]]
    assert path.notes[-1] == "The file holds 3 tracks by ped_id (0, 1, 2); the longest one, 0, was taken."


def test_a_direction_is_no_track():
    path = read(csv("x,y,track", X, Y, [90, 91, 90, 92] * 10))
    assert len(path.points) == COUNT


def test_a_path_across_the_date_line_goes_on():
    longitude = [170 + place if place <= 10 else place - 190 for place in NUMBERS]
    path = read(csv("t,x,y", NUMBERS, longitude, Y))
    assert path.points[:, 0].tolist() == [170 + place for place in NUMBERS]
    assert path.notes == (
        "x jumps from 180 to -179, as degrees do after a full turn; from there on 360 was added or taken away, "
        "so that the path goes on.",
    )
    turned = read(csv("lon,lat", [(350 + place) % 360 for place in NUMBERS], Y))
    assert turned.points[:, 0].tolist() == [350 + place for place in NUMBERS]
    there_and_back = read(csv("x,y", [-170 if place % 2 else 170 for place in NUMBERS], Y))
    assert there_and_back.points[:2, 0].tolist() == [170, -170]


def test_degrees_with_letters():
    path = read(csv("lat,lon", [f"{place}S" for place in Y], [f"{place}W" for place in X]))
    np.testing.assert_array_equal(path.points, -np.array(POINTS))


def test_cells_that_are_no_numbers_are_refused():
    words = refused(csv("t,x,y", NUMBERS, ["far", "near", *X[2:]], Y))
    assert words.startswith("The column x of path.csv holds 2 cells that are not numbers, such as 'far' in row 2 and 'near' in")


def gpx(*tracks: list[list[float]], timed: bool = True) -> str:
    def point(place: int, x: float, y: float) -> str:
        time = f"<time>{START + dt.timedelta(seconds=3 * place):%Y-%m-%dT%H:%M:%SZ}</time>" if timed else ""
        return f'<trkpt lat="{y}" lon="{x}"><ele>5</ele>{time}</trkpt>'

    bodies = ("".join(point(place, *xy) for place, xy in enumerate(track)) for track in tracks)
    inner = "".join(f"<trk><name>x</name><trkseg>{body}</trkseg></trk>" for body in bodies)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1">{inner}</gpx>'


def test_gpx():
    path = read(gpx(POINTS), "ride.gpx")
    assert (path.columns, path.step, path.notes) == (("longitude", "latitude"), 3, ())
    np.testing.assert_array_equal(path.points, POINTS)
    assert read(gpx(POINTS, timed=False), "ride.xml").step == 1
    two = read(gpx(POINTS[:4], POINTS[4:]), "ride.gpx")
    assert two.notes == ("The file holds 2 tracks by track number (1, 2); the longest one, 2, was taken.",)
    np.testing.assert_array_equal(two.points, POINTS[4:])


def test_gpx_that_is_refused():
    bomb = '<?xml version="1.0"?>\n<!DOCTYPE gpx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<gpx><trk>&b;</trk></gpx>'
    assert refused(bomb, "a.gpx") == ("a.gpx declares a document type (DOCTYPE), which no GPX file needs; export it without one.")
    assert refused(gpx(POINTS)[:-20], "a.gpx").startswith("a.gpx is no whole GPX file (")
    assert refused(gpx(), "a.gpx").startswith("a.gpx holds no points of a track (trkpt) or route (rtept) and no places")


LINE = {"type": "LineString", "coordinates": POINTS}


@pytest.mark.parametrize(
    "found",
    [
        LINE,
        {"type": "Feature", "properties": None, "geometry": LINE},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "a"}, "geometry": LINE}]},
        {"type": "MultiLineString", "coordinates": [POINTS]},
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "geometry": {"type": "Point", "coordinates": point}} for point in POINTS],
        },
        [{"id": place, "lat": y, "lon": x} for place, (x, y) in enumerate(POINTS)],
        POINTS,
    ],
)
def test_json(found):
    np.testing.assert_array_equal(read(json.dumps(found), "path.geojson").points, POINTS)


def test_times_and_several_lines_of_geojson():
    times = [f"{START + dt.timedelta(seconds=5 * place):%Y-%m-%dT%H:%M:%SZ}" for place in NUMBERS]
    path = read(json.dumps({"type": "Feature", "properties": {"coordTimes": times}, "geometry": LINE}), "path.json")
    assert path.step == 5
    lines = {"type": "MultiLineString", "coordinates": [POINTS[:3], POINTS[3:]]}
    assert read(json.dumps(lines), "path.json").notes == (
        "The file holds 2 tracks by track name (1, 2); the longest one, 2, was taken.",
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"type": "LineString"', "a.json is not JSON that can be read; expected GeoJSON with a LineString"),
        ('{"type": "LineString", "coordinates": 5}', "a.json holds no points; expected GeoJSON"),
        ('{"type": "Polygon", "coordinates": []}', "a.json holds no points; expected GeoJSON"),
        ("[" * 100_000, "a.json is not JSON that can be read"),
        ("[1, 2]", "a.json holds no points"),
        ("7", "a.json holds no points"),
        ("[]", "a.json holds no points"),
        ('[{"x": [1]}, {"x": 2}]', "a.json has too few columns of numbers for a path"),
    ],
)
def test_json_that_is_refused(text, words):
    assert refused(text, "a.json").startswith(words)


def feature(kind: str, coordinates: list, **properties) -> dict:
    geometry = {"type": kind, "coordinates": coordinates} if kind else None
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_places_beside_a_line_of_geojson_are_no_track():
    ends = [feature("Point", POINTS[place], name="end") for place in (0, -1)]
    nowhere = feature("", [])
    one = {"type": "FeatureCollection", "features": [ends[0], feature("LineString", POINTS), nowhere, ends[1]]}
    path = read(json.dumps(one), "a.geojson")
    assert (path.points.tolist(), path.notes) == (POINTS, ())
    walks = [feature("LineString", POINTS[:30], name="Walk"), feature("LineString", POINTS, name="Walk")]
    two = read(json.dumps({"type": "FeatureCollection", "features": walks}), "a.geojson")
    assert two.points.tolist() == POINTS
    assert "2 tracks by track name (Walk, Walk (2)); the longest one, Walk (2)," in two.notes[0]


def test_points_of_geojson_can_say_whose_they_are():
    found = [
        feature("Point", [x, y + number], id=f"bird{number}", time=f"{START + dt.timedelta(minutes=place):%Y-%m-%d %H:%M}")
        for place, (x, y) in enumerate(POINTS)
        for number in (0, 1)
    ]
    path = read(json.dumps({"type": "FeatureCollection", "features": found}), "birds.geojson")
    assert (path.points.tolist(), path.step) == (POINTS, 60)
    assert path.notes == ("The file holds 2 tracks by id (bird0, bird1); the longest one, bird0, was taken.",)


@pytest.mark.parametrize(
    "found",
    [
        {"type": "MultiPoint", "coordinates": POINTS},
        {"type": "GeometryCollection", "geometries": [LINE]},
        {"locations": [{"latitudeE7": int(y * 1e7), "longitudeE7": int(x * 1e7)} for x, y in POINTS], "more": [1, 2]},
        {"track": [{"lat": y, "lon": x} for x, y in POINTS]},
    ],
)
def test_more_forms_of_json(found):
    np.testing.assert_array_equal(read(json.dumps(found), "path.json").points, POINTS)


def test_records_without_points_are_refused():
    assert refused('{"a": 1}', "a.json").startswith("a.json holds no points")


@pytest.mark.parametrize("order", [("frame", "id"), ("id", "frame")])
def test_frames_and_things_in_a_table_without_names(order):
    rows = [
        {"frame": 10 * place, "id": thing, "x": x + 0.5, "y": y + thing}
        for place, (x, y) in enumerate(POINTS)
        for thing in (3, 8)
    ]
    rows = rows if order[0] == "frame" else sorted(rows, key=lambda row: row["id"])
    text = "\n".join("\t".join(str(row[name]) for name in (*order, "x", "y")) for row in rows)
    path = read(text, "walkers.txt")
    assert path.points.tolist() == [[x + 0.5, y + 3] for x, y in POINTS]
    assert f"so they are called {order[0]} and {order[1]} here" in path.notes[1]
    assert path.notes[-1] == "The file holds 2 tracks by id (3, 8); the longest one, 3, was taken."


def test_points_without_names_that_count_nothing():
    text = "\n".join(f"{x},{y},{place % 4},7" for place, (x, y) in enumerate(POINTS))
    assert read(text).points.tolist() == POINTS


def test_a_height_that_never_changes_is_no_coordinate():
    rows = [
        f"{place}.0e+00   {thing}.0e+00   {x}e+00   0.0e+00   {y}e+00" for place, (x, y) in enumerate(POINTS) for thing in (3, 8)
    ]
    assert read("\n".join(f"  {row}" for row in rows), "obsmat.txt").points.tolist() == POINTS


def test_times_and_things_before_points_without_names():
    path = read("\n".join(f"{10 * place},{x},{y}" for place, (x, y) in enumerate(POINTS)))
    assert (path.points.tolist(), path.step) == (POINTS, 0.01)
    taxis = [f"{taxi},2020-05-01 10:00:{place:02},{x},{y}" for taxi in (7, 9) for place, (x, y) in enumerate(POINTS)]
    found = examine_path(File("\n".join(taxis).encode(), "taxis.txt"))
    assert (found.path.points.tolist(), found.time) == (POINTS, "column 2")
    assert found.questions[-1].options == {"7": "7 (40 points)", "9": "9 (40 points)"}


def test_points_and_lines_in_words():
    points = [f"POINT ({x} {y})" for x, y in POINTS]
    stamps = [f"{START + dt.timedelta(seconds=2 * place):%Y-%m-%d %H:%M:%S}" for place in NUMBERS]
    path = read(csv("id,time,geometry", NUMBERS, stamps, points))
    assert (path.points.tolist(), path.step) == (POINTS, 2)
    assert path.notes[0] == "The points were taken out of the words of the column geometry."
    line = ", ".join(f"{x} {y}" for x, y in POINTS)
    lines = read(f'name;wkt\nfirst;"LINESTRING({line})"\nsecond;"LINESTRING Z ({line}, 1 2 3)"\n')
    assert lines.points.tolist() == [*POINTS, [1, 2]]
    assert lines.notes[1] == "The file holds 2 tracks by track name (first, second); the longest one, second, was taken."


def test_lines_of_json_with_a_point_of_someone():
    rows = [{"track": {"f": place, "p": who, "x": x + who, "y": y}} for place, (x, y) in enumerate(POINTS) for who in (0, 1)]
    path = read("\n".join(map(json.dumps, [{"scene": {"id": 0}}, *rows])), "walkers.ndjson")
    assert path.points.tolist() == POINTS
    assert path.notes == ("The file holds 2 tracks by person (0, 1); the longest one, 0, was taken.",)


def test_places_of_gpx_alone_are_its_points():
    places = "".join(f'<wpt lat="{y}" lon="{x}"><name>P</name></wpt>' for x, y in POINTS)
    assert read(f"<gpx>{places}</gpx>", "way.gpx").points.tolist() == POINTS
    track = "".join(f'<trkpt lat="{y}" lon="{x}"/>' for x, y in POINTS)
    assert read(f"<gpx>{places}<trk><trkseg>{track}</trkseg></trk></gpx>", "way.gpx").points.tolist() == POINTS


def test_body_parts_below_each_other_in_the_header():
    header = "scorer,net,net,net,net,net,net\nbodyparts,nose,nose,nose,tail,tail,tail\ncoords" + ",x,y,likelihood" * 2
    path = read(csv(header, NUMBERS, X, Y, OTHER, Y, X, OTHER))
    assert (path.columns, path.points.tolist()) == (("nose x", "nose y"), POINTS)
    assert path.notes[0] == "The first 3 rows were read as column names (net stands over every column)."
    several = "scorer,net,net,net,net\nindividuals,a,a,b,b\nbodyparts,nose,nose,nose,nose\ncoords,x,y,x,y"
    assert read(csv(several, NUMBERS, X, Y, Y, X)).columns == ("a x", "a y")


def test_times_by_other_names_and_by_what_they_are():
    stamps = [f"{START + dt.timedelta(seconds=2 * place):%d.%m.%Y %H:%M:%S}" for place in NUMBERS]
    for name in ("Zeitpunkt", "wann"):
        assert read(csv(f"{name};Rechtswert;Hochwert".replace(";", ","), stamps, X, Y)).step == 2
    assert read(csv("tst,lat,lon", [1_588_327_200 + 30 * place for place in NUMBERS], Y, X)).step == 30


def test_the_clock_of_a_game_counts_down():
    path = read(csv("game_clock,x,y", [720 - 0.5 * place for place in NUMBERS], X, Y))
    assert (path.points.tolist(), path.step, path.notes[-1]) == (POINTS, 0.5, "The times of game_clock count down.")


def rows_of(text: str, **answers: str):
    return examine_path(File(text.encode(), "points.csv"), {id.replace("_", "-"): answer for id, answer in answers.items()})


WALK = "frame,who,a,b,c\n" + "".join(f"{n},{'ab'[n % 3 == 0]},{n},{n * n},{-n}\n" for n in range(120))


def test_columns_tracks_and_units_can_be_chosen():
    found = rows_of(WALK)
    assert {question.id: question.taken for question in found.questions} == {"x": "a", "y": "b", "z": "none", "t": "none"}
    other = rows_of(WALK, x="c", y="a", z="b", t="frame", time_unit="milliseconds")
    assert (other.path.columns, other.path.step, other.time) == (("c", "a", "b"), pytest.approx(0.001), "frame")
    assert rows_of(WALK, x="b").path.columns == ("b", "a")
    with pytest.raises(UserError, match="was taken twice"):
        rows_of(WALK, x="a", y="a")
    with pytest.raises(UserError, match="no answer to --x"):
        rows_of(WALK, x="who")


def test_another_track_can_be_taken():
    table = WALK.replace("who", "track_id", 1)
    assert [question.taken for question in rows_of(table).questions if question.id == "track"] == ["a"]
    assert len(rows_of(table, track="b").path.points) == 40


def test_the_unit_of_times_is_asked_for_where_nothing_says_it():
    table = "clock,x,y\n" + "".join(f"{16 * n},{n},{n % 7}\n" for n in range(40))
    found = rows_of(table)
    assert [(question.id, question.taken) for question in found.questions] == [("time-unit", "milliseconds")]
    assert (found.path.step, rows_of(table, time_unit="seconds").path.step) == (pytest.approx(0.016), 16)
    assert rows_of(table.replace("clock", "ms")).questions == ()


def test_points_of_several_tracks_at_the_same_times_are_refused():
    table = "time,x,y\n" + "".join(f"{n},{n * k},{n % 7}\n" for n in range(40) for k in (1, 2))
    with pytest.raises(UserError, match=r"40 of 80 points have the time of an earlier one \(column time, rows 2 and 3\)"):
        rows_of(table)
    assert len(rows_of(table, t="none").path.points) == 80


def test_segments_of_a_gpx_track_are_tracks():
    point = '<trkpt lat="{0}" lon="{0}"><time>2024-01-01T{1:02}:00:{2:02}Z</time></trkpt>'
    parts = ["".join(point.format(hour + n / 100, hour, n) for n in range(count)) for hour, count in ((1, 35), (3, 40))]
    text = f"<gpx><trk>{''.join(f'<trkseg>{part}</trkseg>' for part in parts)}</trk></gpx>"
    found = examine_path(File(text.encode(), "a.gpx"))
    assert (len(found.path.points), [question.id for question in found.questions]) == (40, ["track"])
