"""What a statistician would bring: small numbers by hand, and the libraries' own answers as oracles."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.forecasting.theta import ThetaModel

from rnn_core.metrics.rivals import ets, fitting, ridge, theta


def wave(rows: int = 120, level: float = 20.0, period: int = 6) -> np.ndarray:
    rng = np.random.default_rng(5)
    return level + 0.1 * np.arange(rows) + 3 * np.sin(2 * np.pi * np.arange(rows) / period) + rng.normal(0, 0.5, rows)


def windows(values: np.ndarray, timesteps: int, horizon: int = 1):
    origins = np.arange(timesteps, len(values) - horizon + 1)
    past = values[origins[:, None] + np.arange(-timesteps, 0)][..., None]
    return past, values[origins[:, None] + np.arange(horizon)]


# ridge


def test_ridge_finds_a_rule_without_noise():
    values = np.sin(np.arange(80) / 3.0)  # the next value is 2 cos(1/3) times the last minus the one before
    found = ridge.fitted(windows(values[:50], 2), windows(values[48:60], 2))
    assert found.strengths.tolist() == [min(ridge.STRENGTHS)]
    np.testing.assert_allclose(found.weights.ravel(), [-1, 2 * np.cos(1 / 3)], atol=1e-4)
    past, ahead = windows(values[60:], 2)
    np.testing.assert_allclose(found.outputs(past), ahead, atol=1e-4)


def test_ridge_is_that_of_scikit_learn_and_the_validation_part_chooses():
    values = np.random.default_rng(0).normal(size=160)  # nothing to find: strong is best
    training, validation = windows(values[:100], 5, 2), windows(values[95:], 5, 2)
    found = ridge.fitted(training, validation)
    assert found.strengths.min() >= 1
    flat = training[0].reshape(len(training[0]), -1)
    mean, spread = flat.mean(axis=0), flat.std(axis=0)
    theirs = Ridge(alpha=found.strengths * len(flat)).fit((flat - mean) / spread, training[1])
    other = (validation[0].reshape(len(validation[0]), -1) - mean) / spread
    np.testing.assert_allclose(found.outputs(validation[0]), theirs.predict(other), atol=1e-10)


def test_ridge_without_a_validation_part_takes_the_usual_strength():
    assert ridge.fitted(windows(wave(), 5), None).strengths.tolist() == [1e-4]


def test_each_output_has_its_own_strength():
    rng = np.random.default_rng(0)
    past, _ = windows(rng.normal(size=168), 8)
    targets = np.column_stack([past[:, 3, 0], rng.normal(size=160)])  # what can be said, and what cannot
    found = ridge.fitted((past[:100], targets[:100]), (past[100:], targets[100:]))
    assert found.strengths.tolist() == [min(ridge.STRENGTHS), max(ridge.STRENGTHS)]


def test_ridge_says_why_it_cannot():
    with pytest.raises(fitting.NoForecast, match="A window holds 2,001 numbers, and it has time for 2,000"):
        ridge.fitted((np.zeros((3, 2001, 1)), np.zeros((3, 1))), None)
    with pytest.raises(fitting.NoForecast, match="at least 10 windows to learn from, and there are 5"):
        ridge.fitted(windows(wave(10), 5), None)


# Theta


@pytest.mark.parametrize("level", [20.0, -3.0])  # its season is a factor, or added where values are below 0
@pytest.mark.parametrize("season", [6, None])
def test_theta_at_the_end_of_what_it_learned_is_that_of_statsmodels(level, season):
    values = wave(level=level)
    found = theta.fitted(values, 91, season)
    theirs = ThetaModel(values[:91], period=season, deseasonalize=season is not None).fit().forecast(8)
    np.testing.assert_allclose(found.ahead(np.array([91]), 8)[0], theirs, rtol=1e-9)
    assert found.factors == (season == 6 and level > 0)


def test_theta_reads_each_row_and_keeps_what_it_learned():
    values = np.array([*wave(50), 100.0, 0.0])
    found = theta.fitted(values, 50, None)
    np.testing.assert_allclose(found.level[50], found.level[49] + found.weight * (100 - found.level[49]))
    before = found.ahead(np.array([50]), 3)
    values[50:] = 1e9
    np.testing.assert_array_equal(theta.fitted(values, 50, None).ahead(np.array([50]), 3), before)


# ETS


@pytest.mark.parametrize("season", [6, None])
@pytest.mark.parametrize("origin", [90, 104])
def test_ets_is_that_of_statsmodels_with_what_it_learned(season, origin):
    values = wave()
    found = ets.fitted(values, 90, season)
    assert found.period == (season or 1)
    best = ets._best(values[:90], season, fitting.Watch())
    model = ETSModel(
        values[:origin],
        trend=best.trend,
        damped_trend=best.damped_trend,
        seasonal=best.seasonal,
        seasonal_periods=season if best.has_seasonal else None,
        initialization_method="known",
        initial_level=best.initial_level,
        initial_trend=best.initial_trend if best.has_trend else None,
        initial_seasonal=best.initial_seasonal if best.has_seasonal else None,
    )
    theirs = model.smooth(best.params).forecast(8)
    np.testing.assert_allclose(found.ahead(np.array([origin]), 8)[0], theirs, rtol=1e-9)


def test_ets_by_hand():
    found = ets.Ets(0, np.array([10.0, 11.0]), np.array([0.0, 2.0]), np.array([1.0, -1.0, 3.0, -3.0]), 0.5, 2)
    # level 11, trend 2 damped to 1, 1.5, 1.75; the seasons of rows 0 and 1 come again
    assert found.ahead(np.array([2]), 3).tolist() == [[11 + 1 + 3, 11 + 1.5 - 3, 11 + 1.75 + 3]]


def test_ets_takes_no_season_that_is_not_there():
    values = np.random.default_rng(1).normal(size=200)
    assert ets.fitted(values, 200, 12).period == 1


# bounds


def test_only_the_last_rows_of_a_long_series_are_learned_from(monkeypatch):
    monkeypatch.setattr(fitting, "MOST_ROWS", 60)
    values = wave(120)
    for rival in (theta, ets):
        late = rival.fitted(values[40:], 60, 6).ahead(np.array([60, 75]), 4)
        np.testing.assert_allclose(rival.fitted(values, 100, 6).ahead(np.array([100, 115]), 4), late, rtol=1e-9)


def test_a_fit_ends_when_its_time_is_over(monkeypatch):
    monkeypatch.setattr(ets, "Watch", lambda: fitting.Watch(0))
    with pytest.raises(fitting.NoForecast, match="Fitting it took longer than the 0 seconds that it has"):
        ets.fitted(wave(), 90, None)


@pytest.mark.parametrize("rival", [theta, ets])
def test_too_few_rows_and_numbers_that_are_none(rival):
    with pytest.raises(fitting.NoForecast, match="needs at least 10 rows to learn from, and there are 9"):
        rival.fitted(wave(), 9, None)
    with pytest.raises(fitting.NoForecast, match="is no number"):
        rival.fitted(np.array([np.nan] * 20), 15, None)


def test_what_a_library_cannot_do_is_said():
    def broken():
        raise np.linalg.LinAlgError("Singular matrix")

    with pytest.raises(fitting.NoForecast, match=r"could not be fitted to the training part \(LinAlgError\)\."):
        fitting.attempt(broken)


def test_a_season_counts_where_two_of_it_were_seen():
    assert [fitting.usable(season, 20) for season in (None, 1, 10, 11, 401)] == [None, None, 10, None, None]
    assert fitting.usable(401, 5000) is None
