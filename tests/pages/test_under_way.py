"""One's training is found on every page, and more of them can be put in line from its own."""

import pytest

from pages.ui.common.owner import OWN_KEY
from pages.ui.common.state import queue
from rnn_core import runs
from rnn_core.access import Access, new_key, owner_id
from rnn_core.runs import Run
from tests.helpers import ended, queued_run, trains, wait_until
from tests.pages.conftest import open_page

LONG = {"epochs": 500, "units": 128}


@pytest.fixture
def mine(app):
    """Makes runs of the person who looks, in line."""
    key = new_key()
    app.session_state[OWN_KEY] = key

    def make(**settings) -> Run:
        run = queued_run(**{**LONG, **settings})
        run.set_access(Access(owner_id(key)))
        queue().submit(run)
        return run

    return make


def links(app):
    """Every link with words, and the query that it carries."""
    return {one.proto.label: one.proto.query_string for one in app.get("page_link")}


def lines(app):
    return [label for label in links(app) if label.startswith("Your training")]


def test_the_line_says_where_it_is_and_leads_there(app, mine):
    run = mine()
    run.relabel("A *wave*", "")
    wait_until(lambda: trains(run))
    open_page(app, "one_step.py")
    (line,) = lines(app)
    assert line.startswith("Your training: epoch ")
    assert line.endswith(r" of 500, open (A \*wave\*)")
    assert links(app)[line] == f"run={run.id}"
    app.query_params["run"] = run.id
    open_page(app, "forecast.py")
    assert lines(app) == []
    app.query_params.clear()
    open_page(app, "text.py")
    assert len(lines(app)) == 1
    mine(seed=1)
    mine(seed=2)
    app.run()
    assert ", 2 more in line)" in lines(app)[0]


def test_nothing_of_others_and_nothing_that_has_ended(app, mine):
    other = queued_run(**LONG)
    other.set_access(Access("somebody"))
    queue().submit(other)
    open_page(app, "home.py")
    assert lines(app) == []
    run = mine()
    app.run()
    assert len(lines(app)) == 1
    run.ask_to_stop()
    wait_until(lambda: ended(run))
    app.run()
    assert lines(app) == []


def test_three_trainings_are_put_in_line_from_one_page(app):
    open_page(app, "forecast.py")
    app.selectbox(key="dataset.series").set_value("sine").run()
    app.slider(key="forecast.epochs").set_value(500).run()
    app.button(key="train").click().run()
    first = app.query_params["run"]
    assert app.button(key="train-next").disabled  # the same again
    for units in (16, 24):
        app.slider(key="forecast.units").set_value(units).run()
        assert not app.button(key="train-next").disabled
        app.button(key="train-next").click().run()
        assert not app.exception
        assert app.toast[0].value.startswith(("In line", "It begins"))
        assert app.button(key="train-next").disabled
        assert app.query_params["run"] == first
    made = list(runs.runs())
    assert sorted(run.about().settings["units"] for run in made) == [16, 24, 32]
    assert {run.access().owner for run in made} == {made[0].access().owner}
    assert {"2 in line", "3 in line"} & {*links(app)}  # the first is just being taken out of it
    app.slider(key="forecast.units").set_value(16).run()
    assert app.button(key="train-next").disabled


def test_whoever_looks_at_a_run_of_somebody_else_has_the_usual_button(app):
    run = queued_run(**LONG)
    run.set_access(Access("somebody", shared=True))
    app.query_params["run"] = run.id
    open_page(app, "forecast.py")
    assert [button.key for button in app.button if button.key in ("train", "train-next")] == ["train"]
