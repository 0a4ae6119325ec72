"""What stands still beside the samples of a text, counted by hand."""

import math

import pytest

from rnn_core.data import Text
from rnn_core.experiments.text import network
from rnn_core.experiments.text.data import prepare
from rnn_core.experiments.text.evaluate import PROMPT_CHARACTERS, samples
from rnn_core.experiments.text.scene import SHOWN, scene
from rnn_core.experiments.text.settings import TextSettings
from rnn_core.networks.numpy.network import NumpyNetwork
from tests.contracts.test_experiments import random_weights


def prepared(text: str, **values):
    return prepare(Text(text, "Made"), TextSettings.parse({"timesteps": 4, "units": 5, "layers": 1, **values}))


def test_the_simplest_guess_knows_only_how_frequent_each_character_is():
    found = scene(prepared("aaab" * 40, validation=0.25))
    assert found.symbols == "ab"
    # 90 a and 30 b are learned from, each as if seen once more; of the 40 held out 30 are a
    assert found.guess_nats == pytest.approx(-(30 * math.log(91 / 122) + 10 * math.log(31 / 122)) / 40)
    assert found.part == "validation"
    assert len(found.guess) == SHOWN
    assert found.guess.count("a") > found.guess.count("b") > 0


def test_without_a_part_held_out_it_is_of_the_training_part():
    found = scene(prepared("aab" * 40, validation=0))
    assert found.part == "training"
    assert found.guess_nats == pytest.approx(-(80 * math.log(81 / 122) + 40 * math.log(41 / 122)) / 120)


def test_samples_begin_where_the_scene_says_and_the_text_goes_on_there():
    text = "".join(chr(0x4E00 + at) for at in range(400))
    made = prepared(text, validation=0, seed=5)
    found, built = scene(made), network.network(made.settings, len(made.vocabulary.symbols))
    (first, *_) = samples(made, NumpyNetwork(built, random_weights(built)), 3)
    assert first["prompt"] == found.prompt
    assert len(found.prompt) == PROMPT_CHARACTERS
    assert (found.prompt + found.goes_on) in text[: made.train]
    assert scene(made) == found


def test_nothing_goes_on_behind_the_end_of_the_training_part():
    found = scene(prepared("abcdefgh" * 2, validation=0.25))
    assert found.prompt == ("abcdefgh" * 2)[:12]
    assert found.goes_on == ""
