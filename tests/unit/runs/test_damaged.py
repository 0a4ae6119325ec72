"""Run folders that a crash, a full disk or a hand has damaged: they stop nothing, and can be deleted."""

import os

import pytest

from rnn_core import runs
from rnn_core.access import Access, Person
from rnn_core.cli.main import main
from rnn_core.errors import UserError
from rnn_core.experiments.listing import DAMAGED, rows
from rnn_core.files import write_json
from rnn_core.jobs.queue import recover, waiting_on_disk
from rnn_core.runs import METRICS, Run
from tests.helpers import DAMAGES, queued_run


@pytest.fixture(params=DAMAGES.values(), ids=DAMAGES)
def damaged(request) -> Run:
    run = queued_run()
    request.param(run)
    return run


def test_it_is_listed_as_damaged_behind_the_others(damaged):
    good = queued_run()
    assert list(runs.runs()) == [good]
    assert list(runs.damaged()) == [damaged]
    first, last = rows()
    assert (first.run, first.state) == (good, "queued")
    assert (last.run, last.state, last.title, last.experiment) == (damaged, DAMAGED, f"Damaged: {damaged.id}", "")


def test_the_queue_starts_beside_it(damaged):
    good = queued_run()
    assert recover() == [good]
    assert good in waiting_on_disk()


def test_the_command_line_lists_it_and_says_what_it_is(damaged, capsys):
    good = queued_run()
    assert main(["runs"]) == 0
    assert capsys.readouterr().out == f"{good.id}  queued       forecast  Sine wave\n{damaged.id}  damaged\n"
    assert main(["show", damaged.id]) == 2
    assert capsys.readouterr().err == f"The files of the run {damaged.id} are damaged: delete it, and train again.\n"


def test_it_is_deleted_unless_somebody_works_on_it(damaged):
    with damaged.lock(), pytest.raises(UserError, match=f"^The run {damaged.id} is still under way"):
        damaged.delete()
    damaged.delete()
    assert not damaged.folder.exists()
    assert rows() == []


def test_a_folder_that_is_just_being_made_is_not_damaged(own_home):
    run = Run(own_home / "runs" / "new")
    run.folder.mkdir(parents=True)
    assert rows() == []
    assert list(runs.damaged()) == []


def test_a_run_whose_metrics_are_damaged_is_listed_as_such_and_stops_nothing(capsys):
    bad, good = queued_run(), queued_run()
    for run in (bad, good):
        run.ask_to_stop()
    write_json(bad.folder / METRICS, [])
    assert [(row.run, row.state) for row in rows()] == [(good, "stopped"), (bad, DAMAGED)]
    assert recover() == []
    assert main(["runs"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    bad.delete()
    assert [row.run for row in rows()] == [good]


def test_only_its_owner_sees_a_damaged_run_as_long_as_it_says_whose_it_is():
    run = queued_run()
    run.set_access(Access("a" * 32))
    (run.folder / "status.json").write_text("")
    assert [row.run for row in rows(Person("a" * 32))] == [run]
    assert rows(Person("b" * 32)) == []
    (run.folder / "access.json").write_text("")
    assert [row.run for row in rows(Person("b" * 32))] == [run]


def test_a_folder_elsewhere_is_no_damaged_run(tmp_path, capsys):
    (tmp_path / "papers").mkdir()
    os.utime(tmp_path / "papers", (0, 0))
    with pytest.raises(UserError, match=r"^There is no run"):
        runs.find(str(tmp_path / "papers"))
