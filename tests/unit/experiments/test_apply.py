"""A trained network on data that it was not trained on."""

import json
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from rnn_core import runs
from rnn_core.cli.main import main
from rnn_core.data import Text, entry, keep
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.experiments.apply import apply
from rnn_core.experiments.text.evaluate import _nats
from rnn_core.experiments.text.generation import TextModel
from tests.helpers import queued_run
from tests.trained import trained

WORDS = "to be or not to be that is the question. "


@pytest.fixture
def forecast():
    run = queued_run(epochs=1)
    return trained(run)


@pytest.fixture
def text():
    settings = experiment("text").settings.parse({"units": 5, "timesteps": 6, "epochs": 1, "batch_size": 8, "device": "cpu"})
    run = runs.create("text", "words", keep(Text(WORDS * 20, "Words")), "Words", settings)
    return trained(run)


def test_on_its_own_data_a_forecast_says_what_it_said(forecast):
    series = entry("sine").load()
    results = apply(forecast, series)
    table = results.tables["forecast"]
    assert len(table) == len(series.frame) - 5  # all rows after the first window
    known = pd.read_csv(forecast.folder / "results" / "forecast.csv")
    np.testing.assert_allclose(table["one_step"].tail(len(known)), known["one_step"], rtol=1e-6)
    assert results.document()["windows"] == {"train": 0, "validation": 0, "test": len(table), "timesteps": 5, "features": 1}


def test_the_scaler_of_the_training_is_used(forecast):
    series = entry("sine").load()
    shifted = replace(series, frame=series.frame + 100)
    far = apply(forecast, shifted).tables["forecast"]
    near = apply(forecast, series).tables["forecast"]
    assert far["actual"].iloc[0] == pytest.approx(near["actual"].iloc[0] + 100)
    assert abs(far["one_step"] - far["actual"]).mean() > 50  # 100 lies far from all that the network has seen


def test_a_network_of_one_column_reads_any_column(forecast):
    series = entry("sine").load()
    renamed = replace(series, frame=series.frame.set_axis(["other"], axis="columns"), target="other")
    metrics = apply(forecast, renamed).document()
    assert metrics["target"] == "other"
    assert metrics["notes"] == ["These data have no column Value, which the network learned: other was taken."]


def test_too_few_rows_are_told(forecast):
    series = entry("sine").load()
    with pytest.raises(UserError, match=r"the data have 6 without gaps, but this network reads 5 .* at least 7"):
        apply(forecast, replace(series, frame=series.frame.head(6)))


def test_a_text_is_measured_symbol_by_symbol(text):
    other = "be it so, or not? " * 3
    results = apply(text, Text(other, "Other"))
    model = TextModel.of(text)
    ids = model.vocabulary.encode(other)
    states, total = model.stepper.start(), 0.0
    for now, then in pairwise(ids):
        output, states = model.stepper.step(np.array([now]), states)
        total += _nats(model.stepper.logits(output), np.array([then]))
    assert results.document()["validation"]["nats"] == pytest.approx(total / (len(ids) - 1), rel=1e-5)
    assert results.document()["characters"] == {"train": 1, "validation": len(ids) - 1, "unseen": 6}


def test_a_text_of_another_script_is_told(text):
    with pytest.raises(UserError, match="has 4 characters that this network knows; it needs more than 6"):
        apply(text, Text("אבגד e e", "Other"))


def test_predict_by_the_command_line(forecast, tmp_path, capsys):
    path = tmp_path / "mine.csv"
    rows = "\n".join(f"2024-01-{day:02d},{day % 7}" for day in range(1, 31))
    path.write_text(f"date,value\n{rows}\n")
    assert main(["predict", forecast.id, "--data", str(path), "--output", str(tmp_path / "out")]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads((tmp_path / "out" / "metrics.json").read_text())
    assert printed["windows"]["test"] == 25
    assert len(pd.read_csv(tmp_path / "out" / "forecast.csv")) == 25


def test_predict_without_a_model_is_told(capsys):
    run = queued_run()
    assert main(["predict", run.id, "--dataset", "sine"]) == 2
    assert "has no model yet: it is queued" in capsys.readouterr().err
