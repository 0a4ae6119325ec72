"""Rows without dates on the pages: their numbers, and no day of 1970."""

import pytest

from rnn_core.data import File, read_table
from tests.pages import opened
from tests.pages.conftest import open_page, texts

ROWS = File(("x,y\n" + "".join(f"{row % 7}.5,{row % 5}\n" for row in range(1, 121))).encode(), "data.csv")


@pytest.fixture
def run():
    return opened.finished("forecast", read_table(ROWS, target="x"), timesteps=5, horizon=2)


def shown(app) -> str:
    """All words and numbers of a page, tables and charts among them."""
    charts = [one.proto.spec for one in app.get("plotly_chart")]
    tables = [one.value.reset_index().to_string() for one in app.dataframe]
    return "\n".join([*texts(app), *charts, *tables, *(f"{one.label} {one.value}" for one in app.metric)])


def test_a_result_tells_rows_by_their_numbers(app, run):
    app.query_params["run"] = run.id
    words = shown(open_page(app, "forecast.py"))
    assert "Next row, row 121" in words
    assert "a step: 1 row" in words
    assert "last known, row 120: 1.5" in "\n".join(one.value for one in app.caption)
    assert "1970" not in words


def test_data_to_train_on(app):
    open_page(app, "forecast.py")
    app.selectbox(key="dataset.series").set_value("upload").run()
    app.file_uploader(key="upload").upload("mine.csv", ROWS.content, "text/csv").run()
    words = shown(app)
    assert "mine.csv: 120 rows, numbered 1 to 120." in words
    assert "1970" not in words


@pytest.mark.parametrize("page", ["microscope.py", "past.py", "dropout.py"])
def test_looking_inside(app, run, page):
    app.query_params["run"] = run.id
    words = shown(open_page(app, page))
    assert not app.exception
    assert "1970" not in words


def test_a_window_is_chosen_by_the_number_of_its_row(app, run):
    app.query_params["run"] = run.id
    open_page(app, "microscope.py")
    slider = next(one for one in app.slider if one.label == "Window that ends before row")
    assert (slider.min, slider.max) == (103, 120)
    slider.set_value(110).run()
    assert not app.exception
