"""What the projector mode is told: a line, an address that leads here, its code."""

import json

import pytest

from pages.ui.stage.qr_code import code
from rnn_core.access import Access
from tests.helpers import queued_run
from tests.pages.conftest import open_page
from tests.trained import trained


def told(app) -> dict:
    shown = (json.loads(one.proto.json) for one in app.get("bidi_component"))
    return next(one for one in shown if "line" in one)


def test_before_a_training_it_leads_to_the_settings(app):
    app.query_params["dataset"] = "sine"
    open_page(app, "forecast.py")
    app.slider(key="forecast.units").set_value(9).run()
    assert told(app)["line"] == "Sine wave · Timesteps 20 · Units 9 · Epochs 30"
    assert "dataset=sine" in told(app)["address"]
    assert "units=9" in told(app)["address"]


@pytest.mark.parametrize("shared", [True, False])
def test_only_a_shared_run_can_be_looked_at_elsewhere(app, shared):
    run = trained(queued_run(units=7))
    run.set_access(Access(run.access().owner, shared=shared))
    app.query_params["run"] = run.id
    open_page(app, "forecast.py")
    assert told(app)["line"].startswith("Sine wave · Timesteps 5 · Units 7")
    assert (f"run={run.id}" in told(app)["address"]) == shared
    assert ("units=7" in told(app)["address"]) != shared


def test_a_code_is_a_square_with_its_three_corners():
    rows = code("http://192.168.1.7:8501/forecast?dataset=sine")
    corner = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
    assert {len(row) for row in rows} == {len(rows)}
    assert [row[:7] for row in rows[:7]] == [row[-7:] for row in rows[:7]] == [row[:7] for row in rows[-7:]] == corner
