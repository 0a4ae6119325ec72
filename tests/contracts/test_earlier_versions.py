"""Runs, zips and links that an earlier version made go on working.

``earlier/*.zip`` were packed by version 0.1.0, one of each experiment: tiny networks on data of our own making.
"""

import html
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from rnn_core import files
from rnn_core.bundle import archive
from rnn_core.cli.main import main
from rnn_core.coach.advise import advise
from rnn_core.data import load_dataset
from rnn_core.experiments import experiment
from rnn_core.experiments.apply import apply
from rnn_core.experiments.listing import rows
from rnn_core.exports.report import report
from rnn_core.exports.script import script
from rnn_core.runs import Run
from rnn_core.training import worker
from tests.helpers import written_metrics

ZIPS = sorted((Path(__file__).parent / "earlier").glob("*.zip"))
every = pytest.mark.parametrize("packed", ZIPS, ids=lambda path: path.stem)
KINDS = {"forecast": "no_better", "trajectory": "no_better", "classify": "no_clear"}  # of their verdicts
JUDGED = ("verdict", "verdict_sentence")  # in other words by now
MOVED = {"band": "dropout_band"}  # another band has the name now
NUMBERS_OF_TRAINING = {"loss", "epochs", "seconds", "checkpoint", "parameters", "device", "kernel", "sampling_seconds"}


def unpacked(packed: Path) -> Run:
    """The run's folder and its data as they lay in the home of that version."""
    home = files.home()
    with zipfile.ZipFile(packed) as content:
        id = content.namelist()[0].partition("/")[0]
        sha = json.loads(content.read(f"{id}/settings.json"))["data"]
        for name in content.namelist():
            part = name.removeprefix(f"{id}/")
            place = home / "datasets" / sha / part.removeprefix("data/") if part.startswith("data/") else home / "runs" / name
            files.write_bytes(place, content.read(name))
    return Run(home / "runs" / id)


def alike(found: Any, earlier: Any) -> bool:
    """Whether everything that stood there then stands there now: numbers to what another machine may round otherwise."""
    if isinstance(earlier, dict):
        kept = {MOVED.get(name, name): value for name, value in earlier.items() if name not in JUDGED}
        return all(name in found and alike(found[name], value) for name, value in kept.items())
    if isinstance(earlier, list):
        return len(found) == len(earlier) and all(map(alike, found, earlier))
    return found == pytest.approx(earlier, rel=1e-3, abs=1e-6) if isinstance(earlier, float) else bool(found == earlier)


@every
def test_a_run_folder_is_listed_shown_and_taken_home(packed):
    run = unpacked(packed)
    (row,) = rows()
    assert (row.run, row.state, row.experiment) == (run, "finished", packed.stem)
    chosen, earlier = experiment(row.experiment), written_metrics(run)
    metrics = run.metrics(chosen.metrics)
    assert metrics is not None
    read = json.loads(metrics.model_dump_json())
    assert alike(read, earlier)
    assert read.get("judgement", {}).get("kind", "") == KINDS.get(packed.stem, "")
    assert advise(run.about(), run.history(), metrics, run.status()) is not None
    assert metrics.verdict_sentence in html.unescape(report(run))
    assert script(run)
    assert apply(run, load_dataset(run.about().data)).document()


@every
def test_a_zip_is_brought_in_and_measures_what_it_said(packed):
    run = archive.unpack(packed.read_bytes())
    worker.train(run.folder)
    assert run.status().state == "finished", run.status().message
    with zipfile.ZipFile(packed) as content:
        earlier = json.loads(content.read(f"{run.id}/results/metrics.json"))
    found = written_metrics(run)
    assert alike(found, earlier)
    assert {name: found[name] for name in NUMBERS_OF_TRAINING & earlier.keys()} == {
        name: earlier[name] for name in NUMBERS_OF_TRAINING & earlier.keys()
    }


def test_a_setting_that_was_renamed_is_read_by_its_earlier_name():
    settings = experiment("forecast").settings
    assert settings.parse({"says": "change"}) == settings.parse({"target_transform": "difference"})
    assert settings.parse({"says": "value"}) == settings()
    run = unpacked(next(path for path in ZIPS if path.stem == "forecast"))
    assert run.about().settings["says"] == "change"
    assert rows()[0].settings["target_transform"] == "difference"


def test_a_setting_that_was_renamed_is_a_flag_still(tmp_path, capsys):
    path = tmp_path / "mine.csv"
    path.write_text("date,value\n" + "".join(f"2024-01-{day:02d},{day % 7}\n" for day in range(1, 31)))
    small = ["--units", "2", "--timesteps", "2", "--epochs", "1", "--device", "cpu"]
    assert main(["train", "forecast", "--data", str(path), "--says", "change", *small]) == 0
    run = Run(Path(capsys.readouterr().out.splitlines()[-1]))
    assert run.about().settings["target_transform"] == "difference"
