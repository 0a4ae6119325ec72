"""Which past matters: networks made by hand of which it is known."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rnn_core.data import Series
from rnn_core.experiments.forecast import ForecastSettings, arrange
from rnn_core.experiments.text.generation import TextModel
from rnn_core.explain import occlusion
from rnn_core.explain.occlusion import DRAWS, Passage, Trial
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Dense, Embedding, Network, Recurrent

STEPS = 6


def only(step, column=0):
    """What ten times one number of the window says, and nothing else."""
    return lambda windows: 10.0 * windows[:, step, column].astype(float)


@pytest.fixture
def window():
    return np.arange(1, 2 * STEPS + 1, dtype=np.float32).reshape(STEPS, 2)


def test_only_the_step_that_matters_has_influence(window):
    found = occlusion.influence(only(4), window, Trial(np.zeros_like(window)))
    assert found.said == 90
    assert found.changes.tolist() == [0, 0, 0, 0, 90, 0]
    columns = occlusion.of_columns(only(4), window, Trial(np.zeros_like(window)))
    assert columns.tolist() == [[0, 0]] * 4 + [[90, 0], [0, 0]]


def test_a_change_is_the_prediction_less_that_without_the_step(window):
    def said(windows):
        return -windows[:, 1].sum(axis=1).astype(float)

    ones = Trial(np.ones_like(window))
    assert occlusion.influence(said, window, ones).changes.tolist() == [0, -(3 + 4 - 2), 0, 0, 0, 0]
    assert occlusion.of_columns(said, window, ones)[1].tolist() == [-2, -3]


def test_a_push_gives_the_slope(window, data):
    pushed = Trial(window - 0.5, window + 0.5, 1 / 2)
    assert occlusion.influence(only(3), window, pushed).changes.tolist() == [0, 0, 0, 5, 0, 0]
    trial = occlusion.push(data, 30)
    deviation = data.scaled[: data.split.train].std(axis=0)
    assert trial.factor * (trial.up - trial.down) == pytest.approx(np.tile(deviation, (3, 1)), rel=1e-4)


@pytest.fixture
def data():
    """Rows 0, 1, 4, 9, ...; the other column is 5 everywhere but in one row."""
    dates = pd.date_range("2020-01-01", periods=40, name="date")
    squares = np.arange(40.0) ** 2
    series = Series(pd.DataFrame({"squares": squares, "other": np.where(squares == 0, 6.0, 5.0)}, index=dates), "squares", "")
    settings = ForecastSettings(timesteps=3, validation=0, test=10, features=("other",), scaling="min-max")
    return arrange(series, settings)


def in_units(data, scaled):
    return data.scaler.inverse(scaled[:, 0]).round(3).tolist()


def test_the_value_before_is_the_row_before(data):
    assert in_units(data, data.past(np.array([30]))[0]) == [27**2, 28**2, 29**2]
    assert in_units(data, occlusion.value_before(data, 30).down) == [26**2, 27**2, 28**2]
    assert in_units(data, occlusion.value_before(data, 3).down) == [0, 0, 1], "the first row of all has none before it"


def test_the_mean_is_that_of_the_training_part(data):
    found = occlusion.training_mean(data, 30).down
    assert in_units(data, found) == [pytest.approx(np.mean(np.arange(30.0) ** 2), abs=1e-3)] * 3
    assert found.shape == (3, 2)
    assert found[:, 1] == pytest.approx([1 / 30] * 3)


@pytest.fixture
def repeats():
    """A network that says the first number of its last step: a relu cell hands on what it reads, h = relu(x)."""
    network = Network(
        timesteps=3,
        features=2,
        layers=(Recurrent(kind="simple_rnn", units=1, return_sequences=False, activation="relu"), Dense(units=1)),
    )
    weights = {"0/kernel": [[1], [0]], "0/recurrent_kernel": [[0]], "0/bias": [0], "1/kernel": [[1]], "1/bias": [0]}
    return NumpyNetwork(network, {name: np.array(value, np.float32) for name, value in weights.items()})


def test_a_network_that_says_the_last_value_rests_on_the_last_step(data, repeats):
    said = occlusion.says(data, repeats, 35)
    window, trial = data.past(np.array([35]))[0], occlusion.value_before(data, 35)
    found = occlusion.influence(said, window, trial)
    assert found.said == pytest.approx(34**2, rel=1e-5)
    assert found.changes.tolist() == [0, 0, pytest.approx(34**2 - 33**2, rel=1e-4)]
    assert occlusion.of_columns(said, window, trial)[2].tolist() == [pytest.approx(34**2 - 33**2, rel=1e-4), 0]


def test_the_average_is_that_of_the_sizes(data, repeats):
    rows = occlusion.average_rows(data, repeats)
    assert rows.tolist() == list(range(30, 40))
    sizes = occlusion.average(data, repeats, rows, "before")
    assert sizes.tolist() == [0, 0, pytest.approx(np.mean([(row - 1) ** 2 - (row - 2) ** 2 for row in rows]), rel=1e-4)]
    negative = NumpyNetwork(repeats.network, {**repeats.weights, "1/kernel": -repeats.weights["1/kernel"]})
    assert occlusion.average(data, negative, rows, "before") == pytest.approx(sizes)


def test_a_huge_network_is_asked_less(data, repeats, monkeypatch):
    assert occlusion.columns_affordable(data, repeats)
    assert occlusion.draws_affordable(text_model(None)) == DRAWS
    monkeypatch.setattr(occlusion, "TOGETHER", 100)
    monkeypatch.setattr(occlusion, "TEXT_TOGETHER", 100)
    assert not occlusion.columns_affordable(data, repeats)
    assert occlusion.average_rows(data, repeats).tolist() == []
    assert occlusion.draws_affordable(text_model(None)) == occlusion.FEW_DRAWS
    assert len(occlusion.average_places(text_model(None), 100, 200)) == occlusion.FEWEST_WINDOWS


def test_of_a_network_that_says_changes_the_change_is_asked(data, repeats):
    """It says the last value as the change: the value it starts from is left as it is."""
    says_changes = replace(data, changes=True)
    change = says_changes.usual_change[0] * data.scaled[34, 0] * data.scaler.scale[0]
    said = occlusion.says(says_changes, repeats, 35)
    found = occlusion.influence(said, data.past(np.array([35]))[0], occlusion.value_before(data, 35))
    assert found.said == pytest.approx(34**2 + change, rel=1e-5)
    before = says_changes.usual_change[0] * data.scaled[33, 0] * data.scaler.scale[0]
    assert found.changes.tolist() == [0, 0, pytest.approx(change - before, rel=1e-4)]


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
    prepared = {"symbols": "abc", "folded": 0, "objective": objective, "lowercase": False}
    return TextModel.made(network, {name: np.array(value, np.float32) for name, value in weights.items()}, prepared)


SURE = 2 - math.log(2 + math.exp(2))  # log-probability of c after b
UNSURE = -math.log(3)


@pytest.mark.parametrize("window", [4, None])
def test_only_the_last_character_matters(window):
    passage = Passage(np.array([1, 0], np.uint16), np.array([1, 2, 0, 1], np.uint16), target=2)
    found = occlusion.of_characters(text_model(window), passage, np.array([5, 5, 5]))
    assert found.symbol == 2
    assert found.chances[2] == pytest.approx(math.exp(SURE))
    assert found.changes.tolist() == pytest.approx([0, 0, 0, SURE - UNSURE], abs=1e-6)


def test_others_are_drawn_by_how_often_they_occur():
    """After b nothing but a can stand for it, as c never occurs: so c, which came, loses what b gave it; a gains nothing."""
    passage = Passage(np.array([], np.uint16), np.array([0, 0, 0, 0], np.uint16), target=2)
    certain = occlusion.of_characters(text_model(4), passage, np.array([3, 7, 0]))
    assert certain.changes.tolist() == pytest.approx([0, 0, 0, UNSURE - SURE], abs=1e-6)
    never = occlusion.of_characters(text_model(4), passage, np.array([3, 0, 7]))
    assert never.changes.tolist() == pytest.approx([0, 0, 0, 0], abs=1e-6)
    mixed = occlusion.of_characters(text_model(4), passage, np.array([3, 5, 5])).changes[-1] / (UNSURE - SURE)
    assert 0 < mixed < 1
    assert mixed * DRAWS == pytest.approx(round(mixed * DRAWS), abs=1e-5), "a mean over the characters that were drawn"


def test_the_likeliest_character_can_be_asked_about():
    passage = Passage(np.array([], np.uint16), np.array([0, 1], np.uint16), target=0)
    came = occlusion.of_characters(text_model(4), passage, np.array([1, 1, 1]))
    likeliest = occlusion.of_characters(text_model(4), passage, np.array([1, 1, 1]), likeliest=True)
    assert (came.symbol, likeliest.symbol) == (0, 2)
    assert came.changes[1] < 0 < likeliest.changes[1]


@pytest.mark.parametrize(("window", "steps"), [(4, 4), (None, occlusion.SHOWN)])
def test_the_average_over_places_is_that_of_the_sizes(window, steps):
    """The last character is b, then a: then the one that came, c, gains what b gives it, and loses what others could."""
    model, whole = text_model(window), np.zeros(200, np.uint16)
    whole[[99, 100, 150]] = 1, 2, 2
    sizes = occlusion.average_of_characters(model, whole, np.array([100, 150]), np.array([5, 5, 0]))
    assert sizes.tolist() == pytest.approx([0] * (steps - 1) + [SURE - UNSURE], abs=1e-6)
    places = occlusion.average_places(model, 120, 200)
    assert (places[0], places[-1], len(places)) == (120, 199, 80)
    assert occlusion.average_places(model, 0, 200)[0] == steps


def test_a_passage_is_what_the_network_sees():
    whole = np.arange(200, dtype=np.uint16)
    seen = occlusion.passage(text_model(4), whole, 100)
    assert (seen.before.tolist(), seen.ids.tolist(), seen.target) == ([], [96, 97, 98, 99], 100)
    read = occlusion.passage(text_model(None), whole, 100)
    assert read.before.tolist() == list(range(100 - occlusion.SHOWN))
    assert (len(read.ids), read.ids[-1], read.target) == (occlusion.SHOWN, 99, 100)
    assert occlusion.passage(text_model(None), whole, 1).ids.tolist() == [0]


ALL = "it reaches back through the whole window"


@pytest.mark.parametrize(
    ("changes", "last", "strongest", "sentence"),
    [
        ([0, 0, 1, -8, 1], 2, 2, "Nine tenths of the influence come from the last 2 of 5 steps."),
        ([0, 0, 0, 0.5, -9.5], 1, 1, "Nine tenths of the influence come from the last of 5 steps alone."),
        (
            [-9, 0, 0, 0, 1],
            5,
            1,
            f"Nine tenths of the influence come from the last 5 of 5 steps: {ALL}.",
        ),
        ([0, 0, 0, 0, 0], 0, 0, "None of the 5 steps moves this prediction."),
        (
            [1, 1, 1, 1, 1],
            5,
            5,
            f"Nine tenths of the influence come from the last 5 of 5 steps: {ALL}.",
        ),
    ],
)
def test_how_far_back_the_influence_reaches(changes, last, strongest, sentence):
    found = np.array(changes, float)
    assert occlusion.last_steps(found) == last
    assert occlusion.strongest(found) == strongest
    assert occlusion.reach_sentence(found) == sentence


def test_which_words_carry_an_answer():
    words = ["a", "truly", "awful", "film"]
    changes = np.array([0.0, 0.03, -0.5, 0.02])
    assert occlusion.strongest_sentence(words, changes) == (
        "Nine tenths of the influence come from 1 of 4 words, most from the word awful."
    )
    assert occlusion.strongest_sentence(words, np.zeros(4)) == "None of the 4 words moves this answer."
