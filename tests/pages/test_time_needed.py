"""What stands under Train: how long it will take."""

import pytest

from pages.ui.common.state import queue
from rnn_core.jobs.queue import Queue
from tests.helpers import wait_until
from tests.pages.conftest import open_page

BEGINNINGS = ("About", "At most", "Working out", "How long it will take")


@pytest.fixture
def no_spare():
    """Here one waits, as trials run in it."""


def test_without_a_spare_nothing_is_said(app, monkeypatch):
    open_page(app, "forecast.py")
    monkeypatch.setattr(queue(), "has_spare", False)
    assert said(app) == ""


def said(app):
    """The caption under Train after another look, as the page's polling takes it."""
    app.run()
    assert not app.exception
    return next((one.value for one in app.caption if one.value.startswith(BEGINNINGS)), "")


def test_the_time_appears_by_itself(app, monkeypatch):
    monkeypatch.setattr(Queue, "estimate", lambda self, experiment, data, settings, folder: 12.4)
    open_page(app, "forecast.py")
    wait_until(lambda: said(app) == "About 12 s on this computer as it is now.")
    app.slider(key="forecast.patience").set_value(3).run()
    assert said(app) == "At most about 12 s on this computer as it is now."


def test_beside_a_long_time_stands_a_quicker_preset(app, monkeypatch):
    times = {45: 300.0, 32: 9.0}  # of the tutorial's network and the quick one, by their units
    monkeypatch.setattr(Queue, "estimate", lambda self, experiment, data, settings, folder: times[settings.units])
    open_page(app, "forecast.py")
    app.button_group(key="forecast.preset").set_value("tutorial").run()
    wait_until(lambda: said(app) == "About 5 min on this computer as it is now. The preset Quick takes about 9 s.")


def test_a_lesson_without_presets_names_none(app, monkeypatch):
    times = {45: 300.0, 32: 9.0}
    monkeypatch.setattr(Queue, "estimate", lambda self, experiment, data, settings, folder: times[settings.units])
    app.query_params["units"], app.query_params["lock"] = "45", "units"
    open_page(app, "forecast.py")
    wait_until(lambda: said(app) == "About 5 min on this computer as it is now.")


def test_a_time_budget_is_said_at_once(app):
    open_page(app, "forecast.py")
    app.button_group(key="forecast.how-long").set_value("Seconds").run()
    app.number_input(key="forecast.seconds").set_value(90).run()
    assert said(app) == "About 90 s, and some time more to prepare and measure."


def test_beside_a_training_it_is_said_that_nothing_can_be_tried(app, monkeypatch):
    monkeypatch.setattr(Queue, "busy", lambda self: True)
    open_page(app, "forecast.py")
    assert said(app) == "How long it will take can be tried out when no training is under way on this computer."


def test_nothing_is_said_where_it_cannot_be_known(app, monkeypatch):
    monkeypatch.setattr(Queue, "estimate", lambda self, experiment, data, settings, folder: None)
    open_page(app, "forecast.py")
    assert said(app).startswith("Working out") or said(app) == ""
    wait_until(lambda: said(app) == "")
