"""The page of paths, and forecasts of several columns and rows, run by Streamlit's own test driver."""

import json

import pytest

from rnn_core import runs
from rnn_core.data import entry, keep
from rnn_core.experiments import experiment
from rnn_core.experiments.trajectory.snapshots import Said
from tests.pages.conftest import open_page, texts
from tests.trained import trained


@pytest.fixture
def followed(own_home):
    """A trained run of a short path."""
    chosen = experiment("trajectory")
    settings = chosen.settings.parse({"points": 600, "epochs": 2, "units": 4, "ahead": 10, "timesteps": 5, "device": "cpu"})
    path = chosen.generated("ladybug", settings)
    run = runs.create("trajectory", "ladybug", keep(path), path.title, settings)
    return trained(run)


def test_the_sliders_of_the_path_stand_beside_the_ladybug_only(app):
    open_page(app, "trajectory.py")
    assert app.slider(key="trajectory.waves").value == 4
    app.selectbox(key="dataset.path").set_value("drunkard").run()
    assert not app.exception
    assert "trajectory.waves" not in [one.key for one in app.slider]
    assert any(text.startswith("Drunkard's walk: 3,000 points") for text in texts(app))


def test_shapes_follow_the_settings(app):
    open_page(app, "trajectory.py")
    app.slider(key="trajectory.units").set_value(18)
    app.selectbox(key="trajectory.cell").set_value("lstm")
    app.slider(key="trajectory.batch_size").set_value(32).run()
    assert not app.exception
    tables = [table.value.to_string() for table in app.table]
    assert any("(32, 20, 2) → LSTM(18) → (32, 20, 18), (32, 18), (32, 18)" in table for table in tables), tables


def test_a_followed_path_is_shown(app, followed):
    app.query_params["run"] = followed.id
    open_page(app, "trajectory.py")
    assert not app.exception
    assert {"Distance, one step ahead", "Distance after 10 steps", "Skill"} <= {one.label for one in app.metric}
    assert any("free runs: it is" in text for text in texts(app))
    assert not app.tabs
    folded = [one.label for one in app.expander]
    assert {"How it learned", "One step ahead", "Error by step", "Take it home"} <= set(folded)


def stage_of(app):
    """What the living picture is given."""
    return next(
        json.loads(one.proto.json) for one in app.get("bidi_component") if one.proto.component_name.endswith("learning_path")
    )


def test_before_the_first_training_the_true_path_and_straight_on_are_drawn(app):
    open_page(app, "trajectory.py")
    shown = stage_of(app)
    assert shown["epochs"] == []
    assert len(shown["known"]) == 20
    assert len(shown["actual"]) == len(shown["naive"]) == 40


def test_the_path_with_closed_eyes_is_drawn_of_each_epoch(app, followed):
    app.query_params["run"] = followed.id
    open_page(app, "trajectory.py")
    shown, said = stage_of(app), followed.samples(Said)
    assert [one["epoch"] for one in shown["epochs"]] == [one.epoch for one in said]
    assert shown["epochs"][-1]["said"] == [list(point) for point in said[-1].path]
    assert (len(shown["actual"]), shown["unit"], shown["naive_name"]) == (10, "", "straight on")


def test_the_weather_preset_looks_ahead(app):
    open_page(app, "forecast.py")
    app.selectbox(key="dataset.series").set_value("seattle-weather").run()
    app.button_group(key="forecast.preset").set_value("weather").run()
    app.multiselect(key="forecast.also").set_value(["temp_min"]).run()
    assert not app.exception
    assert app.slider(key="forecast.horizon").value == 8
    assert app.multiselect(key="forecast.features").options == ["precipitation: Precipitation (mm)", "wind: Wind speed (m/s)"]
    tables = [table.value.to_string() for table in app.table]
    assert any("(128, 24, 6) → LSTM(32) → (128, 32)" in table for table in tables), tables


def test_a_forecast_of_two_columns_is_shown_column_by_column(app, own_home):
    data = entry("seattle-weather").load()
    values = {"also": ["wind"], "horizon": 3, "epochs": 1, "units": 4, "timesteps": 5, "device": "cpu"}
    settings = experiment("forecast").settings.parse(values)
    run = runs.create("forecast", "seattle-weather", keep(data), data.title, settings)
    trained(run)
    app.query_params["run"] = run.id
    open_page(app, "forecast.py")
    assert not app.exception
    assert {"Steps ahead", "Beyond the data"} <= {one.label for one in app.expander}
    before = [one.value for one in app.metric]
    app.selectbox(key=f"{run.id}-column").set_value("wind").run()
    assert not app.exception
    assert [one.value for one in app.metric] != before
    assert any(text.startswith("3 steps ahead the network's typical error") for text in texts(app))
