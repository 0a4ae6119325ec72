"""The board: what a tile says, and who comes first."""

import os
import time

import pytest

from rnn_core import files, runs
from rnn_core.classroom.board import board, summary
from rnn_core.classroom.lessons_done import Learned, explained, keep
from rnn_core.classroom.members import Member
from rnn_core.experiments import experiment, listing
from rnn_core.runs import METRICS, STATUS, Run, Status, changed
from tests.helpers import forecast_metrics

NOW = time.time()
HERE = {"a": Member("a", "Ada", NOW)}


def run_of(owner: str, state: str, skill: float | None = None, minutes: float = 1.0, **status) -> Run:
    """A run of an owner whose status was last written so many minutes ago."""
    run = runs.create("forecast", "sine", "a" * 64, "Sine wave", experiment("forecast").settings(), owner)
    if skill is not None:
        files.write_json(run.folder / METRICS, forecast_metrics(skill, "better" if skill > 0 else "worse").model_dump())
    run.write_status(changed(Status(), state=state, **status))
    os.utime(run.folder / STATUS, (NOW - 60 * minutes,) * 2)
    return run


def tile(members=HERE, places=None):
    (found,) = board(members, listing.rows(), places or {}, NOW)
    return found


def test_who_has_not_begun():
    assert (tile().kind, tile().line, tile().run) == ("new", "has not trained yet", None)


def test_who_has_a_result():
    run = run_of("a", "finished", skill=0.25)
    run.write_history([{"epoch": 1, "seconds": 1.0, "loss": 0.5}, {"epoch": 2, "seconds": 2.0, "loss": 0.25}])
    found = tile()
    assert (found.kind, found.line, found.run, found.title) == ("done", "Done, 1 run", run, "Sine wave")
    assert (found.verdict, found.number, found.curve) == ("better", "\u221225\u202f%", (0.5, 0.25))


def test_how_many_lessons_were_done():
    assert tile().lessons == 0
    keep("a", explained(explained(Learned(), "kinds"), "loop"))
    assert tile().lessons == 2


def test_whose_training_failed():
    run_of("a", "failed", message="Too few rows: 3.")
    assert (tile().kind, tile().line) == ("failed", "Failed: Too few rows: 3.")
    run_of("a", "finished", skill=0.1)
    assert tile().kind == "done", "what was tried after it counts"


def test_who_loses_twice_needs_help():
    run_of("a", "finished", skill=-0.5)
    assert tile().kind == "done"
    run_of("a", "finished", skill=-0.5)
    assert (tile().kind, tile().line) == ("worse", "Clearly worse, twice")
    run_of("a", "finished", skill=0.2)
    assert tile().kind == "done"


def test_who_does_nothing_may_not_know_how_to_go_on():
    run_of("a", "finished", skill=0.25, minutes=7)
    assert (tile().kind, tile().line) == ("quiet", "Nothing for 7 min")


@pytest.mark.parametrize(
    ("status", "line"),
    [
        ({"phase": "training", "epoch": 4, "epochs": 30}, "Epoch 4 of 30"),
        ({"phase": "training", "epoch": 4}, "Epoch 4"),
        ({"phase": "preparing", "message": "Reading the data."}, "Reading the data."),
    ],
)
def test_who_trains(status, line):
    run = run_of("a", "running", **status)
    run_of("a", "queued")
    with run.lock():
        assert (tile().kind, tile().line, tile().run) == ("training", line, run)


def test_who_waits():
    run = run_of("a", "queued")
    assert (tile(places={run.id: 2}).kind, tile(places={run.id: 2}).line) == ("waiting", "3 in line")


def test_who_is_away():
    gone = {"a": Member("a", "Ada", NOW - 20 * 60)}
    run_of("a", "finished", skill=-0.5, minutes=30)
    run_of("a", "finished", skill=-0.5, minutes=30)
    assert (tile(gone).kind, tile(gone).line) == ("away", "not seen for 20 min")


def test_who_needs_help_comes_first_and_others_are_no_tiles():
    members = {owner: Member(owner, owner.upper(), NOW) for owner in "abcd"}
    run_of("a", "finished", skill=0.3)
    run_of("b", "failed", message="Oh.")
    run_of("c", "finished", skill=0.3, minutes=6)
    run_of("stranger", "failed", message="Oh.")
    found = board(members, listing.rows(), {}, NOW)
    assert [(one.name, one.kind) for one in found] == [("B", "failed"), ("C", "quiet"), ("A", "done"), ("D", "new")]
    assert summary(found) == "4 here · 0 train · 0 wait"


def test_a_damaged_run_takes_no_tile_down():
    run_of("a", "finished", skill=0.25)
    broken = run_of("a", "finished", skill=0.25)
    files.write_text(broken.folder / METRICS, "{")
    assert tile().kind == "done"
