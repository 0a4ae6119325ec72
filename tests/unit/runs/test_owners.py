"""Whose runs and uploads are, and whose turn it is in the line."""

import contextlib
import threading
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core import access as owners
from rnn_core import runs
from rnn_core.access import NOBODY, Access, Person, is_class_password, is_key, new_key, owner_id
from rnn_core.bundle import archive
from rnn_core.data import Text, uploads
from rnn_core.errors import UserError
from rnn_core.experiments.listing import rows
from rnn_core.jobs.fair_queue import FairQueue
from rnn_core.jobs.queue import Queue
from rnn_core.runs import Run
from tests.helpers import queued_run

ANNA, BEN, TEACHER = Person("a" * 32), Person("b" * 32), Person("c" * 32, teacher=True)


@pytest.fixture
def class_password(monkeypatch):
    """A password in the configuration, and nobody has guessed yet."""
    monkeypatch.setenv("RNN_LAB_CLASS_PASSWORD", "blue chalk")
    monkeypatch.setattr(owners, "_wrong", {})


def owned(person: Person) -> Run:
    """A queued run of somebody."""
    run = queued_run()
    run.set_access(Access(person.id))
    return run


@pytest.mark.parametrize(
    ("person", "access", "sees", "changes"),
    [
        (ANNA, Access(ANNA.id), True, True),
        (ANNA, Access(BEN.id), False, False),
        (ANNA, Access(BEN.id, shared=True), True, False),
        (TEACHER, Access(BEN.id), True, True),
        (ANNA, Access(NOBODY), True, False),
        (TEACHER, Access(NOBODY), True, True),
    ],
)
def test_who_may_see_and_change_in_a_class(person, access, sees, changes, class_password):
    assert (person.may_see(access), person.may_change(access)) == (sees, changes)


def test_without_a_class_password_everybody_may_change_what_nobody_owns():
    assert ANNA.may_change(Access(NOBODY))
    assert not ANNA.may_change(Access(BEN.id))


def test_the_class_password(class_password):
    assert is_class_password("blue chalk", "a")
    assert not is_class_password("blue chalk ", "a")
    assert not is_class_password("", "b")


def test_who_guesses_waits_and_nobody_else(class_password, monkeypatch, capsys):
    now = [1000.0]
    monkeypatch.setattr(owners.time, "monotonic", lambda: now[0])
    assert not is_class_password("green", "a" * 32)
    assert not is_class_password("red", "a" * 32)
    with pytest.raises(UserError, match=r"^That was wrong 2 times: wait 1 s, then try once more\.$"):
        is_class_password("blue chalk", "a" * 32)
    assert is_class_password("blue chalk", "b" * 32), "others are answered at once"
    for wrong, wait in ((3, 2), (4, 4), (5, 8)):
        now[0] += 100
        assert not is_class_password("red", "a" * 32)
        with pytest.raises(UserError, match=rf"^That was wrong {wrong} times: wait {wait} s"):
            is_class_password("red", "a" * 32)
    for _ in range(10):
        now[0] += owners.LONGEST_WAIT
        assert not is_class_password("red", "a" * 32)
    now[0] += owners.LONGEST_WAIT
    assert is_class_password("blue chalk", "a" * 32)
    assert not is_class_password("red", "a" * 32), "it begins anew"
    assert not is_class_password("red", "a" * 32)
    said = capsys.readouterr().err
    assert said.startswith("A wrong class password came from the browser aaaaaa, the 1. in a row.\n")
    assert "green" not in said


def test_as_many_guessers_as_there_are_take_no_room(class_password, monkeypatch):
    monkeypatch.setattr(owners, "MOST_GUESSERS", 3)
    for who in range(10):
        is_class_password("red", str(who))
    assert list(owners._wrong) == ["7", "8", "9"]


def test_five_who_guess_keep_nobody_waiting(class_password):
    """Each in a thread, again and again; the teacher's answer comes while they do."""
    stop = threading.Event()

    def guess(who: str) -> None:
        while not stop.is_set():
            with contextlib.suppress(UserError):
                is_class_password("red", who)

    threads = [threading.Thread(target=guess, args=[str(who)]) for who in range(5)]
    for thread in threads:
        thread.start()
    try:
        assert is_class_password("blue chalk", "teacher")
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_a_short_password_is_advised_against(monkeypatch):
    monkeypatch.setenv("RNN_LAB_CLASS_PASSWORD", "")
    assert owners.password_advice() == ""
    monkeypatch.setenv("RNN_LAB_CLASS_PASSWORD", "x" * 12)
    assert owners.password_advice() == ""
    monkeypatch.setenv("RNN_LAB_CLASS_PASSWORD", "chalk")
    advice = owners.password_advice()
    assert advice.startswith("The class password has 5 characters, which a machine guesses: take one of at least 12, such as ")
    assert len(advice.split()[-1]) == 16
    assert "chalk" not in advice


def test_an_empty_password_lets_nobody_in(monkeypatch):
    monkeypatch.setenv("RNN_LAB_CLASS_PASSWORD", "")
    assert not is_class_password("", "a")


def test_keys_differ_and_their_ids_do_not_contain_them():
    first, second = new_key(), new_key()
    assert first != second
    assert is_key(first)
    assert not is_key(first[:-1] + "<")
    assert not is_key("")
    assert owner_id(first) == owner_id(first) != owner_id(second)
    assert first not in owner_id(first)


def test_a_list_holds_what_a_person_may_see(own_home):
    hers, his = owned(ANNA), owned(BEN)
    assert [row.run for row in rows(ANNA)] == [hers]
    assert {row.run for row in rows(TEACHER)} == {hers, his}
    his.set_access(Access(BEN.id, shared=True))
    assert {row.run for row in rows(ANNA)} == {hers, his}


def test_a_run_whose_owner_cannot_be_read_is_nobodys_to_see(own_home):
    run = owned(ANNA)
    (run.folder / "access.json").write_text('{"owner": ')
    assert list(runs.runs()) == []


def test_uploads_are_their_owners(own_home):
    text = Text("to be or not to be " * 20, "mine")
    hers, his = uploads.add(text, "hers", ANNA.id), uploads.add(text, "his", BEN.id)
    assert hers.id == his.id
    assert [one.name for one in uploads.uploads(person=ANNA)] == ["hers"]
    assert uploads.taken_bytes() == hers.bytes  # the same content once
    uploads.remove(his)
    assert uploads.uploads() == [hers]


def test_a_run_brought_back_belongs_to_who_brought_it(own_home):
    run = owned(ANNA)
    run.ask_to_stop()
    run.set_access(Access(ANNA.id, shared=True))
    content = archive.pack(run)
    assert ANNA.id.encode() not in content
    copy = archive.unpack(content, BEN.id)  # hers is here, but not his to find
    assert copy != run
    assert copy.access() == Access(BEN.id)
    assert run.access() == Access(ANNA.id, shared=True)


def served(line: FairQueue, count: int) -> list[Run]:
    """The next ones."""
    return [line.pop()[1] for _ in range(count)]


def lined_up(people: Sequence[Person]) -> tuple[FairQueue, list[Run]]:
    """A line of runs in this order of arrival."""
    line, made = FairQueue(), [owned(person) for person in people]
    for run in made:
        line.add(run)
    return line, made


def test_owners_take_turns(own_home):
    line, (a1, a2, a3, b1, b2) = lined_up([ANNA, ANNA, ANNA, BEN, BEN])
    assert line.order() == [a1, b1, a2, b2, a3]
    assert served(line, 5) == [a1, b1, a2, b2, a3]
    assert not line


def test_who_was_served_last_waits_for_a_newcomer(own_home):
    line, (a1, a2, a3) = lined_up([ANNA, ANNA, ANNA])
    assert served(line, 1) == [a1]
    late = owned(BEN)
    line.add(late)
    assert served(line, 3) == [late, a2, a3]


def test_a_run_waits_once(own_home):
    line, (run,) = lined_up([ANNA])
    line.add(run)
    assert served(line, 1) == [run]
    assert not line


def test_the_place_in_line_is_that_of_the_turns(own_home):
    queue, made = Queue(1), [owned(ANNA), owned(ANNA), owned(BEN)]
    for run in made:
        queue.submit(run)
    assert [queue.place(run) for run in made] == [1, 3, 2]


def by_turns(line: FairQueue) -> list[Run]:
    """The order by its definition: whose owner was served longest ago is next, of one owner the oldest."""
    waiting, served, order = list(line._waiting), dict(line._served), []
    while waiting:
        chosen = min(waiting, key=lambda entry: served.get(entry[0], 0))
        waiting.remove(chosen)
        served[chosen[0]] = line._turn + 1 + len(order)
        order.append(chosen[1])
    return order


class Named:
    """As much of a run as the line looks at."""

    def __init__(self, id: str, owner: str):
        self.id, self._owner = id, owner

    def access(self) -> Access:
        return Access(self._owner)


@given(st.lists(st.sampled_from(["add a", "add b", "add c", "pop", "remove", "move"]), max_size=60))
def test_the_order_is_that_of_the_turns_whatever_happened_before(actions):
    line, made = FairQueue(), []
    for number, action in enumerate(actions):
        if action.startswith("add"):
            made.append(Named(str(number), action[-1]))
            line.add(made[-1])
        elif action == "pop" and line:
            line.pop()
        elif action == "remove" and made:
            line.remove(made[number % len(made)])
        elif action == "move" and len(own := line.of("a")) > 1:
            line.move(own[-1], own[0])
        expected = by_turns(line)
        assert line.order() == expected


def test_only_so_many_runs_of_one_owner_wait(own_home, monkeypatch):
    monkeypatch.setenv("RNN_LAB_MOST_WAITING", "2")
    jobs = Queue(1)
    for run in (owned(ANNA), owned(ANNA), owned(BEN), queued_run(), queued_run(), queued_run()):
        jobs.submit(run)
    jobs.check_room(BEN.id)
    jobs.check_room(NOBODY, 5)
    with pytest.raises(UserError, match=r"^Of your runs 2 wait already, and 2 may: cancel one on the page Runs, or wait"):
        jobs.check_room(ANNA.id)
    with pytest.raises(UserError, match=r"^Of your runs 1 wait"):
        jobs.check_room(BEN.id, 2)
