"""Lessons: a path of short lessons, each with a question to answer before trying."""

import streamlit as st

from pages.ui.train.lesson import lesson_comes
from pages.ui.understand.lesson_text import done, lesson_shown, progress
from rnn_core.teaching.lessons import LESSONS

ADDRESS, CHOICE, SHOWN = "lesson", "lesson-choice", "lesson-shown"

st.title("Lessons")
st.write(
    "From what recurrent networks are to your own data. Each lesson takes a few minutes: say first what you think, then try it "
    "on the page that it opens, then see why."
)

asked = st.query_params.get(ADDRESS, st.session_state.get(SHOWN, ""))
if asked in LESSONS and (CHOICE not in st.session_state or asked != st.session_state.get(SHOWN)):
    st.session_state[CHOICE] = asked
explained, numbers = done(), {key: number for number, key in enumerate(LESSONS, 1)}


def title(key: str) -> str:
    """A lesson in the list. It stays the same: the browser names what is chosen by it."""
    return f"{numbers[key]}. {LESSONS[key].title}"


path, body = st.columns([1, 2.5], gap="medium")
with path:
    st.progress(len(explained) / len(LESSONS), progress())
    marks = [":green[:material/check: done]" if key in explained else "" for key in LESSONS]
    chosen = st.radio("Lessons", list(LESSONS), format_func=title, captions=marks, key=CHOICE, label_visibility="collapsed")
st.session_state[SHOWN] = st.query_params[ADDRESS] = chosen
lesson_comes()
with body:
    lesson_shown(LESSONS[chosen], numbers[chosen])
