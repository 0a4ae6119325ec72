"""The Tutorial preset on data of the tutorial's size, trained to the end."""

import numpy as np
import pandas as pd
import pytest

from rnn_core import runs
from rnn_core.cli.main import main
from tests.helpers import written_metrics


@pytest.mark.slow
def test_the_tutorial_preset_trains_to_the_end(tmp_path, capsys):
    walk = 100 + np.random.default_rng(1).normal(0.05, 1, 1279).cumsum()
    prices = pd.DataFrame({"Date": pd.bdate_range("2015-01-02", periods=1279), "Open": walk})
    prices.head(1258).to_csv(tmp_path / "train.csv", index=False)
    prices.tail(21).to_csv(tmp_path / "test.csv", index=False)
    files = ["--data", str(tmp_path / "train.csv"), "--test-data", str(tmp_path / "test.csv")]
    assert main(["train", "forecast", "--preset", "tutorial", "--target", "Open", *files]) == 0
    run = runs.find(capsys.readouterr().out.split("\n")[-2])
    metrics = written_metrics(run)
    assert metrics["windows"] == {"train": 1218, "validation": 0, "test": 21, "timesteps": 40, "features": 1}
    assert metrics["epochs"] == 100
    assert metrics["checkpoint"] == "the last weights"
    assert metrics["loss"]["last"] < 0.1 * metrics["loss"]["first"]
