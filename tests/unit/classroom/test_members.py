"""Who is in the class, and by which name."""

import os
import re

import pytest

from rnn_core.classroom import members
from rnn_core.classroom.members import Member
from rnn_core.classroom.pseudonyms import FIRST, SECOND, pseudonym
from rnn_core.errors import UserError


def test_who_comes_gets_a_name_that_says_nothing_and_stays():
    members.seen("a" * 32)
    (first,) = members.members().values()
    assert re.fullmatch(r"[A-Z][a-z]+ [A-Z][a-z]+", first.name)
    members.seen("a" * 32)
    assert members.name_of("a" * 32) == first.name
    assert members.name_of("b" * 32) == ""


def test_no_two_names_are_alike():
    taken: set[str] = set()
    for _ in range(len(FIRST) * len(SECOND) + 3):
        name = pseudonym("somebody", taken)
        assert name not in taken
        taken.add(name)
    assert len(taken) == len(FIRST) * len(SECOND) + 3


def test_being_seen_moves_the_time():
    members.seen("a")
    os.utime(members.folder() / "a.json", (1000, 1000))
    assert members.members()["a"].seen == 1000
    members.seen("a")
    assert members.members()["a"].seen > 1000


def test_a_name_is_chosen_and_given_back():
    members.seen("a")
    given = members.name_of("a")
    members.rename("a", "  Ada   L. ")
    assert members.name_of("a") == "Ada L."
    members.rename("b", "Ada")
    with pytest.raises(UserError, match=r"^Somebody in the class is called ADA already: add a letter"):
        members.rename("a", "ADA")
    with pytest.raises(UserError, match=r"^The name has 41 characters: take one of at most 40"):
        members.rename("a", "x" * 41)
    members.rename("a", "")
    assert members.name_of("a") == given


def test_a_class_has_an_end(monkeypatch):
    monkeypatch.setattr(members, "MOST_MEMBERS", 2)
    for owner in "abc":
        members.seen(owner)
    assert sorted(members.members()) == ["a", "b"]
    with pytest.raises(UserError, match="The class has 2 members"):
        members.rename("c", "Late")


def test_a_damaged_file_is_passed_over():
    members.seen("a")
    for name, content in (("b", "{"), ("c", "[]"), ("d", '{"name": 3}')):
        (members.folder() / f"{name}.json").write_text(content)
    assert list(members.members()) == ["a"]


def test_who_is_here():
    assert members.here(Member("a", "A", 100.0), 60, now=150.0)
    assert not members.here(Member("a", "A", 100.0), 60, now=161.0)


def test_who_leaves_has_no_name():
    members.seen("a")
    members.leave("a")
    members.leave("a")
    assert members.members() == {}


def test_all_names_are_forgotten():
    members.seen("a")
    members.forget_all()
    assert members.members() == {}
