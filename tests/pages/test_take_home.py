"""What can be taken home of a run: what its experiment has."""

from dataclasses import replace

from streamlit.testing.v1 import AppTest

from rnn_core.experiments import experiment, experiments
from tests.pages import opened


def page(run_id: str) -> None:
    from pages.ui.train.take_home import take_home
    from rnn_core.runs import find

    take_home(find(run_id))


def buttons(run) -> list[str]:
    app = AppTest.from_function(page, args=(run.id,), default_timeout=60).run()
    assert not app.exception
    return [button.proto.label for button in app.get("download_button")]


def test_programs_are_offered_where_there_are_any(monkeypatch):
    run = opened.wave()
    assert buttons(run) == ["Python script (zip)", "Notebook (zip)", "Living page (HTML)", "Report (HTML)", "Model (.keras)"]
    (run.folder / "model.keras").unlink()  # as of a run from another machine
    monkeypatch.setitem(experiments(), "forecast", replace(experiment("forecast"), program=None, report=None, alive=None))
    assert buttons(run) == ["Report (HTML)"]
