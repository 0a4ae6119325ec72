"""The lessons, run by Streamlit's own test driver: every link opens its page with its settings."""

import pytest

from pages.ui.train.lesson import SEPARATOR
from pages.ui.understand.further_reading import SOURCES
from rnn_core.data import entry
from rnn_core.experiments import experiment
from rnn_core.networks.cells import CELLS
from rnn_core.settings import lists
from rnn_core.teaching.lessons import LESSONS
from rnn_core.teaching.unrolled.tasks import KINDS
from tests.helpers import queued_run
from tests.pages.conftest import open_page, texts

EXPERIMENTS = {f"{name}.py": name for name in ("forecast", "text", "classify", "trajectory")}
LINKS = [pytest.param(link, id=f"{key}: {link.label}") for key, owner in {**LESSONS, **KINDS}.items() for link in owner.links]


def opened(app, link):
    for name, value in link.settings.items():
        app.query_params[name] = value
    return open_page(app, link.page)


def as_in_the_address(value):
    """What a widget holds, as its link says it."""
    return CELLS[value].title if value in CELLS else str(value)


@pytest.mark.parametrize("link", [link for link in LINKS if link.values[0].page in EXPERIMENTS])
def test_links_to_experiments_open_with_their_settings(app, link):
    chosen = experiment(EXPERIMENTS[link.page])
    opened(app, link)
    said = texts(app)
    assert not [one for one in said if one.startswith(("The link has", "There is no dataset", "There is no setting"))]
    asked = {name: value for name, value in link.settings.items() if name != "dataset"}
    assert asked.keys() <= chosen.settings.model_fields.keys()
    several = lists(chosen.settings)
    expected = chosen.settings.parse(
        {name: value.split(SEPARATOR) if name in several else value for name, value in asked.items()}
    )
    for name in asked:
        wanted = getattr(expected, name)
        assert app.session_state[f"{chosen.name}.{name}"] == (list(wanted) if name in several else wanted)
    if "dataset" in link.settings:
        assert entry(link.settings["dataset"]).kind == chosen.data
        assert app.session_state[f"dataset.{chosen.data}"] == link.settings["dataset"]
        assert "Train" in [button.label for button in app.button]


@pytest.mark.parametrize("link", [link for link in LINKS if link.values[0].page not in EXPERIMENTS])
def test_links_to_pages_that_explain_set_their_controls(app, link):
    opened(app, link)
    for name, value in link.settings.items():
        assert as_in_the_address(app.session_state[name]) == value


def test_the_path_is_of_about_ten_lessons_and_leads_from_the_price_to_the_gates():
    assert 9 <= len(LESSONS) <= 12
    assert [next(iter(LESSONS)), [*LESSONS][-1]] == ["price", "gates"]
    for key, lesson in LESSONS.items():
        assert lesson.key == key
        assert 0 <= lesson.question.right < len(lesson.question.choices) >= 2
        assert lesson.links
        assert set(lesson.reading) <= set(SOURCES)
        assert all(len(row) == len(lesson.table.heads) for row in (lesson.table.rows if lesson.table else ()))


@pytest.mark.parametrize(
    ("key", "told", "exact"),
    [("fading", "is 0.005", 0.9**50), ("fading", "117 times", 1.1**50), ("gates", "is 0.37", 0.99**100)],
)
def test_reveals_of_formulas_say_what_the_formula_says(key, told, exact):
    number = next(word for word in told.split() if word[0].isdigit())
    assert told in LESSONS[key].question.reveal
    assert float(number) == pytest.approx(exact, rel=0.04)


@pytest.mark.parametrize("key", LESSONS)
def test_the_answer_comes_when_a_choice_was_made(app, key):
    question = LESSONS[key].question
    app.query_params["lesson"] = key
    open_page(app, "lessons.py")
    assert app.radio(key="lesson-choice").value == key
    assert not any(question.reveal in text for text in texts(app))
    app.radio(key=f"answer-{key}").set_value(question.right).run()
    assert not app.exception
    assert question.reveal in texts(app)
    assert f"Your guess: {question.choices[question.right]}" in texts(app)
    assert f"1 of {len(LESSONS)} done" in [one.text for one in app.get("progress")]


def test_a_wrong_guess_is_told_the_right_choice_and_kept_over_pages(app):
    question = LESSONS["price"].question
    open_page(app, "lessons.py")
    app.radio(key="answer-price").set_value(0).run()
    assert {f"Your guess: {question.choices[0]}", question.reveal} <= set(texts(app))
    open_page(app, "home.py")
    assert f"1 of {len(LESSONS)} done" in [one.value for one in app.caption]
    open_page(app, "lessons.py")
    assert f"Your guess: {question.choices[0]}" in texts(app)
    app.radio(key="lesson-choice").set_value("gates").run()
    assert not app.exception
    assert app.query_params["lesson"] == "gates"
    assert app.subheader[0].value == f"{len(LESSONS)}. Open the gates"


def test_a_strange_lesson_opens_the_first(app):
    app.query_params["lesson"] = "nonsense"
    open_page(app, "lessons.py")
    assert app.radio(key="lesson-choice").value == "price"


def follow(app, link):
    """As a click on the link: the address is new, the session the same."""
    app.query_params.clear()
    for name, value in link.settings.items():
        app.query_params[name] = value
    return open_page(app, link.page)


def test_a_link_of_a_lesson_brings_its_settings_each_time(app):
    link = LESSONS["price"].links[0]
    open_page(app, "lessons.py")
    follow(app, link)
    app.slider(key="forecast.units").set_value(99)
    app.selectbox(key="dataset.series").set_value("sine").run()
    open_page(app, "lessons.py")
    follow(app, link)
    assert app.slider(key="forecast.units").value == 32
    assert app.selectbox(key="dataset.series").value == "prices-msft"


def test_a_link_of_a_lesson_brings_its_settings_while_another_run_is_under_way(app):
    run = queued_run("sine")
    app.session_state["run"] = run.id
    open_page(app, "lessons.py")
    follow(app, LESSONS["by-heart"].links[1])
    assert app.query_params["run"] == run.id
    assert app.slider(key="forecast.units").value == 64
    assert app.slider(key="forecast.dropout").value == 0.5
    assert app.multiselect(key="forecast.features").value == ["precipitation", "temp_min", "wind"]


def test_links_of_lessons_to_experiments_have_a_setting_so_that_all_others_are_the_defaults():
    links = [link for lesson in LESSONS.values() for link in lesson.links if link.page in EXPERIMENTS]
    assert [link for link in links if set(link.settings) <= {"dataset"}] == []


def test_pages_that_explain_can_follow_each_other(app):
    """Their controls have short names in the address, some of them the same."""
    pages = ["unrolled.py", "one_step.py", "microscope.py", "past.py", "dropout.py", "gradients.py", "speed.py"]
    for name in [*pages, *reversed(pages)]:
        open_page(app, name)
        for slider in app.slider:
            if slider.key in ("units", "timesteps", "features"):
                slider.set_value(7)
        app.run()
        assert not app.exception
