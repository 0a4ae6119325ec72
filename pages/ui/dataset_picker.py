"""Choose a dataset of the catalogue, fetch a remote one, or bring a file."""

import streamlit as st

from rnn_core import datasets
from rnn_core.datasets import Entry, Series
from rnn_core.errors import UserError

UPLOAD = "upload"
FIRST = "prices-msft"


@st.cache_data(show_spinner=False, max_entries=20)
def _load(name: str) -> Series:
    return datasets.entry(name).load()


@st.cache_data(show_spinner=False, max_entries=10)
def _read(content: bytes, name: str, test: tuple[bytes, str] | None) -> Series:
    return datasets.read_table(content, name, test=test)


def dataset_picker(kind: str) -> tuple[str, Series] | None:
    """The chosen dataset's id (or file name) and content; None while there is none yet. Raises UserError."""
    known = {entry.id: entry for entry in datasets.entries(kind)}
    asked = st.query_params.get("dataset")
    st.session_state.setdefault("dataset", asked if asked in known else FIRST)
    chosen = st.selectbox(
        "Dataset",
        [*known, UPLOAD],
        format_func=lambda name: _title(known.get(name)),
        key="dataset",
        persist_state="session",
        help="Ready datasets, or your own CSV file with a date column.",
    )
    if chosen == UPLOAD:
        return _uploaded()
    entry = known[chosen]
    if entry.missing() and not _fetched(entry):
        return None
    return entry.id, _load(entry.id)


def _title(entry: Entry | None) -> str:
    if entry is None:
        return "Your own file …"
    return f"{entry.title} — not on this machine" if entry.missing() else entry.title


def _fetched(entry: Entry) -> bool:
    st.caption(f"{entry.sentence} {entry.size}, {entry.period}.")
    if not entry.remote:
        raise UserError(entry.missing())
    if not st.button("Download", icon=":material/download:", width="stretch"):
        return False
    bar = st.progress(0.0, "Downloading")
    try:
        entry.load(progress=lambda fraction: bar.progress(fraction, "Downloading"))
    finally:
        bar.empty()
    return True


def _uploaded() -> tuple[str, Series] | None:
    file = st.file_uploader("CSV file with a date column", type=["csv", "tsv", "txt"], key="upload", max_upload_size=50)
    test = st.file_uploader(
        "Second file as test period (optional)", type=["csv", "tsv", "txt"], key="upload_test", max_upload_size=50
    )
    if file is None:
        return None
    return file.name, _read(file.getvalue(), file.name, (test.getvalue(), test.name) if test else None)


def about(series: Series) -> None:
    """Where the data come from and what was done to them."""
    first, last = series.frame.index[0], (series.test if series.test is not None else series.frame).index[-1]
    rows = len(series.frame) + (len(series.test) if series.test is not None else 0)
    st.text(f"{series.title}: {rows:,} rows, {first:%d %b %Y} to {last:%d %b %Y}.")
    for note in series.notes:
        st.text(f"Note: {note}")
    if series.source:
        st.caption(f"Source: {series.source}. Licence: {series.licence}.")
