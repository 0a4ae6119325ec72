"""A file, uploaded or on the server, and its encoding: asked for where it was found out, as that may be wrong."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

import streamlit as st

from rnn_core.data import File, server_files
from rnn_core.data.apart import apart
from rnn_core.data.readers.decoding import guessed
from rnn_core.data.readers.encodings import ENCODINGS
from rnn_core.data.readers.file import LargeFile

FileT = TypeVar("FileT", File, LargeFile)

MEGABYTES = 50
FILES: dict[str | type[Any], Callable[[Any], Any]] = {File: hash}  # how caches tell them apart; Python keeps a hash of bytes
TITLE = "Encoding of the file"
OF_TEST = "Encoding of the test file"


def uploader(title: str, endings: list[str], key: str, encoding: str = TITLE) -> File | None:
    """An uploader and, where there is a choice, that of the encoding, under the title ``encoding``."""
    file = st.file_uploader(title, endings, key=key, max_upload_size=MEGABYTES)
    if file is None:
        return None
    found = File(file.getvalue(), file.name)
    return _with_chosen(found, _guessed(found), encoding, f"encoding-{file.file_id}")


def several(title: str, endings: list[str], key: str) -> list[File]:
    """An uploader of one file or several; the encoding can be chosen for one."""
    files = st.file_uploader(title, endings, key=key, max_upload_size=MEGABYTES, accept_multiple_files=True)
    found = [File(file.getvalue(), file.name) for file in files]
    if len(found) != 1:
        return found
    return [_with_chosen(found[0], _guessed(found[0]), TITLE, f"encoding-{files[0].file_id}")]


def on_server(file: LargeFile, place: str) -> LargeFile:
    """A file on the server with its encoding. ``place`` tells pickers of a page apart. Raises UserError."""
    return _with_chosen(file, _guessed_on_server(file), TITLE, f"{place}encoding-{file.name}-{file.changed}")


@st.cache_data(show_spinner=False, max_entries=20, hash_funcs=FILES)
def _guessed(file: File) -> str:
    return apart(file.name, partial(guessed, file))


@st.cache_data(show_spinner=False, max_entries=20)
def _guessed_on_server(file: LargeFile) -> str:
    return apart(file.name, partial(server_files.encoding, file), file.size)


def _with_chosen(file: FileT, found: str, title: str, key: str) -> FileT:
    if not found:
        return file
    chosen = st.selectbox(
        title,
        list(ENCODINGS),
        list(ENCODINGS).index(found),
        format_func=ENCODINGS.__getitem__,
        key=key,
        help="The file does not say which letters its bytes stand for, so this was found out from what it holds. Choose another "
        "encoding if letters are wrong.",
    )
    return file if chosen == found else replace(file, encoding=chosen)
