"""The lessons, run by Streamlit's own test driver: every link opens its page with its settings."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.train.lesson import SEPARATOR
from pages.ui.understand.further_reading import SOURCES
from rnn_core import files
from rnn_core.access import Access, owner_id
from rnn_core.data import entry
from rnn_core.experiments import experiment
from rnn_core.networks.cells import CELLS
from rnn_core.runs import METRICS, Status
from rnn_core.settings import lists
from rnn_core.teaching.lessons import LESSONS
from rnn_core.teaching.unrolled.tasks import KINDS
from tests.helpers import forecast_metrics, queued_run
from tests.pages.conftest import ROOT, open_page, texts

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
        wanted = "Download" if entry(link.settings["dataset"]).remote else "Train"
        assert wanted in [button.label for button in app.button]


@pytest.mark.parametrize("link", [link for link in LINKS if link.values[0].page not in EXPERIMENTS])
def test_links_to_pages_that_explain_set_their_controls(app, link):
    opened(app, link)
    for name, value in link.settings.items():
        assert as_in_the_address(app.session_state[name]) == value


def test_every_lesson_is_whole():
    assert next(iter(LESSONS)) == "kinds"
    for key, lesson in LESSONS.items():
        assert lesson.key == key
        assert 0 <= lesson.question.right < len(lesson.question.choices) >= 2
        assert lesson.links
        assert set(lesson.reading) <= set(SOURCES)
        assert len(lesson.tables) <= len(lesson.text)
        assert all(len(row) == len(table.heads) for table in lesson.tables for row in table.rows)


@pytest.mark.parametrize(
    ("key", "told", "exact"),
    [("copy", "is 0.005", 0.9**50), ("copy", "117 times", 1.1**50), ("gates", "is 0.37", 0.99**100)],
)
def test_reveals_of_formulas_say_what_the_formula_says(key, told, exact):
    number = next(word for word in told.split() if word[0].isdigit())
    assert told in LESSONS[key].question.reveal
    assert float(number) == pytest.approx(exact, rel=0.04)


def guess(app, key, choice):
    app.query_params["lesson"] = key
    open_page(app, "lessons.py")
    app.radio(key=f"answer-{key}").set_value(choice).run()
    app.button(key=f"guess-{key}").click().run()
    assert not app.exception
    return LESSONS[key].question


@pytest.mark.parametrize("key", LESSONS)
def test_a_guess_is_kept_and_the_answer_waits_until_one_has_tried(app, key):
    app.query_params["lesson"] = key
    open_page(app, "lessons.py")
    assert app.radio(key="lesson-choice").value == key
    assert app.button(key=f"guess-{key}").disabled
    question = guess(app, key, LESSONS[key].question.right)
    assert f"You said: {question.choices[question.right]}" in texts(app)
    assert question.reveal not in texts(app)
    assert f"0 of {len(LESSONS)} done" in [one.text for one in app.get("progress")]


def test_a_lesson_that_trains_is_explained_once_a_network_was_measured(app):
    question = guess(app, "walk", 1)
    follow(app, LESSONS["walk"].links[0])
    assert LESSONS["walk"].todo in texts(app)
    assert question.reveal not in texts(app)
    trained(app, "random-walk")
    app.run()
    assert {question.reveal, f"“{question.choices[1]}”"} <= set(texts(app))
    assert "As you thought" not in " ".join(one.value for one in app.markdown)
    open_page(app, "home.py")
    assert f"1 of {len(LESSONS)} done" in [one.value for one in app.caption]
    app.button(key="lesson-close").click().run()
    assert question.reveal not in texts(app)


def test_a_lesson_that_trains_twice_wants_both(app):
    question = guess(app, "on-the-test", 1)
    for seed in (1, 2, 3):
        follow(app, LESSONS["on-the-test"].links[0])
        assert question.reveal not in texts(app)
        trained(app, "prices-msft", seed=seed)
        app.run()
    assert question.reveal in texts(app)


def test_a_page_that_explains_is_looked_at_first_and_the_answer_can_be_had_without(app):
    question = guess(app, "loop", 0)
    follow(app, LESSONS["loop"].links[0])
    assert app.button(key="lesson-explain").label == "Explain without trying"
    for link in LESSONS["loop"].links[1:]:
        follow(app, link)
    assert app.button(key="lesson-explain").label == "I have seen it: explain"
    assert question.reveal not in texts(app)
    app.button(key="lesson-explain").click().run()
    assert question.reveal in texts(app)


def test_what_was_done_stays_done(app):
    question = guess(app, "gates", 1)
    open_page(app, "home.py")
    app.button(key="lesson-explain").click().run()
    again = AppTest.from_file(str(ROOT / "pages" / "navigation.py"), default_timeout=60)
    again.session_state["owner-key"] = app.session_state["owner-key"]
    again.run()
    assert f"1 of {len(LESSONS)} done" in [one.value for one in again.caption]
    assert question.reveal in texts(again)


def test_a_strange_lesson_opens_the_first(app):
    app.query_params["lesson"] = "nonsense"
    open_page(app, "lessons.py")
    assert app.radio(key="lesson-choice").value == "kinds"


def trained(app, dataset, **settings):
    """A measured forecast of who sits at this browser."""
    run = queued_run(dataset, **settings)
    run.set_access(Access(owner_id(app.session_state["owner-key"])))
    files.write_json(run.folder / METRICS, forecast_metrics(-5.0, "worse").model_dump(mode="json"))
    run.write_status(Status(state="finished", phase=""))


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
