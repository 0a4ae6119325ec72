"""A classifier asked about texts and words: small networks whose answers are known by hand."""

import numpy as np
import pytest

from rnn_core.errors import UserError
from rnn_core.experiments.classify.predict import Classifier
from rnn_core.features.words import WordVocabulary
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Bag, Dense, Embedding, Network, Pooling

VOCABULARY = WordVocabulary(("good", "bad", "film"))  # numbers 2, 3, 4
KERNEL = np.array([[1, -1], [0, 0]], np.float32)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


@pytest.fixture
def pooled():
    """The mean of the words' first numbers speaks for the first class; logits (m, -m), so its probability is sigmoid(2 m)."""
    vectors = np.array([[9, 9], [0, 0], [3, 1], [-3, 1], [0, 2]], np.float32)
    layers = (Embedding(units=2), Pooling(), Dense(units=2))
    network = Network(timesteps=4, features=1, symbols=5, masked=True, layers=layers)
    weights = {"0/embeddings": vectors, "2/kernel": KERNEL, "2/bias": np.zeros(2, np.float32)}
    return Classifier(NumpyNetwork(network, weights), VOCABULARY, ("praise", "blame"))


@pytest.fixture
def bagged():
    """A word's weight counts once, however often it occurs; padding counts nothing."""
    network = Network(timesteps=4, features=1, symbols=5, layers=(Bag(), Dense(units=2)))
    kernel = np.array([[0, 0], [0, 0], [1, 0], [0, 2], [0, 0]], np.float32)
    return Classifier(
        NumpyNetwork(network, {"1/kernel": kernel, "1/bias": np.zeros(2, np.float32)}), VOCABULARY, ("praise", "blame")
    )


def test_probabilities_by_hand(pooled):
    assert pooled.timesteps == 4
    assert pooled.probabilities("Good!") == pytest.approx([sigmoid(6), sigmoid(-6)])
    assert pooled.probabilities("good film") == pytest.approx([sigmoid(3), sigmoid(-3)])
    assert pooled.probabilities("") == pytest.approx([0.5, 0.5])
    assert pooled.probabilities_of(["bad", "good"])[:, 0] == pytest.approx([sigmoid(-6), sigmoid(6)])


def test_only_the_first_words_are_read(pooled):
    assert pooled.probabilities("film film film film bad bad") == pytest.approx([0.5, 0.5])


def test_occlusion_by_hand(pooled):
    found = pooled.occlusion("A good, bad GOOD film")  # "a" is unknown; the fifth word is beyond the four that are read
    assert [(one.word, one.known) for one in found] == [("a", False), ("good", True), ("bad", True), ("good", True)]
    whole = sigmoid(2 * 3 / 4)
    without_good, without_bad = sigmoid(0), sigmoid(2 * 6 / 4)
    assert [one.change for one in found] == pytest.approx([0, whole - without_good, whole - without_bad, whole - without_good])


def test_occlusion_speaks_of_the_likeliest_class(pooled):
    good, bad = pooled.occlusion("good bad bad")[:2]
    assert good.change < 0 < bad.change


def test_in_a_bag_a_word_is_replaced_wherever_it_stands(bagged):
    found = bagged.occlusion("bad bad good")
    whole = sigmoid(1)
    assert [one.change for one in found] == pytest.approx([whole - sigmoid(-1)] * 2 + [whole - sigmoid(2)])


def test_no_more_words_are_tried_than_asked(pooled):
    assert len(pooled.occlusion("good bad film good", most=2)) == 2
    assert pooled.occlusion("...") == []


def test_nearest_words_by_the_cosine(pooled):
    assert pooled.nearest(" Good") == [("film", pytest.approx(1 / np.sqrt(10))), ("bad", pytest.approx(-0.8))]
    assert pooled.nearest("film", 1) == [("good", pytest.approx(1 / np.sqrt(10)))]


def test_a_vector_of_nothing_is_near_nothing(pooled):
    pooled.network.weights["0/embeddings"][3] = 0
    assert pooled.nearest("bad") == [("good", 0), ("film", 0)]


@pytest.mark.parametrize(
    ("typed", "said"), [("two words", "one word"), ("", "one word"), ("zebra", "does not know the word zebra")]
)
def test_what_is_no_known_word_gets_a_sentence(pooled, typed, said):
    with pytest.raises(UserError, match=said):
        pooled.nearest(typed)


def test_the_map_turns_the_words_so_that_the_first_axis_holds_most(pooled):
    # centred: good (3, -1/3), bad (-3, -1/3), film (0, 2/3); variances 18 and 2/3, uncorrelated
    found = pooled.projected()
    assert found.words == ("good", "bad", "film")
    assert np.abs(found.points) == pytest.approx(np.array([[3, 1 / 3], [3, 1 / 3], [0, 2 / 3]]), abs=1e-6)
    assert found.points[0, 0] == -found.points[1, 0]
    assert found.points[2, 1] == pytest.approx(2 / 3)  # the extreme word is at the positive end
    assert found.explained == pytest.approx((18 / (18 + 2 / 3), (2 / 3) / (18 + 2 / 3)))


def test_the_map_of_one_word_is_a_point(pooled):
    found = pooled.projected(1)
    assert found.points.tolist() == [[0, 0]]
    assert found.explained == (0, 0)


def test_a_bag_has_no_vectors(bagged):
    assert not bagged.embeds
    with pytest.raises(UserError, match="no word vectors"):
        bagged.nearest("good")
    with pytest.raises(UserError, match="no word vectors"):
        bagged.projected()
