"""Choose a dataset of the catalogue, fetch a remote one, or bring a file."""

from dataclasses import dataclass
from textwrap import shorten
from typing import Any

import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.common.owner import person
from pages.ui.data.kind_parts import PARTS, KindParts
from rnn_core.data import KINDS, Dataset, Entry, catalogue, entries, server_files, store
from rnn_core.data.uploads import uploads
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.runs import Run

UPLOAD, ON_SERVER, OF_RUN = "upload", "on-server", "of-run"


@dataclass(frozen=True)
class Picked:
    """What was chosen: a dataset's id or a file's ``name``, its content as it was ``found``, and the ``data`` in it."""

    name: str
    found: Any
    data: Any


# Shared, not copied at every click, which takes long for 50,000 texts: nothing changes a dataset.
@st.cache_resource(show_spinner="Reading the dataset", max_entries=20)
def _load(name: str) -> Any:
    return catalogue.entry(name).load()


@st.cache_resource(show_spinner=False, max_entries=5)
def load_dataset(content_hash: str) -> Any:
    """The data that a run used."""
    return store.load_dataset(content_hash)


def dataset_picker(kind: str, run: Run | None) -> Picked | None:
    """The chosen data; None while there are none yet.

    The address may name a dataset (``?dataset=ID``). The data of the run in the address can be chosen too when they came from a
    file, or are a part of what a file holds. Raises UserError.
    """
    known, own, parts = _choices(kind), run.about() if run else None, PARTS[kind]
    if own and (parts.narrow or own.dataset not in known) and own.data not in known:
        known[OF_RUN] = "The data of this run"
    asked = st.query_params.get("dataset")
    key = picker_key(kind)
    if asked in known and asked != st.session_state.get("asked"):
        st.session_state[key] = st.session_state["asked"] = asked
    elif asked and asked not in known and not own:
        tell(f"There is no dataset {shorten(asked, 60)}: choose one of the list.")
    if st.session_state.get(key) == OF_RUN and own and own.data in known:
        st.session_state[key] = own.data  # once trained on again, they stand in the list under their own name
    if st.session_state.get(key) not in known:
        here = [entry.id for entry in entries(kind) if not entry.missing()]
        st.session_state[key] = KINDS[kind].first if KINDS[kind].first in here else here[0]
    chosen = st.selectbox(
        "Dataset", list(known), format_func=known.__getitem__, key=key, persist_state="session", help=parts.help
    )
    if chosen == OF_RUN and own:
        data = load_dataset(own.data)
        return Picked(own.dataset, data, data)
    return _picked(kind, chosen, "")


def other_data_picker(kind: str) -> Picked | None:
    """As :func:`dataset_picker`, beside it, for data to try a trained network on."""
    known, place = _choices(kind), "other"
    names = [UPLOAD, *(name for name in known if name != UPLOAD)]
    chosen = st.selectbox("Other data", names, format_func=known.__getitem__, key=f"{place}.{picker_key(kind)}")
    return _picked(kind, chosen, place)


def _choices(kind: str) -> dict[str, str]:
    """What there is to choose, with the words of the list."""
    parts = PARTS[kind]
    ready = {entry.id: _title(entry) for entry in entries(kind)}
    own = {upload.id: f"{upload.name} (uploaded {upload.created[:10]})" for upload in uploads(kind, person())}
    downloads = {name: title for name, (title, _) in parts.downloads.items()}
    large = {ON_SERVER: "A file on the server …"} if parts.on_server and server_files.files(kind) else {}
    return {**ready, **own, **downloads, UPLOAD: "Your own file …", **large}


def _picked(kind: str, chosen: str, place: str) -> Picked | None:
    """``place`` tells the controls of one page apart."""
    parts = PARTS[kind]
    content = _content(kind, parts, chosen, place)
    if content is None:
        return None
    name, found = content
    if parts.narrow and not isinstance(found, KINDS[kind].document):
        return Picked(name, found, parts.narrow(found, place))
    return Picked(name, found, found)


def _content(kind: str, parts: KindParts, chosen: str, place: str) -> tuple[str, Any] | None:
    if chosen == UPLOAD:
        return parts.upload(place)
    if chosen == ON_SERVER and parts.on_server:
        return parts.on_server(place)
    if chosen in parts.downloads:
        return parts.downloads[chosen][1](place)
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
    """Set the picker to the data of a run: of what holds more than a network takes only the part that was chosen is kept."""
    about = run.about()
    name, kind = about.dataset, experiment(about.experiment).data
    ready = {entry.id: entry for entry in entries(kind)}.get(name)
    parted = PARTS[kind].narrow is not None
    whole = ready and (not parted or (not ready.missing() and isinstance(_load(name), KINDS[kind].document)))
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


def source(data: Dataset) -> None:
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
