"""Bring a path: a table of points."""

import streamlit as st

from pages.ui.data.upload import MEGABYTES, TABLES
from rnn_core.data import Path, read_path


@st.cache_data(show_spinner=False, max_entries=5)
def _read(content: bytes, name: str) -> Path:
    return read_path(content, name)


def path_upload(place: str) -> tuple[str, Path] | None:
    """A table with columns x, y and, if wanted, z and t. ``place`` tells the uploaders of a page apart."""
    title = "Table of points (CSV or Excel: x, y, if you like z and t)"
    file = st.file_uploader(title, TABLES, key=f"{place}upload_path", max_upload_size=MEGABYTES)
    return (file.name, _read(file.getvalue(), file.name)) if file else None
