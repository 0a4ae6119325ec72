"""The coach's one finding and one next step, and how the run compares with the one before."""

import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.common.owner import person
from pages.ui.text.samples import samples
from rnn_core import runs
from rnn_core.access import Person
from rnn_core.coach import advise
from rnn_core.experiments.listing import rows
from rnn_core.runs import Run


def coach_box(run: Run) -> None:
    """For a run that has ended."""
    status, about, metrics = run.status(), run.about(), run.metrics()
    if status.active or not (metrics or status.state == "failed" or run.resumable()):  # stopped before it began
        return
    written = samples(run)
    last = [row for row in written if row["epoch"] == written[-1]["epoch"]]
    seen = {**metrics, "samples": last} if metrics else None
    advice = advise.advise(about.experiment, about.settings, run.history(), seen, status.state, status.message)
    sentences = [advice.finding, f"Next: {advice.step}"] if advice else []
    before = _before(run.id, person()) if metrics else None
    if before:
        sentences.append(f"Compared with the run before: {advise.compare(before, {**about, 'metrics': metrics})}")
    if sentences:
        tell("\n".join(sentences), "coach", "Coach")


@st.cache_data(show_spinner=False, max_entries=200, ttl=60)
def _before(id: str, who: Person) -> dict | None:
    """Of the latest earlier run of theirs, of the same kind on the same data, that was measured: what ``coach.compare`` takes."""
    about = runs.find(id).about()
    alike = (row.run for row in rows(who) if (row.experiment, row.data) == (about.experiment, about.title))
    for run in alike:
        theirs, metrics = run.about(), run.metrics()
        if run.id < id and theirs["data"] == about.data and metrics:
            return {**theirs, "metrics": metrics}
    return None
