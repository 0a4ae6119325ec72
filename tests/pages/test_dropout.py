"""The page "Dropout, seen" on tiny trained networks."""

import json

from tests.pages import opened
from tests.pages.conftest import open_page, texts


def charts(app):
    return [json.loads(one.proto.spec) for one in app.get("plotly_chart")]


def show(app, run, **query):
    app.query_params["run"] = run.id
    for name, value in query.items():
        app.query_params[name] = value
    return open_page(app, "dropout.py")


def grid(app):
    return charts(app)[0]["data"][0]


def notes(app):
    return [text for text in texts(app) if "rained with" in text]


def test_the_grid_of_a_draw_and_of_the_next(app):
    show(app, opened.wave(dropout=0.4, layers=2))
    assert app.slider(key="rate").value == 0.4
    assert not notes(app)
    assert grid(app)["y"] == ["1. LSTM(4)", "2. LSTM(4)"]
    first = grid(app)["z"]
    next(one for one in app.button if one.label == "Draw again").click().run()
    assert not app.exception
    assert app.number_input(key="draw").value == 2
    assert grid(app)["z"] != first
    app.number_input(key="draw").set_value(1).run()
    assert grid(app)["z"] == first


def test_the_address_opens_it_with_given_settings(app):
    show(app, opened.wave(dropout=0.4, layers=2), rate="0.7", show="Examples", layer="2. LSTM(4)", draw="5", row="3")
    assert (app.slider(key="rate").value, app.number_input(key="draw").value, app.slider(key="row").value) == (0.7, 5, 3)
    assert grid(app)["y"][:2] == ["example 1", "example 2"]
    assert len(grid(app)["y"]) == 16
    assert app.selectbox(key="layer").value == 1
    assert notes(app) == ["Not trained with this rate: in training it was 0.4."]
    app.button_group(key="show").set_value("steps").run()
    assert not app.exception
    assert grid(app)["y"] == [f"step {number}" for number in range(1, 7)]


def test_a_network_without_dropout_can_try_it(app):
    show(app, opened.wave(dropout=0.0))
    assert notes(app) == ["This network was trained without dropout. The slider applies a rate to it that it has never met."]
    assert len(charts(app)) == 1
    assert any("every draw says the same" in one.value for one in app.info)
    app.slider(key="rate").set_value(0.5).run()
    assert not app.exception
    assert len(charts(app)) == 2
    assert any("The middle 80\u202f% of 200 draws lie between" in text for text in texts(app))


def test_the_spread_of_a_forecast_and_how_often_it_holds_what_came(app):
    show(app, opened.weather(dropout=0.2))
    histogram = charts(app)[1]["data"][0]
    assert histogram["type"] == "histogram"
    assert any(text.startswith("Over ") and "held what came in" in text for text in texts(app))
    assert sum("What to look for" in one.value for one in app.caption) == 2


def test_a_path_and_a_classified_text(app):
    path, reviews = opened.path(dropout=0.2), opened.reviews(dropout=0.4)
    show(app, path)
    assert any(text.startswith("point ") for text in texts(app))
    assert app.slider(key="rate").value == 0.2
    app.selectbox(key="understand").set_value(reviews.id).run()
    assert not app.exception
    assert app.slider(key="rate").value == 0.4, "the rate of the other run"
    assert any("Without dropout the network gives" in text for text in texts(app))
