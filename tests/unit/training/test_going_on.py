"""Going on: in the middle of an epoch, after a stop in the last validation, from a damaged checkpoint."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from safetensors.numpy import load_file

from rnn_core import files
from rnn_core.runs import CHECKPOINT, WEIGHTS, Run, changed
from rnn_core.runs.checkpoint_file import Checkpoint, Reached, parsed
from rnn_core.training import fit_progress, worker
from rnn_core.training.going_on import FROM_START, WITH_WEIGHTS, Part, parts
from tests.helpers import queued_run, written_metrics
from tests.unit.training.test_resume import text_run

MANY_BLOCKS = {"batch_size": 1, "units": 32, "timesteps": 60, "epochs": 2}


def stopped_when(run: Run, condition: Callable[[fit_progress.Progress], bool], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Trained until somebody presses Stop where ``condition`` holds."""

    def stop_if_asked(progress: fit_progress.Progress) -> None:
        if condition(progress):
            progress.reporter.stop.set()
        asked(progress)

    asked = fit_progress.Progress._stop_if_asked
    with monkeypatch.context() as patched:
        patched.setattr(fit_progress.Progress, "_stop_if_asked", stop_if_asked)
        worker.train(run.folder)
    assert run.status().state == "stopped", run.status().message
    return run


def gone_on(run: Run) -> Run:
    run.resume()
    worker.train(run.folder)
    assert run.status().state == "finished", run.status().message
    return run


def same_curves(one: Run, other: Run, closeness: float) -> None:
    first, second = one.history(), other.history()
    assert first["epoch"] == second["epoch"]
    for name in ("loss", "val_loss"):
        assert first[name] == pytest.approx(second[name], rel=closeness)


def test_parts_of_what_is_left():
    assert parts(Reached(), 3) == [Part(0, 3)]
    assert parts(Reached(epochs=1, steps=7), 3) == [Part(1, 2, 7), Part(2, 3)]
    assert parts(Reached(epochs=2, steps=7), 3) == [Part(2, 3, 7)]
    assert parts(Reached(epochs=3), 3) == []


@pytest.mark.parametrize("make", [queued_run, text_run], ids=["forecast", "text"])
def test_a_run_stopped_in_an_epoch_goes_on_there_with_the_same_curve(make, monkeypatch):
    settings = {**MANY_BLOCKS, "dropout": 0.3}
    if make is text_run:
        settings |= {"objective": "next-character", "batch_size": 4}
    whole, broken = make(**settings), make(**settings)
    worker.train(whole.folder)
    stopped_when(broken, lambda progress: progress.epoch == 1 and 0 < progress.at < progress.steps, monkeypatch)
    before = written_metrics(broken)["epochs"]
    assert 1 < before < 2
    found = parsed((broken.folder / CHECKPOINT).read_bytes()).reached
    assert found.epochs == 1
    assert found.steps > 0
    gone_on(broken)
    same_curves(broken, whole, 1e-3)
    assert written_metrics(broken)["epochs"] == 2


def test_an_epoch_that_was_stopped_while_it_was_checked_is_checked_first(monkeypatch):
    whole, broken = queued_run(epochs=3), queued_run(epochs=3)
    worker.train(whole.folder)
    stopped_when(broken, lambda progress: progress.epoch == 1 and progress.reporter.status.phase == "checking", monkeypatch)
    assert np.isnan(broken.history()["val_loss"][1])
    gone_on(broken)
    same_curves(broken, whole, 1e-5)


def test_a_stop_after_the_last_epoch_loses_none(monkeypatch):
    run = stopped_when(queued_run(epochs=2), lambda progress: progress.epoch == 1 and progress.at == progress.steps, monkeypatch)
    assert written_metrics(run)["epochs"] == 2
    gone_on(run)
    assert run.history()["epoch"] == [1, 2]
    assert np.isfinite(run.history()["val_loss"]).all()
    assert not (run.folder / CHECKPOINT).exists()


def test_whole_numbers_stay_whole(monkeypatch):
    run = gone_on(stopped_when(queued_run(epochs=4), lambda progress: progress.epoch == 1, monkeypatch))
    lines = (run.folder / "history.csv").read_text().splitlines()[1:]
    assert [line.split(",")[0] for line in lines] == ["1", "2", "3", "4"]


def test_a_stop_while_one_waits_that_was_killed_before_its_network_was_saved_tells_its_epochs():
    run = queued_run(epochs=9)
    assert run.stopped_early() == "Stopped before it began."
    run.write_history([{"epoch": epoch, "loss": 1.0} for epoch in (1, 2)])
    files.write_bytes(run.folder / CHECKPOINT, b"kept")
    run.write_status(changed(run.status(), state="interrupted"))
    run.resume()
    run.ask_to_stop()
    assert run.status().message == "Stopped before it went on: its checkpoint after 2 epochs is kept."
    assert run.resumable()


def test_a_stop_while_it_waits_to_go_on_keeps_everything(monkeypatch):
    run = stopped_when(queued_run(epochs=9), lambda progress: progress.epoch == 2, monkeypatch)
    epochs, measured = run.history()["epoch"], written_metrics(run)
    run.resume()
    run.ask_to_stop()
    status = run.status()
    assert (status.state, status.message) == ("stopped", "Stopped before it went on: its network after 3 epochs is kept.")
    assert (status.epoch, run.history()["epoch"], written_metrics(run)) == (3, epochs, measured)
    assert run.resumable()
    assert len(gone_on(run).history()["epoch"]) == 9


DAMAGES = {
    "cut": lambda content: content[: len(content) // 2],
    "empty": lambda content: b"",
    "no header": lambda content: b"\xff" * 100,
    "of another network": lambda content: Checkpoint(Reached(epochs=3), [np.zeros(3, np.float32)], []).bytes(),
    "without an end": lambda content: Checkpoint(Reached(epochs=3), parsed(content).variables[:-1], []).bytes(),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_checkpoint_goes_on_with_the_best_weights(damage, monkeypatch):
    run = stopped_when(queued_run(epochs=6), lambda progress: progress.epoch == 3 and progress.at == progress.steps, monkeypatch)
    best = re.search(r"\(epoch (\d+)\)", written_metrics(run)["checkpoint"])
    history = run.history()
    path = run.folder / CHECKPOINT
    path.write_bytes(damage(path.read_bytes()))
    gone_on(run)
    assert run.status().message.endswith(f" {WITH_WEIGHTS}")
    again = run.history()
    assert again["epoch"] == [1, 2, 3, 4, 5, 6]
    assert again["loss"][:4] == pytest.approx(history["loss"], rel=1e-9)
    assert best is not None
    assert min(again["val_loss"]) <= history["val_loss"][int(best[1]) - 1]


def test_what_is_not_better_than_the_best_weights_does_not_replace_them(monkeypatch):
    run = stopped_when(queued_run(epochs=5), lambda progress: progress.epoch == 4 and progress.at == progress.steps, monkeypatch)
    kept, weights = written_metrics(run)["checkpoint"], load_file(run.folder / WEIGHTS)
    (run.folder / CHECKPOINT).write_bytes(b"damaged")
    gone_on(run)  # all epochs are done: only what was kept is measured again
    assert written_metrics(run)["checkpoint"] == kept
    assert all((weights[name] == values).all() for name, values in load_file(run.folder / WEIGHTS).items())


def test_without_checkpoint_and_weights_it_begins_again(monkeypatch):
    run = stopped_when(queued_run(epochs=3), lambda progress: progress.epoch == 1, monkeypatch)
    (run.folder / CHECKPOINT).write_bytes(b"damaged")
    (run.folder / WEIGHTS).write_bytes(b"damaged")
    gone_on(run)
    assert run.status().message.endswith(f" {FROM_START}")
    assert run.history()["epoch"] == [1, 2, 3]
