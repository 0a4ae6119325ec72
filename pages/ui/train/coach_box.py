"""The coach's one finding and one next step, and how the run compares with the one before."""

import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.common.owner import person
from pages.ui.data.picker import load_dataset
from pages.ui.train.do_it import do_it
from pages.ui.train.lesson import Lesson
from rnn_core import runs
from rnn_core.access import Person
from rnn_core.coach.advise import advise
from rnn_core.coach.compare import Measured, compare
from rnn_core.data import Series
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.experiments.listing import rows
from rnn_core.runs import About, Run


def coach_box(run: Run, lesson: Lesson) -> None:
    """For a run that has ended. ``lesson``: what its next step may not change."""
    status, about = run.status(), run.about()
    chosen = experiment(about.experiment)
    metrics = run.metrics(chosen.metrics)
    if status.active or not (metrics or status.state == "failed" or run.resumable()):  # stopped before it began
        return
    written = run.samples(chosen.sample) if chosen.sample else []
    last = [row for row in written if row.epoch == written[-1].epoch]
    advice = advise(about, run.history(), metrics, status, last, _others(about))
    sentences = [advice.finding, f"Next: {advice.step}"] if advice else []
    before = _before(run.id, person()) if metrics else None
    if before and (beside := compare(before, (about, metrics))):
        sentences.append(f"Compared with the run before: {beside}")
    if sentences:
        frame = tell("\n".join(sentences), "coach", "Coach")
        if advice:
            with frame:
                do_it(run, advice.next, lesson)


def _others(about: About) -> tuple[str, ...]:
    """Whole columns of a series beside those in use; none of other data, or of such as are no longer here."""
    used = about.settings
    if "features" not in used:
        return ()
    try:
        data: Series = load_dataset(about.data)
    except UserError:
        return ()
    taken = {used["target"] or data.target, *used["also"], *used["features"]}
    return tuple(name for name, values in data.frame.items() if name not in taken and values.notna().all())


@st.cache_data(show_spinner=False, max_entries=200, ttl=60)
def _before(id: str, who: Person) -> Measured | None:
    """The latest earlier run of theirs, of the same kind on the same data, that was measured."""
    about = runs.find(id).about()
    alike = (row.run for row in rows(who) if (row.experiment, row.data) == (about.experiment, about.title))
    for run in alike:
        theirs, metrics = run.about(), run.metrics(experiment(about.experiment).metrics)
        if run.id < id and theirs.data == about.data and metrics:
            return theirs, metrics
    return None
