"""The page "Unrolled in time", run by Streamlit's own test driver."""

import json

import pytest

from rnn_core import runs
from rnn_core.data import entry, keep
from rnn_core.experiments import experiment
from tests.helpers import queued_run
from tests.pages.conftest import open_page
from tests.trained import trained
from tests.unit.teaching.test_unrolled import words


def drawings(app):
    """What the page draws, the wide and the narrow picture of the network first."""
    return [text for one in app.get("bidi_component") for text in json.loads(one.proto.json).get("drawings", ())]


def captions(app):
    return [one.value for one in app.caption]


def test_the_page_draws_its_sliders(app):
    open_page(app, "unrolled.py")
    wide, narrow, step = drawings(app)
    assert words(wide)["(32, 20, 8)"] == words(narrow)["(32, 20, 8)"] == 1
    assert words(wide)["1,944 weights"] == 1
    assert {"t = 3", "t = 19"} <= set(words(wide))
    assert not {"t = 3", "t = 19"} & set(words(narrow))
    assert words(step)["8 inputs"] == 1
    assert list(app.dataframe[0].value["Parameters"]) == [1944, 19]
    app.slider(key="units").set_value(4)
    app.slider(key="features").set_value(1)
    app.selectbox(key="cell").set_value("simple_rnn").run()
    assert not app.exception
    assert words(drawings(app)[0])["24 weights"] == 1  # 4 * (1 + 4 + 1)


def test_more_timesteps_bring_no_more_weights(app):
    open_page(app, "unrolled.py")
    before = list(app.dataframe[0].value["Parameters"])
    app.slider(key="timesteps").set_value(200).run()
    assert not app.exception
    assert words(drawings(app)[0])["(32, 200, 8)"] == 1
    assert list(app.dataframe[0].value["Parameters"]) == before
    assert any(one.startswith("What to look for: 1,963 weights in all") for one in captions(app))


@pytest.mark.parametrize(
    ("task", "names"),
    [
        ("one-to-one", "Here: Classify with the encoding One-hot"),
        ("one-to-many", "Here: live writing in Text"),
        ("many-to-one", "Here: Forecast and Path"),
        ("many-to-many", "Here: Text with the objective Every character"),
    ],
)
def test_each_way_names_our_experiment(app, task, names):
    app.query_params["task"] = task
    open_page(app, "unrolled.py")
    assert app.button_group(key="task").value == task
    assert any(names in one for one in captions(app))
    timeless = task == "one-to-one"
    assert ("x" in words(drawings(app)[0])) == timeless
    assert (app.slider(key="timesteps").disabled, app.selectbox(key="cell").disabled) == (timeless, timeless)
    assert not app.slider(key="units").disabled
    assert sum(one.startswith("What to look for: ") for one in captions(app)) == 3


def test_the_address_holds_the_settings(app):
    asked = {
        "cell": "GRU",
        "layers": "2",
        "units": "45",
        "timesteps": "40",
        "features": "3",
        "batch": "16",
        "view": "one unit",
        "step": "3",
    }
    for name, value in asked.items():
        app.query_params[name] = value
    open_page(app, "unrolled.py")
    wide, _, step = drawings(app)
    assert words(wide)["(16, 40, 3)"] == 1
    assert words(wide)["one of 45 units:"] == 2
    assert words(wide)["GRU(45)"] == 2
    assert words(step)["(16, 45)"] == 3
    assert any("What to look for: a unit is one number" in one for one in captions(app))


def test_each_step_has_its_picture(app):
    open_page(app, "unrolled.py")
    for step, words_in_it in ((2, "t = 4"), (3, "h = 0"), (4, "one step later")):
        app.button_group(key="step").set_value(step).run()
        assert not app.exception
        assert words(drawings(app)[2])[words_in_it] == 1


def test_a_finished_run_is_drawn(app):
    run = queued_run("sine", cell="gru", units=4, batch_size=16)
    trained(run)
    app.query_params["run"] = run.id
    open_page(app, "unrolled.py")
    assert app.toggle(key="of_run").value
    assert words(drawings(app)[0])["(16, 5, 1)"] == 1
    assert words(drawings(app)[0])["GRU(4)"] == 1
    assert not any("Move the slider" in one for one in captions(app))
    app.toggle(key="of_run").set_value(False).run()
    assert not app.exception
    assert "run" not in app.query_params
    assert words(drawings(app)[0])["(32, 20, 8)"] == 1


def test_a_network_without_a_memory_is_drawn(app):
    chosen, data = experiment("classify"), entry("dna").load()
    settings = chosen.settings.parse({"encoding": "onehot", "cell": "none", "dense1": 3, "epochs": 1, "device": "cpu"})
    run = runs.create("classify", "dna", keep(data), data.title, settings)
    trained(run)
    app.query_params["run"] = run.id
    open_page(app, "unrolled.py")
    assert words(drawings(app)[0])["all at once: no time"] == 1
    assert any("so this network has no memory" in one for one in captions(app))
    app.button_group(key="step").set_value(4).run()
    assert not app.exception
