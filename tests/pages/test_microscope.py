"""The memory microscope on really trained tiny runs."""

import json
import shutil
from datetime import datetime

import numpy as np
import pytest

from pages.ui.data.picker import load_dataset
from rnn_core.data import Text
from rnn_core.experiments.apply import trained
from rnn_core.networks.numpy.activations import trace
from tests.pages import opened
from tests.pages.conftest import open_page, texts

PAGE = "microscope.py"
WRITTEN = 'HELLO there "you and me" *and* <b>them</b>.\nGood day. ' * 80


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    """A home with a text, a series, texts in two directions, and a bag of words; the run of each."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RNN_LAB_HOME", str(home))
        made = {
            "text": opened.finished("text", Text(WRITTEN, "Greetings"), timesteps=8, cell="lstm", units=6),
            "forecast": opened.wave(cell="gru", layers=2),
            "classify": opened.reviews(cell="lstm", bidirectional=True),
            "bag": opened.reviews(encoding="onehot"),
            "path": opened.path(cell="simple_rnn"),
        }
    return home, {name: run.id for name, run in made.items()}


@pytest.fixture
def show(app, homes, own_home):
    """Open the page with this run and these values in the address."""
    home, ids = homes
    shutil.copytree(home, own_home, dirs_exist_ok=True)

    def opened_with(name, **address):
        app.query_params.update({"run": ids[name], **address})
        return open_page(app, PAGE)

    return opened_with


def drawn(app, key):
    return next(json.loads(one.proto.spec) for one in app.get("plotly_chart") if key in one.proto.id)


def value(app, key):
    return next(one.value for one in [*app.selectbox, *app.number_input, *app.text_area, *app.slider] if one.key == key)


def pieces(app):
    shown = (json.loads(one.proto.json) for one in app.get("bidi_component"))
    return next(one["pieces"] for one in shown if "pieces" in one)


def captions(app):
    return [one.value for one in app.caption]


def numbers(plotted):
    """Plotly sends arrays in binary."""
    import base64

    if not isinstance(plotted, dict):
        return np.array(plotted)
    return np.frombuffer(base64.b64decode(plotted["bdata"]), plotted["dtype"]).reshape(
        [int(size) for size in str(plotted.get("shape", "-1")).split(",")]
    )


def test_a_text_is_opened_as_the_address_says(show, homes, own_home):
    app = show("text", text="Hi you", part="Forget gate", order="like beside like", unit="4")
    assert (value(app, "part"), value(app, "unit"), value(app, "text")) == ("forget", 4, "Hi you")
    known = "".join(one for one in "Hi you" if one in WRITTEN)
    picture = drawn(app, "layer-picture")["data"][0]
    from rnn_core.experiments.text.generation import TextModel
    from rnn_core.runs import Run

    run = Run(own_home / "runs" / homes[1]["text"])
    (expected,) = trace(trained(run), TextModel.of(run).ids("Hi you"))
    rows = [int(name.removeprefix("unit ")) for name in picture["y"]]
    assert sorted(rows) == list(range(6))
    np.testing.assert_allclose(numbers(picture["z"]), expected.gates["forget"].T[rows], atol=1e-6)
    assert "".join(one["text"] for one in pieces(app)) == known
    np.testing.assert_allclose([one["weight"] for one in pieces(app)], expected.gates["forget"][:, 4], atol=1e-3)
    assert len(drawn(app, "unit-picture")["data"]) == 6  # h, c and four gates
    assert sum("What to look for" in one for one in captions(app)) == 4


def test_markup_in_a_text_stays_text(show):
    app = show("text", text="<b>them</b> *and*")
    assert "".join(one["text"] for one in pieces(app)) == "<b>them</b> *and*"
    assert "&lt;" in drawn(app, "layer-picture")["layout"]["xaxis"]["ticktext"]
    assert not [one for one in app.markdown if "<b>" in one.value]


def test_a_text_begins_with_a_passage_and_its_most_telling_unit(show):
    app = show("text")
    assert value(app, "text") in WRITTEN
    assert len(value(app, "text")) > 100
    assert value(app, "part") == "cell"
    told = [one for one in app.button if one.key.startswith("telling-")]
    if told:  # of so small a network it need not be, but then the page says so
        assert value(app, "unit") == int(told[0].label.removeprefix("Unit "))
    else:
        assert any("No single unit" in one for one in texts(app))
    assert any("characters that the network did not learn from" in one for one in captions(app))


def test_a_telling_unit_is_chosen_by_its_button(show):
    app = show("forecast", unit="1")
    told = [one for one in app.button if one.key.startswith("telling-")]
    assert told, texts(app)  # a sine: some unit follows its level or its season
    assert any(one.startswith(("level", "place in the season")) for one in texts(app))
    other = next((one for one in told if one.label != "Unit 1"), told[0])
    other.click().run()
    assert not app.exception
    assert f"Unit {value(app, 'unit')}" == other.label
    assert app.query_params["unit"] == str(value(app, "unit"))


def test_a_window_is_chosen_by_its_date(show):
    app = show("forecast", at="2022-06-01", layer="2: GRU(4)")
    assert value(app, "at") == datetime(2022, 6, 1)
    assert value(app, "layer") == 2  # behind the first one's dropout
    spec = drawn(app, "layer-picture")
    steps = spec["data"][0]["x"]
    assert len(steps) == 6
    assert steps[-1] == "2022-05-31"
    assert len(drawn(app, "unit-picture")["data"]) == 5  # the series, h and three gates
    assert value(app, "part") == "hidden"


def test_both_directions_of_a_classifier(show):
    app = show("classify", way="from the end", words="good film strange")
    assert value(app, "way") == "backward"
    assert [one["text"] for one in pieces(app)] == ["good", "film", "strange"]
    backward = numbers(drawn(app, "layer-picture")["data"][0]["z"])
    app.selectbox(key="way").select("forward").run()
    assert not app.exception
    assert not np.allclose(backward, numbers(drawn(app, "layer-picture")["data"][0]["z"]))
    app.text_area(key="words").set_value("").run()
    assert any(one.startswith("Its label is") for one in texts(app))
    app.text_area(key="words").set_value("?!").run()
    assert "The text has no words: type some, of letters or digits." in texts(app)


def test_a_network_without_memory_is_told_so(show):
    app = show("bag")
    assert any("has no memory" in one for one in texts(app))
    assert not app.get("plotly_chart")


def test_another_run_brings_its_own_unit(show, homes):
    app = show("text", unit="5")
    app.selectbox(key="understand").select(homes[1]["path"]).run()
    assert not app.exception
    assert 0 <= value(app, "unit") < 4
    assert len(drawn(app, "unit-picture")["data"]) == 3  # x, y and h: no gates
    assert drawn(app, "layer-picture")["data"][0]["x"][0].startswith("point ")


def test_nonsense_in_the_address_is_passed_over(show):
    app = show("text", unit="700", part="Nothing", layer="9", order="?")
    assert value(app, "part") == "cell"
    assert value(app, "unit") is None
    assert [one.value for one in app.subheader][-1] in {f"Unit {number} alone" for number in range(6)}


def test_without_its_data_a_text_is_still_read(show, homes, own_home):
    for folder in (own_home / "datasets").iterdir():
        shutil.rmtree(folder)
    load_dataset.clear()
    app = show("text", text="HELLO")
    assert len(pieces(app)) == 5
    assert any("no telling units" in one for one in texts(app))
    app.selectbox(key="understand").select(homes[1]["forecast"]).run()
    assert not app.exception
    assert not app.get("plotly_chart")
