"""What the pages that look inside networks ask of an experiment, and an experiment of which they know nothing else."""

import numpy as np
import pytest

import pages.ui
from pages.ui.inside_views import InsideViews, inside_views
from rnn_core.experiments import experiments
from rnn_core.experiments.apply import trained
from rnn_core.networks.numpy.activations import trace
from rnn_core.settings import TrainingSettings
from tests.pages import opened
from tests.pages.conftest import open_page, texts
from tests.pages.test_microscope import drawn, numbers
from tests.toy import TOY, a_wave, prepare


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


@pytest.fixture
def toy(monkeypatch):
    monkeypatch.setitem(experiments(), "toy", TOY)


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
