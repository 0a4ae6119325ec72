"""How long the vectors of a classifier take, from a short trial."""

import numpy as np
import pytest

from rnn_core.data import Labelled, store
from rnn_core.errors import UserError
from rnn_core.experiments.classify import vector_time
from rnn_core.experiments.classify.data import prepare
from rnn_core.experiments.classify.settings import ClassifySettings
from rnn_core.experiments.classify.vector_time import Enough, Pace, seconds
from rnn_core.features.word_vectors import vectors
from rnn_core.features.word_vectors.files import dimensions
from rnn_core.training import time_probe

TINY = {"dimension": 2, "cell": "none", "epochs": 2, "batch_size": 8, "device": "cpu"}


def texts(each: int = 12) -> Labelled:
    rows = [
        (f"{word} film number {number}", label) for number in range(each) for word, label in (("fine", "up"), ("dull", "down"))
    ]
    return Labelled(*map(tuple, zip(*rows, strict=True)), "Films")


def vectors_file(home, words=("fine", "dull", "film"), name="mine.txt"):
    (home / "data").mkdir(exist_ok=True)
    path = home / "data" / name
    path.write_text("".join(f"{word} 0.5 -0.25\n" for word in words))
    return path


def test_the_rest_of_a_file_goes_on_as_it_began():
    times = iter((10.0, 12.0, 12.25, 12.5, 13.5))
    pace = Pace(lambda: False, lambda: next(times))
    for fraction in (0.0, 0.05, 0.1):
        pace(fraction)
    with pytest.raises(Enough):
        pace(0.3)
    assert pace.whole() == pytest.approx(3.5 + 0.7 * 1.5 / 0.3)  # two of the seconds passed before the first word


def test_a_small_file_is_read_whole():
    times = iter((10.0, 10.25, 10.5))
    pace = Pace(lambda: False, lambda: next(times))
    pace(0.0)
    pace(1.0)
    assert pace.whole() == 0.5


def test_an_interrupted_trial_ends_at_the_next_word(own_home):
    path, looks = vectors_file(own_home), iter((False, True, True))
    pace = Pace(lambda: next(looks))
    pace(0.0)
    with pytest.raises(Enough):
        vectors.skim(path, False, 2, pace)
    settings = ClassifySettings(encoding="glove", vectors=path.name, **TINY)
    looks = iter((False, True, True))
    assert seconds(prepare(texts(), settings), lambda: next(looks)) is None
    assert seconds(prepare(texts(), settings), lambda: True) is None


@pytest.mark.parametrize("stems", [False, True])
def test_a_file_is_gone_through_whether_it_has_the_words_or_not(own_home, stems):
    heard: list[float] = []
    vectors.skim(vectors_file(own_home, ["other"] * 9_000), stems, 2, heard.append)
    assert heard[-1] == 1.0
    assert heard == sorted(heard)
    with pytest.raises(UserError, match="2 dimensions where 3 were chosen"):
        vectors.skim(own_home / "data" / "mine.txt", stems, 3, heard.append)


def test_numbers_of_text_take_time_those_of_a_binary_file_none(own_home):
    path = vectors_file(own_home)
    (own_home / "data" / "mine.bin").write_bytes(b"1 2\nfine " + np.zeros(2, "<f4").tobytes() + b"\n")
    assert dimensions(own_home / "data" / "mine.bin") == [2]
    assert vectors.parsing_seconds(own_home / "data" / "mine.bin", 2) == 0
    assert 0 < vectors.parsing_seconds(path, 2) < 0.01


def test_the_wanted_words_of_a_file_count(own_home, monkeypatch):
    settings = ClassifySettings(encoding="glove", vectors=vectors_file(own_home).name, **TINY)
    prepared = prepare(texts(), settings)
    monkeypatch.setattr(vectors, "parsing_seconds", lambda path, dimension: 1000.0)
    found = seconds(prepared, lambda: False)
    assert 1000 * len(prepared.vocabulary.words) < found < 1000 * len(prepared.vocabulary.words) + 60


def test_learning_is_tried_on_some_texts_and_takes_in_proportion(monkeypatch):
    settings = ClassifySettings(encoding="word2vec", **TINY)
    prepared, given = prepare(texts(200), settings), []
    monkeypatch.setattr(vector_time, "LEARNED_CHARACTERS", 1_000)
    monkeypatch.setattr(vector_time.initial_vectors, "learned", lambda texts, settings: given.extend(texts))
    times = iter((5.0, 7.0))
    monkeypatch.setattr(vector_time.time, "monotonic", lambda: next(times))
    found = seconds(prepared, lambda: False)
    tried, whole = (sum(map(len, some)) for some in (given, prepared.train.texts))
    assert 1_000 <= tried < 1_020
    assert found == 2.0 * whole / tried


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["word2vec", "glove"])
def test_the_vectors_are_part_of_what_a_training_takes(own_home, monkeypatch, encoding):
    settings = ClassifySettings(encoding=encoding, vectors=vectors_file(own_home).name, **TINY)
    with store.temporary_copy(texts()) as (name, folder):
        asked = "classify", str(folder / name), settings.model_dump(), lambda: False
        alone = time_probe.seconds(*asked)
        assert alone is not None
        for said, whole in ((1000.0, True), (None, False)):
            monkeypatch.setattr(vector_time, "seconds", lambda *_, said=said: said)
            found = time_probe.seconds(*asked)
            assert (found is not None and 1000 < found < 1060) if whole else found is None
