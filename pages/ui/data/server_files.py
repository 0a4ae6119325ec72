"""Take a large file from the folder ``data`` on the server: a few columns of a table, a text, or texts with labels."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.data.encoding import on_server
from pages.ui.data.questions import settled
from pages.ui.data.upload import examined
from rnn_core.data import KINDS, Labelled, Messages, Reading, Series, Text, server_files
from rnn_core.data.apart import attempt
from rnn_core.data.questions import Answers
from rnn_core.data.readers import tables
from rnn_core.data.readers.cells import Cells
from rnn_core.data.readers.file import LargeFile
from rnn_core.data.readers.label_columns import Candidate, Candidates
from rnn_core.data.readers.tables import Columns
from rnn_core.errors import UserError

T = TypeVar("T")
CHOSEN = 4  # columns, unless others are
READ = "shelf.read"  # the texts that were asked for, in the session
NO_TEST = ""
NONE = "The folder data of RNN Lab on the server holds no such file ({}): ask your teacher to put one there."


def _apart(read: Callable[..., T], file: LargeFile, *more: object, also: int = 0) -> T | UserError:
    """What a function of the shelf gives, or why it refuses, found out in a process apart; ``also``: bytes of a second file."""
    return attempt(file.name, partial(read, file, *more), file.size + also)


@st.cache_data(show_spinner=False, max_entries=10)
def _columns(file: LargeFile) -> Columns | UserError:
    return _apart(server_files.columns, file)


@st.cache_resource(show_spinner="Reading the chosen columns", max_entries=2, ttl="1h")  # not copied, as nothing changes them
def _cells(file: LargeFile, columns: tuple[str, ...]) -> Cells | UserError:
    return _apart(server_files.read, file, columns)


@st.cache_data(show_spinner=False, max_entries=4, ttl="1h")
def _examined(file: LargeFile, columns: tuple[str, ...], answers: Answers) -> Reading | UserError:
    cells = settled(_cells(file, columns))
    return attempt(file.name, partial(tables.examine_cells, cells, server_files.SOURCE, answers=answers))


@st.cache_resource(show_spinner="Reading the text", max_entries=2, ttl="1h")
def _text(file: LargeFile) -> Text | Messages | UserError:
    return _apart(server_files.read_text, file)


@st.cache_data(show_spinner=False, max_entries=10)
def _label_columns(file: LargeFile) -> Candidates | UserError:
    return _apart(server_files.label_columns, file)


@st.cache_resource(show_spinner="Reading the texts: some gigabytes take minutes", max_entries=2, ttl="1h")
def _labelled(file: LargeFile, text: str | None, label: str | None, test: LargeFile | None) -> Labelled | UserError:
    return _apart(server_files.read_labelled, file, text, label, test, also=test.size if test else 0)


def series_from_shelf(place: str) -> tuple[str, Series] | None:
    """A table's name and chosen columns, None while there is nothing to choose. ``place`` tells pickers of a page apart.

    Raises UserError.
    """
    file = _chosen_file("series", place)
    columns = _chosen_columns(file, place) if file else ()
    if file is None or not columns:
        return None
    return file.name, examined(lambda answers: settled(_examined(file, columns, answers)), file.name, f"{place}shelf.")


def text_from_shelf(place: str) -> tuple[str, Text | Messages] | None:
    """A text or the messages of a chat, and its name, None while there is nothing to choose. Raises UserError."""
    file = _chosen_file("text", place)
    if file is None:
        return None
    found = _text(file)
    if isinstance(found, UserError):
        raise found
    return file.name, found


def labelled_from_shelf(place: str) -> tuple[str, Labelled] | None:
    """Texts with labels and their name, None until they were asked for: reading a large file takes long. Raises UserError."""
    file = _chosen_file("labelled", place)
    wanted = _wanted_texts(file, place) if file else None
    if file is None or wanted is None:
        return None
    text, label, test = wanted
    data = settled(_labelled(file, text, label, {one.name: one for one in server_files.files("labelled")}.get(test)))
    with st.popover("What was found in the file", icon=":material/table:", width="stretch"):
        for note in data.notes:
            st.text(note)
        st.dataframe({"Class": list(data.counts), "Texts": list(data.counts.values())}, hide_index=True)
    return file.name, data


def _wanted_texts(file: LargeFile, place: str) -> tuple[str | None, str | None, str] | None:
    """The columns of texts and of labels, where there are columns, and the name of a test file, once the button was pressed."""
    known, asked_for = settled(_label_columns(file)), f"{place}{READ}-{file.name}-{file.encoding}"
    before = st.session_state.get(asked_for, (None, None, NO_TEST))
    with st.form(f"{place}shelf.labelled-{file.name}", border=False):
        text = _column("Column of texts", known.texts, before[0], f"{place}shelf.texts-{file.name}")
        likely = before[1] or next((one.name for one in known.labels if one.name != text), None)
        label = _column("Column of labels", known.labels, likely, f"{place}shelf.labels-{file.name}")
        test = NO_TEST if place else _test_file(file, before[2])
        if st.form_submit_button("Read these texts", icon=":material/article:", width="stretch"):
            st.session_state[asked_for] = text, label, test
    return st.session_state.get(asked_for)


def _column(title: str, found: Sequence[Candidate], first: str | None, key: str) -> str | None:
    """One of the columns; None where there is nothing to choose."""
    names = {one.name: f"{one.name} ({one.reason})" for one in found}
    if not names:
        return None
    place = [*names].index(first) if first in names else 0
    return st.selectbox(title, [*names], place, format_func=names.__getitem__, key=key)


def _test_file(file: LargeFile, first: str) -> str:
    names = [NO_TEST, *(one.name for one in server_files.files("labelled") if one.name != file.name)]
    return st.selectbox(
        "Test file (optional)",
        names,
        names.index(first) if first in names else 0,
        format_func=lambda name: name or "none: a share of these texts",
        key=f"shelf.test-{file.name}",
        help="A second file of the same kind, from which nothing is learned.",
    )


def _chosen_file(kind: str, place: str) -> LargeFile | None:
    known = {file.name: file for file in server_files.files(kind)}
    if not known:
        tell(NONE.format(", ".join(f".{ending}" for ending in KINDS[kind].endings)), "warning")
        return None
    name = st.selectbox(
        "File on the server",
        list(known),
        0 if len(known) == 1 else None,
        format_func=lambda name: f"{name} ({_size(known[name].size)})",
        key=f"{place}shelf.{kind}",
        placeholder="Choose a file",
        help="Files that your teacher put into the folder data on the server.",
    )
    return on_server(known[name], place) if name else None


def _chosen_columns(file: LargeFile, place: str) -> tuple[str, ...]:
    """In a form, as every choice reads the whole file."""
    known = settled(_columns(file))
    usable = [name for name, why in known.targets.items() if not why]
    with st.form(f"{place}shelf.form-{file.name}", border=False):
        chosen = st.multiselect(
            "Columns to read",
            list(known.targets),
            usable[:CHOSEN] or list(known.targets)[:1],
            key=f"{place}shelf.columns-{file.name}{file.encoding}",
            help="The dates are always read. Only these columns are taken into memory.",
        )
        st.form_submit_button("Read these columns", icon=":material/table_view:", width="stretch")
    if not chosen:
        tell("No column is chosen: choose at least one to read.", "warning")
    return tuple(chosen)


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 1e5 else f"{count / 1e3:,.1f} kB"
