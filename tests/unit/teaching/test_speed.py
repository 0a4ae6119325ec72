"""Training steps timed on every device: one real, tiny measurement, and a stand-in where this machine has no such device."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pages.ui.understand.speed_result import sentence
from rnn_core.config import ROOT
from rnn_core.errors import UserError
from rnn_core.explain import figures
from rnn_core.teaching.studies import speed, studies
from rnn_core.teaching.studies.speed import KERAS, LOOPS, SpeedSettings

TINY = SpeedSettings(timesteps=3, batches=(4,), units=(3,))

# It answers as the real timer does, on a machine with two GPUs, and writes down in which order it was asked. A file for each GPU
# says that it is taken, as the lock does there.
STAND_IN = """
import contextlib, json, os, sys
log, kind = sys.argv[1:]
number = None
for each in range(2 if kind == "gpu" else 0):
    with contextlib.suppress(FileExistsError):
        open(f"{log}-{each}", "x").close()
        number = each
        break
name = "CPU (busy)" if number is None else f"GPU {number} (made up)"
print(json.dumps({"name": name, "gpu": number is not None, "gpus": 2, "why": ""}), flush=True)
seconds = {"cpu": [9, 4, 5, 6, 50, 5], "loops": [9, 2, 2, 2, 2, 2], "gpu": [9, 1, 1, 1, 1, 1]}[kind]
for place, line in enumerate(sys.stdin):
    if place >= len(seconds):
        sys.exit(1)
    open(log, "a").write(f"{kind} {'ready' if place == 0 else 'timed'}\\n")
    print(json.dumps({"seconds": seconds[place] / 1000}), flush=True)
"""


def silent(fraction, words):
    pass


@pytest.fixture
def log(tmp_path, monkeypatch):
    """The file in which stand-ins for the timers write what they are asked."""
    script, written = tmp_path / "timer.py", tmp_path / "log.txt"
    script.write_text(STAND_IN)
    written.touch()
    monkeypatch.setattr(speed, "TIMER", [sys.executable, str(script), str(written)])
    return written


@pytest.mark.slow
def test_real_steps_are_timed():
    told = []
    result = speed.work(TINY, lambda fraction, words: told.append((fraction, words)))
    assert result["ways"][:2] == [KERAS, LOOPS]
    assert result["left_out"] == 0
    (case,) = result["cases"]
    assert (case["batch"], case["units"]) == (4, 3)
    assert list(case["seconds"]) == result["ways"]
    assert all(0 < seconds < 60 for seconds in case["seconds"].values())
    assert result["cores"] >= 1
    assert ("GPU" in result["found"]) is True, "what was found, or that nothing was"
    assert told[0] == (0, "Starting a process for each device.")
    assert told[1][1] == "Training steps of 4 windows with 3 units."
    assert json.loads(json.dumps(result)) == result


def test_all_ways_take_turns_and_medians_are_kept(log):
    result = speed.work(TINY, silent)
    cpu, loops, *gpus = result["ways"]
    assert (cpu, loops, sorted(gpus)) == (KERAS, LOOPS, ["GPU 0 (made up)", "GPU 1 (made up)"])
    assert result["found"] == ", ".join(gpus)
    assert result["cases"][0]["seconds"] == {KERAS: 0.005, LOOPS: 0.002, gpus[0]: 0.001, gpus[1]: 0.001}
    lines = log.read_text().splitlines()
    assert sorted(lines[:4]) == ["cpu ready", "gpu ready", "gpu ready", "loops ready"]
    assert lines[4:] == ["cpu timed", "loops timed", "gpu timed", "gpu timed"] * speed.ROUNDS


@pytest.mark.parametrize(("busy", "ways", "found"), [((0,), 3, "GPU 1 (made up)"), ((0, 1), 2, "CPU (busy)")])
def test_a_gpu_that_trains_is_left_alone(log, busy, ways, found):
    for number in busy:
        log.with_name(f"{log.name}-{number}").touch()
    result = speed.work(TINY, silent)
    assert len(result["ways"]) == ways
    assert result["found"] == found


def test_when_time_is_up_the_rest_is_left_out_and_said(log, monkeypatch):
    monkeypatch.setattr(speed, "ENOUGH_SECONDS", 0.001)
    result = speed.work(SpeedSettings(batches=(8, 4), units=(3, 5)), silent)
    assert [(case["batch"], case["units"]) for case in result["cases"]] == [(4, 3)]
    assert result["left_out"] == 3


def test_what_says_most_comes_first():
    assert speed.in_order((512, 32), (16, 64)) == [(32, 16), (512, 64), (32, 64), (512, 16)]
    assert speed.in_order((1, 2, 3), (4, 5, 6))[:5] == [(1, 4), (3, 6), (1, 6), (3, 4), (1, 5)]
    assert speed.in_order((2,), (4,)) == [(2, 4)]


def test_a_timer_that_ends_is_told_and_no_process_stays(log, monkeypatch):
    made = []
    start = subprocess.Popen
    monkeypatch.setattr(speed.subprocess, "Popen", lambda *args, **values: made.append(start(*args, **values)) or made[-1])
    monkeypatch.setattr(speed, "ROUNDS", 9)  # more than the stand-in answers
    with pytest.raises(UserError, match="The timing on CPU, Keras ended unexpectedly"):
        speed.work(TINY, silent)
    assert len(made) == 4
    assert all(process.poll() is not None for process in made)


def test_it_is_a_study_that_can_be_asked_again():
    assert studies()["speed"] is speed.STUDY
    assert speed.STUDY.varies
    with pytest.raises(UserError):
        SpeedSettings.parse({"timesteps": 1})


CASES = [
    {"batch": 32, "units": 16, "seconds": {KERAS: 0.004, "GPU 0": 0.008}},
    {"batch": 512, "units": 256, "seconds": {KERAS: 0.5, "GPU 0": 0.01}},
]


def test_bars_hold_the_numbers():
    bars = figures.step_times(CASES, [KERAS, "GPU 0"]).data
    assert [bar.name for bar in bars] == [KERAS, "GPU 0"]
    assert list(bars[0].y) == [4, 500]
    assert [list(row) for row in bars[0].x] == [["32 windows", "512 windows"], ["16 units", "256 units"]]
    assert bars[1].text == ("4,000 windows a second", "51,200 windows a second")
    (ratios,) = figures.step_ratios(CASES, [KERAS, "GPU 0"]).data
    assert [ratios.base + height for height in ratios.y] == [0.5, 50]
    assert ratios.text == ("0.5 ×", "50 ×")


def test_the_sentence_names_both_ends():
    assert sentence(CASES, "GPU 0") == (
        "GPU 0 beside CPU, Keras: with 32 windows and 16 units a step takes 2.0 times as long; with 512 windows and 256 units a "
        "step is 50.0 times as fast."
    )
    same = [{"batch": 4, "units": 3, "seconds": {KERAS: 0.1, LOOPS: 0.101}}]
    assert sentence(same, LOOPS) == "CPU, RNN Lab's loops beside CPU, Keras: with 4 windows and 3 units a step takes as long."


def test_the_timer_loads_tensorflow_only_when_it_runs():
    source = Path(ROOT / "rnn_core" / "training" / "step_timer.py").read_text()
    assert "\nimport tensorflow" not in source
    assert "\nimport keras" not in source
