"""The coach's button does its step: the form shows it, and a run with it begins."""

import pytest

from pages.ui.train.coach_box import coach_box
from rnn_core import runs
from rnn_core.access import Access
from rnn_core.data import entry
from rnn_core.experiments.advice import Advice, Step
from tests.pages.conftest import open_page, texts
from tests.pages.opened import finished, wave, weather


@pytest.fixture
def said(monkeypatch):
    """What the coach is made to say."""

    def say(step: Step) -> None:
        monkeypatch.setattr("pages.ui.train.coach_box.advise", lambda *given: Advice("made", "It could be better.", step))

    assert coach_box.__globals__["advise"]
    return say


def shown(app, run, **address):
    for name, value in {"run": run.id, **address}.items():
        app.query_params[name] = value
    return open_page(app, "forecast.py")


def newest():
    return next(runs.runs())


def offered(app):
    return [button.key for button in app.button if button.key == "do-it"]


def test_what_the_coach_says_of_a_run_is_done_by_a_click(app):
    run = wave(learning_rate=0.001)
    shown(app, run)
    assert next(text for text in texts(app) if "Next: " in text).endswith("Next: Set Epochs to 30.")
    app.slider(key="forecast.units").set_value(99).run()  # what was moved meanwhile is not what the coach spoke of
    app.button(key="do-it").click().run()
    assert not app.exception
    made = newest()
    assert made.id != run.id
    assert app.query_params["run"] == made.id
    assert made.about().settings == {**run.about().settings, "target": "Value", "epochs": 30}
    assert made.about().data == run.about().data
    assert app.slider(key="forecast.units").value == 4
    assert app.slider(key="forecast.epochs").value == 30
    assert offered(app) == []  # while it trains
    app.run()
    assert newest() == made


def test_it_trains_on_other_data_with_their_own_columns(app, said):
    said(Step("Try data where something is to be known.", dataset="seattle-weather"))
    shown(app, wave())
    app.button(key="do-it").click().run()
    assert not app.exception
    about = newest().about()
    assert (about.dataset, about.settings["target"], about.settings["units"]) == ("seattle-weather", "temp_max", 4)
    assert app.selectbox(key="dataset.series").value == "seattle-weather"


@pytest.mark.parametrize(
    "step",
    [
        Step("Press Go on."),
        Step("Try other data.", dataset="of-nobody"),
        Step("Try what is not on this machine.", dataset="facebook-tutorial"),
        Step("Look elsewhere.", {}),
    ],
)
def test_not_offered_where_a_click_cannot_do_it(app, said, step):
    said(step)
    shown(app, wave())
    assert any(step.words in text for text in texts(app))
    assert offered(app) == []


@pytest.mark.parametrize("word", ["lock", "hide"])
def test_a_lesson_that_fixes_the_setting_has_no_such_button(app, said, word):
    said(Step("Set Units to 8.", {"units": 8}))
    run = wave()
    shown(app, run, **{word: "epochs"})
    assert offered(app) == ["do-it"]
    shown(app, run, **{word: "units"})
    assert offered(app) == []


def test_what_a_lesson_fixes_stays_as_it_is(app, said):
    said(Step("Set Units to 8.", {"units": 8}))
    shown(app, wave(), epochs="7", lock="epochs")  # of one epoch
    app.button(key="do-it").click().run()
    assert not app.exception
    assert {name: newest().about().settings[name] for name in ("units", "epochs")} == {"units": 8, "epochs": 7}


def test_a_step_that_the_data_do_not_allow_is_said_and_does_not_begin_later(app, said):
    said(Step("Set Timesteps to 200.", {"timesteps": 200}))
    run = finished("forecast", entry("prices-fb").load(), "prices-fb", timesteps=6)
    shown(app, run)
    app.button(key="do-it").click().run()
    assert not app.exception
    assert any(text.startswith("Too few rows") for text in texts(app))
    app.slider(key="forecast.timesteps").set_value(6).run()
    assert "train" in [button.key for button in app.button]
    assert newest() == run


def test_of_a_run_of_somebody_else_it_makes_one_of_ones_own(app, said):
    said(Step("Set Units to 8.", {"units": 8}))
    run = wave()
    run.set_access(Access("somebody", shared=True))
    shown(app, run)
    app.button(key="do-it").click().run()
    assert not app.exception
    assert newest().access().owner not in ("", "somebody")
    assert newest().about().settings["units"] == 8


def test_the_coach_knows_which_columns_are_not_in_use(app, monkeypatch):
    asked = []
    monkeypatch.setattr("pages.ui.train.coach_box.advise", lambda *given: asked.append(given[-1]))
    shown(app, weather())
    shown(app, wave())
    assert asked == [("precipitation",), ()]
