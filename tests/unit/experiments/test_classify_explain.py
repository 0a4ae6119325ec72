"""Looking inside classifiers: texts word by word, and how dropout moves their answers."""

import numpy as np
import pytest

from rnn_core.errors import UserError
from rnn_core.experiments.classify import ClassifySettings, explain
from rnn_core.experiments.classify.data import Part, Prepared
from rnn_core.features.words import UNKNOWN, WordVocabulary
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Dense, Embedding, Network, Pooling, Recurrent
from tests.helpers import marks

KNOWN = WordVocabulary(("good", "bad", "film"))
NETWORK = Network(
    timesteps=30,
    features=1,
    symbols=5,
    masked=True,
    layers=(Embedding(units=2), Recurrent(kind="gru", units=3, return_sequences=True), Pooling(), Dense(units=2)),
)


def of_test_part(*texts, classes):
    """Prepared texts of which these are the test part."""
    part = Part(texts, np.array(classes, np.int32), np.arange(len(texts)))
    nothing = Part((), part.classes[:0], part.places[:0])
    return Prepared(nothing, nothing, part, ("no", "yes"), KNOWN, 30, ClassifySettings())


def test_words_of_several_texts_follow_each_other():
    found = explain.probe_data(of_test_part("good film", "", "bad strange film", classes=(1, 0, 0)), NETWORK)
    counted = found.values[found.counted].tolist()
    first = counted[:2] == [2, 4]
    assert counted == ([2, 4, 3, UNKNOWN, 4] if first else [3, UNKNOWN, 4, 2, 4])
    assert marks(found.properties, "text of the class no") == ("00111" if first else "11100")
    assert marks(found.properties, "a word that the network does not know") == ("00010" if first else "01000")
    assert marks(found.properties, "place in the text") == ("01012" if first else "01201")
    assert found.blocks.tolist() == ([0, 0, 1, 1, 1] if first else [0, 0, 0, 1, 1])
    assert found.where == "2 texts of the test part, 5 words"


def test_texts_without_words_have_no_telling_units():
    with pytest.raises(UserError, match="no text with words"):
        explain.probe_data(of_test_part("?!", "", classes=(0, 1)), NETWORK)


def test_a_text_is_read_word_by_word():
    found = explain.of_words("Good, STRANGE film", KNOWN, 30)
    assert found.names == ("good", "strange", "film")
    assert found.values.tolist() == [2, UNKNOWN, 4]
    cut = explain.of_words("film " * 240, KNOWN, 250)
    assert cut.note == "The first 200 of the 240 words that the network reads are shown."
    with pytest.raises(UserError, match="no words"):
        explain.of_words("?!", KNOWN, 30)


def test_the_examples_are_the_texts_of_the_test_part():
    prepared = of_test_part("good film", "bad film", classes=(1, 0))
    assert explain.examples(prepared) == 2
    assert explain.reading(prepared, NETWORK, 1).names == ("bad", "film")


def test_chances_are_those_of_the_class():
    network = Network(timesteps=2, features=1, symbols=4, masked=True, layers=(Embedding(units=2), Pooling(), Dense(units=2)))
    weights = {"0/embeddings": np.array([[0, 0], [0, 0], [4, 0], [0, 4]]), "2/kernel": np.eye(2), "2/bias": np.zeros(2)}
    made = NumpyNetwork(network, {name: one.astype(np.float32) for name, one in weights.items()})
    certain = 1 / (1 + np.exp(-4))
    assert explain.chances(made, 0)(np.array([[2, 0]]), None) == pytest.approx([certain])
    assert explain.chances(made, 1)(np.array([[2, 0]]), None) == pytest.approx([1 - certain])
