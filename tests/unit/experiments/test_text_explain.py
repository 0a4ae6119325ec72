"""Looking inside networks that write: what they are shown, and on which characters the next one rests."""

import math

import numpy as np
import pytest

from rnn_core.data import Text
from rnn_core.errors import UserError
from rnn_core.experiments import text
from rnn_core.experiments.text import TextSettings, explain
from rnn_core.experiments.text.explain import DRAWS, Passage
from rnn_core.experiments.text.generation import TextModel
from rnn_core.experiments.text.metrics import Preparation
from rnn_core.networks.spec import Dense, Embedding, Network, Recurrent
from tests.helpers import marks


def made_text(objective, written, window=4):
    settings = TextSettings.parse({"timesteps": window, "objective": objective, "validation": 0.5, "units": 3})
    prepared = text.data.prepare(Text(written, "Made"), settings)
    network = text.network.network(settings, len(prepared.vocabulary.symbols))
    rng = np.random.default_rng(0)
    shapes = {"0/embeddings": (network.symbols, 64), "1/kernel": (64, 12), "1/recurrent_kernel": (3, 12), "1/bias": (12,)}
    last = len(network.layers) - 1
    shapes |= {f"{last}/kernel": (3, network.symbols), f"{last}/bias": (network.symbols,)}
    weights = {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    return TextModel.made(network, weights, text.data.preparation(prepared)), prepared


@pytest.mark.parametrize("objective", ["every-character", "next-character"])
def test_every_held_out_character_counts_once_and_in_order(objective):
    written = "".join(np.random.default_rng(4).choice([*"abC \n"], size=3_000))
    model, prepared = made_text(objective, written)
    found = explain.probe_data(prepared, model.stepper.network)
    counted = model.vocabulary.decode(found.values[found.counted])
    assert len(counted) == 1_500
    assert counted == written[1_500:]
    assert marks(found.properties, "capital letter") == "".join("1" if one == "C" else "0" for one in counted)
    assert found.where == "1,500 characters that the network did not learn from"
    for row, mask in zip(found.values, found.counted, strict=True):
        assert model.vocabulary.decode(row) in written  # what is read before them stands before them
        assert not mask[0]


def test_a_window_of_the_training_is_all_that_a_network_of_windows_reads():
    model, prepared = made_text("next-character", "abc " * 700, window=6)
    found = explain.probe_data(prepared, model.stepper.network)
    assert found.values.shape[1] == 6
    assert found.counted[0].tolist() == [False] * 3 + [True] * 3


def test_a_short_held_out_part_is_filled_up_with_what_was_learned():
    model, prepared = made_text("every-character", "abc " * 100)
    found = explain.probe_data(prepared, model.stepper.network)
    assert found.counted.sum() == 250  # of the last 300, as the first 100 fill the memory, one whole row
    assert found.where == "250 characters, 200 of which it did not learn from"


def test_a_text_is_read_as_far_as_it_is_known():
    model, _ = made_text("every-character", "abc " * 100)
    found = explain.of_text(model, "aZb")
    assert found.names == ("a", "b")
    assert found.note == "The network has never seen these characters and skips them: Z"
    assert len(explain.of_text(model, "abc" * 200).names) == 300
    with pytest.raises(UserError, match="never seen any of these"):
        explain.of_text(model, "ZZZ")


def test_the_examples_are_the_held_out_part_piece_by_piece():
    written = "".join(np.random.default_rng(4).choice([*"abC "], size=1_000))
    model, prepared = made_text("every-character", written)
    found = [explain.reading(prepared, model.stepper.network, place) for place in range(explain.examples(prepared))]
    assert [len(one.names) for one in found] == [160, 160, 160, 20]
    assert "".join("".join(one.names) for one in found) == written[500:]
    assert model.vocabulary.decode(found[1].values) == "".join(found[1].names)


def test_where_nothing_is_held_out_the_examples_are_what_was_learned():
    settings = TextSettings.parse({"timesteps": 4, "validation": 0})
    prepared = text.data.prepare(Text("abc " * 50, "Made"), settings)
    assert explain.examples(prepared) == 2
    assert "".join(explain.reading(prepared, text.network.network(settings, 4), 1).names) == "abc " * 10


def text_model(window):
    """It reads a, b, c. It remembers the last symbol alone: after b it says c with logit 2, else all alike."""
    network = Network(
        timesteps=4,
        features=1,
        symbols=3,
        layers=(
            Embedding(units=1),
            Recurrent(kind="simple_rnn", units=1, return_sequences=window is None, activation="relu"),
            Dense(units=3),
        ),
    )
    weights = {
        "0/embeddings": [[0], [1], [0]],
        "1/kernel": [[1]],
        "1/recurrent_kernel": [[0]],
        "1/bias": [0],
        "2/kernel": [[0, 0, 2]],
        "2/bias": [0, 0, 0],
    }
    objective = "next-character" if window else "every-character"
    prepared = Preparation(symbols="abc", folded=0, objective=objective, lowercase=False)
    return TextModel.made(network, {name: np.array(value, np.float32) for name, value in weights.items()}, prepared)


SURE = 2 - math.log(2 + math.exp(2))  # log-probability of c after b
UNSURE = -math.log(3)


@pytest.mark.parametrize("window", [4, None])
def test_only_the_last_character_matters(window):
    passage = Passage(np.array([1, 0], np.uint16), np.array([1, 2, 0, 1], np.uint16), target=2)
    found = explain.of_characters(text_model(window), passage, np.array([5, 5, 5]))
    assert found.symbol == 2
    assert found.chances[2] == pytest.approx(math.exp(SURE))
    assert found.changes.tolist() == pytest.approx([0, 0, 0, SURE - UNSURE], abs=1e-6)


def test_others_are_drawn_by_how_often_they_occur():
    """After b nothing but a can stand for it, as c never occurs: so c, which came, loses what b gave it; a gains nothing."""
    passage = Passage(np.array([], np.uint16), np.array([0, 0, 0, 0], np.uint16), target=2)
    certain = explain.of_characters(text_model(4), passage, np.array([3, 7, 0]))
    assert certain.changes.tolist() == pytest.approx([0, 0, 0, UNSURE - SURE], abs=1e-6)
    never = explain.of_characters(text_model(4), passage, np.array([3, 0, 7]))
    assert never.changes.tolist() == pytest.approx([0, 0, 0, 0], abs=1e-6)
    mixed = explain.of_characters(text_model(4), passage, np.array([3, 5, 5])).changes[-1] / (UNSURE - SURE)
    assert 0 < mixed < 1
    assert mixed * DRAWS == pytest.approx(round(mixed * DRAWS), abs=1e-5), "a mean over the characters that were drawn"


def test_the_likeliest_character_can_be_asked_about():
    passage = Passage(np.array([], np.uint16), np.array([0, 1], np.uint16), target=0)
    came = explain.of_characters(text_model(4), passage, np.array([1, 1, 1]))
    likeliest = explain.of_characters(text_model(4), passage, np.array([1, 1, 1]), likeliest=True)
    assert (came.symbol, likeliest.symbol) == (0, 2)
    assert came.changes[1] < 0 < likeliest.changes[1]


@pytest.mark.parametrize(("window", "steps"), [(4, 4), (None, explain.SHOWN)])
def test_the_average_over_places_is_that_of_the_sizes(window, steps):
    """The last character is b, then a: then the one that came, c, gains what b gives it, and loses what others could."""
    model, whole = text_model(window), np.zeros(200, np.uint16)
    whole[[99, 100, 150]] = 1, 2, 2
    sizes = explain.average_of_characters(model, whole, np.array([100, 150]), np.array([5, 5, 0]))
    assert sizes.tolist() == pytest.approx([0] * (steps - 1) + [SURE - UNSURE], abs=1e-6)
    places = explain.average_places(model, 120, 200)
    assert (places[0], places[-1], len(places)) == (120, 199, 80)
    assert explain.average_places(model, 0, 200)[0] == steps


def test_a_passage_is_what_the_network_sees():
    whole = np.arange(200, dtype=np.uint16)
    seen = explain.passage(text_model(4), whole, 100)
    assert (seen.before.tolist(), seen.ids.tolist(), seen.target) == ([], [96, 97, 98, 99], 100)
    read = explain.passage(text_model(None), whole, 100)
    assert read.before.tolist() == list(range(100 - explain.SHOWN))
    assert (len(read.ids), read.ids[-1], read.target) == (explain.SHOWN, 99, 100)
    assert explain.passage(text_model(None), whole, 1).ids.tolist() == [0]


def test_a_huge_network_is_asked_less(monkeypatch):
    assert explain.draws_affordable(text_model(None)) == DRAWS
    monkeypatch.setattr(explain, "TOGETHER", 100)
    assert explain.draws_affordable(text_model(None)) == explain.FEW_DRAWS
    assert len(explain.average_places(text_model(None), 100, 200)) == explain.FEWEST_PLACES
