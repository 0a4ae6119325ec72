"""Text that is not ours: file names, column names, messages with values in them. Never shown as markdown or HTML."""

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rnn_core import files
from rnn_core.errors import UserError

PROBLEM, DONE = "problem", "done"
LOOKS = {
    "error": (":material/error:", "Please check", "red"),
    "warning": (":material/info:", "Note", "gray"),
    "coach": (":material/school:", "Coach", "green"),
    "good": (":material/check_circle:", "Result", "green"),
    "bad": (":material/arrow_downward:", "Result", "red"),
}


def tell(message: str, look: str = "error", title: str | None = None) -> DeltaGenerator:
    """A sentence in a frame, as plain text. Returns the frame, for what belongs below the sentence."""
    icon, usual, color = LOOKS[look]
    frame = st.container(border=True)
    with frame:
        st.badge(title or usual, icon=icon, color=color)  # type: ignore[arg-type]
        st.text(message)
    return frame


def plain(text: str) -> str:
    """Text that is not ours, for a place that knows markdown."""
    return "".join(f"\\{one}" if one in "\\`*_{}[]()#+-.!:$~<>|" else one for one in text)


def attempt(action: Callable[..., Any], *arguments: Any, done: str = "") -> None:
    """Do what a click asks for. What goes wrong, or else ``done``, stands above the page that follows."""
    try:
        action(*arguments)
    except UserError as error:
        st.session_state[PROBLEM] = str(error)
    except OSError as error:
        st.session_state[PROBLEM] = files.cannot_write(error)
    else:
        st.session_state[DONE] = done


def outcome() -> None:
    """What the last click brought."""
    if done := st.session_state.pop(DONE, ""):
        tell(done, "good", "Done")
    if problem := st.session_state.pop(PROBLEM, ""):
        tell(problem)
