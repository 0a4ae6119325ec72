"""What the page of a forecast says of a measured run."""

import json

import pandas as pd
import pytest

from rnn_core.data import entry
from rnn_core.experiments.forecast import EXPERIMENT
from rnn_core.wording import percent
from tests.helpers import TINY
from tests.pages import opened
from tests.pages.conftest import open_page, texts


def captions(app):
    return [one.value for one in app.caption]


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
    assert all(end in said and end in picture for end in band)
    assert ("dropout_low" in future) is bool(dropout)
    assert any("The band of dropout" in text for text in captions(app)) is bool(dropout)
    assert any(text.startswith(f"{metrics.next.date}: {value}, band ") for text in texts(app))  # and in the fold


def lines_shown(app):
    """What the picture of the result draws."""
    (data,) = [data for one in app.get("bidi_component") if "row_name" in (data := json.loads(one.proto.json))]
    return data


def test_the_band_of_the_picture_learns_from_its_misses_at_a_switch(app):
    run = opened.wave()
    app.query_params["run"] = run.id
    open_page(app, "forecast.py")
    forecast, band = pd.read_csv(run.folder / "results" / "forecast.csv"), run.metrics(EXPERIMENT.metrics).band
    assert any(f"hold {percent(0.8)} of the values and held {percent(band.coverage)}, on 150 " in text for text in captions(app))
    assert lines_shown(app)["band"] == {"low": forecast["low"].tolist(), "high": forecast["high"].tolist()}
    app.toggle(key=f"{run.id}-learns").set_value(True).run()
    assert not app.exception
    assert lines_shown(app)["band"]["low"] == [low if low == low else None for low in forecast["learning_low"]]
    assert any(f"of the values and held {percent(band.learning)}" in text for text in captions(app))


def test_a_run_without_a_validation_part_says_why_it_has_no_band(app):
    run = opened.wave(validation=0)
    app.query_params["run"] = run.id
    open_page(app, "forecast.py")
    assert lines_shown(app)["band"] is None
    assert any(text.startswith("There is no band: Without a validation part") for text in captions(app))


def test_all_rivals_stand_in_one_table(app):
    run = opened.weather()
    app.query_params["run"] = run.id
    open_page(app, "forecast.py")
    (table,) = [one.value for one in app.dataframe if "sMAPE %" in one.value]
    assert {"Ridge regression, same windows", "Theta method", "Exponential smoothing (ETS)", "Tomorrow = today"} <= {
        *table["Forecast"]
    }
    assert list(table["RMSE"]) == sorted(table["RMSE"])
    (bands,) = [one.value for one in app.dataframe if "Pinball loss" in one.value]
    assert list(bands["Steps ahead"]) == [1, 2]


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
