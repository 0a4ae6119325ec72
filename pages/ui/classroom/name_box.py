"""The name that one has in the class."""

import streamlit as st

from pages.ui.common.messages import attempt
from pages.ui.common.owner import person
from rnn_core.classroom import members

NAME = "class-name"


def name_box() -> None:
    """Shown, and changed by who has it."""
    me = person().id
    members.seen(me)
    st.write(
        "Your teacher sees on a board what you train. There you have a name that says nothing about you, unless you take "
        "another one. It stays on the computer of the class, until the teacher deletes what the class has made."
    )
    with st.form("class-name-form", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "Your name in the class",
            members.name_of(me),
            max_chars=members.LONGEST_NAME,
            key=NAME,
            width=320,
            help="Leave it empty to get the made-up one again.",
        )
        st.form_submit_button("Take this name", on_click=_take, args=(me,))


def _take(owner: str) -> None:
    given = str(st.session_state.get(NAME, ""))
    attempt(members.rename, owner, given, done="The name is changed.")
