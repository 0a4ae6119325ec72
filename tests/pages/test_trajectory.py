"""The page of paths, and forecasts of several columns and rows, run by Streamlit's own test driver."""

import json
import shutil

import numpy as np
import pandas as pd
import pytest

from pages.ui.trajectory.result import closer
from rnn_core import runs
from rnn_core.data import entry, keep
from rnn_core.experiments import experiment
from rnn_core.experiments.trajectory.metrics import Distances
from tests.pages.conftest import open_page, texts
from tests.trained import trained


def ladybug(**values):
    """A trained run of a short path."""
    chosen = experiment("trajectory")
    wanted = {"points": 600, "epochs": 2, "units": 4, "ahead": 10, "timesteps": 5, "device": "cpu", **values}
    settings = chosen.settings.parse(wanted)
    path = chosen.generated("ladybug", settings)
    return trained(runs.create("trajectory", "ladybug", keep(path), path.title, settings))


@pytest.fixture
def followed(own_home):
    return ladybug()


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


def pictures(app):
    """What the pictures drawn in the browser are given, those of paths."""
    data = (json.loads(one.proto.json) for one in app.get("bidi_component"))
    return [one for one in data if "coordinates" in one]


def test_before_the_training_the_true_path_is_the_picture_beside_going_straight_on(app):
    open_page(app, "trajectory.py")
    (shown,) = pictures(app)
    assert (shown["title"], shown["epochs"]) == ("Before the training", [])
    assert [len(shown[name]) for name in ("known", "actual", "naive")] == [20, 40, 40]
    last, before = np.array(shown["known"][-1]), np.array(shown["known"][-2])
    np.testing.assert_allclose(shown["naive"][2], last + 3 * (last - before))


def test_a_followed_path_is_shown(app, followed):
    app.query_params["run"] = followed.id
    open_page(app, "trajectory.py")
    assert not app.exception
    assert not app.subheader
    assert not app.tabs
    found = {one.label: one.value for one in app.metric}
    assert list(found) == ["Distance, one step ahead", "Eyes closed, after 10 steps", "Closer than straight on"]
    metrics = followed.metrics(experiment("trajectory").metrics)
    assert found["Distance, one step ahead"] == f"{metrics.distance.one_step:.3g}"
    assert {"How it learned", "One step ahead", "Error by step", "The network and its numbers", "Tables to take along"} <= {
        one.label for one in app.expander
    }
    said = [json.loads(one.proto.json).get("sentence") for one in app.get("bidi_component")]
    assert said.count(metrics.headline.sentence) == 1
    assert metrics.verdict_sentence not in texts(app)


def test_its_picture_is_the_run_with_closed_eyes_that_one_chooses(app, followed):
    app.query_params["run"] = followed.id
    open_page(app, "trajectory.py")
    runs_gone = pd.read_csv(followed.folder / "results" / "runs.csv")
    last = int(runs_gone["start"].max())
    app.select_slider(key=f"start-{followed.id}").set_value(f"point {last + 1}").run()
    assert not app.exception
    (shown,) = (one for one in pictures(app) if "said" in one)
    gone = runs_gone[runs_gone["start"] == last]
    assert shown["title"] == f"With closed eyes, from point {last + 1} on"
    assert shown["said"] == gone[["free_running_1", "free_running_2"]].to_numpy().tolist()
    assert shown["actual"] == gone[["actual_1", "actual_2"]].to_numpy().tolist()
    assert [len(shown[name]) for name in ("known", "naive")] == [5, 10]


def test_its_epochs_stay_to_be_looked_through(app, followed):
    app.query_params["run"] = followed.id
    open_page(app, "trajectory.py")
    (shown,) = (one for one in pictures(app) if "epochs" in one)
    assert [one["epoch"] for one in shown["epochs"]] == [0, 1, 2]
    assert {len(one["said"]) for one in shown["epochs"]} == {len(shown["actual"])} == {10}
    last = np.linalg.norm(np.array(shown["epochs"][-1]["said"]) - np.array(shown["actual"]), axis=1).mean()
    assert shown["epochs"][-1]["error"] == pytest.approx(last, rel=1e-3)


def test_a_followed_path_whose_data_are_gone_is_still_shown(app, own_home):
    followed = ladybug(path_seed=7)  # which no other test has opened: what was opened is kept for a while
    shutil.rmtree(own_home / "datasets" / followed.about().data)
    app.query_params["run"] = followed.id
    open_page(app, "trajectory.py")
    assert not app.exception
    (shown,) = (one for one in pictures(app) if "said" in one)
    assert shown["known"] == shown["actual"][:1]


@pytest.mark.parametrize(("mine", "told"), [((1, 2, 3), "all 3 steps"), ((1, 2, 9), "up to step 2"), ((9, 2, 3), "at no step")])
def test_how_long_it_is_closer_than_going_straight_on(followed, mine, told):
    metrics = followed.metrics(experiment("trajectory").metrics)
    distances = {"distance": mine, "constant_velocity": (2, 3, 4)}
    changed = {name: Distances(one_step=1, free_running=values) for name, values in distances.items()}
    assert closer(metrics.model_copy(update=changed)) == told


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
