"""The experiment with classes of texts: parts, words, networks, and whole trainings of tiny networks."""

import re

import numpy as np
import pytest

from rnn_core import runs
from rnn_core.data import Labelled, keep
from rnn_core.errors import UserError
from rnn_core.experiments.apply import trained
from rnn_core.experiments.classify import EXPERIMENT
from rnn_core.experiments.classify.data import encoded, prepare
from rnn_core.experiments.classify.initial_vectors import adopt, source
from rnn_core.experiments.classify.metrics import Preparation
from rnn_core.experiments.classify.network import network, weights_of
from rnn_core.experiments.classify.predict import Classifier
from rnn_core.experiments.classify.settings import ClassifySettings
from rnn_core.features.words import WordVocabulary
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import describe
from rnn_core.training import worker
from tests.asked import Asked
from tests.helpers import written_metrics

ASKED = Asked(EXPERIMENT)

WORDS = {"glad": ("good", "fine", "warm"), "sad": ("bad", "grey", "cold")}


def texts(each: int = 30) -> Labelled:
    """Texts whose class any one of their words gives away, the test file's too."""
    rng = np.random.default_rng(3)

    def some(count: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        pairs = [(" ".join(rng.choice(words, 4)), name) for name, words in WORDS.items() for _ in range(count)]
        found, labels = zip(*pairs, strict=True)
        return found, labels

    return Labelled(*some(each), "Moods", test=some(5))


def small(**values) -> ClassifySettings:
    given = {"units": 4, "dimension": 4, "timesteps": 5, "dropout": 0.0, "epochs": 6, "learning_rate": 0.05, "device": "cpu"}
    return ClassifySettings.parse({**given, **values})


def run_of(data: Labelled, settings: ClassifySettings) -> runs.Run:
    return runs.create("classify", "moods", keep(data), data.title, settings)


def test_words_come_from_the_training_part_only():
    data = Labelled(tuple(f"word{number}" for number in range(20)), ("a", "b") * 10, "Numbers")
    prepared = prepare(data, small(tokens="words"))
    assert {*prepared.vocabulary.words} == {*prepared.train.texts}
    assert (len(prepared.train.texts), len(prepared.validation.texts), len(prepared.test.texts)) == (12, 4, 4)
    assert [data.texts[place] for place in prepared.test.places] == list(prepared.test.texts)


def test_a_test_file_is_the_test_part():
    prepared = prepare(texts(), small())
    assert prepared.test.texts == texts().test[0]
    assert prepared.test.classes.tolist() == [0] * 5 + [1] * 5
    assert prepared.names == ("glad", "sad")


def test_a_test_file_with_another_class_gets_a_sentence():
    data = texts()
    strange = Labelled(data.texts, data.labels, "Moods", test=(("meh",), ("bored",)))
    with pytest.raises(UserError, match="The test file has the class bored, which"):
        prepare(strange, small())


def test_padding_cutting_and_a_text_without_a_word():
    vocabulary = WordVocabulary(("good", "bad"))
    assert encoded(["bad good", "good bad good bad", "?!"], vocabulary, 3).tolist() == [[3, 2, 0], [2, 3, 2], [1, 0, 0]]


def test_small_classes_weigh_more_when_balanced():
    weights = weights_of(np.array([0, 0, 0, 1], np.int32), 2)
    np.testing.assert_allclose(weights, [4 / 6, 4 / 6, 4 / 6, 2])
    assert weights.sum() == pytest.approx(4)


def layers(**values) -> list[str]:
    """Their titles and outputs, of 100 symbols and 3 classes."""
    rows = describe(network(ClassifySettings.parse({"timesteps": 7, "dropout": 0, **values}), 100, 3))
    return [f"{row['layer']} {row['output']}" for row in rows]


def test_the_networks_of_the_encodings():
    assert layers(encoding="onehot", dense1=16) == [
        "Bag of words (batch, 100)",
        "Dense(16) (batch, 16)",
        "Dense(3) (batch, 3)",
    ]
    assert layers(cell="none", dimension=8) == [
        "Embedding(8) (batch, 7, 8)",
        "Average pooling (batch, 8)",
        "Dense(3) (batch, 3)",
    ]
    both = {"cell": "gru", "layers": 2, "units": 5, "bidirectional": True, "dimension": 8}
    assert layers(**both, summary="last") == [
        "Embedding(8) (batch, 7, 8)",
        "Bidirectional(GRU(5)) (batch, 7, 10)",
        "Bidirectional(GRU(5)) (batch, 10)",
        "Dense(3) (batch, 3)",
    ]
    assert layers(**both, summary="mean")[2:4] == ["Bidirectional(GRU(5)) (batch, 7, 10)", "Average pooling (batch, 10)"]


def test_the_exercises_network():
    rows = describe(network(ClassifySettings.article(), 10_000, 4))
    assert [row["layer"] for row in rows if "Dropout" not in str(row["layer"])] == [
        "Embedding(100)",
        "LSTM(256)",
        "Dense(128)",
        "Dense(64)",
        "Dense(4)",
    ]


@pytest.mark.parametrize(
    "values",
    [
        {"encoding": "onehot"},
        {"cell": "none"},
        {"cell": "simple_rnn"},
        {"cell": "lstm", "bidirectional": True, "balance": True},
        {"cell": "lstm_peephole", "encoding": "word2vec", "tune": True},
        {"cell": "none", "encoding": "glove", "vectors": "moods.txt", "epochs": 40, "patience": 0},
    ],
    ids=str,
)
def test_what_words_give_away_is_learned(values, own_home):
    """Each encoding on texts that are easy, in a real worker: all that a run leaves behind is there and agrees."""
    rows = "".join(f"{word} {index} {one} 0.5 -0.5\n" for one in (0, 1) for index, word in enumerate([*WORDS.values()][one]))
    (own_home / "data").mkdir()
    (own_home / "data" / "moods.txt").write_text(rows)
    run = run_of(texts(), small(**values))
    worker.train(run.folder)
    assert run.status().state == "finished", run.status().message
    metrics = written_metrics(run)
    assert metrics["test"] == {"accuracy": 1.0, "macro_f1": 1.0}
    assert metrics["baselines"]["naive_bayes"] == {"accuracy": 1.0, "macro_f1": 1.0}
    assert {"accuracy", "val_accuracy"} <= run.history().keys()
    assert metrics["verdict_sentence"].startswith("No clear difference: the network is right on 100.0\u202f% of the test texts")
    assert (run.folder / "results" / "confusion.csv").read_text() == "class,glad,sad\nglad,5,0\nsad,0,5\n"


def test_frozen_vectors_are_those_of_the_file(own_home):
    (own_home / "data").mkdir()
    (own_home / "data" / "moods.txt").write_text("good 1 2 3 4\nbad -1 -2 -3 -4\n")
    run = run_of(texts(), small(encoding="glove", vectors="moods.txt", epochs=1))
    worker.train(run.folder)
    found: NumpyNetwork = trained(run)
    vocabulary = prepare(texts(), small()).vocabulary
    table = found.weights["0/embeddings"]
    assert table[vocabulary.number("good")].tolist() == [1, 2, 3, 4]
    assert table[vocabulary.number("bad")].tolist() == [-1, -2, -3, -4]
    assert table[0].tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"vectors": "none.txt"}, "There is no file of vectors 'none.txt'"),
        ({"vectors": "../../etc/passwd"}, "There is no file of vectors '../../etc/passwd'"),
        ({"dimension": 64}, "GloVe has vectors of 50, 100, 200, 300 numbers, not 64"),
        ({"dimension": 50}, "GloVe's vectors of 50 numbers are not on this machine: download"),
    ],
)
def test_vectors_that_are_not_here_get_a_sentence(values, sentence):
    with pytest.raises(UserError, match=re.escape(sentence)):
        ASKED.task(texts(), small(encoding="glove", **values))


def test_a_file_that_lies_elsewhere_is_adopted(own_home, tmp_path):
    (own_home / "elsewhere").mkdir()
    file = own_home / "elsewhere" / "own.vec"
    file.write_text("good 1 2\n")
    assert adopt(file) == "own.vec"
    assert source("own.vec", 2).resolve() == file
    with pytest.raises(UserError, match="cannot be read"):
        adopt(own_home / "missing.vec")


def test_other_texts_are_measured_all_of_them():
    settings = small(cell="none")
    chosen = network(settings, 4, 2)
    rows = np.array([[0], [0], [5], [-5]], np.float32) @ np.ones((1, 4), np.float32)
    weights = {"0/embeddings": rows, "2/kernel": np.stack([np.ones(4), -np.ones(4)], 1).astype(np.float32)}
    found = NumpyNetwork(chosen, {**weights, "2/bias": np.zeros(2, np.float32)})
    preparation = Preparation(words=("good", "bad"), classes=("glad", "sad"))
    data = Labelled(("good", "bad", "good good"), ("glad", "sad", "sad"), "Few", test=(("bad",), ("sad",)))
    results = ASKED.apply(data, settings, preparation, found)
    assert results.document()["test"]["accuracy"] == 0.75
    assert results.tables["predictions"]["predicted"].tolist() == ["glad", "sad", "glad", "sad"]
    with pytest.raises(UserError, match="The texts have the class bored, but the network knows only glad, sad"):
        ASKED.apply(Labelled(("good",), ("bored",), "Few"), settings, preparation, found)


def test_vectors_of_another_dimension_are_told_before_the_training(own_home):
    (own_home / "data").mkdir()
    (own_home / "data" / "mine.txt").write_text("up 0.5 0.25\ndown 0.25 0.5\n")
    data = Labelled(("up we go", "down we go") * 8, ("up", "down") * 8, "Ways")
    settings = ClassifySettings(encoding="glove", vectors="mine.txt", dimension=2)
    assert ASKED.task(data, settings).initial is not None
    with pytest.raises(UserError, match=r"mine\.txt has vectors of 2 dimensions where 50 were chosen"):
        ASKED.task(data, settings.model_copy(update={"dimension": 50}))


NAMES = Labelled(
    tuple(f"{stem}{middle}{end}" for middle in "abcdefghij" for stem, end in (("mu", "ini"), ("sch", "er"))),
    ("Italian", "German") * 10,
    "Names",
)


def test_names_are_read_character_by_character():
    prepared = prepare(NAMES, small(timesteps=20))
    assert prepared.vocabulary.unit == "characters"
    assert {"u", "n", "r"} <= {*prepared.vocabulary.words}
    assert prepared.longest == 6
    assert prepare(NAMES, small(tokens="words")).vocabulary.unit == "words"
    assert prepare(texts(), small()).vocabulary.unit == "words"
    assert prepare(texts(), small(tokens="characters")).vocabulary.unit == "characters"
    hotels = Labelled(tuple(f"第{n}次{'很好' if n % 2 else '太差'}的酒店" for n in range(40)), ("bad", "good") * 20, "Hotels")
    assert prepare(hotels, small()).vocabulary.unit == "characters"


def test_characters_have_no_vectors_of_words():
    with pytest.raises(UserError, match="vectors of words, not of characters"):
        prepare(NAMES, small(tokens="characters", encoding="glove"))
    assert prepare(NAMES, small(encoding="glove")).vocabulary.unit == "words"


def test_a_network_learns_names_from_their_characters(own_home):
    run = run_of(NAMES, small(timesteps=20, epochs=40, cell="gru", patience=0))
    worker.train(run.folder)
    metrics = written_metrics(run)
    assert metrics["tokens"] == "characters"
    assert metrics["test"]["accuracy"] == 1
    model = Classifier.of(run)
    assert model.classes[int(model.probabilities("mukini").argmax())] == "Italian"
    assert [one.word for one in model.occlusion("Muk")] == ["m", "u", "k"]
