"""A toy experiment goes the whole way: what knows an experiment by its name would fail it."""

import dataclasses
import io
import json
import subprocess
import sys
import zipfile
from typing import Any

import pytest

from rnn_core import runs
from rnn_core.bundle import archive
from rnn_core.cli.main import main
from rnn_core.coach.advise import advise
from rnn_core.coach.compare import compare
from rnn_core.data import keep, load_dataset
from rnn_core.experiments import Experiment, experiments
from rnn_core.experiments.apply import apply, trained
from rnn_core.experiments.listing import best, rows
from rnn_core.exports.notebook import notebook
from rnn_core.exports.report import report
from rnn_core.exports.script import script
from rnn_core.runs import Run
from rnn_core.settings import TrainingSettings
from rnn_core.training import time_probe, worker
from tests.helpers import written_metrics
from tests.toy import TOY, Metrics, a_wave


@pytest.fixture(autouse=True)
def toy(monkeypatch):
    monkeypatch.setitem(experiments(), "toy", TOY)


def made(epochs: int = 5, **settings: Any) -> Run:
    data = a_wave(60)
    chosen = TrainingSettings.parse({"units": 3, "epochs": epochs, "device": "cpu", "cell": "gru", **settings})
    run = runs.create("toy", "wave", keep(data), data.title, chosen)
    worker.train(run.folder)
    assert run.status().state == "finished", run.status().message
    return run


def test_it_is_trained_listed_and_coached(capsys):
    run, more = made(), made(units=6)
    metrics = run.metrics(Metrics)
    assert metrics is not None
    assert written_metrics(run)["error"] == metrics.error
    found = {row.run: row for row in rows()}
    assert (found[run].experiment, found[run].score_title, found[run].score) == ("toy", "Error", metrics.error)
    assert found[run].verdict == metrics.verdict
    assert best([*found.values()]).run in (run, more)
    advice = advise(run.about(), run.history(), metrics, run.status())
    assert advice.finding == f"The error is {metrics.error:.3f}."
    assert advice.step == "Set Units to 6."
    assert compare((run.about(), metrics), (more.about(), more.metrics(Metrics))).startswith("Units 3 → 6: error, ")
    capsys.readouterr()  # what the training said
    assert main(["show", run.id]) == 0
    assert json.loads(capsys.readouterr().out) == written_metrics(run)


def test_it_is_applied_to_other_data_and_estimated():
    run = made()
    again = apply(run, load_dataset(run.about().data))
    assert again.metrics.error == pytest.approx(run.metrics(Metrics).error, rel=1e-5)
    assert apply(run, a_wave(30)).metrics.error > 0
    folder = runs.folder().parent / "datasets" / run.about().data
    assert time_probe.seconds("toy", str(folder), run.about().settings, lambda: False) > 0


def test_its_report_and_its_program_say_what_was_measured(tmp_path):
    run = made()
    page = report(run)
    assert "Toy result" in page
    assert f"The error is {run.metrics(Metrics).error:.3f}." in page
    assert notebook(run)
    with zipfile.ZipFile(io.BytesIO(script(run))) as packed:
        packed.extractall(tmp_path)
        (name,) = [one for one in packed.namelist() if one.endswith(".py")]
    done = subprocess.run([sys.executable, tmp_path / name], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout.split()[-1]) == pytest.approx(run.metrics(Metrics).error, abs=1e-4)


def test_it_goes_out_in_a_zip_and_comes_back():
    run = made()
    content, before = archive.pack(run), written_metrics(run)
    run.delete()
    back = archive.unpack(content)
    worker.train(back.folder)
    assert back.status().state == "finished"
    times = ("prepare_seconds", "measure_seconds")  # of the machine that trained it
    assert written_metrics(back) == {name: value for name, value in before.items() if name not in times}
    assert trained(back).network == TOY.network(TOY.prepare(a_wave(60), TrainingSettings.parse(back.about().settings)))


def test_every_part_of_an_experiment_must_be_said():
    parts = {field.name: getattr(TOY, field.name) for field in dataclasses.fields(Experiment)}
    for name in parts:
        with pytest.raises(TypeError, match=name):
            Experiment(**{part: value for part, value in parts.items() if part != name})


@pytest.mark.parametrize("without", ["advice", "program", "report", "explain"])
def test_what_it_has_not_is_missing_and_nothing_else(monkeypatch, without):
    monkeypatch.setitem(experiments(), "toy", dataclasses.replace(TOY, **{without: None}))
    run = made()
    advice = advise(run.about(), run.history(), run.metrics(Metrics), run.status())
    assert (advice is None) == (without == "advice")
    assert ("Toy result" in report(run)) == (without != "report")
    if without == "program":
        with pytest.raises(Exception, match="has no program"):
            script(run)
    assert archive.pack(run)
