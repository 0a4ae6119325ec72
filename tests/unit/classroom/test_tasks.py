"""Tasks: made, found by their code, joined, answered; a class as one experiment; the end of term."""

import io
import zipfile

import pytest

from rnn_core import files, runs
from rnn_core.access import Access, Person
from rnn_core.classroom import lessons_done, members, tasks
from rnn_core.classroom.figures import scores, values_tried
from rnn_core.classroom.marks import marks
from rnn_core.classroom.sentences import values_verdict
from rnn_core.classroom.whole_class import everything, forget
from rnn_core.data import entry, keep
from rnn_core.errors import UserError
from rnn_core.experiments import experiment, listing
from rnn_core.runs import METRICS, Run, Status, changed
from tests.helpers import forecast_metrics

QUERY = {"dataset": "sine", "epochs": "5"}


def made(**more):
    return tasks.make("forecast", QUERY, " Is it   better? ", 10, **more)


def answer(owner: str, skill: float, dataset: str = "sine", data: str = "a" * 64, **settings) -> Run:
    run = runs.create("forecast", dataset, data, "Sine wave", experiment("forecast").settings.parse(settings), owner)
    files.write_json(run.folder / METRICS, forecast_metrics(skill).model_dump())
    run.write_status(changed(Status(), state="finished"))
    return run


def test_a_task_is_found_by_its_code_however_it_is_typed():
    task = made(target=0.1)
    assert task.question == "Is it better?"
    assert task.target_in_words() == "Skill above 0.1"
    assert len(task.code) == 4
    assert tasks.find(f" {task.code[:2].lower()} {task.code[2:]}") == task
    assert tasks.tasks() == tasks.going_on() == [task]


@pytest.mark.parametrize("code", ["", "AAAA", "../x", "1O0I", "A" * 50])
def test_another_code_is_none(code):
    with pytest.raises(UserError, match="There is no task with the code"):
        tasks.find(code)


@pytest.mark.parametrize(
    ("question", "minutes", "words"),
    [
        ("  ", 10, "The task has no question"),
        ("x" * 201, 10, "The question has 201 characters: take at most 200"),
        ("Why?", 0, "The task lasts 0 minutes: give more than 0"),
        ("Why?", 1441, "The task lasts 1441 minutes"),
    ],
)
def test_what_no_task_can_be(question, minutes, words):
    with pytest.raises(UserError, match=words):
        tasks.make("forecast", QUERY, question, minutes)
    assert tasks.tasks() == []


def test_a_task_ends():
    task = tasks.change(made(alone=True), until=1.0)
    assert tasks.going_on() == []
    assert not tasks.is_test()
    with pytest.raises(UserError, match=f"The task {task.code} is over"):
        tasks.find(task.code)


def test_a_damaged_task_is_passed_over():
    task = made()
    files.write_text(task.folder / "task.json", "{")
    assert tasks.tasks() == []


def test_who_joins_keeps_place_and_guess():
    task = made(varied="units", values=("4", "8"))
    places = [tasks.join(task, owner, guess) for owner, guess in (("a", "8"), ("b", "no value"), ("c", "4"), ("a", "4"))]
    assert [(place.number, place.guess) for place in places] == [(0, "8"), (1, ""), (2, "4"), (0, "8")]
    opened = [tasks.query_of(task, place) for place in places]
    assert [(one["units"], one["seed"]) for one in opened] == [("4", "1"), ("8", "1"), ("4", "2"), ("4", "1")]
    assert all(one["dataset"] == "sine" for one in opened)


def test_values_are_as_settings_hold_them():
    settings = experiment("forecast").settings()
    assert tasks.values_of(settings, "dropout", " 0.10, 0.2,,0.1 ") == ("0.1", "0.2")
    assert tasks.values_of(settings, "cell", "lstm, gru") == ("lstm", "gru")
    with pytest.raises(UserError, match=r"^1 value to try: give 2 to 12"):
        tasks.values_of(settings, "units", "8, 8")
    with pytest.raises(UserError, match=r"^units is '9999': give a whole number of at least 1 and at most 512\.$"):
        tasks.values_of(settings, "units", "8, 9999")


def test_only_runs_of_the_task_count():
    before = answer("a", 0.9)
    task = made(target=0.1)
    assert tasks.standing(task, listing.rows(), "a").row is None, f"{before.id} was made before"
    answer("a", 0.05)
    answer("b", 0.5)
    answer("a", 0.7, dataset="random-walk")
    assert not tasks.standing(task, listing.rows(), "a").reached
    best = answer("a", 0.2)
    found = tasks.standing(task, listing.rows(), "a")
    assert (found.row.run, found.reached) == (best, True)
    assert tasks.standing(made(), listing.rows(), "nobody").reached is False


def test_marks():
    members.rename("a", "Ada")
    members.rename("b", "Bob")
    task = made(target=0.1)
    for owner in "abc":
        tasks.join(task, owner)
    best = answer("b", 0.25)
    answer("a", 0.05)
    table = marks(task, members.members(), listing.rows())
    assert list(table["name"]) == ["Bob", "Ada", "c"]
    assert list(table["reached"]) == [True, False, False]
    assert table["run"][0] == best.id
    assert table["score"].tolist()[:2] == [0.25, 0.05]


def test_what_was_reached_stays_when_its_run_is_gone():
    task = made(target=0.1)
    tasks.join(task, "a")
    first = answer("a", 0.2)
    assert marks(task, {}, listing.rows())["run"].tolist() == [first.id]
    first.delete()
    assert marks(task, {}, listing.rows())["score"].tolist() == [0.2]
    answer("a", 0.15)
    assert marks(task, {}, listing.rows())["score"].tolist() == [0.2], "a worse one changes nothing"
    better = answer("a", 0.3)
    assert marks(task, {}, listing.rows())["run"].tolist() == [better.id]
    files.write_text(task.folder / "results.json", "[]")
    assert marks(task, {}, listing.rows())["run"].tolist() == [better.id], "a damaged file is made anew"


def test_a_class_is_one_experiment():
    task = made(varied="units", values=("4", "8"))
    assert values_tried(task, listing.rows()) is None
    for owner, guess in zip("abcd", ("8", "8", "4", "8"), strict=True):
        tasks.join(task, owner, guess)
    answer("a", 0.1, units=4)
    assert values_verdict(task, listing.rows()) == "1 network so far: not enough to compare."
    answer("b", 0.3, units=8)
    answer("c", 0.2, units=4)
    answer("d", 0.4, units=16)
    assert scores(task, listing.rows()) == {"4": [0.1, 0.2], "8": [0.3]}, "who changed the value is left out"
    assert values_verdict(task, listing.rows()) == (
        "3 networks: Units 8 is best in the middle, 0.3. Its networks and those of 4 overlap: chance may decide between them. "
        "3 of 4 expected it."
    )
    answer("d", 0.5, units=8)
    assert values_verdict(task, listing.rows()) == "4 networks: Units 8 is best in the middle, 0.4. 3 of 4 expected it."
    dots, *middles = values_tried(task, listing.rows()).data
    assert sorted(dots.y) == [0.1, 0.2, 0.3, 0.5]
    assert [line.y[0] for line in middles] == [pytest.approx(0.15), pytest.approx(0.4)]


def test_in_a_test_nobody_sees_others():
    made(alone=True)
    assert tasks.is_test()
    shared = Access("a", shared=True)
    assert not Person("b", alone=True).may_see(shared)
    assert not Person("b", alone=True).may_see(Access())
    assert Person("a", alone=True).may_see(shared)
    assert Person("t", teacher=True, alone=True).may_see(shared)
    assert Person("b").may_see(shared)


def test_the_end_of_term():
    members.rename("a", "Ada")
    lessons_done.keep("a", lessons_done.explained(lessons_done.Learned(), "walk"))
    task = made()
    tasks.join(task, "a")
    data = entry("sine").load()
    run = answer("a", 0.25, data=keep(data))
    kept = answer("stranger", 0.25)
    with zipfile.ZipFile(io.BytesIO(everything())) as archive:
        names = archive.namelist()
        assert archive.read("names.csv").decode() == "owner,name,lessons\na,Ada,1\n"
        assert "Ada,True,0.25,better" in archive.read(f"task-{task.code}.csv").decode()
    assert {"names.csv", f"task-{task.code}.json", f"task-{task.code}.csv"} <= {*names}
    forget()
    assert (tasks.tasks(), members.members(), lessons_done.learned("a").done) == ([], {}, ())
    assert not run.folder.exists()
    assert kept.folder.exists(), "of somebody who is not of the class"
