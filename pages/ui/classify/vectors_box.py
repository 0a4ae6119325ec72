"""Word vectors from elsewhere: whether they are on this machine, how to get them, and how many of the words they cover."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.classify.loaded_texts import SHARED
from pages.ui.common.messages import tell
from pages.ui.train.settings_form import Options, key
from pages.ui.train.train_button import Start
from rnn_core import files
from rnn_core.data import Labelled
from rnn_core.errors import UserError
from rnn_core.experiments.classify import EXPERIMENT as CLASSIFY
from rnn_core.experiments.classify import ClassifySettings, initial_vectors
from rnn_core.experiments.classify.data import prepare
from rnn_core.features.word_vectors import glove
from rnn_core.features.word_vectors.vectors import Coverage
from rnn_core.settings import bound
from rnn_core.wording import percent

GLOVE = "GloVe (glove.6B)"
FILE, PROBLEM, COUNTED = "vectors-file", "vectors-problem", "vectors-counted"
MOST = bound(ClassifySettings.model_fields["dimension"], "le")
MEGABYTES = initial_vectors.MOST_UPLOAD // 1_000_000
NOTABLE = 0.02  # of the running words: a smaller difference between the two ways to look them up says nothing


def vector_options() -> Options:
    """For the form: the files of vectors on this machine and, beside pretrained vectors, the dimensions that the file has."""
    chosen = st.session_state.get(key(CLASSIFY, "vectors"), "")
    names = {"": GLOVE} | {name: name for name in initial_vectors.available()}
    names.setdefault(chosen, f"{chosen} (not on this machine)")
    options: dict[str, dict[Any, str]] = {"vectors": names}
    sizes = _sizes(chosen) if st.session_state.get(key(CLASSIFY, "encoding")) == "glove" else []
    return options | ({"dimension": {size: str(size) for size in sizes}} if sizes else {})


def _sizes(name: str) -> list[int]:
    """The dimensions of a file that the form allows; none when it cannot be read."""
    try:
        return [size for size in initial_vectors.dimensions(name) if size <= MOST]
    except UserError:
        return []


def vectors_missing(settings: ClassifySettings) -> str:
    """Why a training with these settings cannot begin for want of vectors; nothing when it can."""
    if settings.encoding != "glove":
        return ""
    try:
        initial_vectors.source(settings.vectors, settings.dimension)
        sizes = initial_vectors.dimensions(settings.vectors)
    except UserError as error:
        return str(error)
    if settings.dimension not in sizes:
        listed = ", ".join(map(str, sizes))
        return f"{settings.vectors or GLOVE} has vectors of {listed} numbers, more than {MOST}: choose another file."
    return ""


def vectors_box(start: Start[Labelled, ClassifySettings]) -> None:
    """Open as long as something is missing."""
    settings = start.settings
    if settings.encoding != "glove":
        return
    missing = vectors_missing(settings)
    troubled = bool(missing or st.session_state.get(PROBLEM))
    with st.expander("Global (pretrained) vectors", icon=":material/public:", expanded=troubled):
        st.write("Others have learned these numbers for every word from billions of words; the network begins with them.")
        if missing and not settings.vectors:
            _glove(settings)
        elif missing:
            tell(missing)
        else:
            where = settings.vectors or GLOVE
            st.text(
                f"{where}: here, with {settings.dimension} numbers a word.{f' Source: {glove.SOURCE}.' if where == GLOVE else ''}"
            )
            _coverage(start.data, settings)
        _own_file()


def _glove(settings: ClassifySettings) -> None:
    """Fetch the archive; what came of a broken download is kept, and the next one goes on from there."""
    archive, size = glove.ARCHIVE, glove.ARCHIVE.size / 1e6
    come = archive.arrived()
    here = [str(one) for one in glove.DIMENSIONS if glove.here(one)]
    st.text(
        (
            f"GloVe with {' or '.join(here)} numbers a word is here, with {settings.dimension} it is not. "
            if here
            else "GloVe is not on this machine yet. "
        )
        + f"It is one file of {size:,.0f} MB with vectors of 50, 100, 200 and 300 numbers"
        + (f"; {come * size:,.0f} MB of it are here." if come else ".")
        + f" Source: {glove.SOURCE}. Licence: {glove.LICENCE}."
    )
    if not st.button("Go on downloading" if come else f"Download GloVe ({size:,.0f} MB)", icon=":material/download:"):
        st.caption("A download that breaks off goes on where it ended. A file of your own does as well.")
        return
    bar = st.progress(come, "Downloading GloVe")
    try:
        glove.fetch(
            settings.dimension, lambda done: bar.progress(done, f"Downloading GloVe: {done * size:,.0f} of {size:,.0f} MB")
        )
    except UserError as error:
        bar.empty()
        tell(str(error))
    else:
        st.rerun()


def _own_file() -> None:
    st.file_uploader(
        "Vectors of your own (GloVe or word2vec, text or binary)",
        list(initial_vectors.ENDINGS),
        key=FILE,
        max_upload_size=MEGABYTES,
        on_change=_take,
        help="Everybody on this server can use them. A larger file goes into the folder data on the server.",
    )
    if problem := st.session_state.get(PROBLEM):
        tell(problem)


def _take() -> None:
    """Keep the uploaded file and choose it, before the form is made."""
    file = st.session_state[FILE]
    st.session_state[PROBLEM] = ""
    if file is None:
        return
    try:
        st.session_state[key(CLASSIFY, "vectors")] = initial_vectors.upload(file.getvalue(), file.name)
    except UserError as error:
        st.session_state[PROBLEM] = str(error)
    except OSError as error:
        st.session_state[PROBLEM] = files.cannot_write(error)


def _coverage(data: Labelled, settings: ClassifySettings) -> None:
    used = settings.model_dump_json(include={"validation", "test", "seed", "vectors", "dimension", "stems"})
    asked = (hash((data.texts, data.labels)), used)
    if st.button("How many of the words have a vector?", icon=":material/query_stats:"):
        st.session_state[COUNTED] = asked
    if st.session_state.get(COUNTED) != asked:
        return
    try:
        found = _covered(data, used)
    except UserError as error:
        tell(str(error))
        return
    ways = {"direct": "The word itself", "stem": "Any word with its stem"}
    rows = {
        "Looked up": list(ways.values()),
        "Different words": [percent(found[way].distinct, 1) for way in ways],
        "All words": [percent(found[way].running, 1) for way in ways],
    }
    st.table(pd.DataFrame(rows), hide_index=True)
    st.caption(_finding(found))


@st.cache_data(show_spinner="Reading the vectors: a large file takes a minute", max_entries=20, hash_funcs=SHARED)
def _covered(data: Labelled, used: str) -> dict[str, Coverage]:
    settings = ClassifySettings.model_validate_json(used)
    return initial_vectors.covered(prepare(data, settings))


def _finding(found: dict[str, Coverage]) -> str:
    """What the figures say about the stems of the course's exercise sheet."""
    if not found["stem"].running:
        return "None of the words has a vector in this file: choose vectors of the language of your texts."
    gained = found["stem"].running - found["direct"].running
    sheet = (
        "What to look for: the exercise sheet says that GloVe's words are stemmed. Then stemmed texts would find them directly."
    )
    if gained > NOTABLE:
        return (
            f"{sheet} Here looking up stems finds {percent(gained)} more of all words: file and texts write words differently. "
            "With texts of stems, switch on 'Match vectors by stem'."
        )
    return f"{sheet} Here the words themselves are found about as often, so there is nothing to gain from stems."
