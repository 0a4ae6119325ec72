"""The bin: a delete that can be taken back."""

import datetime
import os

import pytest

from rnn_core import files, runs
from rnn_core.access import Access
from rnn_core.errors import UserError
from rnn_core.experiments.listing import rows
from rnn_core.jobs.queue import waiting_on_disk
from rnn_core.runs import Run, bin
from tests.helpers import DAMAGES, queued_run


def ended(dataset: str = "sine") -> Run:
    run = queued_run(dataset)
    run.ask_to_stop()
    return run


def contents(run: Run) -> dict[str, bytes]:
    return {str(path.relative_to(run.folder)): path.read_bytes() for path in run.folder.rglob("*") if path.is_file()}


def aged(one: bin.Binned, days: float) -> bin.Binned:
    """As if it had been thrown away so many days ago."""
    when = (datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=days)).strftime(bin.TIME)
    place = one.run.folder.with_name(f"{when}--{one.id}")
    one.run.folder.rename(place)
    return bin.Binned(Run(place))


def test_a_deleted_run_is_in_no_list_and_comes_back_as_it_was():
    run = ended()
    run.relabel("My best", "a note")
    run.set_access(Access("somebody", shared=True))
    before = contents(run)
    one = bin.throw_away(run)
    assert (rows(), list(runs.runs()), list(runs.damaged()), waiting_on_disk()) == ([], [], [], [])
    assert not run.folder.exists()
    assert bin.binned() == [one]
    assert (one.id, one.title, one.run.access().owner) == (run.id, "My best", "somebody")
    assert datetime.datetime.now(datetime.UTC) - one.deleted < datetime.timedelta(minutes=1)
    assert one.restore() == run
    assert contents(run) == before
    assert [row.run for row in rows()] == [run]
    assert bin.binned() == []


def test_a_run_under_way_is_not_thrown_away():
    run = queued_run()
    with pytest.raises(UserError, match="still under way: stop it first, then delete it"):
        bin.throw_away(run)
    assert run.folder.exists()
    assert bin.binned() == []


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_one_goes_and_comes_back(damage):
    run = queued_run()
    damage(run)
    one = bin.throw_away(run)
    assert (one.id, one.title, rows()) == (run.id, run.id, [])
    assert bin.data_in_use() == set()
    assert one.restore().folder.is_dir()
    assert bin.binned() == []


def test_the_newest_stands_first():
    one, two = (bin.throw_away(ended()) for _ in range(2))
    assert bin.binned() == [two, one]
    assert bin.find(one.run.id) == one
    assert bin.find("../../etc") is None


def test_what_has_lain_there_for_a_week_goes():
    young, old = aged(bin.throw_away(ended()), 6.9), aged(bin.throw_away(ended()), 7.1)
    bin.empty_old()
    assert bin.binned() == [young]
    assert not old.run.folder.exists()


def test_the_oldest_goes_when_it_takes_too_much(monkeypatch):
    monkeypatch.setattr(bin, "MOST_BYTES", 25_000)
    kept = []
    for _ in range(3):
        run = ended()
        (run.folder / "model.safetensors").write_bytes(b"0" * 10_000)
        kept.append(bin.throw_away(run))
    assert bin.binned() == kept[:0:-1]
    large = ended()
    (large.folder / "model.safetensors").write_bytes(b"0" * 30_000)
    last = bin.throw_away(large)  # larger than all that may lie there: it forgives this delete, too
    assert bin.binned() == [last]


def test_removed_for_good():
    one = bin.throw_away(ended())
    one.remove()
    assert bin.binned() == []
    assert os.listdir(one.run.folder.parent) == []
    with pytest.raises(UserError, match="no longer in the bin"):
        one.restore()


def test_it_does_not_come_back_over_another_run():
    run = ended()
    one = bin.throw_away(run)
    run.folder.mkdir()
    files.write_text(run.folder / "note", "mine")
    with pytest.raises(UserError, match="There is a run"):
        one.restore()
    assert bin.binned() == [one]


def test_the_data_of_what_may_come_back_are_in_use():
    run, other = ended(), ended("random-walk")
    wanted = {run.about().data, other.about().data}
    one = bin.throw_away(run)
    assert bin.data_in_use() == wanted
    one.remove()
    assert bin.data_in_use() == {other.about().data}
