"""The page of vanishing gradients, run by Streamlit's own test driver."""

import json

import pytest

from pages.ui.understand.study_panel import study_queue
from rnn_core import files
from rnn_core.jobs.study_queue import RESULT, StudyRun
from rnn_core.teaching.gradients.copy_settings import CopySettings
from rnn_core.teaching.studies.vanishing import STUDY, work
from tests.helpers import wait_until
from tests.pages.conftest import open_page, texts


@pytest.fixture
def page(app):
    yield open_page(app, "gradients.py")
    study_queue().close()
    study_queue.clear()


def lines(page, place=0):
    """Names of the lines of a chart."""
    return [one["name"] for one in json.loads(page.get("plotly_chart")[place].proto.spec)["data"]]


def arrives(page):
    return next(text for text in texts(page) if "this arrives at the sign" in text)


def test_both_pictures_are_there_at_once(page):
    assert lines(page) == ["SimpleRNN", "LSTM", "GRU", "as much as at the question"]
    assert lines(page, 1)[:3] == [
        "LSTM: forget gates multiplied",
        "LSTM: gradient of c, measured",
        "GRU: update gates multiplied",
    ]
    assert "50 steps back" in arrives(page)
    assert any(text.startswith("It is often said that an LSTM sets Wrec = 1. But") for text in texts(page))
    assert sum("What to look for" in caption.value for caption in page.caption) == 2
    assert page.button(key="example-Usual start")


def test_wrec_tilts_the_line(page):
    before = arrives(page)
    page.slider(key="wrec").set_value(1.8).run()
    assert not page.exception
    assert "It explodes in: SimpleRNN." in arrives(page)
    assert arrives(page) != before
    page.slider(key="wrec").set_value(0.5).run()
    assert "It has all but vanished in: SimpleRNN" in arrives(page)


def test_truncation_and_clipping(page):
    page.slider(key="wrec").set_value(1.8)
    page.slider(key="clip").set_value(1.0)
    page.slider(key="last").set_value(10).run()
    assert not page.exception
    assert any("truncated back-propagation ends after 10 steps" in text for text in texts(page))
    page.slider(key="last").set_value(0).run()
    table = page.table[0].value
    assert float(table["Gradient of all weights (norm)"].iloc[0]) > 10
    assert table["After penalty and clipping"].iloc[0] == "1"
    assert table["Spectral radius of Wrec"].tolist() == ["1.8", "–", "–"]


def test_the_address_carries_the_settings(app):
    app.query_params.update({"wrec": "0.7", "k": "20", "init": "Identity", "relu": "true", "shown": "SimpleRNN", "forget": "0"})
    open_page(app, "gradients.py")
    assert app.slider(key="wrec").value == 0.7
    assert app.slider(key="forget").value == 0
    assert app.selectbox(key="init").value == "identity"
    assert app.toggle(key="relu").value
    assert lines(app) == ["SimpleRNN", "as much as at the question"]
    assert len(app.get("plotly_chart")) == 1  # no gates in it
    assert "20 steps back" in arrives(app)


def test_an_example_sets_the_controls_and_the_next_one_starts_anew(page):
    page.button(key="example-IRNN by clipped SGD").click().run()
    assert not page.exception
    assert (page.selectbox(key="init").value, page.toggle(key="relu").value) == ("identity", True)
    assert (page.selectbox(key="by").value, page.slider(key="clip").value) == ("sgd", 1)
    page.button(key="example-LSTM, open forget gates").click().run()
    assert page.slider(key="forget").value == 3
    assert (page.selectbox(key="init").value, page.selectbox(key="by").value) == ("orthogonal", "adam")


def test_all_cells_and_none(page):
    page.multiselect(key="shown").set_value(["lstm_coupled", "lstm_peephole"]).run()
    assert not page.exception
    assert lines(page) == ["Peephole LSTM", "Coupled-gate LSTM", "as much as at the question"]
    page.toggle(key="share").set_value(False).run()
    assert lines(page) == ["Peephole LSTM", "Coupled-gate LSTM"]
    page.multiselect(key="shown").set_value([])
    page.multiselect(key="train").set_value([]).run()
    assert not page.exception
    assert [one.value for one in page.info] == [
        "Choose at least one cell on the left to see its gradient.",
        "Choose at least one cell to train.",
    ]


def test_the_study_runs_in_a_process_of_its_own(page):
    page.multiselect(key="train").set_value(["echo_state"]).run()
    next(button for button in page.button if button.label == "Train them").click().run()
    assert not page.exception
    assert "Stop" in [button.label for button in page.button]
    asked = StudyRun(STUDY, CopySettings.parse({"cells": ["echo_state"]}))
    wait_until(lambda: asked.result() or asked.problem(), 120)
    assert asked.problem() == ""
    wait_until(lambda: study_queue().place(asked) is None and not asked.computed_now())
    page.run()
    assert not page.exception
    assert lines(page, 2) == ["Echo state network", "guessing"]
    assert any(text.startswith("Echo state network: learned up to 50 steps") for text in texts(page))
    assert "The same gradients after training" not in [one.value for one in page.subheader]


def test_gradients_after_training_stand_beside_those_before(page):
    kept(CopySettings(), {"cells": ["simple_rnn", "lstm"], "distances": [2, 4], "units": 16, "updates": 200})
    page.run()
    assert not page.exception
    assert page.button_group(key="at").value == 4
    assert lines(page, 3) == [
        "SimpleRNN, before training",
        "SimpleRNN, after training",
        "LSTM, before training",
        "LSTM, after training",
        "nothing is lost",
    ]
    assert any(text.startswith("LSTM learned the task. Of the gradient") for text in texts(page))
    page.selectbox(key="path").set_value("best").run()
    assert lines(page, 3) == ["LSTM, before training", "LSTM, after training", "nothing is lost"]
    kept(CopySettings(forget_bias=3), {"cells": ["lstm"], "distances": [2, 4], "units": 16, "updates": 200, "forget_bias": 3})
    page.slider(key="forget").set_value(3.0).run()
    assert lines(page, 2) == ["LSTM", "SimpleRNN, usual start", "LSTM, usual start", "guessing"]


def kept(settings, smaller):
    """Put the result of a smaller study where the page looks for that of ``settings``."""
    study_run = StudyRun(STUDY, settings)
    study_run.prepare()
    files.write_json(study_run.folder / RESULT, work(CopySettings.parse(smaller), lambda fraction, words: None))
