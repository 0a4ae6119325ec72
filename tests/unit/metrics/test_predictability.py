"""What a straight rule knows of a series from its own past."""

import math

import numpy as np
import pytest

from rnn_core.metrics.predictability import linear_skill


def test_a_sine_wave_follows_a_straight_rule():
    wave = np.sin(np.arange(400) * 2 * math.pi / 25)
    assert linear_skill(wave, 300) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_the_past_of_a_random_walk_tells_nothing(seed):
    assert linear_skill(np.random.default_rng(seed).normal(size=1000).cumsum(), 700) < 0.02


@pytest.mark.parametrize("seed", range(5))
def test_noise_goes_back_to_its_mean(seed):
    noise = np.random.default_rng(seed).normal(size=2000)
    assert linear_skill(noise, 1400) == pytest.approx(1 - math.sqrt(1 / 2), abs=0.04)  # deviations: 1 and the root of 2


def test_the_rule_learns_only_from_the_rows_before():
    values = np.random.default_rng(1).normal(size=400).cumsum()
    other = np.concatenate([values[:300], values[299] + np.arange(1, 101) * 5.0])  # goes straight up from there on
    assert linear_skill(other, 300) < 0.5


def test_too_few_rows():
    values = np.random.default_rng(1).normal(size=60)
    assert math.isnan(linear_skill(values, 46))  # 35 changes to learn 12 numbers from
    assert math.isfinite(linear_skill(values, 47))
    assert math.isnan(linear_skill(np.arange(5.0), 3))


def test_a_test_part_without_change():
    values = np.concatenate([np.random.default_rng(1).normal(size=100), np.full(20, 3.0)])
    assert math.isnan(linear_skill(values, 101))
