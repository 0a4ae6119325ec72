"""Units that follow something: found on one half, measured on the other, and not found where there is none."""

import numpy as np
import pytest

from rnn_core.explain.probing import Property, probe_units, rank_biserial
from rnn_core.networks.numpy.activations import trace
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Dense, Network, Recurrent

STEPS = 2_000


def noise(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape)


def test_a_unit_that_certainly_counts_is_found():
    """A made-up relu cell: unit 2 adds 1 a step and is set back by a line break, so it is the place in the line, exactly."""
    kernel = np.zeros((3, 4), np.float32)
    recurrent = np.zeros((4, 4), np.float32)
    bias = np.array([0, 0, 1, 0], np.float32)
    recurrent[2, 2] = 1
    kernel[0] = [0, 0, -1e6, 0]  # a line break
    kernel[1] = [1, 0, 0, 0]  # a capital: unit 0 is 1 there, else 0
    kernel[2] = [0, 0.5, 0, 1]  # anything else, weakly
    layers = (Recurrent(kind="simple_rnn", units=4, return_sequences=True, activation="relu"), Dense(units=2))
    weights = {"0/kernel": kernel, "0/recurrent_kernel": recurrent, "0/bias": bias}
    twin = NumpyNetwork(Network(timesteps=STEPS // 2, features=3, layers=layers), weights)
    symbols = np.random.default_rng(1).choice(3, p=[0.05, 0.15, 0.8], size=STEPS)
    (found,) = trace(twin, np.eye(3, dtype=np.float32)[symbols])
    breaks = np.maximum.accumulate(np.where(symbols == 0, np.arange(STEPS), -1))
    place = np.arange(STEPS) - breaks
    np.testing.assert_array_equal(found.hidden[:, 2], np.where(breaks < 0, place, place))
    told = probe_units(found.hidden, [Property("place in the line", place.astype(float)), Property("capital", symbols == 1)])
    by_name = {one.name: one for one in told}
    assert by_name["place in the line"].unit == 2
    assert by_name["place in the line"].strength == pytest.approx(1)
    assert by_name["capital"].unit == 0
    assert by_name["capital"].strength == 1  # at every capital higher than at every other character
    assert all(one.stands_out for one in told)
    assert by_name["capital"].words == "higher there in 100\u202f% of all pairs"
    assert by_name["place in the line"].words == "rises with it, correlation 1.00"


def test_the_strength_of_a_two_valued_property_counts_pairs():
    """By hand: with it 1, 3, 5 and without it 2, 3. Of six pairs three are higher with it, two lower, one is equal."""
    values = np.array([1.0, 3, 5, 2, 3])
    there = np.array([True, True, True, False, False])
    ranks = np.array([1, 3.5, 5, 2, 3.5])
    assert rank_biserial(ranks[:, None], there)[0] == pytest.approx((3 - 2) / 6)
    pairs = [np.sign(a - b) for a in values[there] for b in values[~there]]
    assert np.mean(pairs) == pytest.approx((3 - 2) / 6)


def test_equal_values_share_their_rank():
    told = probe_units(np.ones((STEPS, 2)), [Property("even", np.arange(STEPS) % 2 == 0)])
    assert (told[0].strength, told[0].found, told[0].stands_out) == (0, 0, False)


def test_a_unit_that_falls_where_it_is_there():
    there = np.random.default_rng(2).random(STEPS) < 0.2
    states = noise(3, STEPS, 5)
    states[:, 4] -= 2.0 * there
    (told,) = probe_units(states, [Property("there", there)])
    assert told.unit == 4
    assert -0.9 < told.strength < -0.75  # two normal distributions that lie 2 deviations apart: 2 * Phi(sqrt(2)) - 1 = 0.843
    assert told.stands_out
    assert told.words.startswith("lower there")


def test_among_many_units_of_noise_none_stands_out():
    """The best of 500 looks good where it was chosen; on the other half it is chance."""
    there = np.random.default_rng(4).random(300) < 0.3
    told = probe_units(noise(5, 300, 500), [Property("there", there), Property("level", noise(6, 300))])
    for one in told:
        assert abs(one.found) > 0.2
        assert abs(one.strength) < 0.25
        assert not one.stands_out


def test_slow_waves_that_meet_by_chance_hardly_ever_stand_out():
    """Random walks are often correlated for no reason; so are their shufflings, as the pieces are long ones."""
    walks = noise(7, 400, 140).cumsum(axis=0)
    told = [probe_units(walks[:, :40], [Property("walk", walks[:, 40 + number])])[0] for number in range(100)]
    assert sum(abs(one.strength) > 0.3 and one.strength * one.found > 0 for one in told) > 25
    assert sum(one.stands_out for one in told) < 10


def test_a_unit_that_follows_a_slow_wave_stands_out():
    walk = noise(16, 400).cumsum()
    (told,) = probe_units(np.column_stack([noise(17, 400).cumsum(), walk + 0.1 * noise(18, 400)]), [Property("walk", walk)])
    assert told.unit == 1
    assert told.strength > 0.95
    assert told.stands_out


def test_a_unit_that_turns_round_in_the_second_half_does_not_stand_out():
    level = noise(8, STEPS)
    states = noise(9, STEPS, 3)
    states[:, 1] = level * np.where(np.arange(STEPS) < STEPS // 2, 1, -1)
    (told,) = probe_units(states, [Property("level", level)])
    assert told.unit == 1
    assert told.found == pytest.approx(1)
    assert told.strength == pytest.approx(-1)
    assert not told.stands_out


def test_of_what_goes_round_the_highest_point_is_found():
    """A unit that is highest at 15 hours; sine and cosine of the hour alone are each only a part of it."""
    angle = 2 * np.pi * np.arange(STEPS) / 24
    hour = np.column_stack([np.sin(angle), np.cos(angle)])
    states = noise(10, STEPS, 6)
    states[:, 3] = np.cos(angle - 2 * np.pi * 15 / 24) + 0.1 * states[:, 3]
    (told,) = probe_units(states, [Property("hour", hour)])
    assert told.unit == 3
    assert told.strength == pytest.approx(0.99, abs=0.01)
    assert told.stands_out
    assert told.words == "goes round with it, correlation 0.99"


def test_what_hardly_occurs_is_left_out():
    rare = np.arange(STEPS) < 5
    constant = np.zeros(STEPS)
    assert probe_units(noise(11, STEPS, 2), [Property("rare", rare), Property("constant", constant)]) == []
    assert probe_units(np.empty((0, 2)), [Property("none", np.empty(0))]) == []


def test_the_strongest_comes_first():
    states = noise(12, STEPS, 3)
    weak, strong = states[:, 0] + noise(13, STEPS), states[:, 1] + 0.1 * noise(14, STEPS)
    told = probe_units(states, [Property("weak", weak), Property("strong", strong)])
    assert [(one.name, one.unit) for one in told] == [("strong", 1), ("weak", 0)]


def test_only_whole_pieces_are_shuffled():
    """Two texts in each half: every shuffling keeps them whole, so half of them leave all as it was, and chance is as strong."""
    texts = np.repeat([0, 1, 2, 3], 100)
    good = (texts % 2 == 0) & (np.arange(400) >= 0)
    states = good[:, None] + 0.01 * noise(15, 400, 1)
    (told,) = probe_units(states, [Property("good", good)], texts)
    assert told.strength == 1
    assert told.chance == 1
    assert not told.stands_out
