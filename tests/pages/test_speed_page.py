"""The page "CPU against GPU": a kept measurement is shown; a real one, begun on the page, is told while it runs."""

import json

import pytest

from pages.ui.understand.study_panel import study_queue
from rnn_core import files
from rnn_core.jobs.study_queue import RESULT, StudyRun
from rnn_core.teaching.studies import speed
from rnn_core.teaching.studies.speed import KERAS, LOOPS, STUDY, SpeedSettings
from tests.helpers import wait_until
from tests.pages.conftest import open_page, texts

GPU = "GPU 0 (made up)"


@pytest.fixture
def line():
    """The server's line of studies, ended after the test."""
    yield study_queue()
    study_queue().close()
    study_queue.clear()


def button(app, label):
    return next(one for one in app.button if one.label == label)


def charts(app):
    return [json.loads(one.proto.spec) for one in app.get("plotly_chart")]


def keep(ways, found, left_out=0, **settings):
    """A measurement as an earlier visit left it."""
    study_run = StudyRun(STUDY, SpeedSettings(**settings))
    study_run.prepare()
    cases = [
        {"batch": batch, "units": units, "seconds": {way: 0.001 * batch * units / (place + 1) for place, way in enumerate(ways)}}
        for batch in (32, 128)
        for units in (16, 64)
    ]
    about = {"found": found, "cores": 2, "processor": "x86_64", "left_out": left_out}
    files.write_json(study_run.folder / RESULT, {"ways": ways, "cases": cases, **about})


def test_before_it_measures(app):
    open_page(app, "speed.py")
    assert button(app, "Measure")
    assert not charts(app)
    assert any("about a minute" in one.value for one in app.caption)


def test_a_kept_measurement_with_a_gpu(app, own_home):
    keep([KERAS, LOOPS, GPU], GPU, cell="gru", timesteps=40)
    app.query_params["cell"], app.query_params["timesteps"] = "GRU", "40"
    open_page(app, "speed.py")
    times, ratios = charts(app)
    assert [bar["name"] for bar in times["data"]] == [KERAS, LOOPS, GPU]
    assert [bar["name"] for bar in ratios["data"]] == [LOOPS, GPU]
    assert any(
        text.startswith(f"{GPU} beside {KERAS}: with 32 windows and 16 units a step is 3.0 times as") for text in texts(app)
    )
    assert any("the graphics card loses" in one.value for one in app.caption)
    assert button(app, "Measure again")


def test_without_a_gpu_it_says_what_it_found(app, own_home):
    keep([KERAS, LOOPS], "no GPU found by TensorFlow", left_out=2)
    open_page(app, "speed.py")
    assert any(text.startswith("Found: no GPU found by TensorFlow.") for text in texts(app))
    assert any("2 cases were left out" in text for text in texts(app))
    assert any("loops are faster than Keras" in one.value for one in app.caption)


@pytest.mark.slow
def test_it_measures_shows_and_measures_again(app, line, monkeypatch):
    """The address chooses the cell; as on every machine the steps are real, here only smaller than the page's own."""
    tiny = {"batches": (2, 4), "units": (3,)}
    monkeypatch.setattr(speed.SpeedSettings, "parse", classmethod(lambda cls, values: cls.model_validate({**values, **tiny})))
    app.query_params["cell"], app.query_params["timesteps"] = "SimpleRNN", "5"
    open_page(app, "speed.py")
    assert app.slider(key="timesteps").value == 5
    study_run = StudyRun(STUDY, SpeedSettings(cell="simple_rnn", timesteps=5, **tiny))
    button(app, "Measure").click().run()
    assert not app.exception
    wait_until(lambda: line.place(study_run) is None, seconds=180)
    assert study_run.problem() == ""
    app.run()
    assert not app.exception
    times, ratios = charts(app)
    assert [bar["name"] for bar in times["data"]][:2] == [KERAS, LOOPS]
    assert [bar["name"] for bar in ratios["data"]][:1] == [LOOPS]
    assert any(" beside CPU, Keras: with 2 windows and 3 units a step " in text for text in texts(app))
    assert sum("What to look for" in one.value for one in app.caption) == 2
    first = study_run.result()
    button(app, "Measure again").click().run()
    wait_until(lambda: line.place(study_run) is None, seconds=180)
    assert study_run.result() not in (None, first)
