"""The page of an experiment: data and settings on the left, training, result and the data themselves on the right."""

from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui.common.messages import tell
from pages.ui.common.state import current_run, restore
from pages.ui.data.kind_parts import PARTS
from pages.ui.data.picker import Picked, dataset_picker
from pages.ui.runs.other_data import other_data_section
from pages.ui.train.coach_box import coach_box
from pages.ui.train.lesson import Lesson, current_lesson
from pages.ui.train.live_panel import training_section
from pages.ui.train.settings_form import settings_form
from pages.ui.train.take_home import take_home
from pages.ui.train.train_button import Start, start_controls
from pages.ui.understand.further_reading import further_reading
from pages.ui.views import Views
from rnn_core.data.questions import Unanswered
from rnn_core.errors import UserError
from rnn_core.experiments import Experiment
from rnn_core.runs import Run


@dataclass(frozen=True)
class _Sidebar:
    """What was chosen on the left. ``button``: where Train goes; ``problem``: why there are no data, if some were chosen."""

    picked: Picked | None
    values: dict[str, Any]
    button: DeltaGenerator
    problem: UserError | None


def experiment_page(experiment: Experiment, views: Views) -> None:
    """Everything on the page."""
    st.title(views.title)
    if views.intro:
        st.write(views.intro)
    run = current_run(experiment.name)
    restore(experiment, run)
    lesson = current_lesson(experiment)
    left = _sidebar(experiment, views, run, lesson)
    start, prepared, missing, problem = None, None, "", left.problem
    try:
        if left.picked:
            start, prepared = _start(experiment, views, left.picked, left.values)
            missing = views.missing(start.settings)
            _train(start, missing, run, lesson, left.button)
        elif not problem:
            st.info(views.empty)
    except UserError as error:
        problem = error
    if problem:
        _refused(problem, left.picked)
    if start and views.first:
        views.first(start)
    possible = None if missing else start
    if run:  # first, so that the click on Train is seen to do something
        _run(run, experiment, views, possible)
    if start and left.picked:
        st.subheader(f"{views.data_title} for the next training" if run else views.data_title)
        _overview(experiment, left.picked)
        views.data(start, prepared)
    if views.beside and not run:  # before the first training the data come first
        views.beside(None, possible)
    if views.reading:
        further_reading(*views.reading)


def _sidebar(experiment: Experiment, views: Views, run: Run | None, lesson: Lesson) -> _Sidebar:
    picked, problem = None, None
    with st.sidebar:
        try:
            picked = dataset_picker(experiment.data, run)
        except UserError as error:
            problem = error
        button = st.container()
        values = settings_form(experiment, views.choices(picked), locked=lesson.locked, hidden=lesson.hidden)
    return _Sidebar(picked, values, button, problem)


def _refused(problem: UserError, picked: Picked | None) -> None:
    """What is wrong, and what was done to the data before."""
    if isinstance(problem, Unanswered):
        tell(f"{problem} The question stands below the file, on the left.", "warning", "Please choose")
    else:
        tell(str(problem))
    for note in (*(picked.data.notes if picked else ()), *problem.notes):
        st.text(f"Note: {note}")


def _start(experiment: Experiment, views: Views, picked: Picked, values: dict[str, Any]) -> tuple[Start, Any]:
    """What a training would be made of, and the data made ready for it. Raises UserError when they do not go together."""
    settings = experiment.settings.parse(values)
    data = (experiment.generated and experiment.generated(picked.name, settings)) or picked.data
    prepared = (views.prepare or experiment.prepare)(data, settings)
    return Start(experiment, picked.name, data, settings), prepared


def _train(start: Start, missing: str, run: Run | None, lesson: Lesson, button: DeltaGenerator) -> None:
    """The button, or what is ``missing``. Raises UserError."""
    if missing:
        button.info(missing, icon=":material/public:")
    else:
        start_controls(start, run, lesson, button)


def _run(run: Run, experiment: Experiment, views: Views, start: Start | None) -> None:
    """How its training goes and what came of it; of a resumed run the earlier result is not shown."""
    training_section(run)
    try:
        metrics = None if run.status().active else run.metrics(experiment.metrics)
    except ValueError:
        tell("The file of what this run measured is damaged: train it again.")
        return
    coach_box(run)
    if metrics:
        views.result(run, metrics)
    if views.opened:
        views.opened(run)
    if metrics:
        other_data_section(run, views.applied)
        if views.take_home:
            with st.expander("Take it home", icon=":material/download:"):
                take_home(run)
    if views.beside:
        views.beside(run, start)
    else:
        st.space("medium")


def _overview(experiment: Experiment, picked: Picked) -> None:
    """Of data of which only a part is taken, the whole."""
    overview = PARTS[experiment.data].overview
    if overview and picked.found is not picked.data:
        overview(picked.found, picked.data)
