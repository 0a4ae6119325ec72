"""Text from a network: temperatures, windows, carried states, prompts."""

from itertools import islice

import numpy as np
import pytest

from rnn_core.errors import UserError
from rnn_core.experiments.text.generation import TextModel, Writer, probabilities, sample
from rnn_core.experiments.text.metrics import Preparation
from rnn_core.experiments.text.network import network
from rnn_core.experiments.text.settings import TextSettings
from tests.contracts.test_experiments import random_weights


def a_model(objective: str = "every-character", **prepared) -> TextModel:
    described = network(TextSettings.parse({"timesteps": 4, "units": 6, "objective": objective}), 5)
    values = {"symbols": "abcde", "folded": 0, "lowercase": False, "objective": objective}
    known = Preparation.model_validate({**values, **prepared})
    return TextModel.made(described, random_weights(described), known)


def test_temperature_divides_the_logits():
    logits = np.log(np.array([[1.0, 2.0, 4.0]], np.float32))
    assert probabilities(logits, 1.0)[0] == pytest.approx([1 / 7, 2 / 7, 4 / 7])
    assert probabilities(logits, 0.5)[0] == pytest.approx([1 / 21, 4 / 21, 16 / 21])
    assert probabilities(logits, 0.0)[0].tolist() == [0, 0, 1]
    assert probabilities(logits * 1000, 0.2).sum() == pytest.approx(1)


def test_a_chance_falls_into_its_symbol():
    logits = np.log(np.array([[1.0, 2.0, 1.0]] * 5, np.float32))
    chances = np.array([0.0, 0.24, 0.26, 0.74, 0.999999])
    assert sample(logits, 1.0, chances).tolist() == [0, 0, 1, 1, 2]
    assert sample(logits, 0.0, chances).tolist() == [1] * 5
    assert sample(logits[:2], np.array([0.0, 1.0], np.float32), np.array([0.0, 0.99])).tolist() == [1, 2]


def test_samples_have_the_probabilities_they_should():
    logits = np.repeat(np.array([[0.0, 1.0, -1.0]], np.float32), 20_000, axis=0)
    drawn = sample(logits, 0.7, np.random.default_rng(0).random(20_000))
    assert np.bincount(drawn) / 20_000 == pytest.approx(probabilities(logits[0], 0.7), abs=0.01)


def test_a_carried_state_has_read_everything():
    model = a_model()
    writer = Writer(model, "abcabcde")
    expected, _ = model.stepper.read(np.array([[0, 1, 2, 0, 1, 2, 3, 4, 1]]), model.stepper.start(1))
    writer.take("b")
    np.testing.assert_allclose(writer.logits, expected, atol=1e-6)


def test_a_window_is_all_that_the_other_objective_sees():
    model = a_model("next-character")
    writer = Writer(model, "abcabcde")
    expected, _ = model.stepper.read(np.array([[2, 3, 4, 1]]), model.stepper.start(1))
    writer.take("b")
    np.testing.assert_allclose(writer.logits, expected, atol=1e-6)


@pytest.mark.parametrize("objective", ["every-character", "next-character"])
def test_the_same_seed_writes_the_same_text(objective):
    first, second, other = ("".join(islice(Writer(a_model(objective), "abc", seed=seed).write(1.0), 50)) for seed in (1, 1, 2))
    assert first == second != other
    assert set(first) <= set("abcde")


def test_rows_differ_in_temperature():
    writer = Writer(a_model(), "abc", rows=2, seed=1)
    cold, hot = np.array([writer.next(np.array([0.0, 2.0], np.float32)) for _ in range(200)]).T
    greedy = [int(number) for number in islice(map("abcde".index, Writer(a_model(), "abc").write(0.0)), 200)]
    assert cold.tolist() == greedy
    assert len(set(hot.tolist())) == 5


def test_unknown_characters_are_skipped():
    model = a_model(lowercase=True)
    assert model.unknown("AB?xa") == "?x"
    assert model.ids("AB?xa").tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    ("prompt", "sentence"),
    [
        ("", "The beginning is empty: write at least one character."),
        ("XYZ", "The network has never seen any of these characters: begin with some of a b c d e."),
    ],
)
def test_a_beginning_needs_known_characters(prompt, sentence):
    with pytest.raises(UserError) as caught:
        Writer(a_model(), prompt)
    assert str(caught.value) == sentence
