"""The page Runs by Streamlit's own test driver: find, delete and undo, wait, repeat, compare."""

import json

import pytest

from pages.ui.common.state import queue
from rnn_core import runs
from rnn_core.experiments.listing import rows
from rnn_core.files import write_json, write_text
from rnn_core.runs import METRICS, Run, Status, bin, changed
from tests.helpers import forecast_metrics, queued_run
from tests.pages.conftest import open_page, texts


def ended(skill: float | None = 0.2, dataset: str = "sine", first: str = "2022-01-01", **settings) -> Run:
    run = queued_run(dataset, **settings)
    if skill is not None:
        write_json(run.folder / METRICS, forecast_metrics(skill).model_dump(mode="json"))
        dates = [first, "2022-01-02", "2022-01-03"]
        lines = [f"{date},{number},{number + skill},,{number - 1}" for number, date in enumerate(dates)]
        table = "\n".join(["date,actual,one_step,free_running,last_value", *lines, ""])
        write_text(run.folder / "results" / "forecast.csv", table)
    run.write_history([{"epoch": number, "seconds": 1.0, "loss": 1.0 / number} for number in (1, 2, 3)])
    run.write_status(changed(Status(), state="finished", message="Done."))
    return run


@pytest.fixture
def still(monkeypatch):
    """A queue that begins nothing, so that what waits goes on waiting."""
    monkeypatch.setattr(queue(), "submit", queue()._waiting.add)


def ticked(app, *chosen: Run):
    app.query_params["runs"] = ",".join(run.id for run in chosen)
    return open_page(app, "runs.py")


def charts(app) -> list[dict]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def names(chart: dict) -> list[str]:
    return [trace["name"] for trace in chart["data"]]


def test_find_without_a_hit_says_what_was_looked_for(app):
    ended()
    open_page(app, "runs.py")
    app.text_input(key="runs-find").set_value(" xyz ").run()
    assert "No run matches 'xyz'." in texts(app)
    assert not app.dataframe
    app.text_input(key="runs-find").set_value("sine").run()
    assert len(app.dataframe[0].value) == 1
    app.segmented_control(key="runs-kind").set_value("text").run()
    assert "No run of this kind and state matches 'sine'." in texts(app)
    app.text_input(key="runs-find").set_value("").run()
    assert "No run is of this kind and state." in texts(app)


def test_scores_are_numbers_and_nothing_is_called_none(app):
    ended(0.25)
    ended(None)
    open_page(app, "runs.py")
    table = app.dataframe[0]
    assert table.value["Score"].tolist()[1] == 0.25
    assert table.value["Score"].isna().tolist() == [True, False]
    assert "Score of" not in table.value
    assert table.proto.HasField("placeholder")
    assert table.proto.placeholder == ""


def test_a_delete_is_taken_back(app):
    run = ended()
    run.relabel("My best", "")
    ticked(app, run)
    app.button(key=f"delete-{run.id}").click().run()
    assert "Deleted: My best. It stays in the bin for 7 days." in texts(app)
    assert not run.folder.exists()
    app.button(key="undo-delete").click().run()
    assert "The run My best is back." in texts(app)
    assert [row.run for row in rows()] == [run]
    assert "undo-delete" not in [button.key for button in app.button]


def test_the_bin_brings_back_and_is_emptied(app):
    one, two = ended(), ended()
    for run in (one, two):
        bin.throw_away(run)
    open_page(app, "runs.py")
    box = next(box for box in app.selectbox if box.label == "Deleted run")
    box.set_value(next(one.run.id for one in bin.binned() if one.id == two.id)).run()
    app.button(key="bin-restore").click().run()
    assert [row.run for row in rows()] == [two]
    app.button(key="bin-empty").click().run()
    assert not app.exception
    assert bin.binned() == []
    assert "The bin is empty." in texts(app)


def test_what_waits_has_a_place_and_can_be_cancelled(app, still):
    first, second = queued_run(), queued_run("random-walk")
    for run in (first, second):
        queue().submit(run)
    open_page(app, "runs.py")
    assert app.dataframe[0].value["State"].tolist() == ["queued, place 2", "queued, place 1"]
    assert any(text.startswith("2. Random walk: 1 × LSTM(4)") for text in texts(app))
    app.button(key=f"cancel-{second.id}").click().run()
    assert second.status().state == "stopped"
    assert app.dataframe[0].value["State"].tolist() == ["stopped", "queued, place 1"]
    assert "Out of the line: Random walk." in texts(app)


def test_what_waits_can_be_moved_before_the_one_that_comes_sooner(app, still):
    waiting = [queued_run(seed=seed) for seed in (1, 2, 3)]
    for run in waiting:
        queue().submit(run)
    open_page(app, "runs.py")
    first, second, third = waiting
    assert f"sooner-{first.id}" not in [button.key for button in app.button]
    app.button(key=f"sooner-{third.id}").click().run()
    assert not app.exception
    assert [queue().place(run) for run in (first, third, second)] == [1, 2, 3]


def test_repeating_puts_three_other_seeds_in_line_once(app, still):
    run = ended()
    ticked(app, run)
    app.button(key=f"repeat-{run.id}").click().run()
    assert not app.exception
    made = [row for row in rows() if row.run != run]
    assert sorted(row.settings["seed"] for row in made) == [2, 3, 4]
    assert {row.run.about().data for row in made} == {run.about().data}
    assert [queue().place(row.run) for row in made[::-1]] == [1, 2, 3]
    assert app.button(key=f"repeat-{run.id}").disabled


def test_two_forecasts_of_one_test_part_lie_over_each_other(app):
    one, two, other = ended(0.1, units=4), ended(0.2, units=8), ended(0.3, first="2021-12-31", units=16)
    ticked(app, one, two, other)
    over, curves, scatter = charts(app)
    assert names(over) == ["actual", "tomorrow = today", "2. Units 8", "3. Units 4"]
    assert len(names(curves)) == 3
    assert sorted(scatter["data"][0]["x"]) == [4, 8, 16]
    assert "Of another test part or without a result, so not in this picture: 1. Units 16." in texts(app)


def test_curves_of_different_data_never_share_an_axis(app):
    ticked(app, ended(0.1), ended(0.2, "random-walk"))
    assert [names(chart) for chart in charts(app)] == [["1. Random walk (training)"], ["2. Sine wave (training)"]]


def test_losses_of_changes_and_of_values_have_each_their_own_picture(app):
    ticked(app, ended(0.1), ended(0.2, target_transform="difference"))
    _, changes, values, _ = charts(app)
    assert [names(changes), names(values)] == [["1. Network says Change (training)"], ["2. Network says Value (training)"]]


def test_the_setting_is_chosen(app):
    ticked(app, ended(0.1, units=4, cell="gru"), ended(0.2, units=8, cell="lstm"))
    scatter = charts(app)[-1]
    assert scatter["layout"]["xaxis"]["title"]["text"] == "Cell"
    assert scatter["layout"]["shapes"][0]["y0"] == 0
    assert scatter["data"][0]["x"] == ["LSTM", "GRU"]
    app.segmented_control(key="scatter-setting-0").set_value("Units").run()
    assert sorted(charts(app)[-1]["data"][0]["x"]) == [4, 8]


def test_somebody_elses_run_has_no_delete_but_can_be_repeated(app, still):
    run = ended()
    run.set_access(runs.run_folder.Access("somebody", shared=True))
    ticked(app, run)
    keys = [button.key for button in app.button]
    assert f"delete-{run.id}" not in keys
    assert f"repeat-{run.id}" in keys
