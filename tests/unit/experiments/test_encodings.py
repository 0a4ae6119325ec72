"""Encodings side by side: which runs are compared, which are still to be trained."""

from rnn_core import runs
from rnn_core.access import Person
from rnn_core.data import Labelled, keep
from rnn_core.experiments.classify import ClassifySettings, encodings
from rnn_core.experiments.classify.encodings import (
    Compared,
    compared,
    essence,
    has_test_file,
    learned_where,
    missing,
    otherwise,
    parts_in_words,
    title,
    variants,
)
from rnn_core.files import write_json
from rnn_core.runs import Status
from tests.helpers import classify_metrics

ME = Person("me")
SHA = "a" * 64


def made(values=None, accuracy=None, data=SHA, owner="me", state="finished"):
    run = runs.create("classify", "mine", data, "Mine", ClassifySettings.parse(values or {}), owner)
    run.write_status(Status(state=state))
    if accuracy is not None:
        write_json(run.folder / "results" / "metrics.json", classify_metrics(accuracy).model_dump())
    return run


def test_only_own_runs_on_the_same_data_and_split_are_compared():
    good, better, shell = made(accuracy=0.7), made({"encoding": "onehot"}, 0.8), made({"cell": "gru"}, 0.6, owner="")
    made(accuracy=0.9, data="b" * 64)
    made({"seed": 2}, 0.9)
    made({"test": 0.3}, 0.9)
    made(accuracy=0.9, owner="somebody")
    made(state="stopped")
    waiting = made({"cell": "none"}, state="queued")
    found = compared(ME, SHA, ClassifySettings().model_dump(mode="json"), False)
    assert [one.run for one in found] == [better, good, shell, waiting]
    assert found[-1].metrics is None


def test_beside_a_test_file_the_share_for_the_test_changes_nothing():
    run, settings = made({"test": 0.3}, 0.9), ClassifySettings().model_dump(mode="json")
    assert compared(ME, SHA, settings, False) == []
    there = compared(ME, SHA, settings, True)
    assert [one.run for one in there] == [run]
    assert missing([ClassifySettings()], there) == []
    assert compared(ME, SHA, {**settings, "validation": 0.3}, True) == []


def test_the_parts_in_words():
    settings = {"seed": 3, "validation": 0.2, "test": 0.1}
    assert parts_in_words(settings, False) == "seed 3, 20\u202f% of the texts kept for validation and 10\u202f% for the test"
    assert parts_in_words(settings, True) == "seed 3, 20\u202f% of the texts kept for validation, and the test file for the test"
    texts = tuple(f"text {number}" for number in range(6))
    alone, tested = (keep(Labelled(texts, ("a", "b") * 3, "T", test=test)) for test in (None, (("more",), ("a",))))
    assert [has_test_file(sha) for sha in (alone, tested, "gone")] == [False, True, False]


def test_a_resumed_run_does_not_stand_with_its_earlier_numbers():
    made(accuracy=0.7, state="queued")
    assert compared(ME, SHA, ClassifySettings().model_dump(mode="json"), False)[0].metrics is None


def test_the_variants_change_nothing_but_the_encoding():
    present = ClassifySettings.parse({"epochs": 3, "units": 8, "dimension": 50, "tune": True})
    found = variants(present)
    assert [title(one.model_dump()) for one in found] == [
        "One-hot + dense",
        "Embedding + pooling",
        "Embedding + SimpleRNN",
        "Embedding + LSTM",
        "Embedding + GRU",
        "word2vec + pooling",
        "GloVe + pooling",
    ]
    same = {"encoding", "cell", "tune"}
    assert len({one.model_dump_json(exclude=same) for one in [present, *found]}) == 1
    assert [one.tune for one in found[-2:]] == [False, False]


def test_settings_without_effect_make_no_other_run():
    plain = ClassifySettings.parse({"encoding": "onehot", "cell": "none"}).model_dump(mode="json")
    other = {**plain, "cell": "lstm", "units": 3, "dimension": 50, "device": "cpu"}
    assert essence(plain) == essence(other)
    assert essence({**plain, "dense1": 16}) != essence(plain)
    recurrent = {**plain, "encoding": "embedding", "cell": "gru"}
    assert essence({**recurrent, "units": 3}) != essence(recurrent)


def test_what_else_differs_is_told():
    present = ClassifySettings(units=16).model_dump(mode="json")
    same = {**present, "encoding": "glove", "cell": "lstm", "bidirectional": True, "tune": True, "seed": 5}
    assert otherwise(same, present) == ""
    assert otherwise({**same, "units": 32, "dropout": 0.2}, present) == "Units 32, Dropout 0.2"
    assert otherwise({**same, "units": 32, "encoding": "onehot"}, present) == ""  # which has no units
    many = {**same, "units": 32, "dropout": 0.2, "epochs": 3, "patience": 0, "batch_size": 8}
    assert otherwise(many, present).endswith(" and 2 more")


def test_what_is_there_is_not_trained_again():
    wanted = variants(ClassifySettings())
    there = [
        Compared(None, "finished", wanted[0].model_dump(mode="json"), {"validation": {"accuracy": 1}}),
        Compared(None, "running", wanted[1].model_dump(mode="json"), None),
        Compared(None, "failed", wanted[2].model_dump(mode="json"), None),
    ]
    assert missing(wanted, there) == wanted[2:]


def test_where_the_vectors_were_learned():
    base = ClassifySettings().model_dump()
    words = [learned_where({**base, "encoding": name, "tune": name == "word2vec"}) for name in encodings.ENCODINGS]
    assert words == [
        "none: a bag of words",
        "contextual: learned on this task",
        "global: from other texts, frozen",
        "global: from these texts, then fine-tuned",
    ]
    assert title({**base, "bidirectional": True}) == "Embedding + GRU, both directions"
