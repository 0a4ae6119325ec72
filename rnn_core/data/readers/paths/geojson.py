"""From a JSON file of points (GeoJSON lines or points, a list of records, a list of pairs) to a table."""

import json
from collections.abc import Iterator
from typing import Any

import pandas as pd

from rnn_core.data.readers.cells import Cells, WantedTable, check_rows, distinct
from rnn_core.data.readers.decoding import decode
from rnn_core.data.readers.file import File
from rnn_core.data.readers.paths.names import tells_tracks_apart
from rnn_core.errors import UserError

EXPECTED = "expected GeoJSON with a LineString, or a list of records with x and y"
TIMES = ("time", "timestamp", "datetime", "date")  # among what is said of a point
SHORT = {"f": "frame", "p": "person"}  # as in the files of TrajNet++
Record = dict[str, Any]


def is_json(file: File) -> bool:
    """By its name."""
    return file.name.lower().endswith((".geojson", ".json", ".ndjson"))


def json_cells(file: File, wanted: WantedTable) -> Cells:
    """The points of all lines, a row each. Raises UserError."""
    text, notes = decode(file, wanted)
    try:
        records = _records(_loaded(text))
    except (ValueError, RecursionError) as error:
        raise UserError(f"{file.name} is not JSON that can be read; {EXPECTED}.") from error
    except (TypeError, KeyError, IndexError, AttributeError):
        records = []
    if not records:
        raise UserError(f"{file.name} holds no points; {EXPECTED}.")
    names = list(dict.fromkeys(name for record in records for name in record))
    check_rows(len(records), len(names), file.name, wanted)
    texts = [[_text(record.get(name)) for name in names] for record in records]
    rows = pd.DataFrame(texts, columns=range(len(names)), index=range(1, len(texts) + 1), dtype="str")
    return Cells(file.name, distinct(names)[0], rows, notes)


def _loaded(text: str) -> Any:
    """What the text says, or each of its lines. Raises ValueError."""
    try:
        return json.loads(text)
    except ValueError:
        found = [json.loads(line) for line in text.split("\n") if line.strip()]
        tracked = [one["track"] for one in found if isinstance(one, dict) and isinstance(one.get("track"), dict)]
        return [{SHORT.get(name, name): value for name, value in one.items()} for one in tracked] or found


def _records(found: Any) -> list[Record]:
    if isinstance(found, list):
        return [one if isinstance(one, dict) else dict(zip("xyz", one, strict=False)) for one in found]
    if "type" not in found:
        lists = [one for one in found.values() if isinstance(one, list) and all(isinstance(part, dict) for part in one)]
        return [*map(_in_degrees, sorted(lists, key=len)[-1])] if lists else []
    lines = [*_lines(found)]
    names = distinct([str(about.get("name") or number) for number, (_, about) in enumerate(lines, start=1)])[0]
    points = ((name, record) for name, line in zip(names, lines, strict=True) for record in _points(*line))
    return [{**record, **({"track name": name} if len(lines) > 1 else {})} for name, record in points]


def _lines(found: Record, about: Record | None = None) -> Iterator[tuple[list[Any], Record]]:
    """The coordinates of every line, and what is said of it. Points that stand alone, one after the other, are one line."""
    kind, about = found["type"], about or {}
    if kind == "FeatureCollection":
        features = [one for one in found["features"] if one.get("geometry")]
        points = [one for one in features if one["geometry"]["type"] == "Point"]
        lines = [line for one in features if one["geometry"]["type"] != "Point" for line in _lines(one)]
        if len(points) > sum(len(coordinates) for coordinates, _ in lines):  # fewer are places beside the way, as its ends
            yield [one["geometry"]["coordinates"] for one in points], {"said": [one.get("properties") or {} for one in points]}
        yield from lines
    elif kind == "Feature":
        yield from _lines(found["geometry"], found.get("properties") or {})
    elif kind == "GeometryCollection":
        for one in found["geometries"]:
            yield from _lines(one, about)
    elif kind in ("LineString", "MultiPoint"):
        yield found["coordinates"], about
    elif kind == "MultiLineString":
        for line in found["coordinates"]:
            yield line, about


def _points(coordinates: list[Any], about: Record) -> Iterator[Record]:
    times = about.get("times") or about.get("coordTimes") or (about.get("coordinateProperties") or {}).get("times") or []
    said = about.get("said") or (
        [{"time": time} for time in times] if len(times) == len(coordinates) else [{}] * len(coordinates)
    )
    for (longitude, latitude, *_), more in zip(coordinates, said, strict=True):
        names = {name: value for name, value in more.items() if tells_tracks_apart(name)}
        time = next(({"time": more[name]} for name in TIMES if name in more), {})
        yield {**names, "longitude": longitude, "latitude": latitude, **time}


def _in_degrees(record: Record) -> Record:
    """As it is, but 471000000 of latitudeE7, as Google writes it, is 47.1."""
    return {name.removesuffix("E7"): value / 1e7 if name.endswith("E7") else value for name, value in record.items()}


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
