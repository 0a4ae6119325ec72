"""What the pages that look inside networks ask of an experiment, and an experiment of which they know nothing else."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

import pages.ui
from pages.ui.inside_views import InsideViews, inside_views
from rnn_core.data import Series
from rnn_core.documents import Document
from rnn_core.experiments import Experiment, Results, Task, experiments
from rnn_core.experiments.apply import trained
from rnn_core.experiments.base import Explain, Score, Windows
from rnn_core.explain.inputs import ProbeData, Reading
from rnn_core.explain.probing import Property
from rnn_core.networks.numpy.activations import trace
from rnn_core.networks.spec import Dense, Network, stack
from rnn_core.runs import TrainingFacts
from rnn_core.settings import TrainingSettings
from tests.pages import opened
from tests.pages.conftest import open_page, texts
from tests.pages.test_microscope import drawn, numbers


def test_what_an_experiment_has_not_is_none():
    assert inside_views("text").past
    assert inside_views("text").dropout is None
    assert inside_views("no experiment") == InsideViews()
    assert inside_views("windowed") == InsideViews()  # a package, but of no experiment


def test_a_mistake_in_a_module_of_views_is_not_passed_over(tmp_path, monkeypatch):
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "inside.py").write_text("import nothing_of_this_name\n")
    monkeypatch.setattr(pages.ui, "__path__", [*pages.ui.__path__, str(tmp_path)])
    with pytest.raises(ModuleNotFoundError, match="nothing_of_this_name"):
        inside_views("broken")


STEPS = 3


@dataclass(frozen=True)
class Steps:
    """Windows of three values, (windows, 3, 1), and the value after each."""

    windows: np.ndarray
    after: np.ndarray
    settings: TrainingSettings


class Prepared(Document):
    pass


class Measures(Document):
    error: float


class Metrics(Measures, TrainingFacts):
    pass


def prepare(series, settings):
    values = series.frame[series.target].to_numpy(np.float32)
    cut = np.lib.stride_tricks.sliding_window_view(values, STEPS + 1)
    return Steps(cut[:, :STEPS, None], cut[:, STEPS:], settings)


def task(steps):
    layers = stack(steps.settings.cell, 1, steps.settings.units, 0)
    network = Network(timesteps=STEPS, features=1, layers=(*layers, Dense(units=1)))
    return Task(network, Windows(steps.windows, steps.after), None, Prepared())


def evaluate(steps, network):
    return Results(Measures(error=float(np.abs(network.predict(steps.windows) - steps.after).mean())))


def reading(steps, network, place):
    return Reading(steps.windows[place], tuple(f"{place}.{step}" for step in range(STEPS)))


def probe_data(steps, network):
    properties = [Property("level", steps.windows.ravel().astype(float)), Property("never", np.zeros(steps.windows.size, bool))]
    return ProbeData(steps.windows, np.ones(steps.windows.shape[:2], bool), properties, f"{len(steps.windows)} windows")


TOY = Experiment(
    name="toy",
    title="Say the next value",
    data="series",
    settings=TrainingSettings,
    presets={"quick": TrainingSettings()},
    presets_help="",
    loss_unit="mean squared error",
    metrics=Metrics,
    preparation=Prepared,
    score=Score(lambda metrics: metrics.error, "Error", higher_is_better=False),
    prepare=prepare,
    task=task,
    evaluate=evaluate,
    prepare_other=lambda series, settings, preparation: prepare(series, settings),
    apply=evaluate,
    explain=Explain(lambda steps: len(steps.windows), reading, probe_data),
)


@pytest.fixture
def toy(monkeypatch):
    monkeypatch.setitem(experiments(), "toy", TOY)


def a_wave(rows):
    dates = pd.date_range("2020-01-01", periods=rows, name="date")
    return Series(pd.DataFrame({"wave": np.sin(np.arange(rows) / 5)}, index=dates), "wave", f"Wave of {rows} rows")


def test_the_microscope_looks_into_an_experiment_without_a_page(toy, app):
    run = opened.finished("toy", a_wave(200), cell="gru")
    app.query_params.update({"run": run.id, "input": "7", "unit": "2", "part": "Hidden state"})
    open_page(app, "microscope.py")
    slider = app.slider(key="input")
    assert (slider.value, slider.min, slider.max) == (7, 1, 197)
    picture = drawn(app, "layer-picture")["data"][0]
    assert picture["x"] == ["6.0", "6.1", "6.2"]
    found, steps = trained(run), prepare(a_wave(200), TrainingSettings())
    (expected,) = trace(found, steps.windows[6])
    np.testing.assert_allclose(numbers(picture["z"]), expected.hidden.T, atol=1e-6)
    assert any("Searched in the hidden state over 197 windows." in one.value for one in app.caption)
    assert "Too rare in these data to look for: never." in texts(app)
    slider.set_value(8).run()
    assert not app.exception
    assert drawn(app, "layer-picture")["data"][0]["x"] == ["7.0", "7.1", "7.2"]


def test_another_run_keeps_to_its_own_examples(toy, app):
    long, short, single = (opened.finished("toy", a_wave(rows)) for rows in (100, 50, 4))
    app.query_params.update({"run": long.id, "input": "90"})
    open_page(app, "microscope.py")
    assert app.slider(key="input").value == 90
    app.selectbox(key="understand").set_value(short.id).run()
    assert not app.exception
    assert app.slider(key="input").value == 47
    app.selectbox(key="understand").set_value(single.id).run()
    assert not app.exception
    assert not [one for one in app.slider if one.key == "input"]
    assert drawn(app, "layer-picture")["data"][0]["x"] == ["0.0", "0.1", "0.2"]


@pytest.mark.parametrize(("page", "offered"), [("microscope", 4), ("past", 4), ("dropout", 3)])
def test_an_experiment_is_offered_where_it_has_something_to_show(toy, app, page, offered):
    open_page(app, f"{page}.py")
    assert len([one for one in app.button if one.label.startswith("Quick run")]) == offered  # the toy has no ready dataset
    run = opened.finished("toy", a_wave(50))
    app.query_params["run"] = run.id
    app.run()
    assert (run.id in [one.value for one in app.selectbox]) == (page == "microscope")
