"""What the files of runs say is read once, and anew when it has changed."""

import pandas as pd
import pytest

from pages.ui.common import read_once
from rnn_core import files
from rnn_core.experiments.forecast.snapshots import Said
from rnn_core.runs import SAMPLES, Run
from tests.helpers import queued_run


@pytest.fixture
def run() -> Run:
    return queued_run()


def test_a_table_that_was_measured_again_is_seen(run):
    path = run.folder / "results" / "numbers.csv"
    files.write_text(path, "a\n1\n")
    first = read_once.table(run, "numbers.csv")
    assert read_once.table(run, "numbers.csv") is first
    files.write_text(path, "a\n12\n")
    assert read_once.table(run, "numbers.csv")["a"].tolist() == [12]
    assert first["a"].tolist() == [1]


def test_a_table_is_read_in_the_form_that_is_asked_for(run):
    files.write_text(run.folder / "results" / "numbers.csv", "a\n07\nNA\n")
    assert read_once.table(run, "numbers.csv", dtype=str, keep_default_na=False)["a"].tolist() == ["07", "NA"]
    assert read_once.table(run, "numbers.csv")["a"].isna().tolist() == [False, True]


def test_the_tables_of_two_runs_are_kept_apart(run):
    other = queued_run()
    for number, one in enumerate((run, other)):
        files.write_text(one.folder / "results" / "numbers.csv", f"a\n{number}\n")
    pd.testing.assert_frame_equal(read_once.table(other, "numbers.csv"), pd.DataFrame({"a": [1]}))
    pd.testing.assert_frame_equal(read_once.table(run, "numbers.csv"), pd.DataFrame({"a": [0]}))


def test_each_new_epoch_is_seen(run):
    assert (read_once.history(run), read_once.samples(run, Said)) == ({}, [])
    for epochs in (1, 2):
        run.write_history([{"epoch": epoch, "loss": 0.5} for epoch in range(epochs)])
        rows = [Said(epoch=epoch, said=(1.0, None), error=0.25) for epoch in range(epochs)]
        files.write_text(run.folder / SAMPLES, "".join(f"{row.model_dump_json()}\n" for row in rows))
        assert read_once.history(run) == {"epoch": [*range(epochs)], "loss": [0.5] * epochs}
        assert read_once.samples(run, Said) == [{"epoch": epoch, "said": (1.0, None), "error": 0.25} for epoch in range(epochs)]
