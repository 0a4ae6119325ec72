"""The top of the page Home: what to begin with; beside it what to go on with."""

import streamlit as st

from pages.ui.common.owner import person
from pages.ui.home.wave import wave
from pages.ui.stage.drawing import Plot, picture, stroke
from pages.ui.stage.drawn import drawn
from pages.ui.understand.lesson_text import done, progress
from pages.ui.views import page_of
from rnn_core.experiments.listing import DAMAGED, Row, rows
from rnn_core.teaching.lessons import LESSONS


def begin() -> None:
    """The first experiment, as large as the page is."""
    with st.container(border=True, key="begin"):
        with st.container(key="begin-words"):
            st.badge("Begin here", color="green")
            st.title("Watch a network learn a wave", anchor=False)
            st.write("At first it is only about right. Then it bends, and after some seconds it goes on by itself.")
            with st.container(horizontal=True, vertical_alignment="center"):
                st.page_link(
                    "forecast.py",
                    label="Train it now",
                    icon=":material/play_arrow:",
                    query_params={"dataset": "sine"},
                    width="content",
                )
                st.caption("some seconds, easy", width="content")
            st.caption("On this computer, without code. Every result stands beside the simplest guess there is.")
        drawn("wave", "rl-wave", *wave())


def go_on() -> None:
    """The last run, and the next lesson."""
    last = next((row for row in rows(person()) if row.state != DAMAGED and page_of(row.experiment)), None)
    if last:
        _run(last)
    explained = done()
    numbers = {key: number for number, key in enumerate(LESSONS, 1)}
    key, *others = [key for key in LESSONS if key not in explained] or list(LESSONS)
    with st.container(border=True, key="card-learn"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader("Learn", anchor=False, width="content")
            st.caption(progress(), width="content")
        st.progress(len(explained) / len(LESSONS))
        st.text(f"{numbers[key]}. {LESSONS[key].title}")
        st.caption("Predict first, then try it, then see why. A few minutes.")
        for other in others[: 1 if last else 3]:
            st.caption(f"then: {numbers[other]}. {LESSONS[other].title}")
        st.page_link("lessons.py", label="Next lesson", icon=":material/arrow_forward:", query_params={"lesson": key})


def _run(row: Row) -> None:
    """What a person called it is shown as text only."""
    with st.container(border=True, key="card-last"):
        st.page_link(page_of(row.experiment), label="Go on: your last run", query_params={"run": row.run.id})
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container(gap=None):
                st.text(row.title or row.data)
                st.caption(_plain_state(row))
            if len(row.curve) > 1:
                drawn("last-curve", "rl-curve", _curve(row.curve))


def _plain_state(row: Row) -> str:
    return row.verdict.capitalize() if row.verdict else row.state.capitalize()


def _curve(losses: tuple[float, ...]) -> str:
    size = (92, 46)
    finite = [loss for loss in losses if loss < float("inf")]
    plot = Plot(size, (0, max(1, len(finite) - 1)), (min(finite, default=0), max(finite, default=1) or 1), pad=(4, 4, 4, 4))
    return picture(size, [plot.line(finite, stroke("net", 2.4))], "The training loss of this run") if finite else ""
