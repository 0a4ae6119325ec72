"""The page of an experiment: controls at the left, in the middle what is learned and what came of it, everything else folded."""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from pages.ui.classroom.task_maker import task_maker
from pages.ui.common.messages import attempt, plain, tell
from pages.ui.common.owner import person
from pages.ui.common.state import current_run, queue, restore
from pages.ui.common.tab import tab
from pages.ui.data.kind_parts import PARTS
from pages.ui.data.picker import Picked, dataset_picker
from pages.ui.runs.other_data import other_data_section
from pages.ui.stage.places import places
from pages.ui.stage.projector import projector
from pages.ui.stage.verdict import verdict
from pages.ui.train.announce import sound_toggle, tab_words
from pages.ui.train.coach_box import coach_box
from pages.ui.train.do_it import wanted_at_once
from pages.ui.train.lesson import Lesson, current_lesson, lesson_link
from pages.ui.train.live_panel import ended_badly, how_it_learned, live_section
from pages.ui.train.live_words import LiveWords
from pages.ui.train.own_presets_box import own_presets_box
from pages.ui.train.settings_form import settings_form
from pages.ui.train.take_home import take_home
from pages.ui.train.train_button import Go, Start, start_controls
from pages.ui.train.whose_result import whose_result
from pages.ui.understand.further_reading import further_reading
from pages.ui.views import Views
from rnn_core.data.questions import Unanswered
from rnn_core.errors import UserError
from rnn_core.experiments import Experiment
from rnn_core.runs import Run, words
from rnn_core.settings import shown

PICTURE, SETTINGS = ("Picture", "stage"), ("Settings", "controls")
BEFORE = LiveWords("Before the training", "Choose data and settings, then press Train.", live=False, epochs=None)


@dataclass(frozen=True)
class _Form:
    """What was chosen at the left. ``go``: where Train goes; ``problem``: why there are no data, if some were chosen."""

    picked: Picked | None
    values: dict[str, Any]
    go: Go
    problem: UserError | None


@dataclass(frozen=True)
class _Next:
    """The next training, as far as it can be: what it would be made of, the data made ready for it, what is ``missing``.

    ``scene``: of the picture to come, while no run is looked at.
    """

    start: Start | None = None
    prepared: Any = None
    scene: Any = None
    missing: str = ""
    problem: UserError | None = None

    @property
    def possible(self) -> Start | None:
        """The start, where nothing is missing."""
        return None if self.missing else self.start


def experiment_page(experiment: Experiment, views: Views) -> None:
    """Everything on the page."""
    run = current_run(experiment.name)
    restore(experiment, run)
    if run:
        tab(*tab_words(run, run.status()))
    lesson, at_once = current_lesson(experiment), wanted_at_once(experiment)
    with st.container(key="work"):
        left, middle = st.columns([1, 3.7], gap="medium")
        with left, st.container(key="controls"):
            form = _controls(experiment, views, run, lesson)
            coming = _next(experiment, views, form, first=run is None)
            if coming.possible:
                coming = _train(coming, run, lesson, form.go, at_once)
            elif coming.missing:
                form.go.below.info(coming.missing, icon=":material/public:")
        with middle, st.container(key="stage"):
            _head(experiment, views, run, coming, lesson)
            _middle(experiment, views, run, form.picked, coming, lesson)


def _controls(experiment: Experiment, views: Views, run: Run | None, lesson: Lesson) -> _Form:
    picked, problem = None, None
    try:
        picked = dataset_picker(experiment.data, run)
    except UserError as error:
        problem = error
    with st.container(key="go"):
        go = Go(st.container(key="go-bar"), st.container())
    _stop_or_go_on(experiment, run, go)
    values = settings_form(experiment, views.choices(picked), views.main, locked=lesson.locked, hidden=lesson.hidden)
    if not lesson.locked | lesson.hidden:
        own_presets_box(experiment)
    return _Form(picked, values, go, problem)


def _stop_or_go_on(experiment: Experiment, run: Run | None, at: Go) -> None:
    with at.bar:
        places("to-places", *([PICTURE, SETTINGS] if run and run.status().active else [SETTINGS]))
    if run is None or not person().may_change(run.access()):
        return
    if run.status().active:
        asked = run.stop_asked()
        title, ask = "Stopping …" if asked else "Stop", (run.ask_to_stop,)
        at.bar.button(title, icon=":material/stop:", on_click=attempt, args=ask, disabled=asked, width="stretch", key="stop")
        with at.below:
            sound_toggle()
    elif run.resumable():
        help = "Train on from where this run ended (resume)."
        title = words.go_on(run.status())
        at.bar.button(title, icon=":material/resume:", on_click=attempt, args=(_go_on, run), help=help, width="stretch")
    elif run.status().state in ("finished", "stopped") and experiment.settings.parse(run.about().settings).at_once:
        at.below.caption("The run looked at was fitted at once: it has nothing to go on with.")


def _go_on(run: Run) -> None:
    queue().check_room(person().id)
    run.resume()
    queue().submit(run)


def _next(experiment: Experiment, views: Views, form: _Form, first: bool) -> _Next:
    if form.problem or not form.picked:
        return _Next(problem=form.problem)
    try:
        settings = experiment.settings.parse(form.values)
        data = (experiment.generated and experiment.generated(form.picked.name, settings)) or form.picked.data
        prepared = (views.prepare or experiment.prepare)(data, settings)
        start = Start(experiment, form.picked.name, data, settings)
        scene = _scene(start, prepared, views) if first and views.stage else None
        return _Next(start, prepared, scene, views.missing(settings))
    except UserError as error:
        return _Next(problem=error)


def _scene(start: Start, prepared: Any, views: Views) -> Any:
    """Of the picture to come; None where the experiment has no scene."""
    if views.scene:
        return views.scene(start, prepared)
    return start.experiment.scene(prepared) if start.experiment.scene else None


def _train(coming: _Next, run: Run | None, lesson: Lesson, go: Go, at_once: bool) -> _Next:
    """The button of a training that is possible; it may begin ``at_once``. What is wrong, such as a full disk, is the problem."""
    assert coming.start
    try:
        start_controls(coming.start, run, lesson, go, at_once)
    except UserError as error:
        return replace(coming, problem=error)
    return coming


def _head(experiment: Experiment, views: Views, run: Run | None, coming: _Next, lesson: Lesson) -> None:
    """What is looked at, in one line."""
    title = run.title() if run else coming.start.data.title if coming.start else views.title
    with st.container(horizontal=True, vertical_alignment="center", key="head"):
        st.title(plain(title), anchor=False, width="content")
        st.caption(views.intro, width="stretch")
        if coming.start and not coming.problem:
            lesson_link(coming.start.experiment, coming.start.name, coming.start.settings, lesson)
            if person().teacher:
                task_maker(coming.start)
        projector(run, coming.start, lesson, _line(experiment, views, title, run, coming.start))


def _line(experiment: Experiment, views: Views, title: str, run: Run | None, start: Start | None) -> str:
    """Data and main settings, for who sees the picture alone."""
    values = run.about().settings if run else start.settings.model_dump() if start else {}
    fields = experiment.settings.model_fields
    told = (f"{fields[name].title} {shown(name, values[name])}" for name in (*views.main, "epochs") if name in values)
    return " · ".join([title, *told])


def _middle(experiment: Experiment, views: Views, run: Run | None, picked: Picked | None, coming: _Next, lesson: Lesson) -> None:
    if coming.problem:
        _refused(coming.problem, picked)
    elif picked is None:
        st.info(views.empty)
    if coming.start and views.first:
        views.first(coming.start)
    if run:  # first, so that the click on Train is seen to do something
        whose_result(run, picked)
        _run(run, experiment, views, coming.possible, lesson)
    elif coming.scene is not None and views.stage:
        views.stage(None, coming.scene, BEFORE)
    if coming.start and picked:
        _data(experiment, views, picked, coming, folded=run is not None or views.stage is not None)
    if views.beside and not run:  # before the first training the data come first
        views.beside(None, coming.possible)
    if views.reading:
        further_reading(*views.reading)


def _refused(problem: UserError, picked: Picked | None) -> None:
    """What is wrong, and what was done to the data before."""
    if isinstance(problem, Unanswered):
        tell(f"{problem} The question stands below the file, among the settings.", "warning", "Please choose")
    else:
        tell(str(problem))
    for note in (*(picked.data.notes if picked else ()), *problem.notes):
        st.text(f"Note: {note}")


def _run(run: Run, experiment: Experiment, views: Views, start: Start | None, lesson: Lesson) -> None:
    """How its training goes, or what came of it."""
    status = run.status()
    if status.active:
        live_section(run, views.stage)
        if views.opened:
            views.opened(run)
        return
    try:
        metrics = run.metrics(experiment.metrics)
    except ValueError:
        tell("The file of what this run measured is damaged: train it again.")
        return
    if metrics and metrics.headline:
        verdict(metrics.headline)
    ended_badly(status)
    if metrics and views.picture:
        _picture(run, metrics, views, lesson)
    else:
        coach_box(run, lesson)
    if views.opened:
        views.opened(run)
    with st.expander("How it learned", icon=":material/timeline:"):
        how_it_learned(run, None if metrics and views.stage_stays else views.stage)
    if metrics:
        views.result(run, metrics)
        other_data_section(run, views.applied)
        with st.expander("Take it home", icon=":material/download:"):
            take_home(run)
    if views.beside:
        views.beside(run, start)


def _picture(run: Run, metrics: Any, views: Views, lesson: Lesson) -> None:
    """The picture large, beside it the coach and three numbers."""
    assert views.picture
    with st.container(key="outcome"):
        large, small = st.columns([3, 1.1], gap="small")
        with large:
            shown = views.picture(run, metrics)
        with small:
            coach_box(run, lesson)
            if views.numbers:
                views.numbers(shown)


def _data(experiment: Experiment, views: Views, picked: Picked, coming: _Next, folded: bool) -> None:
    """What the next training would learn from."""
    assert coming.start
    place = st.expander(f"{views.data_title} and parts", icon=":material/database:") if folded else st.container()
    with place:
        if not folded:
            st.subheader(views.data_title)
        overview = PARTS[experiment.data].overview
        if overview and picked.found is not picked.data:  # of data of which only a part is taken, the whole
            overview(picked.found, picked.data)
        views.data(coming.start, coming.prepared)
