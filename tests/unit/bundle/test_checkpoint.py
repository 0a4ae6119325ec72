"""A stopped run brought elsewhere goes on there, or says why it cannot; what a checkpoint from anybody may hold."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from rnn_core.bundle import archive
from rnn_core.bundle.checkpoint import check_checkpoint
from rnn_core.bundle.contents import NO_CHECKPOINT
from rnn_core.errors import UserError
from rnn_core.runs import CHECKPOINT, Run
from rnn_core.runs.checkpoint_file import Checkpoint, Reached, parsed
from rnn_core.training import worker
from tests.helpers import queued_run, written_metrics
from tests.unit.bundle.test_archive import opened
from tests.unit.training.test_going_on import gone_on, same_curves, stopped_when

EPOCHS = 4


@pytest.fixture
def stopped(monkeypatch) -> Run:
    """A run that was stopped in its second epoch."""
    run = queued_run(epochs=EPOCHS, dropout=0.2)
    return stopped_when(run, lambda progress: progress.epoch == 1, monkeypatch)


def elsewhere(run: Run, content: bytes, home: Any, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Brought to another machine and measured there."""
    monkeypatch.setenv("RNN_LAB_HOME", str(home / "elsewhere"))
    there = archive.unpack(content)
    assert there.id == run.id
    worker.train(there.folder)
    return there


def test_a_stopped_run_goes_on_elsewhere(stopped, own_home, monkeypatch):
    content = archive.pack(stopped)
    assert CHECKPOINT in opened(content)
    assert archive.pack(stopped) == content
    there = elsewhere(stopped, content, own_home, monkeypatch)
    assert (there.status().state, there.status().message) == ("stopped", stopped.status().message)
    assert there.resumable()
    gone_on(there)
    monkeypatch.setenv("RNN_LAB_HOME", str(own_home))
    same_curves(there, gone_on(stopped), 1e-5)


def test_a_run_that_spent_its_budget_goes_on_elsewhere(own_home, monkeypatch):
    run = queued_run(seconds=0.5)
    worker.train(run.folder)
    there = elsewhere(run, archive.pack(run), own_home, monkeypatch)
    assert (there.status().state, there.status().more_seconds) == ("finished", 0.5)
    before = written_metrics(there)["epochs"]
    gone_on(there)
    assert written_metrics(there)["epochs"] > before


def test_without_its_checkpoint_it_says_that_it_cannot_go_on(stopped, own_home, monkeypatch):
    (stopped.folder / CHECKPOINT).unlink()
    there = elsewhere(stopped, archive.pack(stopped), own_home, monkeypatch)
    assert there.status().message == f"{stopped.status().message} {NO_CHECKPOINT}"
    assert not there.resumable()
    again = archive.pack(there)
    there.delete()
    assert elsewhere(stopped, again, own_home, monkeypatch).status().message.count(NO_CHECKPOINT) == 1


def test_a_checkpoint_for_which_there_is_no_room_stays(stopped, monkeypatch):
    whole = archive.pack(stopped)
    monkeypatch.setattr(archive, "MOST_BYTES", len(whole) - 1)
    content = archive.pack(stopped)
    assert {*opened(whole)} - {*opened(content)} == {CHECKPOINT}


def test_a_finished_run_has_none_to_take_along():
    run = queued_run(epochs=1)
    worker.train(run.folder)
    (run.folder / CHECKPOINT).parent.mkdir(exist_ok=True)
    (run.folder / CHECKPOINT).write_bytes(b"left behind")
    assert CHECKPOINT not in opened(archive.pack(run))


# what a checkpoint may hold

SHAPES = [(2, 3), (3,)]
WHOLE = Checkpoint(
    Reached(epochs=2, seconds=3.0, best=0.5, best_epoch=1),
    [np.ones((2, 3), np.float32), np.ones(3, np.float32), np.array(7), np.zeros(2, np.uint32)],
    [np.ones((2, 3), np.float32), np.ones(3, np.float32)],
)
CASES: dict[str, tuple[Callable[[], Checkpoint], str]] = {
    "no number": (lambda: replace(WHOLE, variables=[np.full(3, np.nan, np.float32)]), "are not all numbers"),
    "infinite": (lambda: replace(WHOLE, best=[np.full((2, 3), np.inf, np.float32), WHOLE.best[1]]), "are not all numbers"),
    "another shape": (lambda: replace(WHOLE, best=WHOLE.best[:1]), "other weights than its network"),
    "another type": (lambda: replace(WHOLE, best=[one.astype(np.float64) for one in WHOLE.best]), "other weights than its"),
    "odd variables": (lambda: replace(WHOLE, variables=[np.ones(3, np.float16)]), "variables that no training has"),
    "deep variables": (lambda: replace(WHOLE, variables=[np.ones((1, 1, 1, 1), np.float32)]), "variables that no training has"),
    "many variables": (lambda: replace(WHOLE, variables=[np.ones(1, np.float32)] * 40), "variables that no training has"),
    "too large": (lambda: replace(WHOLE, variables=[np.ones(6_000_000, np.float32)]), "is larger than its network"),
    "too far": (lambda: replace(WHOLE, reached=Reached(epochs=3)), "is further than its history"),
    "too far by a part": (lambda: replace(WHOLE, reached=Reached(epochs=2, steps=1)), "is further than its history"),
    "a best epoch to come": (lambda: replace(WHOLE, reached=Reached(epochs=2, best_epoch=9)), "is further than its history"),
    "fewer than none": (lambda: replace(WHOLE, reached=Reached(epochs=-1)), "is damaged"),
    "no time": (lambda: replace(WHOLE, reached=Reached(seconds=float("nan"))), "is damaged"),
    "another choice": (lambda: replace(WHOLE, reached=Reached(kept_loss="none")), "is damaged"),  # type: ignore[arg-type]
}


def test_a_checkpoint_as_we_write_it_is_taken():
    check_checkpoint(WHOLE.bytes(), SHAPES, 2)
    again = parsed(WHOLE.bytes())
    assert again.reached == WHOLE.reached
    for mine, theirs in zip([*WHOLE.variables, *WHOLE.best], [*again.variables, *again.best], strict=True):
        np.testing.assert_array_equal(mine, theirs)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_another_checkpoint_is_refused(case):
    make, words = case
    with pytest.raises(UserError, match=words):
        check_checkpoint(make().bytes(), SHAPES, 2)


@pytest.mark.parametrize("content", [b"", b"\x80\x04pickle", WHOLE.bytes()[:-3], b"\xff" * 8])
def test_what_is_no_checkpoint_is_refused(content):
    with pytest.raises(UserError, match="is damaged"):
        check_checkpoint(content, SHAPES, 2)
