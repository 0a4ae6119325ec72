"""The coach's next step by one click: the form shows it, and the training begins."""

import streamlit as st

from pages.ui.common.messages import attempt, plain
from pages.ui.data.picker import choose_data_of, picker_key
from pages.ui.train.lesson import Lesson
from pages.ui.train.settings_form import fill
from rnn_core.data import entries
from rnn_core.experiments import Experiment, experiment
from rnn_core.experiments.advice import Step
from rnn_core.runs import Run

WANTED = "train-at-once"  # in the session: the experiment whose form a click has just filled


def do_it(run: Run, step: Step, lesson: Lesson) -> None:
    """The button, where a click can do the step: not where it changes what a lesson has fixed, or needs data not yet here."""
    if _possible(run, step, lesson):
        st.button(
            "Do it and train",
            type="primary",
            icon=":material/play_arrow:",
            key="do-it",
            help=plain(step.label) or None,
            on_click=attempt,
            args=(_do, run, step, lesson),
        )


def wanted_at_once(experiment: Experiment) -> bool:
    """Whether such a click came just now. Asked once: a training that cannot begin now does not begin later."""
    return bool(st.session_state.pop(WANTED, "") == experiment.name)


def _possible(run: Run, step: Step, lesson: Lesson) -> bool:
    change = step.change or {}
    if change.keys() & (lesson.locked | lesson.hidden):
        return False
    here = (entry.id for entry in entries(experiment(run.about().experiment).data) if not entry.missing())
    return step.dataset in here if step.dataset else bool(change)


def _do(run: Run, step: Step, lesson: Lesson) -> None:
    """The settings and data are those of the run, which the step is about; what a lesson fixes stays as it is."""
    about = run.about()
    chosen = experiment(about.experiment)
    values = chosen.settings.parse({**about.settings, **(step.change or {})}).model_dump()
    if step.dataset:
        st.session_state[picker_key(chosen.data)] = step.dataset
    else:
        choose_data_of(run)
    fill(chosen, {name: value for name, value in values.items() if name not in lesson.locked | lesson.hidden})
    st.session_state[WANTED] = chosen.name
