"""The lesson that one is in, as a bar on every page: what one said, what to do, and once that is done what happens and why."""

import contextlib

import streamlit as st

from pages.ui.common.messages import plain
from pages.ui.common.owner import person
from rnn_core.classroom.lessons_done import Learned, explained, keep, learned, opened
from rnn_core.experiments.listing import headline, rows
from rnn_core.teaching.lessons import LESSONS, Lesson
from rnn_core.teaching.lessons.tried import Tried, enough, tried

STAGES = ("Predict", "Do", "Explain")


def lesson_bar(page: str) -> None:
    """``page``: the file of the one that is shown."""
    owner = person().id
    now = learned(owner)
    lesson = LESSONS.get(now.current)
    if lesson is None or lesson.key not in now.guesses or page == "lessons.py":
        return
    if page in {link.page for link in lesson.links}:
        now = _kept(owner, now, opened(now, lesson.key, page))
    own = [row for row in rows(person()) if row.access.owner == owner]
    found = tried(lesson, own, now.opened.get(lesson.key, ()))
    if enough(found):
        now = _kept(owner, now, explained(now, lesson.key))
    with st.container(border=True, key="lesson", gap="small"):
        _head(lesson, owner, now)
        if lesson.key in now.done:
            explanation(lesson, now.guesses[lesson.key], found)
        else:
            _do(lesson, owner, now, found)


def explanation(lesson: Lesson, given: int, found: list[Tried]) -> None:
    """One's own guess beside what came out, and why."""
    saw = [(one, said) for one in found if one.row and (said := headline(one.row.run))]
    columns = st.columns([1, 1, 2] if saw else [1, 2], gap="medium")
    with columns[0], st.container(gap="xxsmall"):
        st.caption("You said, before")
        st.text(f"“{lesson.question.choices[given]}”")
        if given == lesson.question.right:
            st.badge("As you thought", icon=":material/check:", color="green")
    if saw:
        with columns[1], st.container(gap="xxsmall"):
            st.caption("You saw")
            for one, said in saw:
                st.text(" · ".join(filter(None, (one.link.label if len(found) > 1 else "", said.title, said.number))))
    with columns[-1], st.container(gap="xxsmall"):
        st.caption("Why")
        st.text(lesson.question.reveal)


def following(lesson: Lesson) -> Lesson | None:
    """The next one, None after the last."""
    keys = list(LESSONS)
    place = keys.index(lesson.key) + 1
    return LESSONS[keys[place]] if place < len(keys) else None


def next_link(lesson: Lesson) -> None:
    """To the next lesson."""
    coming = following(lesson)
    if coming:
        label = f"Next lesson: {coming.title}"
        st.page_link("lessons.py", label=label, icon=":material/arrow_forward:", query_params={"lesson": coming.key})


def _head(lesson: Lesson, owner: str, now: Learned) -> None:
    done = lesson.key in now.done
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        with st.container(gap=None, width="content", key="lesson-title"):
            st.caption(f"Lesson {list(LESSONS).index(lesson.key) + 1} of {len(LESSONS)}")
            st.text(lesson.title)
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            for place, stage in enumerate(STAGES):
                past, here = done or place == 0, place == (2 if done else 1)
                icon = ":material/check:" if past and not here else ":material/lock:" if not here else None
                st.badge(stage, icon=icon, color="green" if past or here else "gray")
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            if done:
                next_link(lesson)
            st.page_link("lessons.py", label="All lessons", query_params={"lesson": lesson.key})
            if st.button("Close", icon=":material/close:", type="tertiary", key="lesson-close"):
                _kept(owner, now, now.model_copy(update={"current": ""}))
                st.rerun()


def _do(lesson: Lesson, owner: str, now: Learned, found: list[Tried]) -> None:
    said = lesson.question.choices[now.guesses[lesson.key]]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(plain(f"You said: {said}"), color="gray")
        st.text(lesson.todo, width="content")
        for one in found:
            icon = ":material/check:" if one.done else ":material/arrow_forward:"
            st.page_link(one.link.page, label=one.link.label, icon=icon, query_params=dict(one.link.settings))
        seen = all(one.done for one in found)
        label = "I have seen it: explain" if seen else "Explain without trying"
        if st.button(label, type="secondary" if seen else "tertiary", key="lesson-explain"):
            _kept(owner, now, explained(now, lesson.key))
            st.rerun()


def _kept(owner: str, before: Learned, now: Learned) -> Learned:
    """Remembered where it has changed and can be written; this page goes on with it anyway."""
    if now != before:
        with contextlib.suppress(OSError):
            keep(owner, now)
    return now
