"""A new key takes all along that the old one had, and nothing of anybody else's."""

from rnn_core import runs
from rnn_core.access import Access, Person
from rnn_core.classroom import members, tasks
from rnn_core.classroom.lessons_done import Learned, guess, keep, learned
from rnn_core.classroom.new_key import hand_over
from rnn_core.data import Text, uploads
from rnn_core.experiments import experiment
from rnn_core.experiments.own_presets import keep_preset, own_presets
from rnn_core.runs import ACCESS, bin
from tests.helpers import queued_run


def owned(owner, shared=False):
    run = queued_run()
    run.set_access(Access(owner, shared))
    return run


def test_everything_goes_to_the_new_key(own_home):
    mine, shared, other, damaged = owned("a"), owned("a", True), owned("b"), owned("a")
    (damaged.folder / ACCESS).write_text("{")
    thrown = owned("a")
    thrown.ask_to_stop()
    bin.throw_away(thrown)
    uploads.add(Text("abc" * 100, "My text"), "my.txt", "a")
    uploads.add(Text("abd" * 100, "Hers"), "hers.txt", "b")
    forecast = experiment("forecast")
    keep_preset("a", forecast, "best", forecast.settings(units=7))
    members.rename("a", "Ada")
    keep("a", guess(Learned(), "walk", 1))
    task = tasks.make("forecast", {}, "Why?", 5)
    tasks.join(task, "a")
    hand_over("a", "n")
    assert (mine.access(), shared.access(), other.access()) == (Access("n"), Access("n", True), Access("b"))
    assert [one.run.access() for one in bin.binned()] == [Access("n")]
    assert {one.name: one.owner for one in uploads.uploads()} == {"my.txt": "n", "hers.txt": "b"}
    assert [one.load().text for one in uploads.uploads(person=Person("n"))] == ["abc" * 100]
    assert own_presets("n", forecast)["best"].units == 7
    assert own_presets("a", forecast) == {}
    assert (members.name_of("n"), members.name_of("a")) == ("Ada", "")
    assert [*tasks.joined(task)] == ["n"]
    assert (learned("n").current, learned("a")) == ("walk", Learned())
    assert not Person("a").may_see(mine.access())


def test_who_has_nothing_gets_a_new_key_too(own_home):
    hand_over("a", "n")
    assert [*runs.runs()] == []
