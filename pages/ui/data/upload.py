"""Bring a file: read it, ask what it leaves open, show what was found, fill short gaps."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.data.encoding import FILES, OF_TEST, several, uploader
from pages.ui.data.other_page import hint, told
from pages.ui.data.questions import asked, settled
from pages.ui.data.synop_upload import synop_upload
from rnn_core.data import File, Labelled, Reading, Series, examine, fill, missing, read_text
from rnn_core.data.apart import apart, attempt
from rnn_core.data.questions import Answers
from rnn_core.data.readers.arrangements.several import takes_all
from rnn_core.data.readers.label_files import LabelledReading, examine_labelled
from rnn_core.data.synop.series import is_synop
from rnn_core.errors import UserError

TABLES = ["csv", "tsv", "txt", "md", "xlsx"]
LABELLED = ["csv", "tsv", "txt", "md", "xlsx", "zip", "json", "jsonl"]
TEXTS = ["txt", "md", "csv", "tsv", "xlsx", "json", "html", "abc", "py", "c", "tex", "srt", "lrc", "fasta"]
MOST_FILLED = 50
TARGET, ALSO, FEATURES = "forecast.target", "forecast.also", "forecast.features"  # where the form keeps them
ROWS_SHOWN = 3  # of days; dates with a time are longer
MOST_TOLD = 20  # columns that cannot be forecast


@st.cache_data(show_spinner="Reading the file", max_entries=10, hash_funcs=FILES)
def _examined(file: File, test: File | None, answers: Answers) -> Reading | UserError:
    return told(file, "series", attempt(file.name, partial(examine, file, test=test, answers=answers)))


@st.cache_data(show_spinner="Reading the file", max_entries=10, hash_funcs=FILES)
def _read_text(file: File) -> Any:
    return apart(file.name, partial(read_text, file))


def series_upload(place: str) -> tuple[str, Series] | None:
    """A table with dates or weather observations; to train on, if you like a second file as test period.

    ``place`` tells uploaders of a page apart.
    """
    title = "Table with a date column (CSV, Excel, or SYNOP)"
    file, questions = uploader(title, TABLES, f"{place}upload"), st.container()
    test = None if place else uploader("Second file as test period (optional)", TABLES, "upload_test", OF_TEST)
    if file is None:
        if test is not None:
            st.info("The first file, to train on, is still missing.")
        return None
    if is_synop(file.content):
        return file.name, synop_upload(file, test, place)
    with questions:
        hint(file, "series")
        return file.name, examined(lambda answers: settled(_examined(file, test, answers)), file.name, place)


def examined(read: Callable[[Answers], Reading], name: str, place: str) -> Series:
    """Ask what the table of this name leaves open, show what was found and fill the gaps as wished."""
    reading = asked(read, f"{place}{name}-")
    gaps = missing(reading.series)
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
    if not place and any(map(takes_all, reading.questions)):
        _offer_others(reading)
    with st.popover("What was found in the file", icon=":material/table:", width="stretch"):
        _found(reading)
    return fill(reading.series, int(limit))


def _offer_others(reading: Reading) -> None:
    """Of series side by side one is forecast; one click makes the others inputs."""
    usable = [name for name, why in reading.targets.items() if not why]
    target = st.session_state.get(TARGET)
    taken = {target if target in usable else reading.series.target, *st.session_state.get(ALSO, ())}
    others = [name for name in usable if name not in taken]
    if others and set(st.session_state.get(FEATURES, ())) != {*others}:
        st.text("One column is forecast. The others can be extra inputs, which the network looks at, too.")
        words = "Take the other one as an input" if len(others) == 1 else f"Take the {len(others)} others as inputs"
        st.button(words, icon=":material/add:", width="stretch", on_click=_take, args=(others,), key="others-as-inputs")


def _take(others: list[str]) -> None:
    st.session_state[FEATURES] = others


def _found(reading: Reading) -> None:
    """Tables of few columns, however many the file has, as a popover is narrow and cuts what is broad."""
    frame = reading.series.frame
    st.text(f"{len(frame):,} rows" + (f", {reading.frequency.name}" if reading.frequency else "") + ". The first ones:")
    first = reading.series.placed(frame.head(ROWS_SHOWN if _whole_days(frame) else ROWS_SHOWN - 1))
    columns = pd.Index(frame.columns, name="Column")
    st.dataframe(pd.DataFrame(first.to_numpy().T, columns, _row_names(first)))
    gaps = missing(reading.series)
    if (holes := gaps[gaps["missing"] > 0]).size:
        named = {"missing": "Missing", "longest gap": "Longest gap"}
        st.dataframe(holes[[*named]].rename(columns=named).rename_axis("Column"))
    for name, why in [(name, why) for name, why in reading.targets.items() if why][:MOST_TOLD]:
        st.text(f"{name} cannot be forecast: it {why}.")


def _whole_days(frame: pd.DataFrame) -> bool:
    return bool((frame.index == pd.DatetimeIndex(frame.index).normalize()).all())


def _row_names(first: pd.DataFrame) -> list[str]:
    """Dates, or the numbers of rows that have none."""
    if not isinstance(first.index, pd.DatetimeIndex):
        return [str(one) for one in first.index]
    return list(first.index.strftime("%Y-%m-%d" if _whole_days(first) else "%Y-%m-%d %H:%M"))


def text_upload(place: str) -> tuple[str, Any] | None:
    """A text, or the messages of a chat or a table."""
    file = uploader("Text, chat or table of messages", TEXTS, f"{place}upload_text")
    if file is None:
        return None
    hint(file, "text")
    return file.name, _read_text(file)


# Shared, as copying 50,000 texts at every click takes long.
@st.cache_resource(show_spinner="Reading the texts", max_entries=4, hash_funcs=FILES)
def _examined_labelled(files: list[File], test: File | None, answers: Answers) -> LabelledReading | UserError:
    return told(files[0], "labelled", attempt(files[0].name, partial(examine_labelled, files, answers, test)))


def labelled_upload(place: str) -> tuple[str, Labelled] | None:
    """Texts with a label each, in a table, as lines, or one file per class; if you like a second file to test on."""
    title = "Texts with labels (CSV, Excel, or label, tab, text), or one text file per class"
    files, questions = several(title, LABELLED, f"{place}upload_labelled"), st.container()
    test = None if place else uploader("Test file (optional)", LABELLED, "labelled_test", OF_TEST)
    if not files:
        if test is not None:
            st.info("The first file, to learn from, is still missing.")
        return None
    with questions:
        data = asked(lambda answers: settled(_examined_labelled(files, test, answers)), f"{place}{files[0].name}-").data
    with questions.popover("What was found in the file", icon=":material/table:", width="stretch"):
        for note in data.notes:
            st.text(note)
        st.dataframe({"Class": list(data.counts), "Texts": list(data.counts.values())}, hide_index=True)
    return data.title, data
