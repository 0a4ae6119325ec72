"""What the columns of a table of points mean, by their names."""

import re
from collections.abc import Iterator, Sequence
from itertools import product

AXES = ("x", "y", "z")
LONGITUDE = {"länge", "laenge", "lon", "lng", "long", "longitude", "längengrad", "longitud", "经度"}
LATITUDE = {"breite", "lat", "latitude", "breitengrad", "latitud", "纬度"}
TIMES = ("t", "time", "seconds")  # the usual names, in this order
TIME_WORDS = {"t", "time", "times", "timestamp", "timestamps", "seconds", "sec", "secs", "ms", "msec", "millis"} | {
    "milliseconds", "us", "microseconds", "datetime", "date", "elapsed", "epoch", "unix", "utc", "clock", "tst",
    "zeit", "zeitpunkt", "zeitstempel", "uhrzeit", "datum", "temps", "heure", "hora", "fecha", "tempo", "ora",
}  # fmt: skip
COUNTERS = {"id", "frame", "frames", "index", "idx", "no", "nr", "number", "row", "trial", "track", "column", "unnamed"}
TRACKS = {"track", "trial", "trip", "segment", "session", "subject", "participant", "person", "pedestrian", "vehicle"} | {
    "object", "agent", "animal", "individual", "player", "user", "route", "trajectory", "traj", "stroke", "gesture", "trackid",
    "trialid", "tripid", "userid", "id", "identifier", "mmsi", "callsign", "icao",
}  # fmt: skip
NO_TRACKS = {"frame", "event", "point", "row", "index", "class", "type", "category", "label", "length", "distance", "speed"} | {
    "duration", "time", "x", "y", "z", "angle", "state", "status", "message", "station",
}  # fmt: skip
AXIS_WORD = re.compile(r"([xyz])(pos|position|coord|coordinate|loc|px|pixels?)|(pos|position|coord|gaze|mouse|cursor)([xyz])")


def words(name: str) -> list[str]:
    """Those of a column's name: "gaze", "x" of gaze_x, GazeX and xGaze."""
    found = re.findall(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+(?![^\W\d_A-Z])", name)
    return [part for word in found for part in _parts(word.casefold())]


def coordinates(names: Sequence[str]) -> list[str]:
    """The columns x, y and perhaps z, else longitude and latitude, else others called like gaze_x and gaze_y, else none.

    Of several such pairs the first one.
    """
    plain = {name.strip().casefold(): name for name in names}
    if {"x", "y"} <= plain.keys():
        return [plain[axis] for axis in AXES if axis in plain]
    return _degrees(names) or next(_like_x(names), [])


def are_degrees(names: Sequence[str]) -> bool:
    """Whether coordinates are a longitude and a latitude."""
    return bool(_degrees(names))


def time(names: Sequence[str]) -> str | None:
    """The column of times, None without one."""
    plain = {name.strip().casefold(): name for name in names}
    usual = next((plain[one] for one in TIMES if one in plain), None)
    return usual or next((name for name in names if TIME_WORDS & {*words(name)}), None)


def counts(name: str) -> bool:
    """Whether a column numbers points or things, and holds no coordinates."""
    return bool(COUNTERS & {*words(name)})


def tells_tracks_apart(name: str) -> bool:
    """Whether a column may say which of several paths a point belongs to."""
    found = {*words(name)}
    return bool(TRACKS & found) and not NO_TRACKS & found


def _parts(word: str) -> list[str]:
    axis = AXIS_WORD.fullmatch(word)
    return [part for part in axis.groups() if part] if axis else [word]


def _degrees(names: Sequence[str]) -> list[str]:
    pairs = product(*([name for name in names if kind & {*words(name)}] for kind in (LONGITUDE, LATITUDE)))
    return list(next(pairs, ()))


def _like_x(names: Sequence[str]) -> Iterator[list[str]]:
    """Every pair, with a third one where there is one."""
    by_words = {tuple(words(name)): name for name in reversed(names)}
    for name in names:
        found = words(name)
        if "x" not in found:
            continue
        axes = [by_words.get(tuple(axis if word == "x" else word for word in found)) for axis in AXES]
        if axes[1]:
            yield [axis for axis in axes if axis]
