"""The run folder: what readers see while others write, hold the lock, stop or die."""

import json
import math
import re
import subprocess
import sys

import pytest

from rnn_core import files, runs
from rnn_core.config import ROOT
from rnn_core.documents import Document, Measure
from rnn_core.errors import UserError
from rnn_core.experiments.forecast import ForecastSettings
from rnn_core.runs import Run, Status, changed
from tests.helpers import wait_until


class Facts(Document):
    skill: Measure
    lag: int


def made(**settings) -> Run:
    return runs.create("forecast", "sine", "a" * 64, "Sine wave", ForecastSettings.parse(settings))


def running(run: Run) -> Run:
    run.write_status(changed(run.written_status(), state="running", phase="training", epoch=2, message="Busy."))
    return run


def test_a_new_run_is_queued_and_says_what_it_is(own_home):
    run = made(units=7, target="Größe")
    assert run.folder == own_home / "runs" / run.id
    assert re.fullmatch(r"\d{8}-\d{6}-\d{6}-forecast-[0-9a-f]{8}", run.id)
    about = run.about()
    assert (about.experiment, about.dataset, about.data, about.title) == ("forecast", "sine", "a" * 64, "Sine wave")
    assert ForecastSettings.parse(about.settings) == ForecastSettings(units=7, target="Größe")
    assert set(about.versions) == {"python", "tensorflow", "keras", "numpy"}
    assert about.created.endswith("+00:00")
    status = run.status()
    assert (status.state, status.phase, status.epoch, status.active) == ("queued", "waiting", 0, True)
    assert status.heartbeat > 0
    assert run.metrics(Facts) is None
    assert run.history() == {}
    assert not run.stop_asked()


def test_runs_are_listed_newest_first():
    made_in_order = [made() for _ in range(6)]
    assert [run.id for run in runs.runs()] == [run.id for run in reversed(made_in_order)]


def test_there_are_no_runs_at_first(own_home):
    assert list(runs.runs()) == []
    (own_home / "runs" / "not-a-run").mkdir(parents=True)
    (own_home / "runs" / "a-file").write_text("")
    assert list(runs.runs()) == []


def test_a_run_is_found_by_its_id_and_by_its_folder():
    run = made()
    assert runs.find(run.id) == run
    assert runs.find(str(run.folder)) == run


@pytest.mark.parametrize(
    "name", ["..", ".", "", "../x", "../runs", "x/..", "no-such-run", "a b", "../../etc/passwd", "x\0y", "..\\x", "é"]
)
def test_a_name_that_is_no_run_is_refused(name):
    made()
    with pytest.raises(UserError) as caught:
        runs.find(name)
    assert str(caught.value) == f"There is no run '{name}': 'python -m rnn_core runs' lists those there are."


def test_a_status_file_above_the_runs_is_not_a_run(own_home):
    made()
    files.write_json(own_home / "status.json", {})
    with pytest.raises(UserError):
        runs.find("..")


def test_a_running_run_that_nobody_holds_is_interrupted():
    run = running(made())
    status = run.status()
    assert (status.state, status.phase, status.epoch) == ("interrupted", "", 2)
    assert status.message == "The server or the training process ended before the run did."
    assert not status.active
    assert run.written_status().state == "running"  # a reader writes nothing


def test_a_running_run_that_is_held_runs_and_stops_when_asked():
    run = running(made())
    with run.lock():
        assert run.held()
        assert (run.status().state, run.status().message) == ("running", "Busy.")
        run.ask_to_stop()
        assert run.status().state == "stopping"
        assert run.status().active
        assert run.written_status().state == "running"
    assert not run.held()
    assert run.status().state == "interrupted"


HOLD = """
import sys
from pathlib import Path
from rnn_core.runs import Run
with Run(Path(sys.argv[1])).lock():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_lock_of_another_process_is_seen_and_falls_when_it_is_killed():
    run = running(made())
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(run.folder)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert run.status().state == "running"
        assert not run.settle("running", runs.interrupted(run.written_status()))
        holder.kill()
        wait_until(lambda: holder.poll() is not None)
        assert run.status().state == "interrupted"
        assert run.settle("running", runs.interrupted(run.written_status()))
    assert run.written_status().state == "interrupted"


def test_stopping_a_queued_run_ends_it():
    run = made()
    run.ask_to_stop()
    run.ask_to_stop()
    status = run.status()
    assert (status.state, status.phase, status.message) == ("stopped", "", "Stopped before it began.")
    assert run.stop_asked()


def test_stopping_a_run_that_has_ended_changes_nothing():
    run = made()
    run.write_status(Status(state="finished", phase="", message="Finished after 2 epochs."))
    run.ask_to_stop()
    assert (run.status().state, run.status().message) == ("finished", "Finished after 2 epochs.")


def test_only_the_state_that_was_seen_is_settled():
    run = made()
    assert not run.settle("running", Status(state="failed"))
    assert run.written_status().state == "queued"
    with run.lock():
        assert not run.settle("queued", Status(state="failed"))
    assert run.settle("queued", Status(state="failed", message="Why."))
    assert (run.status().state, run.status().message) == ("failed", "Why.")


def test_a_status_of_a_later_version_is_read():
    run = made()
    files.write_json(run.folder / "status.json", {"state": "finished", "message": "Done.", "new": 1})
    assert run.status() == Status(state="finished", message="Done.")


def test_history_comes_back_with_what_is_missing():
    run = made()
    run.write_history(
        [
            {"epoch": 1, "seconds": 0.5, "loss": 0.25, "val_loss": 1e-9},
            {"epoch": 2, "seconds": 1.0, "loss": 0.1 + 0.2},
        ]
    )
    history = run.history()
    assert list(history) == ["epoch", "seconds", "loss", "val_loss"]
    assert history["epoch"] == [1.0, 2.0]
    assert history["seconds"] == [0.5, 1.0]
    assert history["loss"] == [0.25, 0.1 + 0.2]
    assert history["val_loss"][0] == 1e-9
    assert math.isnan(history["val_loss"][1])


def test_metrics_are_there_once_they_are_written():
    run = made()
    assert run.metrics(Facts) is None
    files.write_json(run.folder / "results" / "metrics.json", {"skill": float("nan"), "lag": 1, "of a later version": 2})
    assert run.metrics(Facts) == Facts(skill=None, lag=1)
    assert json.loads((run.folder / "results" / "metrics.json").read_text())["skill"] is None


def test_metrics_of_another_form_are_an_error_to_whoever_reads_them():
    run = made()
    files.write_json(run.folder / "results" / "metrics.json", {"skill": "high"})
    with pytest.raises(ValueError, match="skill"):
        run.metrics(Facts)


def test_a_changed_status_is_a_copy():
    status = Status()
    assert changed(status, state="running", epoch=3) == Status(state="running", epoch=3)
    assert status == Status()


class Row(Document):
    epoch: float
    text: str


def test_samples_are_a_row_a_line():
    run, rows = made(), [Row(epoch=0, text="a\u2028b"), Row(epoch=1.5, text="\n")]
    assert run.samples(Row) == []
    lines = (json.dumps(row.model_dump(), ensure_ascii=False) + "\n" for row in rows)
    files.write_text(run.folder / "results" / "samples.jsonl", "".join(lines))
    assert run.samples(Row) == rows
