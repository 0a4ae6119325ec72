"""Made-up SYNOP files in both forms that are published, with whatever is asked to be wrong in them, and a web site of them."""

import math
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

import numpy as np
import pytest

from rnn_core.data.synop import remote

METEO_FRANCE = [
    *("numer_sta", "date", "pmer", "tend", "cod_tend", "dd", "ff", "t", "td", "u", "vv", "ww", "w1", "w2", "n", "nbas", "hbas"),
    *("cl", "cm", "ch", "pres", "niv_bar", "geop", "tend24", "tn12", "tn24", "tx12", "tx24", "tminsol", "sw", "tw", "raf10"),
    *(
        "rafper",
        "per",
        "etat_sol",
        "ht_neige",
        "ssfrai",
        "perssfrai",
        "rr1",
        "rr3",
        "rr6",
        "rr12",
        "rr24",
        "phenspe1",
        "phenspe2",
    ),
    *("phenspe3", "phenspe4", "nnuage1", "ctype1", "hnuage1", "nnuage2", "ctype2", "hnuage2", "nnuage3", "ctype3", "hnuage3"),
    *("nnuage4", "ctype4", "hnuage4"),
]
OPEN_DATA_SOFT = {  # those of its columns that the tests look at, by their names at Météo-France
    "ID OMM station": "numer_sta",
    "Date": "date",
    "Pression au niveau mer": "pmer",
    "Direction du vent moyen 10 mn": "dd",
    "Vitesse du vent moyen 10 mn": "ff",
    "Température": "t",
    "Humidité": "u",
    "Temps présent": "ww",
    "Précipitations dans les 3 dernières heures": "rr3",
    "Coordonnees": "",
    "Nom": "nom",
    "Température (°C)": "tc",
    "Altitude": "",
}
HOURS = 3
Row = dict[str, object]  # by the names of Météo-France; what lacks is missing


def rows(count: int, station: str = "07149", start: str = "2024-01-01T00:00", hours: int = HOURS, nom: str = "ORLY") -> list[Row]:
    """``count`` observations of a station: row i has t = 280.15 + i, pmer = 101,000 + 10 i, ff = i, dd = 10 i, u = 50 + i % 50,
    rr3 = 0.2, ww = 3, and t in °C as tc.
    """
    first = datetime.fromisoformat(start)
    return [
        {
            "numer_sta": station,
            "nom": nom,
            "date": first + timedelta(hours=hours * number),
            "t": round(280.15 + number, 2),
            "tc": 7 + number,
            "pmer": 101_000 + 10 * number,
            "ff": number,
            "dd": 10 * number % 360,
            "u": 50 + number % 50,
            "rr3": 0.2,
            "ww": 3,
        }
        for number in range(count)
    ]


def without(chosen: Iterable[Row], *columns: str, at: Sequence[int] = ()) -> list[Row]:
    """The rows, those at some places (all of them by default) without values in some columns."""
    return [
        {name: value for name, value in row.items() if name not in columns} if not at or place in at else row
        for place, row in enumerate(chosen)
    ]


def meteo_france(chosen: Iterable[Row], columns: Sequence[str] = METEO_FRANCE, end: str = ";") -> bytes:
    """The form of Météo-France; ``end`` is what stands at the end of every line."""

    def cell(name: str, value: object) -> str:
        return value.strftime("%Y%m%d%H%M%S") if isinstance(value, datetime) else str(value)

    return _file(columns, chosen, lambda row: [cell(name, row.get(name, "mq")) for name in columns], end).encode()


def open_data_soft(chosen: Iterable[Row], bom: bool = True, offset: int = 0) -> bytes:
    """The form of OpenDataSoft, with times in a zone ``offset`` hours east of Greenwich."""

    def cell(name: str, value: object) -> str:
        if isinstance(value, datetime):
            return f"{value + timedelta(hours=offset):%Y-%m-%dT%H:%M:%S}+{offset:02}:00"
        return "48.7,2.4" if not name else str(value)

    text = _file(
        list(OPEN_DATA_SOFT), chosen, lambda row: [cell(name, row.get(name, "")) for name in OPEN_DATA_SOFT.values()], ""
    )
    return (b"\xef\xbb\xbf" if bom else b"") + text.encode()


def _file(header: Sequence[str], chosen: Iterable[Row], cells: Callable[[Row], list[str]], end: str) -> str:
    return "".join(f"{';'.join(line)}{end}\n" for line in (list(header), *map(cells, chosen)))


def years(count: int, station: str = "07149", seed: int = 0) -> list[Row]:
    """Three-hourly observations of some years with a daily and a yearly wave and noise in every measurement."""
    rng, total = np.random.default_rng(seed), count * 2920
    first = datetime(2010, 1, 1)
    noise = rng.normal(size=(total, len(METEO_FRANCE)))
    found = []
    for number in range(total):
        warm = 284 + 8 * math.sin(2 * math.pi * number / 2920) + 4 * math.sin(2 * math.pi * number / 8)
        row: Row = {name: round(10 + noise[number, place], 1) for place, name in enumerate(METEO_FRANCE)}
        row |= {"numer_sta": station, "date": first + timedelta(hours=3 * number), "t": round(warm + noise[number, 0], 2)}
        found.append(row | {"pmer": 101_300 + round(300 * noise[number, 1]), "dd": int(number * 10 % 360)})
    return found


class Portal(ThreadingHTTPServer):
    """A web site on this machine that answers every question with ``content`` and remembers what was asked for."""

    def __init__(self, content: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.content = content
        self.asked: list[str] = []

    @classmethod
    @contextmanager
    def of_stations(cls, monkeypatch: pytest.MonkeyPatch, content: bytes) -> Iterator[Self]:
        """The one that observations are fetched from."""
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        with cls(content) as started:
            threading.Thread(target=started.serve_forever, daemon=True).start()
            monkeypatch.setattr(remote, "EXPORT", f"http://127.0.0.1:{started.server_address[1]}/exports/csv")
            yield started
            started.shutdown()


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        portal = self.server
        assert isinstance(portal, Portal)
        portal.asked.append(self.path)
        self.send_response(200)
        self.end_headers()  # without a length, as the real one
        self.wfile.write(portal.content)

    def log_message(self, format: str, *args: object) -> None:
        pass
