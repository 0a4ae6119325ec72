"""What a lesson link fixes stays fixed: on other pages and back, after a reload, beside a run."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import ROOT, open_page
from tests.pages.opened import wave

LINK = {"dataset": "sine", "units": "7", "seed": "3", "lock": "units~seed", "hide": "cell"}


@pytest.fixture
def lesson(app):
    app.query_params.update(LINK)
    return open_page(app, "forecast.py")


def fixed(app):
    units = app.slider(key="forecast.units")
    return units.value == 7 and units.disabled and not [box for box in app.selectbox if box.label == "Cell"]


def by_the_navigation(app, name):
    """As a click on it: the address is bare."""
    app.query_params.clear()
    return open_page(app, name)


def reloaded(app):
    """The same address in a new session."""
    again = AppTest.from_file(str(ROOT / "pages" / "navigation.py"), default_timeout=60)
    again.query_params.update(dict(app.query_params))
    return open_page(again, "forecast.py")


def test_coming_back_by_the_navigation_the_link_is_in_the_address_again(lesson):
    lesson.slider(key="forecast.timesteps").set_value(9).run()
    lesson.selectbox(key="dataset.series").set_value("random-walk").run()
    for page in ("home.py", "text.py", "forecast.py"):
        by_the_navigation(lesson, page)
        assert dict(lesson.query_params) == (LINK if page == "forecast.py" else {})
    assert fixed(lesson)
    assert lesson.slider(key="forecast.timesteps").value == 9
    assert lesson.selectbox(key="dataset.series").value == "random-walk"
    lesson.run()
    assert lesson.slider(key="forecast.timesteps").value == 9


def test_a_reload_after_that_finds_the_lesson(lesson):
    by_the_navigation(lesson, "home.py")
    by_the_navigation(lesson, "forecast.py")
    again = reloaded(lesson)
    assert fixed(again)
    assert again.selectbox(key="dataset.series").value == "sine"


def test_beside_another_run_the_lesson_keeps_what_it_fixes(lesson):
    run = wave(units=5, seed=8)
    lesson.query_params["run"] = run.id
    again = reloaded(lesson)
    assert fixed(again)
    assert again.number_input(key="forecast.seed").value == 3
    assert again.slider(key="forecast.timesteps").value == 6  # of the run


def test_two_lessons_each_keep_their_own(lesson):
    lesson.query_params.clear()
    lesson.query_params.update({"units": "9", "lock": "units"})
    open_page(lesson, "text.py")
    by_the_navigation(lesson, "forecast.py")
    assert fixed(lesson)
    by_the_navigation(lesson, "text.py")
    assert (lesson.slider(key="text.units").value, lesson.slider(key="text.units").disabled) == (9, True)


def test_a_link_without_locks_does_not_come_back(app):
    app.query_params["units"] = "7"
    open_page(app, "forecast.py")
    by_the_navigation(app, "home.py")
    by_the_navigation(app, "forecast.py")
    assert dict(app.query_params) == {}
