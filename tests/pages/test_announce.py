"""What the browser's tab says of a run, and how its end is told."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.common.messages import plain
from pages.ui.train.announce import ENDED, tab_words
from rnn_core import files
from rnn_core.runs import METRICS, changed
from tests.helpers import forecast_metrics, queued_run
from tests.pages.conftest import open_page
from tests.pages.opened import wave


def at(**values):
    run = queued_run(epochs=30)
    return tab_words(run, changed(run.status(), **values))


def judged(skill, kind, state="finished"):
    run = queued_run()
    files.write_json(run.folder / METRICS, forecast_metrics(skill, kind).model_dump(mode="json"))
    run.write_status(changed(run.status(), state=state, phase=""))
    return run


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ({"state": "running", "phase": "preparing"}, ("Getting ready · Sine wave", "running-0")),
        (
            {"state": "running", "phase": "training", "epoch": 12, "epochs": 30},
            ("Epoch 12 of 30 · Sine wave", "running-1"),
        ),
        (
            {"state": "stopping", "phase": "training", "epoch": 25, "epochs": 30},
            ("Stopping · Sine wave", "running-3"),
        ),
        (
            {"state": "running", "phase": "checking", "epoch": 12, "epochs": 30},
            ("Epoch 12 of 30 · Sine wave", "running-1"),
        ),
        ({"state": "running", "phase": "evaluating", "epoch": 30, "epochs": 30}, ("Measuring · Sine wave", "running-4")),
        ({"state": "stopped", "phase": ""}, ("Stopped · Sine wave", "plain")),
        ({"state": "failed", "phase": ""}, ("Failed · Sine wave", "worse")),
        ({"state": "interrupted", "phase": ""}, ("Interrupted · Sine wave", "plain")),
    ],
)
def test_the_state_comes_first(app, status, said):
    assert at(**status) == said


def test_one_that_waits_says_its_place(app, monkeypatch):
    run = queued_run()
    assert tab_words(run, run.status()) == ("Starting · Sine wave", "running-0")


@pytest.mark.parametrize(
    ("skill", "kind", "said"),
    [
        (0.5, "better", ("Better · Sine wave", "better")),
        (0.0, "no_better", ("No better · Sine wave", "even")),
        (-2.0, "worse", ("Clearly worse · Sine wave", "worse")),
    ],
)
def test_at_the_end_it_has_the_state_of_the_verdict(skill, kind, said):
    run = judged(skill, kind)
    assert tab_words(run, run.status()) == said
    assert tab_words(run, changed(run.status(), state="failed")) == ("Failed · Sine wave", "worse")


def test_a_damaged_result_is_no_verdict():
    run = judged(0.5, "better")
    files.write_text(run.folder / METRICS, "{")
    assert tab_words(run, run.status()) == ("Finished · Sine wave", "plain")


def test_a_given_name_is_the_name_and_a_long_one_is_cut():
    run = judged(0.5, "better")
    run.relabel("My wave", "")
    assert tab_words(run, run.status())[0] == "Better · My wave"
    run.relabel("a wave of many words " * 3, "")
    assert tab_words(run, run.status())[0] == "Better · a wave of many words a wave of many …"


def titles(app):
    return [one.value for one in app.title]


def test_the_page_of_a_run_has_its_given_name_and_the_tab_too(app):
    run = wave()
    run.relabel("My *first* wave", "")
    app.query_params["run"] = run.id
    open_page(app, "forecast.py")
    assert titles(app) == [plain("My *first* wave")]


def test_an_end_is_announced_once_on_whichever_page(app):
    run = judged(0.5, "better")
    run.relabel("My *first* wave", "")
    app.session_state[ENDED] = run.id
    open_page(app, "home.py")
    assert [one.value for one in app.toast] == [r"Better · My \*first\* wave"]
    assert "rl-sound-once" not in str([one.proto for one in app.get("bidi_component")])
    app.run()
    assert list(app.toast) == []


def test_a_sound_where_it_is_wanted(app):
    run = judged(0.5, "better")
    app.session_state["sound"] = True
    app.session_state[ENDED] = run.id
    open_page(app, "home.py")
    assert run.id in str([one.proto for one in app.get("bidi_component")])


def test_the_toggle_stands_beside_a_run_under_way_and_is_off_at_first(app):
    run = queued_run()
    app.query_params["run"] = run.id
    open_page(app, "forecast.py")
    assert app.toggle(key="sound").value is False
    app.toggle(key="sound").set_value(True).run()
    open_page(app, "home.py")
    assert app.session_state["sound"] is True


def test_a_live_run_that_ends_is_told_by_its_panel():
    def page(id: str) -> None:
        import streamlit as st

        from pages.ui.train.announce import announce
        from pages.ui.train.live_panel import live_section
        from rnn_core.runs import find

        run = find(id)
        announce()
        if run.status().active or not st.session_state.get("seen"):
            st.session_state["seen"] = True
            live_section(run, None)

    run = judged(0.5, "better")
    shown = AppTest.from_function(page, args=(run.id,), default_timeout=60).run()
    assert not shown.exception
    assert [one.value for one in shown.toast] == ["Better · Sine wave"]
