"""Studies: one process each, progress, results that stay, faults that end in a sentence."""

import threading
import time

import pytest

from rnn_core.errors import UserError
from rnn_core.jobs import study_process
from rnn_core.jobs.study_process import compute
from rnn_core.jobs.study_queue import ENDED, MOST_KEPT, PROBLEM, RESULT, StudyQueue, StudyRun, settings_of
from rnn_core.settings import Settings, setting
from rnn_core.teaching.studies import Study, studies


class Small(Settings):
    number: int = setting(1, "Number", "A number.", group="Data", ge=0, le=9)


def study(work, name="small", varies=False):
    return Study(name, "Small", Small, work, varies)


def prepared(work, number=1):
    study_run = StudyRun(study(work), Small(number=number))
    study_run.prepare()
    return study_run


@pytest.fixture
def line():
    made = StudyQueue()
    yield made
    made.close()


def eventually(found, seconds=60.0):
    deadline, pause = time.monotonic() + seconds, threading.Event()
    while not (value := found()):
        assert time.monotonic() < deadline, "it did not happen in time"
        pause.wait(0.05)
    return value


def test_every_study_is_found_and_has_words():
    for name, found in studies().items():
        assert found.name == name
        assert found.title
        assert all(field.title and field.description for field in found.settings.model_fields.values())


def test_the_result_is_what_the_work_returns():
    study_run = prepared(lambda settings, tell: {"twice": 2 * settings.number}, number=3)
    compute(study_run.study, study_run.folder)
    assert study_run.result() == {"twice": 6}
    assert not study_run.problem()


def test_equal_settings_share_a_folder_and_others_do_not():
    one, other = (StudyRun(study(None), Small(number=number)) for number in (1, 2))
    assert one.folder == StudyRun(study(None), Small(number=1)).folder
    assert one.folder != other.folder
    one.prepare()
    assert settings_of(one.study, one.folder) == Small(number=1)


def test_what_is_wrong_with_the_settings_is_told_in_their_own_words():
    def work(settings, tell):
        raise UserError("The distance is too long.")

    study_run = prepared(work)
    compute(study_run.study, study_run.folder)
    assert study_run.problem() == "The distance is too long."
    assert study_run.result() is None


def test_an_error_becomes_a_sentence_and_goes_away_with_the_next_attempt():
    study_run = prepared(lambda settings, tell: {"never": 1 / 0})
    compute(study_run.study, study_run.folder)
    assert study_run.problem() == "The computation ended with an error (ZeroDivisionError: division by zero)."
    study_run.prepare()
    assert study_run.problem() == ""


def test_progress_is_told_and_bounded(monkeypatch):
    monkeypatch.setattr(study_process, "WRITE_SECONDS", 0.0)
    seen = []

    def work(settings, tell):
        tell(0.5, "Half of it.")
        seen.append(study_run.progress())
        tell(7, "More than all.")
        seen.append(study_run.progress())
        return {}

    study_run = prepared(work)
    assert study_run.progress() == (0.0, "Starting.")
    compute(study_run.study, study_run.folder)
    assert seen == [(0.5, "Half of it."), (1.0, "More than all.")]


def test_what_another_process_computes_is_left_alone():
    study_run = prepared(lambda settings, tell: {"mine": True})
    with study_run.lock().acquire():
        assert study_run.computed_now()
        thread = threading.Thread(target=compute, args=(study_run.study, study_run.folder))
        thread.start()
        thread.join()
    assert study_run.result() is None
    assert not study_run.computed_now()


def test_a_process_that_cannot_begin_ends_in_a_sentence(line):
    study_run = StudyRun(study(None, name="there-is-no-such-study"), Small())
    line.ask(study_run)
    assert eventually(study_run.problem) == ENDED
    assert line.place(study_run) is None or eventually(lambda: line.place(study_run) is None)


def test_stop_takes_one_out_of_the_line(line):
    first, second = (StudyRun(study(None, name="no-such"), Small(number=number)) for number in (1, 2))
    line.ask(first)
    line.ask(second)
    line.stop(second)
    assert eventually(first.problem)
    eventually(lambda: line.place(first) is None)
    assert not (second.folder / PROBLEM).exists()


def test_only_so_many_results_are_kept():
    for number in range(MOST_KEPT + 3):
        folder = StudyRun(study(None), Small()).folder.parent / f"old-{number}"
        folder.mkdir(parents=True)
        (folder / RESULT).write_text("{}")
    prepared(None)
    assert len(list(StudyRun(study(None), Small()).folder.parent.iterdir())) == MOST_KEPT + 1
