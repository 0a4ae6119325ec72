"""Bands from errors: quantiles and updates by hand."""

import math

import numpy as np
import pytest
from sklearn.metrics import mean_pinball_loss

from rnn_core.metrics.conformal import adaptive, fewest, half_width, pinball, rank


@pytest.mark.parametrize(
    ("count", "miscoverage", "place"),
    [(9, 0.2, 8), (10, 0.2, 9), (4, 0.2, 4), (3, 0.2, 4), (19, 0.1, 18), (14, 0.2, 12), (99, 0.05, 95), (5, 1.0, 0)],
)
def test_the_rank_by_hand(count, miscoverage, place):
    assert rank(count, miscoverage) == place  # (count + 1)(1 - miscoverage), rounded up


def test_the_rank_does_not_mind_how_numbers_are_rounded():
    assert [rank(count, 0.2) for count in range(4, 500, 5)] == [4 * (count + 1) // 5 for count in range(4, 500, 5)]


def test_the_half_width_is_one_of_the_errors():
    errors = np.array([5.0, 1.0, 3.0, 2.0, 4.0, 9.0, 7.0, 6.0, 8.0])
    assert half_width(errors, 0.2) == 8
    assert half_width(errors, 0.5) == 5
    assert half_width(errors[:4], 0.2) == 5
    assert half_width(errors[:3], 0.2) == math.inf
    assert half_width(np.array([]), 0.2) == math.inf


def test_fewest_errors_for_a_promise():
    assert [fewest(share) for share in (0.5, 0.2, 0.1, 0.05)] == [1, 4, 9, 19]
    for share in (0.5, 0.2, 0.1, 0.05):
        assert math.isfinite(half_width(np.ones(fewest(share)), share))
        assert math.isinf(half_width(np.ones(fewest(share) - 1), share))


def test_the_promise_holds_on_average():
    draws = np.abs(np.random.default_rng(0).normal(size=(4000, 20)))
    held = np.mean([row[-1] <= half_width(row[:-1], 0.2) for row in draws])
    assert held == pytest.approx(0.8, abs=0.02)  # with 19 errors exactly 16 of 20


def test_numpys_higher_quantile_is_the_same():
    errors = np.abs(np.random.default_rng(1).normal(size=137))
    share = math.ceil(138 * 0.8) / 137
    assert half_width(errors, 0.2) == np.quantile(errors, share, method="inverted_cdf")


# learning from misses


def test_updates_by_hand():
    known = np.array([1.0, 2.0, 3.0, 4.0])
    found = adaptive(known, np.array([5.0, 0.5, 5.0]), 0.2, rate=0.1)
    # 0.2: rank ⌈5 · 0.8⌉ = 4 of 1 2 3 4, a miss; 0.12: rank 5, of 2 3 4 5 there is none; 0.14: the same of 3 4 5 0.5
    np.testing.assert_allclose(found.levels, [0.2, 0.2 - 0.1 * 0.8, 0.2 - 0.1 * 0.8 + 0.1 * 0.2])
    assert found.half_widths.tolist() == [4, math.inf, math.inf]


def test_the_window_moves_on():
    found = adaptive(np.array([1.0, 1, 1, 1]), np.array([3.0, 0.5, 0.5, 0.5, 0.5]), 0.5, rate=0)
    # the middle one (rank 3) of 1 1 1 1, then 1 1 1 3, 1 1 3 .5, 1 3 .5 .5, 3 .5 .5 .5
    assert found.half_widths.tolist() == [1, 1, 1, 1, 0.5]
    assert found.levels.tolist() == [0.5] * 5


def test_above_1_the_band_is_a_point():
    found = adaptive(np.array([1.0, 2.0]), np.array([0.0, 0.0, 1.0]), 0.8, rate=1)
    np.testing.assert_allclose(found.levels, [0.8, 1.6, 2.4])
    assert found.half_widths.tolist() == [1, 0, 0]


def test_its_share_comes_back_where_errors_grow():
    rng = np.random.default_rng(2)
    known, errors = np.abs(rng.normal(size=200)), np.abs(rng.normal(size=600)) * np.linspace(1, 6, 600)
    fixed = np.mean(errors <= half_width(known, 0.2))
    learning = np.mean(errors <= adaptive(known, errors, 0.2).half_widths)
    assert fixed < 0.5
    assert learning == pytest.approx(0.8, abs=0.03)


def test_the_levels_account_for_the_misses():
    """The sum of the updates, which Gibbs and Candès prove their promise by."""
    rng = np.random.default_rng(3)
    errors = np.abs(rng.normal(size=300)) * 2
    found = adaptive(np.abs(rng.normal(size=50)), errors, 0.2, rate=0.1)
    missed = errors > found.half_widths
    assert found.levels[-1] == pytest.approx(0.2 + 0.1 * (0.2 - missed[:-1]).sum())


# pinball


def test_pinball_by_hand():
    actual, forecast = np.array([3.0, 1.0]), np.array([1.0, 2.0])
    assert pinball(actual, forecast, 0.9) == pytest.approx((0.9 * 2 + 0.1 * 1) / 2)
    assert pinball(actual, forecast, 0.9) == pytest.approx(mean_pinball_loss(actual, forecast, alpha=0.9))
