"""Which run a page of Understand opens: by the address, by choice, or made by one click."""

import time

import pytest

from pages.ui.runs.finished_run import SAMPLE
from rnn_core import files
from rnn_core.runs import METRICS, changed, find
from tests.pages import opened
from tests.pages.conftest import open_page, texts


def shown(app):
    return app.selectbox(key="understand").value


@pytest.mark.slow
def test_one_click_makes_a_run_and_the_page_goes_on_with_it(app):
    open_page(app, "dropout.py")
    app.button(key="quick-trajectory").click().run()
    assert not app.exception
    run, deadline = find(app.session_state[SAMPLE]), time.monotonic() + 240
    while run.status().active:
        app.run()
        assert not app.exception
        assert time.monotonic() < deadline, run.status()
    app.run()
    assert run.status().state == "finished"
    assert shown(app) == run.id
    assert app.query_params["run"] == run.id


def test_the_newest_run_is_opened_and_another_can_be_chosen_or_linked(app):
    older, newer = opened.wave(), opened.path()
    open_page(app, "dropout.py")
    assert shown(app) == newer.id
    app.selectbox(key="understand").set_value(older.id).run()
    assert app.query_params["run"] == older.id
    app.query_params["run"] = newer.id
    app.run()
    assert shown(app) == newer.id


def test_of_two_runs_that_read_alike_each_can_be_chosen(app):
    older, newer = opened.wave(), opened.wave()
    open_page(app, "dropout.py")
    options = app.selectbox(key="understand").options
    assert len(options) == len({*options}) == 2
    assert shown(app) == newer.id
    app.selectbox(key="understand").select(next(one for one in options if older.id[-8:] in one)).run()
    assert shown(app) == older.id


def test_a_run_in_the_address_that_is_not_there_is_told(app):
    run = opened.wave()
    app.query_params["run"] = "20000101-000000-nothing"
    open_page(app, "dropout.py")
    assert any("not among those" in text for text in texts(app))
    assert shown(app) == run.id


def test_what_a_run_from_elsewhere_says_is_text(app):
    """Device and kernel stand in badges, which know markdown, and the unit in captions."""
    run = opened.wave()
    evil = "[x](http://evil.example) **b** :red[r]"
    run.write_status(changed(run.status(), device=evil, kernel=evil))
    metrics = files.read_json(run.folder / METRICS)
    files.write_json(run.folder / METRICS, {**metrics, "unit": evil, "device": evil, "kernel": evil})
    app.query_params["run"] = run.id
    open_page(app, "forecast.py")
    shown = [one.value for one in (*app.markdown, *app.caption)]
    assert any("evil" in one for one in shown)
    assert not [one for one in shown if "[x](http" in one or "**b**" in one]
