"""The coach's box under a run that has ended, on run folders with recorded curves and results."""

import json

from streamlit.testing.v1 import AppTest

from rnn_core import files, runs
from rnn_core.experiments import experiment
from rnn_core.runs import METRICS, Run, changed
from tests.pages.conftest import texts
from tests.unit.coach.recorded import RUNS, recorded


def ended(name: str) -> Run:
    """A run folder with what is recorded of a run."""
    of, metrics = recorded(name)
    run = runs.create(of.experiment, of.dataset, of.data, of.title, experiment(of.experiment).settings.parse(of.settings))
    history = RUNS[name]["history"]
    rows = [dict(zip(history, losses, strict=True)) for losses in zip(*history.values(), strict=True)]
    run.write_history([{"epoch": epoch, **row} for epoch, row in enumerate(rows, start=1)])
    assert metrics
    files.write_json(run.folder / METRICS, metrics.model_dump(mode="json"))
    run.write_status(changed(run.status(), state="finished"))
    return run


def boxed(run: Run) -> list[str]:
    def page(id: str) -> None:
        from pages.ui.train.coach_box import coach_box
        from pages.ui.train.lesson import Lesson
        from rnn_core.runs import find

        coach_box(find(id), Lesson())

    shown = AppTest.from_function(page, args=(run.id,), default_timeout=60).run()
    assert not shown.exception
    return texts(shown)


def test_finding_step_and_the_run_before():
    first, second = ended("sine_rate_half"), ended("sine_default")
    ended("walk_default")  # on other data
    assert boxed(first) == [
        "The training loss jumps up and down instead of falling: the learning rate 0.5 is too high.\n"
        "Next: Set Learning rate to 0.005."
    ]
    assert boxed(second) == [
        "Better than yesterday's value: the error is 96\u202f% smaller, and the curves show nothing to mend.\n"
        "Next: Set Cell to SimpleRNN, as an experiment, and see whether it does as well.\n"
        "Compared with the run before: Learning rate 0.5 → 0.005: skill 0.44 → 0.96, clearly better."
    ]


def test_the_last_samples_of_a_text_are_looked_at():
    run = ended("hamlet_full")
    round_in_circles = {"temperature": 0.2, "prompt": "", "text": "so the " * 20, "longest_copy": 12}
    rows = [{"epoch": 1, **round_in_circles}, {"epoch": 2, **round_in_circles, "text": "Enter the king."}]
    files.write_text(run.folder / "results" / "samples.jsonl", "".join(f"{json.dumps(row)}\n" for row in rows))
    assert "It has learned words" in boxed(run)[0]
    files.write_text(run.folder / "results" / "samples.jsonl", f"{json.dumps(rows[0])}\n")
    assert boxed(run) == [
        "At temperature 0.2 its text goes round in circles.\nNext: Set Temperature to 0.8 when you let it write."
    ]


def test_silent_while_a_run_is_under_way():
    run = ended("sine_default")
    run.write_status(changed(run.status(), state="queued"))
    assert boxed(run) == []
