"""The page of any experiment: one without a page of its own is shown plainly."""

import json
from dataclasses import replace
from importlib import import_module

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.common.state import queue
from pages.ui.data.kind_parts import PARTS
from pages.ui.views import page_of
from rnn_core import runs
from rnn_core.data import KINDS, entry, keep
from rnn_core.experiments import experiments
from rnn_core.experiments.forecast import EXPERIMENT
from tests.helpers import TINY
from tests.pages.conftest import open_page, texts
from tests.trained import trained


def script():
    from pages.ui.train.experiment_page import experiment_page
    from pages.ui.views import Views
    from rnn_core.experiments import experiment

    experiment_page(experiment("toy"), Views(title="A toy", intro="", empty="Choose data on the left."))


@pytest.fixture
def toy(monkeypatch):
    """A forecast under another name: nothing on the pages is its own."""
    made = replace(EXPERIMENT, name="toy", title="A toy")
    monkeypatch.setitem(experiments(), "toy", made)
    return made


@pytest.fixture
def page(toy):
    yield AppTest.from_function(script, default_timeout=60)
    queue().shutdown()
    queue.clear()


def finished(toy):
    series = entry("sine").load()
    run = runs.create("toy", "sine", keep(series), series.title, toy.settings.parse(TINY))
    return trained(run)


def test_its_data_and_its_network_are_shown(page):
    page.run()
    assert not page.exception
    assert page.title[0].value == "Microsoft daily share prices"  # what is looked at, not where
    assert [head.value for head in page.subheader] == ["Data"]
    assert page.selectbox(key="dataset.series").value == KINDS["series"].first
    assert [button.label for button in page.button if not button.disabled][:1] == ["Train"]
    assert any("LSTM(32)" in str(table.value) for table in page.table)


def test_its_result_is_a_table_of_all_that_was_measured(page, toy):
    run = finished(toy)
    page.query_params["run"] = run.id
    page.run()
    assert not page.exception
    assert "How it learned" in [one.label for one in page.expander]
    assert [head.value for head in page.subheader] == ["What was measured"]
    assert page.selectbox(key="dataset.series").value == "sine"
    metrics = run.metrics(toy.metrics)
    assert metrics.headline
    assert metrics.headline.sentence in [json.loads(one.proto.json).get("sentence") for one in page.get("bidi_component")]
    measured = page.dataframe[0].value.set_index("Measure")["Value"]
    assert measured["one step, rmse"] == f"{metrics.one_step.rmse:.4g}"
    assert measured["windows, timesteps"] == "5"
    page.selectbox(key="other.dataset.series").set_value("random-walk").run()
    next(button for button in page.button if button.label == "Try the network on them").click().run()
    assert not page.exception
    assert "On Random walk:" in texts(page)


def test_it_is_listed_and_deleted_though_it_has_no_page(app, toy):
    run = finished(toy)
    app.query_params["runs"] = run.id
    open_page(app, "runs.py")
    assert app.dataframe[0].value["Data"].tolist() == ["Sine wave"]
    app.button(key=f"delete-{run.id}").click().run()
    assert not app.exception
    assert not run.folder.exists()


def test_every_experiment_here_has_a_page_of_its_own():
    for name in experiments():
        assert page_of(name) == f"{name}.py"
        views = import_module(f"pages.ui.{name}.views").VIEWS
        assert views.reading
        assert views.intro
    assert page_of("") == ""
    assert page_of("toy") == ""


def test_every_kind_of_data_can_be_brought_to_a_page():
    assert PARTS.keys() == KINDS.keys()
    assert {name for name, parts in PARTS.items() if parts.on_server} == {name for name, kind in KINDS.items() if kind.endings}
