"""Tracks that devices recorded, as XML, to the table of their points."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

import pandas as pd

from rnn_core.data.readers.cells import Cells, WantedTable, check_rows
from rnn_core.data.readers.decoding import decode
from rnn_core.data.readers.file import File
from rnn_core.data.readers.paths.gpx import gpx_points
from rnn_core.data.readers.paths.kml import kml_points
from rnn_core.data.readers.paths.tcx import tcx_points
from rnn_core.data.readers.paths.xml_files import Event, events
from rnn_core.errors import UserError

BEGINNING = 1_000  # bytes where the name of the vocabulary stands


@dataclass(frozen=True)
class Form:
    """A vocabulary. ``points`` gives a row of track, time, longitude and latitude each; ``lacking`` is said without any."""

    name: str
    root: bytes
    points: Callable[[Iterable[Event]], Iterator[list[str]]]
    track: str
    lacking: str

    def fits(self, file: File) -> bool:
        """By its name or its beginning."""
        named = PurePath(file.name).suffix.casefold() == f".{self.name.casefold()}"
        return named or self.root in file.content[:BEGINNING]


FORMS = (
    Form(
        "GPX",
        b"<gpx",
        gpx_points,
        "track number",
        "points of a track (trkpt) or route (rtept) and no places (wpt); export a recorded track as GPX",
    ),
    Form(
        "KML", b"<kml", kml_points, "track name", "line (LineString), track (gx:Track) or place; export a recorded track as KML"
    ),
    Form("TCX", b"<TrainingCenterDatabase", tcx_points, "track number", "points (Trackpoint); export a recorded activity as TCX"),
)


def is_recorded(file: File) -> bool:
    """Whether it is one of the forms."""
    return any(form.fits(file) for form in FORMS)


def recorded_cells(file: File, wanted: WantedTable) -> Cells:
    """The points of all tracks, a row each. Raises UserError."""
    form = next(form for form in FORMS if form.fits(file))
    text, notes = decode(file, wanted)
    rows = [*form.points(events(text, file.name, form.name))]
    if not rows:
        raise UserError(f"{file.name} holds no {form.lacking}.")
    check_rows(len(rows), len(rows[0]), file.name, wanted)
    return table_of(rows, form.track, file.name, notes)


def table_of(rows: Sequence[Sequence[str]], track: str, name: str, notes: Sequence[str] = ()) -> Cells:
    """The table of rows of track, time, longitude and latitude, without the track where there is one, and without empty times."""
    table = pd.DataFrame(rows, columns=range(4), index=range(1, len(rows) + 1), dtype="str")
    kept = [place for place, wanted in enumerate((table[0].nunique() > 1, (table[1] != "").any(), True, True)) if wanted]
    header = [track, "time", "longitude", "latitude"]
    return Cells(name, [header[place] for place in kept], table[kept].set_axis(range(len(kept)), axis="columns"), tuple(notes))
