"""Bring a path: a table of points, or a recorded track."""

from functools import partial

import streamlit as st

from pages.ui.data.encoding import FILES, uploader
from pages.ui.data.other_page import hint, told
from pages.ui.data.questions import asked, settled
from pages.ui.data.upload import TABLES
from rnn_core.data import File, Path
from rnn_core.data.apart import attempt
from rnn_core.data.questions import Answers
from rnn_core.data.readers.path_files import PathReading, examine_path
from rnn_core.errors import UserError

ENDINGS = [*TABLES, "gpx", "kml", "tcx", "nmea", "geojson", "json"]


@st.cache_data(show_spinner=False, max_entries=5, hash_funcs=FILES)
def _read(file: File, answers: Answers) -> PathReading | UserError:
    return told(file, "path", attempt(file.name, partial(examine_path, file, answers)))


def path_upload(place: str) -> tuple[str, Path] | None:
    """A table with columns x, y and, if wanted, z and t, or a track. ``place`` tells the uploaders of a page apart."""
    label = "Table of points (CSV or Excel: x, y, if you like z and t), GPX, KML, TCX, NMEA or GeoJSON"
    file = uploader(label, ENDINGS, f"{place}upload_path")
    if file is None:
        return None
    hint(file, "path")
    return file.name, asked(lambda answers: settled(_read(file, answers)), f"{place}{file.name}-").path
