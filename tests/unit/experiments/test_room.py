"""What an owner may keep, and a disk that is nearly full."""

import shutil
from collections import namedtuple

import pytest

from rnn_core.access import NOBODY, Access
from rnn_core.data import Text, uploads
from rnn_core.errors import UserError
from rnn_core.experiments.room import LEAST_FREE, check_room, taken
from tests.helpers import queued_run

Usage = namedtuple("Usage", "total used free")


def run_of(owner, title, kilobytes):
    run = queued_run()
    run.set_access(Access(owner))
    run.relabel(title, "")
    (run.folder / "model.keras").write_bytes(bytes(1000 * kilobytes))
    return run


def test_who_has_room_is_told_nothing(own_home):
    run_of("a", "Small", 10)
    check_room("a", 1_000_000)


def test_who_has_none_is_told_what_of_their_own_to_delete(own_home, monkeypatch):
    monkeypatch.setenv("RNN_LAB_OWNER_MEGABYTES", "0.3")
    run_of("a", "Small", 50)
    run_of("a", "Large", 200)
    run_of("b", "Another's", 5000)
    runs, data = taken("a")
    assert 250_000 < runs < 260_000
    assert data == 0
    check_room("a", 10_000)
    with pytest.raises(UserError, match="delete the run Large on the page Runs") as told:
        check_room("a", 100_000)
    assert "Another's" not in str(told.value)
    uploads.add(Text("abc" * 100_000, "Long"), "long.txt", "a")
    with pytest.raises(UserError, match=r"delete the upload long\.txt on the page Runs"):
        check_room("a")
    check_room(NOBODY, 10**6)


def test_a_disk_that_is_nearly_full_keeps_nothing_new(own_home, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(1e12, 1e12 - LEAST_FREE - 10, LEAST_FREE + 10))
    check_room("a", 5)
    with pytest.raises(UserError, match="The disk of this server is nearly full, 500 MB are left: trainings go on"):
        check_room(NOBODY, 20)
