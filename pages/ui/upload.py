"""Bring a file: read it, ask what it leaves open, show what was found, fill short gaps."""

from functools import partial
from typing import Any, Protocol

import streamlit as st

from rnn_core import datasets
from rnn_core.datasets import Reading, Series

TABLES = ["csv", "tsv", "txt", "xlsx"]
TEXTS = ["txt", "md", "csv", "tsv", "xlsx"]
MEGABYTES = 50
MOST_FILLED = 50
ROWS_SHOWN = 5


class Examined(Protocol):
    """A table that was read, as it is understood with some answers; without any, as it comes."""

    def __call__(self, *, day_first: bool | None = None, decimal_comma: bool | None = None) -> Reading:
        """Raises UserError for a table that cannot be used."""


@st.cache_data(show_spinner=False, max_entries=10)
def _examined(
    content: bytes, name: str, test: tuple[bytes, str] | None, day_first: bool | None = None, decimal_comma: bool | None = None
) -> Reading:
    return datasets.examine(content, name, test=test, day_first=day_first, decimal_comma=decimal_comma)


@st.cache_data(show_spinner=False, max_entries=10)
def _read_text(content: bytes, name: str) -> Any:
    return datasets.read_text(content, name)


def series_upload(place: str) -> tuple[str, Series] | None:
    """A table with dates; to train on, if you like a second one as test period. ``place`` tells uploaders of a page apart."""
    file = st.file_uploader("Table with a date column (CSV or Excel)", TABLES, key=f"{place}upload", max_upload_size=MEGABYTES)
    test = None if place else _test_uploader()
    if file is None:
        if test is not None:
            st.info("The first file, to train on, is still missing.")
        return None
    later = (test.getvalue(), test.name) if test else None
    return file.name, asked(partial(_examined, file.getvalue(), file.name, later), file.name, place)


def _test_uploader() -> Any:
    return st.file_uploader("Second file as test period (optional)", TABLES, key="upload_test", max_upload_size=MEGABYTES)


def asked(examined: Examined, name: str, place: str) -> Series:
    """Ask what the table of this name leaves open, show what was found and fill the gaps as wished."""
    reading = examined()
    answers: dict[str, bool] = {}
    for question in reading.questions:
        st.text(question.text)
        answers[question.about] = st.radio(
            question.text,
            [True, False],
            index=0 if question.taken else 1,
            format_func={True: question.yes, False: question.no}.__getitem__,
            key=f"{place}{question.about}-{name}",
            label_visibility="collapsed",
        )
    if answers:
        reading = examined(**answers)
    gaps = datasets.missing(reading.series)
    limit = 0
    if gaps["missing"].any():
        limit = st.number_input(
            "Longest gap to fill, in rows",
            0,
            MOST_FILLED,
            0,
            key=f"{place}gaps-{name}",
            help="Missing values between two known ones are put on the straight line between them (interpolated in time). "
            "0 = none: rows without a value are left out. The notes beside the data say how many were filled.",
        )
    with st.popover("What was found in the file", icon=":material/table:", width="stretch"):
        _found(reading)
    return datasets.fill(reading.series, int(limit))


def _found(reading: Reading) -> None:
    frame = reading.series.frame
    st.text(f"{len(frame):,} rows" + (f", {reading.frequency.name}" if reading.frequency else "") + ". The first ones:")
    st.dataframe(frame.head(ROWS_SHOWN))
    gaps = datasets.missing(reading.series)
    columns = [
        {
            "Column": name,
            "Missing": int(gaps["missing"].get(name, 0)),
            "Longest gap": int(gaps["longest gap"].get(name, 0)),
            "Can be forecast": why or "yes",
        }
        for name, why in reading.targets.items()
    ]
    st.dataframe(columns, hide_index=True)


def text_upload(place: str) -> tuple[str, Any] | None:
    """A text, or a table of messages."""
    file = st.file_uploader("Text or table of messages", TEXTS, key=f"{place}upload_text", max_upload_size=MEGABYTES)
    return (file.name, _read_text(file.getvalue(), file.name)) if file else None
