"""Going on after a killed process: the same curve as if nothing had happened. Real workers, killed for good."""

import os
import signal
import subprocess
import sys

import pytest

from rnn_core import runs
from rnn_core.config import ROOT
from rnn_core.data import Text, keep
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.runs import CHECKPOINT, Run
from rnn_core.training import worker
from tests.helpers import TINY, queued_run, wait_until, written_metrics

SETTINGS = {"dropout": 0.3, "epochs": 30, "seed": 4, "optimizer": "adam"}
LETTERS = "the quick brown fox jumps over the lazy dog. " * 40


def text_run(**settings) -> Run:
    chosen = experiment("text").settings.parse({"units": 6, "timesteps": 8, "batch_size": 16, "device": "cpu", **settings})
    return runs.create("text", "letters", keep(Text(LETTERS, "Letters")), "Letters", chosen)


def started(run: Run) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "rnn_core.training.worker", str(run.folder)], cwd=ROOT, stdout=subprocess.DEVNULL
    )


def killed(run: Run) -> None:
    """Train until there is a checkpoint, then kill the process as an operating system short of memory does."""
    process = started(run)
    wait_until((run.folder / CHECKPOINT).exists)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


@pytest.mark.slow
@pytest.mark.parametrize("make", [queued_run, text_run], ids=["forecast", "text"])
def test_a_killed_run_goes_on_with_the_same_curve(make):
    whole, broken = make(**SETTINGS), make(**SETTINGS)
    killed(broken)
    assert broken.status().state == "interrupted"
    assert broken.resumable()
    before = len(broken.history()["epoch"])
    assert 0 < before < 30
    broken.resume()
    assert broken.status().state == "queued"
    for run in (whole, broken):
        worker.train(run.folder)
        assert run.status().state == "finished"
        assert not (run.folder / CHECKPOINT).exists()
    curves = whole.history(), broken.history()
    assert curves[1]["epoch"] == list(range(1, 31))
    assert curves[1]["loss"] == pytest.approx(curves[0]["loss"], rel=1e-5)
    assert curves[1]["val_loss"] == pytest.approx(curves[0]["val_loss"], rel=1e-5)
    found = [written_metrics(run) for run in (whole, broken)]
    assert found[0]["checkpoint"] == found[1]["checkpoint"]
    chosen = experiment(whole.about().experiment)
    scores = [chosen.score.of(run.metrics(chosen.metrics)) for run in (whole, broken)]
    assert scores[1] == pytest.approx(scores[0], rel=1e-3)


@pytest.mark.slow
def test_a_stopped_run_goes_on():
    run = queued_run(epochs=100)
    process = started(run)
    wait_until((run.folder / CHECKPOINT).exists)
    run.ask_to_stop()
    assert process.wait() == 0
    assert run.status().state == "stopped"
    assert written_metrics(run)["epochs"] < 100
    run.resume()
    assert not run.stop_asked()
    worker.train(run.folder)
    assert run.status().state == "finished"
    assert written_metrics(run)["epochs"] == 100
    assert run.history()["epoch"] == list(range(1, 101))


def test_only_an_unfinished_run_with_a_checkpoint_can_go_on():
    run = queued_run(**TINY)
    with pytest.raises(UserError, match=r"cannot go on: it is queued .* Train it again"):
        run.resume()
    run.ask_to_stop()
    assert not run.resumable()
    with pytest.raises(UserError, match="it is stopped or has no checkpoint"):
        run.resume()
