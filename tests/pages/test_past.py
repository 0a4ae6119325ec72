"""The page "Which past matters" on tiny trained networks of every kind."""

import json

import pytest

from pages.ui.classify.loaded_run import predictions
from rnn_core.experiments.forecast import ForecastMetrics
from tests.pages import opened
from tests.pages.conftest import open_page, texts


def charts(app):
    return [json.loads(one.proto.spec) for one in app.get("plotly_chart")]


def one_text(app, beginning):
    found = [text for text in texts(app) if text.startswith(beginning)]
    assert len(found) == 1, (beginning, texts(app))
    return found[0]


def show(app, run, **query):
    app.query_params["run"] = run.id
    for name, value in query.items():
        app.query_params[name] = value
    return open_page(app, "past.py")


def test_without_a_run_one_can_be_made(app):
    open_page(app, "past.py")
    assert [one.label for one in app.button][:4] == [
        f"Quick run: {title}" for title in ("Classify texts", "Forecast a series", "Generate text", "Follow a path")
    ]


def test_a_forecast(app):
    run = opened.wave()
    show(app, run)
    test_rows = run.metrics(ForecastMetrics).windows.test
    assert app.slider(key="row").value == (test_rows + 1) // 2
    window, average = charts(app)[:2]
    bars = [one for one in window["data"] if one["type"] == "bar"]
    assert [bar["name"] for bar in bars] == ["raised it", "lowered it"]
    assert "Nine tenths of the influence come from" in " ".join(texts(app))
    assert average["data"][0]["type"] == "bar"
    assert sum("What to look for" in one.value for one in app.caption) == 2
    before = texts(app)
    app.slider(key="row").set_value(3).run()
    assert not app.exception
    assert texts(app)[0] != before[0]


def test_the_address_opens_it_with_given_settings(app):
    run = opened.weather(target_transform="difference")
    show(app, run, row="7", way="Gradient", column="temp_min", ahead="2")
    assert (app.slider(key="row").value, app.slider(key="ahead").value) == (7, 2)
    assert app.selectbox(key="column").value == "temp_min"
    assert app.button_group(key="way").value == "push"
    assert any("(gradient)" in one.value for one in app.caption)
    assert any("This network says the change" in one.value for one in app.caption)
    columns = next(one for one in charts(app) if one["data"][0]["type"] == "heatmap")
    assert columns["data"][0]["y"] == ["temp_max", "temp_min", "wind"]
    forecast = (run.folder / "results" / "forecast_2.csv").read_text().splitlines()
    date = forecast[8].split(",")[0]  # row 7 of the test part is the first of the two
    assert one_text(app, date)


def test_what_the_page_says_is_the_forecast(app):
    run = opened.wave()
    show(app, run, row="4")
    date, actual, said = (run.folder / "results" / "forecast.csv").read_text().splitlines()[4].split(",")[:3]
    assert one_text(app, date).startswith(f"{date}: the network says {float(said):.5g}, {float(actual):.5g} came")


def test_a_path_has_points_for_dates(app):
    show(app, opened.path(), row="1", column="y")
    first = 1 + 600 - round(0.15 * 600)
    assert one_text(app, f"point {first}: the network says")


def test_another_run_keeps_to_its_rows(app):
    long, short = opened.path(), opened.wave(test=20, dropout=0.5)
    show(app, long, row="90")
    assert app.slider(key="row").value == 90
    app.selectbox(key="understand").set_value(short.id).run()
    assert not app.exception
    assert app.slider(key="row").value == 20


@pytest.mark.parametrize("objective", ["every-character", "next-character"])
def test_a_text(app, objective):
    show(app, opened.text(objective=objective))
    assert one_text(app, "The likeliest next character: ")
    bars = [one for one in charts(app)[0]["data"] if one["type"] == "bar"]
    steps = 8 if objective == "next-character" else 60
    assert sum(len(bar["text"]) for bar in bars) == steps
    assert "makes it" in bars[0]["text"][0] or "makes it" in bars[1]["text"][0]
    before = texts(app)
    app.number_input(key="place").set_value(5).run()
    assert not app.exception
    assert texts(app) != before
    app.button_group(key="symbol").set_value("likeliest").run()
    assert not app.exception
    assert len(charts(app)) == 1
    app.toggle(key="average").set_value(True).run()
    assert not app.exception
    assert len(charts(app)) == 2
    assert one_text(app, "Over ").startswith("Over 100 places. Nine tenths of the influence come from the last")


def test_a_classified_text(app):
    run = opened.reviews()
    show(app, run, text="2")
    table = predictions(run)
    assert one_text(app, "The network's answer: ").endswith(f"The label: {table['label'][1]}.")
    bars = [one for one in charts(app)[0]["data"] if one["type"] == "bar"]
    read = [text.split(":")[0] for bar in bars for text in bar["text"]]
    assert sorted(read) == sorted(table["text"][1].split())
    assert "words" in one_text(app, "Nine tenths")


def test_data_that_are_gone_are_told(app):
    run = opened.path(path_seed=77)
    for file in (run.folder.parent.parent / "datasets").rglob("*"):
        if file.is_file():
            file.unlink()
    show(app, run)
    assert any("data" in text for text in texts(app))
    assert not app.slider
