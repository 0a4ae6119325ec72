"""Where a file belongs that was brought to the wrong page."""

from functools import partial
from typing import TypeVar

import streamlit as st

from pages.ui.data.encoding import FILES
from rnn_core.data import File
from rnn_core.data.apart import TooMuch, attempt
from rnn_core.data.likeliest import likeliest
from rnn_core.data.questions import Unanswered
from rnn_core.errors import UserError

T = TypeVar("T")

BELONGS = {  # by the kind of data that it likely holds
    "series": "It looks like a table of numbers: bring it to the page Forecast.",
    "text": "It looks like text: bring it to the page Text, or to Classify if its texts have labels.",
    "labelled": "It looks like texts with labels: bring it to the page Classify.",
    "path": "It looks like points of a path: bring it to the page Path.",
}
WORDS = {"text", "labelled"}


def told(file: File, kind: str, found: T | UserError) -> T | UserError:
    """What was read; a refusal of the file as data of this kind says to which page it belongs, if that is another one."""
    if isinstance(found, UserError) and not isinstance(found, Unanswered | TooMuch):
        kinds = _kinds(file)
        if kinds and kind not in kinds:
            found.args = (f"{found} {BELONGS['text' if 'text' in kinds else kinds[0]]}",)
    return found


def hint(file: File, kind: str) -> None:
    """Of a file that could be read, but is likelier data of another kind, the page for that."""
    first = next(iter(_kinds(file)), kind)
    if first != kind and not {first, kind} <= WORDS:
        st.text(BELONGS[first])


@st.cache_data(show_spinner=False, max_entries=20, hash_funcs=FILES)
def _kinds(file: File) -> tuple[str, ...]:
    """The likeliest first, none where that cannot be said."""
    found = attempt(file.name, partial(likeliest, file))
    return () if isinstance(found, UserError) else found
