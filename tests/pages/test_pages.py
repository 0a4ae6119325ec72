"""Every page, run by Streamlit's own test driver."""

import ast
from pathlib import Path

import pytest

from rnn_core import runs
from rnn_core.data import entry, keep
from rnn_core.experiments import experiment
from tests.pages.conftest import open_page, texts

ROOT = Path(__file__).parent.parent.parent
PAGES = [
    node.args[0].value
    for node in ast.walk(ast.parse((ROOT / "pages" / "navigation.py").read_text(encoding="utf-8")))
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "Page"
]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_with_one_title(app, name):
    assert len(open_page(app, name).title) == 1


def test_the_tutorial_preset_fills_the_form(app):
    open_page(app, "forecast.py")
    app.button_group(key="forecast.preset").set_value("tutorial").run()
    assert not app.exception
    assert app.slider(key="forecast.units").value == 45
    assert app.slider(key="forecast.timesteps").value == 40
    assert app.selectbox(key="forecast.scaling").value == "min-max"
    assert app.slider(key="forecast.validation").value == 0.0


def test_a_preset_is_shown_as_long_as_nothing_else_was_chosen(app):
    open_page(app, "forecast.py")
    assert app.button_group(key="forecast.preset").value == "quick"
    app.slider(key="forecast.units").set_value(33).run()
    assert app.button_group(key="forecast.preset").value is None
    app.button_group(key="forecast.preset").set_value("quick").run()
    assert (app.button_group(key="forecast.preset").value, app.slider(key="forecast.units").value) == ("quick", 32)


def test_settings_that_the_data_do_not_allow_get_a_sentence(app):
    open_page(app, "forecast.py")
    app.selectbox(key="dataset.series").set_value("prices-fb").run()
    app.slider(key="forecast.timesteps").set_value(200).run()
    assert not app.exception
    assert any(text.startswith("Too few rows: the training part has 138") for text in texts(app))


def test_another_dataset_brings_its_own_columns(app):
    open_page(app, "forecast.py")
    app.selectbox(key="dataset.series").set_value("seattle-weather").run()
    assert not app.exception
    assert app.selectbox(key="forecast.target").value == "temp_max"
    app.multiselect(key="forecast.features").set_value(["wind"]).run()
    assert not app.exception
    app.selectbox(key="dataset.series").set_value("sine").run()
    assert not app.exception
    assert app.session_state["forecast.features"] == []


def test_an_uploaded_file_is_read(app):
    open_page(app, "forecast.py")
    app.selectbox(key="dataset.series").set_value("upload").run()
    rows = "\n".join(f"2020-01-{day:02d},{day % 7}" for day in range(1, 32))
    more = "\n".join(f"2020-02-{day:02d},{day % 5}" for day in range(1, 30))
    app.file_uploader(key="upload").upload("mine.csv", f"day,value\n{rows}\n{more}\n".encode(), "text/csv").run()
    app.slider(key="forecast.timesteps").set_value(5).run()
    assert not app.exception
    assert any(text.startswith("mine.csv: 60 rows") for text in texts(app))


def test_a_run_that_does_not_exist_is_no_error(app):
    app.query_params["run"] = "../../etc"
    open_page(app, "forecast.py")


def test_runs_are_listed_and_opened(app):
    chosen = experiment("forecast")
    series = entry("sine").load()
    run = runs.create("forecast", "sine", keep(series), series.title, chosen.presets["tutorial"])
    run.ask_to_stop()
    open_page(app, "runs.py")
    table = app.dataframe[0].value
    assert list(table["State"]) == ["stopped"]
    assert table["Open"][0] == f"/forecast?run={run.id}"
    app.query_params["run"] = run.id
    open_page(app, "forecast.py")
    assert app.slider(key="forecast.units").value == 45
    assert app.selectbox(key="dataset.series").value == "sine"
    assert "Stopped before it began." in texts(app)


def test_a_table_of_messages_offers_its_authors(app):
    open_page(app, "text.py")
    app.selectbox(key="dataset.text").set_value("debates-2016").run()
    assert not app.exception
    title = "Presidential debates of 2016"
    by = next(box for box in app.selectbox if box.label == "Choose by")
    assert by.value == "speaker"
    who = next(box for box in app.selectbox if box.label == "Only messages of")
    assert len(who.options) == 10  # everyone and nine speakers
    who.set_value("PENCE").run()
    assert not app.exception
    assert any("speaker = PENCE:" in text for text in texts(app)), title


def test_settings_of_a_text_get_a_sentence(app):
    open_page(app, "text.py")
    app.selectbox(key="dataset.text").set_value("upload").run()
    app.file_uploader(key="upload_text").upload("mine.txt", "ab אב 你好\n".encode() * 4, "text/plain").run()
    assert not app.exception
    app.slider(key="text.timesteps").set_value(40).run()
    assert not app.exception
    assert any(text.startswith("The text is too short: its training part has") for text in texts(app))
