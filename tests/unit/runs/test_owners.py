"""Whose runs and uploads are, and whose turn it is in the line."""

from collections.abc import Sequence

import pytest

from rnn_core import access as owners
from rnn_core import runs
from rnn_core.access import NOBODY, Access, Person, is_class_password, is_key, new_key, owner_id
from rnn_core.bundle import archive
from rnn_core.data import Text, uploads
from rnn_core.experiments.listing import rows
from rnn_core.jobs.fair_queue import FairQueue
from rnn_core.jobs.queue import Queue
from rnn_core.runs import Run
from tests.helpers import queued_run

ANNA, BEN, TEACHER = Person("a" * 32), Person("b" * 32), Person("c" * 32, teacher=True)


@pytest.fixture
def class_password(monkeypatch):
    """A password in the configuration, and wrong guesses that do not take long."""
    monkeypatch.setenv("RNN_LAB_CLASS_PASSWORD", "blue chalk")
    monkeypatch.setattr(owners, "GUESS_SECONDS", 0.01)


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
    assert is_class_password("blue chalk")
    assert not is_class_password("blue chalk ")
    assert not is_class_password("")


def test_an_empty_password_lets_nobody_in(monkeypatch):
    monkeypatch.setattr(owners, "GUESS_SECONDS", 0.01)
    monkeypatch.setenv("RNN_LAB_CLASS_PASSWORD", "")
    assert not is_class_password("")


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
    return [line.pop() for _ in range(count)]


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
