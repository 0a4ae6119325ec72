"""The page "Arena": before it computes, and a kept result."""

from rnn_core import files
from rnn_core.jobs.study_queue import RESULT, StudyRun
from rnn_core.teaching.studies.arena import STUDY, ArenaSettings
from tests.pages.conftest import open_page
from tests.unit.teaching.test_arena import result, rival


def test_before_it_computes(app):
    open_page(app, "arena.py")
    assert [one.label for one in app.button] == ["Let them compete"]
    assert any("min at most" in one.value for one in app.caption)


def test_a_kept_result(app, own_home):
    study_run = StudyRun(STUDY, ArenaSettings(ground="hamlet", numbers=2000))
    study_run.prepare()
    files.write_json(study_run.folder / RESULT, result(rival("lstm", [1.0, 1.2, 1.1], 2), rival("gru", [1.3, 1.4, 1.5], 3)))
    app.query_params["data"], app.query_params["numbers"] = "Characters of Hamlet", "2000"
    open_page(app, "arena.py")
    assert any(one.value.startswith("Wave: LSTM has the smallest error") for one in app.subheader)
    assert any("At most 2,000 numbers and 5 s of training each" in one.value for one in app.caption)
    table = app.dataframe[0].value
    assert list(table["network"]) == ["LSTM", "GRU"]
    assert list(table["remembers"]) == [30, 100]
    assert [one.label for one in app.button] == ["Let them compete again"]
