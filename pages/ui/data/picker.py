"""Choose a dataset of the catalogue, fetch a remote one, or bring a file."""

from textwrap import shorten
from typing import Any

import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.common.owner import person
from pages.ui.data.path_upload import path_upload
from pages.ui.data.server_files import labelled_from_shelf, series_from_shelf, text_from_shelf
from pages.ui.data.synop_download import station_download
from pages.ui.data.upload import labelled_upload, series_upload, text_upload
from rnn_core.data import Entry, Path, Series, Text, catalogue, entries, server_files, store
from rnn_core.data.uploads import uploads
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.runs import Run

UPLOAD, ON_SERVER, OF_RUN, STATION = "upload", "on-server", "of-run", "weather-station"
FIRST = {"series": "prices-msft", "text": "hamlet", "labelled": "rotten-tomatoes", "path": "ladybug"}
UPLOADS = {"series": series_upload, "text": text_upload, "labelled": labelled_upload, "path": path_upload}
SHELF = {"series": series_from_shelf, "text": text_from_shelf, "labelled": labelled_from_shelf}
HELP = {
    "series": "Ready datasets, the weather of a place in France, or your own table with a date column.",
    "text": "Ready texts, or your own: plain text, or a table with one message a row.",
    "labelled": "Ready texts in classes, or your own: a table with a text and a label column, or lines of label, tab, text.",
    "path": "Paths that are computed here, or your own: a table of points with columns x and y.",
}


# Shared, not copied at every click, which takes long for 50,000 texts: nothing changes a dataset.
@st.cache_resource(show_spinner="Reading the dataset", max_entries=20)
def _load(name: str) -> Any:
    return catalogue.entry(name).load()


@st.cache_resource(show_spinner=False, max_entries=5)
def load_dataset(content_hash: str) -> Any:
    """The data that a run used."""
    return store.load_dataset(content_hash)


def dataset_picker(kind: str, run: Run | None) -> tuple[str, Any] | None:
    """The chosen dataset's id (or file name) and content (Series, Text or Messages); None while there is none yet.

    The address may name one (``?dataset=ID``). The data of the run in the address can be chosen too when they came from a
    file. Raises UserError.
    """
    known, own = _choices(kind), run.about() if run else None
    if own and (kind == "text" or own["dataset"] not in known) and own["data"] not in known:
        known[OF_RUN] = "The data of this run"
    asked = st.query_params.get("dataset")
    key = picker_key(kind)
    if asked in known and asked != st.session_state.get("asked"):
        st.session_state[key] = st.session_state["asked"] = asked
    elif asked and asked not in known and not own:
        tell(f"There is no dataset {shorten(asked, 60)}: choose one of the list.")
    if st.session_state.get(key) == OF_RUN and own and own["data"] in known:
        st.session_state[key] = own["data"]  # once trained on again, they stand in the list under their own name
    if st.session_state.get(key) not in known:
        here = [entry.id for entry in entries(kind) if not entry.missing()]
        st.session_state[key] = FIRST[kind] if FIRST[kind] in here else here[0]
    chosen = st.selectbox(
        "Dataset", list(known), format_func=known.__getitem__, key=key, persist_state="session", help=HELP[kind]
    )
    if chosen == OF_RUN and own:
        return own["dataset"], load_dataset(own["data"])
    return _content(kind, chosen, "")


def other_data_picker(kind: str) -> tuple[str, Any] | None:
    """As :func:`dataset_picker`, beside it, for data to try a trained network on."""
    known, place = _choices(kind), "other"
    names = [UPLOAD, *(name for name in known if name != UPLOAD)]
    chosen = st.selectbox("Other data", names, format_func=known.__getitem__, key=f"{place}.{picker_key(kind)}")
    return _content(kind, chosen, place)


def _choices(kind: str) -> dict[str, str]:
    """What there is to choose, with the words of the list."""
    ready = {entry.id: _title(entry) for entry in entries(kind)}
    own = {upload.id: f"{upload.name} (uploaded {upload.created[:10]})" for upload in uploads(kind, person())}
    large = {ON_SERVER: "A file on the server …"} if kind in SHELF and server_files.files(kind) else {}
    station = {STATION: "Weather station in France (download) …"} if kind == "series" else {}
    return {**ready, **own, **station, UPLOAD: "Your own file …", **large}


def _content(kind: str, chosen: str, place: str) -> tuple[str, Any] | None:
    """``place`` tells the uploaders of one page apart."""
    if chosen == UPLOAD:
        return UPLOADS[kind](place)
    if chosen == ON_SERVER:
        return SHELF[kind](place)
    if chosen == STATION:
        return station_download(place)
    own = {upload.id: upload.name for upload in uploads(kind, person())}
    if chosen in own:
        return own[chosen], load_dataset(chosen)
    entry = catalogue.entry(chosen)
    if entry.missing() and not _fetched(entry, place):
        return None
    return entry.id, _load(entry.id)


def picker_key(kind: str) -> str:
    """Under which the session keeps the choice."""
    return f"dataset.{kind}"


def choose_data_of(run: Run) -> None:
    """Set the picker to the data of a run. Of a table of messages only the text that was chosen is kept: it is taken."""
    about = run.about()
    name, kind = about.dataset, experiment(about.experiment).data
    ready = {entry.id: entry for entry in entries(kind)}.get(name)
    whole = ready and (kind != "text" or (not ready.missing() and isinstance(_load(name), Text)))
    here = about.data if about.data in _choices(kind) else OF_RUN
    st.session_state[picker_key(kind)] = name if whole else here


def _title(entry: Entry) -> str:
    return f"{entry.title} (not on this machine)" if entry.missing() else entry.title


def _fetched(entry: Entry, place: str) -> bool:
    st.caption(f"{entry.sentence} {', '.join(filter(None, (entry.size, entry.period)))}.")
    if not entry.remote:
        raise UserError(entry.missing())
    if not st.button("Download", icon=":material/download:", width="stretch", key=f"{place}download"):
        return False
    bar = st.progress(0.0, "Downloading")
    try:
        entry.load(progress=lambda fraction: bar.progress(fraction, "Downloading"))
    finally:
        bar.empty()
    return True


def about(name: str, series: Series) -> None:
    """Where the data come from and what was done to them."""
    first, last = series.frame.index[0], (series.test if series.test is not None else series.frame).index[-1]
    rows = len(series.frame) + (len(series.test) if series.test is not None else 0)
    known = {entry.id: entry.sentence for entry in entries()}
    st.text(f"{series.title}: {rows:,} rows, {first:%d %b %Y} to {last:%d %b %Y}. {known.get(name, '')}")
    source(series)


def source(data: Series | Path) -> None:
    """What was done to the data, and where they come from."""
    for note in data.notes:
        st.text(f"Note: {note}")
    if data.source:
        st.text(f"Source: {data.source}. Licence: {data.licence or 'yours'}.")


def catalogue_table(kind: str) -> None:
    """A table of all ready datasets."""
    rows = [
        {
            "Dataset": entry.title,
            "What it is": entry.sentence,
            "Size": entry.size,
            "Period": entry.period,
            "Source": entry.source,
            "Licence": entry.licence,
            "On this machine": entry.missing() or "yes",
        }
        for entry in entries(kind)
    ]
    st.dataframe(rows, hide_index=True)
