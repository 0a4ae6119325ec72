"""Text that is not ours: file names, column names, messages with values in them. Never shown as markdown or HTML."""

import streamlit as st

LOOKS = {
    "error": (":material/error:", "Please check", "red"),
    "warning": (":material/info:", "Note", "orange"),
    "coach": (":material/school:", "Coach", "blue"),
    "good": (":material/check_circle:", "Result", "green"),
}


def tell(message: str, look: str = "error", title: str | None = None) -> None:
    """A sentence in a frame, as plain text."""
    icon, usual, color = LOOKS[look]
    with st.container(border=True):
        st.badge(title or usual, icon=icon, color=color)  # type: ignore[arg-type]
        st.text(message)
