"""The coach's one finding and one next step, and how the run compares with the one before."""

import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.common.owner import person
from rnn_core import runs
from rnn_core.access import Person
from rnn_core.coach.advise import advise
from rnn_core.coach.compare import Measured, compare
from rnn_core.experiments import experiment
from rnn_core.experiments.listing import rows
from rnn_core.runs import Run


def coach_box(run: Run) -> None:
    """For a run that has ended."""
    status, about = run.status(), run.about()
    chosen = experiment(about.experiment)
    metrics = run.metrics(chosen.metrics)
    if status.active or not (metrics or status.state == "failed" or run.resumable()):  # stopped before it began
        return
    written = run.samples(chosen.sample) if chosen.sample else []
    last = [row for row in written if row.epoch == written[-1].epoch]
    advice = advise(about, run.history(), metrics, status, last)
    sentences = [advice.finding, f"Next: {advice.step}"] if advice else []
    before = _before(run.id, person()) if metrics else None
    if before and (beside := compare(before, (about, metrics))):
        sentences.append(f"Compared with the run before: {beside}")
    if sentences:
        tell("\n".join(sentences), "coach", "Coach")


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
