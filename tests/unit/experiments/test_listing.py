"""The list of runs, and several side by side."""

import pytest

from rnn_core import files, runs
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.experiments.listing import best, differing, rows
from rnn_core.runs import METRICS, SETTINGS, STATUS, Run, Status, changed
from tests.helpers import forecast_metrics, queued_run


def ended(skill: float | None = None, losses=(), data: str = "a" * 64, **settings) -> Run:
    chosen = experiment("forecast").settings.parse(settings)
    run = runs.create("forecast", "sine", data, "Sine wave", chosen)
    if skill is not None:
        files.write_json(run.folder / METRICS, forecast_metrics(skill).model_dump())
    if losses:
        run.write_history([{"epoch": number, "seconds": 1.0, "loss": loss} for number, loss in enumerate(losses, start=1)])
    run.write_status(changed(Status(), state="finished", message="Done."))
    return run


def test_a_row_says_what_matters_of_a_run():
    run = ended(0.25, losses=[0.5, 0.25], units=7)
    run.relabel("  My   best ", " tried twice\n")
    (row,) = rows()
    assert (row.run, row.experiment, row.state) == (run, "forecast", "finished")
    assert (row.title, row.note, row.data, row.verdict) == ("My best", "tried twice", "Sine wave", "better")
    assert (row.score_title, row.score, row.curve) == ("Skill", 0.25, (0.5, 0.25))
    assert row.settings["units"] == 7
    assert run.title() == "My best"


def test_what_changes_is_read_again():
    run = queued_run()
    assert [(row.state, row.title) for row in rows()] == [("queued", "")]
    run.ask_to_stop()
    run.relabel("Named", "")
    assert [(row.state, row.title) for row in rows()] == [("stopped", "Named")]


def test_settings_and_damages_that_come_later_are_seen():
    run = ended(0.1, units=7)
    assert [(row.state, row.settings["units"]) for row in rows()] == [("finished", 7)]
    about = run.about()
    files.write_json(run.folder / SETTINGS, {**about.model_dump(), "settings": {**about.settings, "units": 16}})
    assert [(row.state, row.settings["units"]) for row in rows()] == [("finished", 16)]
    files.write_text(run.folder / SETTINGS, "{")
    assert [row.state for row in rows()] == ["damaged"]


def test_a_run_that_is_just_being_made_is_not_listed():
    run = ended()
    (run.folder / STATUS).unlink()
    assert rows() == []


def test_a_run_whose_worker_died_is_not_listed_as_running():
    run = queued_run()
    run.write_status(changed(run.written_status(), state="running"))
    with run.lock().acquire():
        assert rows()[0].state == "running"
    assert rows()[0].state == "interrupted"  # although no file has changed


def test_long_curves_are_thinned_and_keep_their_end():
    ended(losses=[float(number) for number in range(100)])
    (row,) = rows()
    assert len(row.curve) == 25
    assert row.curve[-1] == 99.0


def test_only_settings_that_differ_are_compared():
    for units, rate in ((8, 0.01), (16, 0.01), (8, 0.02)):
        ended(units=units, learning_rate=rate)
    assert differing(rows()[::-1]) == {"Units": [8, 16, 8], "Learning rate": [0.01, 0.01, 0.02]}


def test_the_best_of_runs_on_the_same_data():
    ended(0.1)
    wanted = ended(0.3)
    ended(0.2)
    assert best(rows()).run == wanted
    assert best(rows()[:1]) is None
    ended(0.9, data="b" * 64)
    assert best(rows()) is None  # other data


def test_a_deleted_run_is_gone():
    run = ended(0.1)
    run.delete()
    assert rows() == []
    assert not run.folder.exists()


def test_a_run_under_way_is_not_deleted():
    run = queued_run()
    with pytest.raises(UserError, match="still under way: stop it first"):
        run.delete()
    assert run.status().state == "queued"


def test_a_damaged_run_does_not_hide_the_others():
    good = ended(0.1)
    bad = ended(0.2)
    (bad.folder / "history.csv").write_text("epoch,loss\n1,nonsense\n")
    worse = ended(0.3)
    about = files.read_json(worse.folder / SETTINGS)
    files.write_json(worse.folder / SETTINGS, {**about, "experiment": "unheard-of"})
    assert [(row.run, row.state, row.score) for row in rows()] == [
        (good, "finished", 0.1),
        (worse, "damaged", None),
        (bad, "damaged", None),
    ]


def test_a_label_that_is_not_ours_counts_as_none():
    run = ended()
    for content in ("[]", '{"title": 1}', "{"):
        (run.folder / "label.json").write_text(content)
        assert run.label().title == ""
    run.relabel("t" * 100, "n" * 3000)
    assert (len(run.label().title), len(run.label().note)) == (80, 2000)
