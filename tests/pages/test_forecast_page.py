"""What the page of a forecast says of a measured run."""

import json

import pandas as pd
import pytest

from rnn_core.data import entry
from rnn_core.experiments.forecast import EXPERIMENT
from tests.helpers import TINY
from tests.pages import opened
from tests.pages.conftest import open_page, texts


def pictures(app):
    """All SVG text on the page."""
    data = [json.loads(one.proto.json) for one in app.get("bidi_component")]
    return [text for one in data for text in one.get("pictures", ())]


@pytest.mark.parametrize("dropout", [0, 0.2])
def test_the_first_day_beyond_stands_beside_the_last_known_one_and_its_band(app, dropout):
    run = opened.finished("forecast", entry("sine").load(), **{**TINY, "dropout": dropout})
    app.query_params["run"] = run.id
    open_page(app, "forecast.py")
    metrics = run.metrics(EXPERIMENT.metrics)
    future, forecast = (pd.read_csv(run.folder / "results" / f"{name}.csv") for name in ("future", "forecast"))
    value = f"{metrics.next.value:,.4g}"
    assert [one.value for one in app.metric if one.label.startswith("Next")] == [value]
    (said,) = [one.value for one in app.caption if one.value.startswith("band: ")]
    assert said.endswith(f"{forecast['actual'].iloc[-1]:,.4g}")
    (picture,) = [one for one in pictures(app) if "last known values" in one]
    assert value in picture
    band = [f"{end:,.4g}" for end in (future["low"][0], future["high"][0])]
    assert all((end in said) is bool(dropout) and (end in picture) is bool(dropout) for end in band)
    assert any(text.startswith(f"{metrics.next.date}: {value}, band ") for text in texts(app))  # and in the fold


def test_the_spectral_radius_stands_only_beside_a_reservoir(app):
    open_page(app, "forecast.py")

    def radius():
        return [one for one in app.slider if one.key == "forecast.spectral_radius"]

    assert radius() == []
    app.selectbox(key="forecast.cell").set_value("echo_state").run()
    assert not app.exception
    assert [one.value for one in radius()] == [0.9]
    assert app.slider(key="forecast.epochs").disabled
    app.selectbox(key="forecast.cell").set_value("gru").run()
    assert radius() == []
