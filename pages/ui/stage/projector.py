"""A page that one can project: one picture, large, its keys named, a code that opens the same page on another screen."""

from urllib.parse import urlsplit

import streamlit as st

from pages.ui.stage.component import component
from pages.ui.stage.qr_code import code
from pages.ui.train.lesson import Lesson, link
from pages.ui.train.train_button import Start
from rnn_core.data import entries
from rnn_core.runs import Run

LOCAL = ("127.0.0.1", "localhost", "::1")
_projector = component("projector", ("plot.js", "card.js", "projector.js"), ("plot.css", "projector.css"))


def projector(run: Run | None, start: Start | None, lesson: Lesson, line: str) -> None:
    """Buttons and keys; ``line`` says what is looked at: data and settings."""
    address = address_of(run, start, lesson)
    drawn = code(address) if address and urlsplit(address).hostname not in LOCAL else []
    _projector(key="projector", width="content", data={"line": line, "address": address, "code": drawn})


def address_of(run: Run | None, start: Start | None, lesson: Lesson) -> str:
    """Where anybody finds this very state, "" where nobody else can: the shared run, else the dataset and its settings."""
    here = urlsplit(st.context.url or "")
    if run and run.access().shared:
        return here._replace(query=f"run={run.id}", fragment="").geturl()
    if start and start.name in {entry.id for entry in entries(start.experiment.data)}:
        return link(start.experiment, start.name, start.settings, lesson)
    return ""
