"""Reading in a process apart: the same result, the same sentence, and an end to what takes too long or too much."""

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pandas as pd
import pytest

from rnn_core.data import File, examine
from rnn_core.data import apart as module
from rnn_core.data.apart import apart, attempt
from rnn_core.data.questions import Unanswered
from rnn_core.errors import UserError
from tests.helpers import wait_until

PLAIN = File(b"Date,x\n2020-01-01,1\n2020-01-02,3\n", "mine.csv")
ROWS = [b"2020-01-0%d,%c,%d\n" % (day, who, day) for day in range(1, 7) for who in b"ab"]
SEVERAL = File(b"Date,who,x\n" + b"".join(ROWS), "b.csv")


def test_the_same_comes_back_from_the_same_process():
    read = apart("mine.csv", partial(examine, PLAIN))
    pd.testing.assert_frame_equal(read.series.frame, examine(PLAIN).series.frame)
    first, again = (apart("mine.csv", os.getpid) for _ in range(2))
    assert first == again != os.getpid()


def test_what_is_refused_or_open_comes_back_with_its_questions():
    with pytest.raises(UserError, match="is empty; expected"):
        apart("empty.csv", partial(examine, File(b"", "empty.csv")))
    with pytest.raises(Unanswered) as caught:
        apart("b.csv", partial(examine, SEVERAL))
    assert [question.id for question in caught.value.questions] == ["series"]


def test_what_takes_too_long_ends(monkeypatch):
    process = apart("mine.csv", os.getpid)
    monkeypatch.setattr(module, "SECONDS", 0.2)
    with pytest.raises(UserError, match=r"Reading slow.csv takes more than 0 seconds: take a part"):
        apart("slow.csv", partial(pow, 3, 10**9))
    wait_until(lambda: not os.path.exists(f"/proc/{process}"))
    monkeypatch.setattr(module, "SECONDS", 60)
    assert apart("mine.csv", os.getpid) != process


def test_a_large_file_has_time_by_its_size(monkeypatch):
    apart("mine.csv", os.getpid)  # which starts a process, in the usual time
    monkeypatch.setattr(module, "SECONDS", 0.0)
    monkeypatch.setattr(module, "SLOWEST", 1000)
    assert apart("big.csv", partial(sorted, [2, 1]), large=60_000) == [1, 2]
    with pytest.raises(UserError, match=r"Reading big.csv takes more than 1 seconds: take a part"):
        apart("big.csv", partial(pow, 3, 10**9), large=1000)


def test_large_files_do_not_keep_others_waiting():
    with module._large_places, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(apart, "big.csv", partial(sum, [1, 2]), large=10)
        assert [apart("mine.csv", partial(sum, [number])) for number in range(4)] == [0, 1, 2, 3]
        assert not waiting.done()
        module._large_places.release()
        assert waiting.result(60) == 3
        module._large_places.acquire()


@pytest.mark.skipif(os.name == "nt", reason="no limit of memory there")
def test_what_takes_too_much_memory_ends():
    with pytest.raises(UserError, match="takes more memory than there is for one"):
        apart("large.csv", partial(np.ones, 10**10))
    assert apart("mine.csv", partial(sum, [1, 2])) == 3


def test_a_process_that_died_while_it_waited_is_replaced():
    process = apart("mine.csv", os.getpid)
    os.kill(process, signal.SIGKILL)
    wait_until(lambda: not module._idle[0].alive)
    assert apart("mine.csv", partial(sum, [1, 2])) == 3


def test_what_cannot_be_sent_is_told_and_the_next_file_is_read():
    with pytest.raises(RuntimeError, match="cannot pickle"):
        apart("mine.csv", threading.Lock)
    with pytest.raises(Exception, match="pickle"):
        apart("mine.csv", lambda: 1)
    assert apart("mine.csv", partial(sum, [1, 2])) == 3


def test_a_process_that_does_not_start_is_told(monkeypatch):
    module.close()
    monkeypatch.setattr(module.sys, "executable", "/bin/false")
    with pytest.raises(UserError, match="does not start: try again"):
        apart("mine.csv", os.getpid)
    monkeypatch.setattr(module.sys, "executable", "/no/such/program")
    with pytest.raises(UserError, match="does not start: try again"):
        apart("mine.csv", os.getpid)


def test_many_at_once_take_turns():
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(lambda number: apart("mine.csv", partial(sum, [number, 1])), range(12))) == [*range(1, 13)]
    assert len(module._idle) <= 1


def test_a_refusal_can_be_kept():
    found = attempt("empty.csv", partial(examine, File(b"", "empty.csv")))
    assert isinstance(found, UserError)
    assert "is empty" in str(found)
    assert attempt("mine.csv", partial(sum, [1, 2])) == 3
