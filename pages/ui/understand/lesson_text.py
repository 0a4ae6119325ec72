"""One lesson on the page of all: what to know, the question, then the links that open pages with its settings."""

from collections.abc import Sequence
from itertools import zip_longest

import streamlit as st

from pages.ui.common.messages import attempt
from pages.ui.common.owner import person
from pages.ui.understand.further_reading import further_reading
from pages.ui.understand.lesson_bar import explanation, next_link
from rnn_core.classroom.lessons_done import guess, keep, learned
from rnn_core.experiments.listing import rows
from rnn_core.teaching.lessons import LESSONS, Lesson, Question, Table
from rnn_core.teaching.lessons.tried import tried


def done() -> Sequence[str]:
    """The lessons that were explained."""
    return [key for key in learned(person().id).done if key in LESSONS]


def progress() -> str:
    """How many lessons are done, in words."""
    return f"{len(done())} of {len(LESSONS)} done"


def lesson_shown(lesson: Lesson, number: int) -> None:
    """Everything of it. ``number`` in the list, from 1."""
    now, me = learned(person().id), person()
    st.subheader(f"{number}. {lesson.title}")
    for paragraph, table in zip_longest(lesson.text, lesson.tables):
        st.write(paragraph)
        if table:
            _table(table)
    given = now.guesses.get(lesson.key)
    with st.container(border=True, key="question"):
        if given is None:
            _question(lesson.key, lesson.question)
        else:
            st.text(lesson.question.text)
            own = [row for row in rows(me) if row.access.owner == me.id]
            found = tried(lesson, own, now.opened.get(lesson.key, ()))
            if lesson.key in now.done:
                explanation(lesson, given, found)
                next_link(lesson)
            else:
                st.text(f"You said: {lesson.question.choices[given]}")
                st.caption("Now try it. The answer comes when you have: this lesson goes with you as a bar.")
    st.write(f"**See for yourself.** {lesson.todo}")
    with st.container(horizontal=True):
        for link in lesson.links:
            st.page_link(link.page, label=link.label, icon=":material/arrow_forward:", query_params=dict(link.settings))
    if lesson.reading:
        further_reading(*lesson.reading)


def _table(table: Table) -> None:
    st.table({head: [row[place] for row in table.rows] for place, head in enumerate(table.heads)}, hide_index=True)


def _question(key: str, question: Question) -> None:
    """The choices, and a button that makes one of them the guess."""
    st.badge("Before you try: what do you think?", icon=":material/psychology_alt:", color="green")
    words = question.choices.__getitem__
    chosen = st.radio(question.text, range(len(question.choices)), index=None, format_func=words, key=f"answer-{key}")
    ready = chosen is not None
    st.button(
        "That is my guess", type="primary", key=f"guess-{key}", disabled=not ready, on_click=attempt, args=(_take, key, chosen)
    )
    st.caption("Nobody keeps count of right and wrong.")


def _take(key: str, choice: int) -> None:
    owner = person().id
    keep(owner, guess(learned(owner), key, choice))
