"""Studies: one process each, progress, results that stay, faults that end in a sentence."""

import threading
import time

import pytest

from rnn_core import inquiry_process
from rnn_core.errors import UserError
from rnn_core.inquiries import ENDED, MOST_KEPT, PROBLEM, RESULT, Inquiries, Inquiry, settings_of
from rnn_core.inquiry_process import compute
from rnn_core.settings import Settings, setting
from rnn_core.studies import Study, studies


class Small(Settings):
    number: int = setting(1, "Number", "A number.", group="Data", ge=0, le=9)


def study(work, name="small", varies=False):
    return Study(name, "Small", Small, work, varies)


def prepared(work, number=1):
    inquiry = Inquiry(study(work), Small(number=number))
    inquiry.prepare()
    return inquiry


@pytest.fixture
def line():
    made = Inquiries()
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
    inquiry = prepared(lambda settings, tell: {"twice": 2 * settings.number}, number=3)
    compute(inquiry.study, inquiry.folder)
    assert inquiry.result() == {"twice": 6}
    assert not inquiry.problem()


def test_equal_settings_share_a_folder_and_others_do_not():
    one, other = (Inquiry(study(None), Small(number=number)) for number in (1, 2))
    assert one.folder == Inquiry(study(None), Small(number=1)).folder
    assert one.folder != other.folder
    one.prepare()
    assert settings_of(one.study, one.folder) == Small(number=1)


def test_what_is_wrong_with_the_settings_is_told_in_their_own_words():
    def work(settings, tell):
        raise UserError("The distance is too long.")

    inquiry = prepared(work)
    compute(inquiry.study, inquiry.folder)
    assert inquiry.problem() == "The distance is too long."
    assert inquiry.result() is None


def test_an_error_becomes_a_sentence_and_goes_away_with_the_next_attempt():
    inquiry = prepared(lambda settings, tell: {"never": 1 / 0})
    compute(inquiry.study, inquiry.folder)
    assert inquiry.problem() == "The computation ended with an error (ZeroDivisionError: division by zero)."
    inquiry.prepare()
    assert inquiry.problem() == ""


def test_progress_is_told_and_bounded(monkeypatch):
    monkeypatch.setattr(inquiry_process, "WRITE_SECONDS", 0.0)
    seen = []

    def work(settings, tell):
        tell(0.5, "Half of it.")
        seen.append(inquiry.progress())
        tell(7, "More than all.")
        seen.append(inquiry.progress())
        return {}

    inquiry = prepared(work)
    assert inquiry.progress() == (0.0, "Starting.")
    compute(inquiry.study, inquiry.folder)
    assert seen == [(0.5, "Half of it."), (1.0, "More than all.")]


def test_what_another_process_computes_is_left_alone():
    inquiry = prepared(lambda settings, tell: {"mine": True})
    with inquiry.lock().acquire():
        assert inquiry.computed_now()
        thread = threading.Thread(target=compute, args=(inquiry.study, inquiry.folder))
        thread.start()
        thread.join()
    assert inquiry.result() is None
    assert not inquiry.computed_now()


def test_a_process_that_cannot_begin_ends_in_a_sentence(line):
    inquiry = Inquiry(study(None, name="there-is-no-such-study"), Small())
    line.ask(inquiry)
    assert eventually(inquiry.problem) == ENDED
    assert line.place(inquiry) is None or eventually(lambda: line.place(inquiry) is None)


def test_stop_takes_one_out_of_the_line(line):
    first, second = (Inquiry(study(None, name="no-such"), Small(number=number)) for number in (1, 2))
    line.ask(first)
    line.ask(second)
    line.stop(second)
    assert eventually(first.problem)
    eventually(lambda: line.place(first) is None)
    assert not (second.folder / PROBLEM).exists()


def test_only_so_many_results_are_kept():
    for number in range(MOST_KEPT + 3):
        folder = Inquiry(study(None), Small()).folder.parent / f"old-{number}"
        folder.mkdir(parents=True)
        (folder / RESULT).write_text("{}")
    prepared(None)
    assert len(list(Inquiry(study(None), Small()).folder.parent.iterdir())) == MOST_KEPT + 1
