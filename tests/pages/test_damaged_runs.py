"""The page of runs beside a damaged run, by Streamlit's own test driver."""

import pytest

from rnn_core.files import write_json
from rnn_core.runs import METRICS, Run
from tests.helpers import DAMAGES, forecast_metrics, queued_run
from tests.pages.conftest import open_page, texts

DAMAGED = {**DAMAGES, "metrics of another form": lambda run: write_json(run.folder / METRICS, [])}


def ended(skill: float) -> Run:
    run = queued_run()
    run.ask_to_stop()
    write_json(run.folder / METRICS, forecast_metrics(skill).model_dump(mode="json"))
    return run


@pytest.fixture(params=DAMAGED.values(), ids=DAMAGED)
def damaged(request) -> Run:
    run = ended(0.1)
    request.param(run)
    return run


def test_it_stands_in_the_table_and_can_only_be_deleted(app, damaged):
    good = ended(0.2)
    app.query_params["runs"] = damaged.id
    open_page(app, "runs.py")
    table = app.dataframe[0].value
    assert table["State"].tolist() == ["stopped", "damaged"]
    assert table["Name"].tolist()[1] == f"Damaged: {damaged.id}"
    assert table["Open"].dropna().tolist() == [f"/forecast?run={good.id}"]
    assert any(text.startswith(f"Damaged: {damaged.id}. A crash, a full disk or a hand") for text in texts(app))
    assert "Save" not in [button.label for button in app.button]
    app.button(key=f"delete-{damaged.id}").click().run()
    assert not app.exception
    assert any(text.startswith("Deleted: ") for text in texts(app))
    assert app.dataframe[0].value["State"].tolist() == ["stopped"]
    assert not damaged.folder.exists()


def test_it_is_left_out_of_a_comparison(app, damaged):
    others = [ended(0.2), ended(0.3)]
    app.query_params["runs"] = ",".join(run.id for run in (damaged, *others))
    open_page(app, "runs.py")
    assert "1 of them is damaged and left out." in texts(app)
    assert any(text.startswith("Best by skill: 1. Sine wave") for text in texts(app))


def test_it_is_found_by_its_state(app, damaged):
    ended(0.2)
    open_page(app, "runs.py")
    app.multiselect(key="runs-state").set_value(["damaged"]).run()
    assert app.dataframe[0].value["State"].tolist() == ["damaged"]
    app.text_input(key="runs-find").set_value(damaged.id).run()
    assert app.dataframe[0].value["State"].tolist() == ["damaged"]


def test_a_run_whose_metrics_are_damaged_says_so_on_its_page(app):
    run = ended(0.1)
    write_json(run.folder / METRICS, [])
    app.query_params["run"] = run.id
    open_page(app, "forecast.py")
    assert "The file of what this run measured is damaged: train it again." in texts(app)
