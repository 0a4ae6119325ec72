"""One lesson: what to know, the question, then the answer and the links that open pages with its settings."""

import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.understand.further_reading import further_reading
from rnn_core.teaching.lessons import LESSONS, Lesson, Question, Table

ANSWERS = "lessons.answers"  # of this session: the key of a lesson -> the place of the choice


def answers() -> dict[str, int]:
    """The choices made in this session."""
    found: dict[str, int] = st.session_state.setdefault(ANSWERS, {})
    return found


def progress() -> str:
    """How many lessons have been answered, in words."""
    return f"{len(answers())} of {len(LESSONS)} done"


def lesson_shown(lesson: Lesson, number: int) -> None:
    """Everything of it. ``number`` in the list, from 1."""
    st.subheader(f"{number}. {lesson.title}")
    first, *others = lesson.text
    st.write(first)
    if lesson.table:
        _table(lesson.table)
    for paragraph in others:
        st.write(paragraph)
    _question(lesson.key, lesson.question)
    st.write(f"**See for yourself.** {lesson.todo}")
    with st.container(horizontal=True):
        for link in lesson.links:
            st.page_link(link.page, label=link.label, icon=":material/arrow_forward:", query_params=dict(link.settings))
    if lesson.reading:
        further_reading(*lesson.reading)


def _table(table: Table) -> None:
    st.table({head: [row[place] for row in table.rows] for place, head in enumerate(table.heads)}, hide_index=True)


def _question(key: str, question: Question) -> None:
    """The choices until one is taken, then what happens."""
    given = answers().get(key)
    with st.container(border=True):
        st.badge("Before you try: what do you think?", icon=":material/psychology_alt:", color="green")
        if given is None:
            choices = range(len(question.choices))
            words = question.choices.__getitem__
            st.radio(question.text, choices, index=None, format_func=words, key=f"answer-{key}", on_change=_take, args=(key,))
            st.caption("The answer comes when you have chosen. Nobody keeps count of right and wrong.")
            return
        st.text(question.text)
        st.text(f"Your guess: {question.choices[given]}")
    if given == question.right:
        tell(question.reveal, "good", "As you thought")
    else:
        tell(question.reveal, "warning", "It turns out otherwise")


def _take(key: str) -> None:
    answers()[key] = st.session_state[f"answer-{key}"]
