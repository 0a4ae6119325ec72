"""A task for the class, made of what a page shows."""

import streamlit as st

from pages.ui.common.messages import attempt
from pages.ui.train.lesson import Lesson, query
from pages.ui.train.train_button import Start
from rnn_core.classroom import tasks
from rnn_core.data import entries

MINUTES = 20
KEYS = QUESTION, TARGET, LASTS, TEST, LOCKED, VARIED, VALUES = tuple(
    f"task-{name}" for name in ("question", "target", "minutes", "test", "locked", "varied", "values")
)


def task_maker(start: Start) -> None:
    """Question, target, time, what is fixed or varied; then its code."""
    fields, score = start.experiment.settings.model_fields, start.experiment.score
    titles = {name: str(field.title) for name, field in fields.items()}
    with st.popover("Task for the class", icon=":material/assignment:", width="content"):
        if start.name not in {entry.id for entry in entries(start.experiment.data)}:
            st.text("A task cannot carry an uploaded dataset: choose a ready one.")
            return
        st.text("The class joins by a code, and finds these data and settings.")
        st.text_area(
            "Question", key=QUESTION, max_chars=tasks.LONGEST_QUESTION, placeholder="Can a network beat “tomorrow = today”?"
        )
        direction = "above" if score.higher_is_better else "below"
        st.number_input(
            f"Target: {score.title} {direction}",
            value=None,
            key=TARGET,
            format="%.3f",
            help="Leave it empty where any result will do.",
        )
        st.number_input("Minutes", 1, tasks.MOST_MINUTES, MINUTES, key=LASTS)
        st.multiselect("May not be changed", list(titles), format_func=titles.__getitem__, key=LOCKED)
        names = ["", *titles]
        st.selectbox(
            "Everybody tries another",
            names,
            format_func=lambda name: titles.get(name, "nothing, all do the same"),
            key=VARIED,
            help="The class becomes one experiment: each gets one of the values and a seed, and all results make one picture.",
        )
        if st.session_state.get(VARIED):
            st.text_input("Its values, with commas between", key=VALUES, placeholder="4, 8, 16, 32, 64")
        st.toggle("Test: nobody sees another's runs until it is over", key=TEST)
        st.button(
            "Begin", type="primary", on_click=attempt, args=(_make, start), kwargs={"done": "The task stands on the page Class."}
        )


def _make(start: Start) -> None:
    said = {key: st.session_state.get(key) for key in KEYS}
    varied = str(said[VARIED] or "")
    values = tasks.values_of(start.settings, varied, str(said[VALUES] or "")) if varied else ()
    locked = frozenset(said[LOCKED] or ()) | ({varied, "seed"} if varied else frozenset())
    tasks.make(
        start.experiment.name,
        query(start.experiment, start.name, start.settings, Lesson(locked=locked)),
        str(said[QUESTION] or ""),
        float(said[LASTS] or 0),
        target=said[TARGET],
        alone=bool(said[TEST]),
        varied=varied,
        values=values,
    )
