"""Error measures, naive forecasts and the verdict, by hand."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import gamma

from rnn_core.documents import Verdict
from rnn_core.experiments.forecast.sentences import in_short, verdict
from rnn_core.metrics.errors import LONGEST_LAG, Judgement, coverage, diebold_mariano, judge, lag, measures, repeats, rmse


def array(*values: float) -> np.ndarray:
    return np.array(values, dtype=float)


def test_every_measure_by_hand():
    actual, forecast, before = array(10, 12, 9, 9), array(11, 12, 11, 8), array(9, 10, 12, 9)
    found = measures(actual, forecast, before, before, naive_error=2.0)
    assert found["mae"] == 1.0  # errors 1, 0, 2, -1
    assert found["rmse"] == pytest.approx(np.sqrt(1.5), abs=1e-15)
    assert found["smape"] == pytest.approx(100 / 4 * (1 / 10.5 + 0 + 2 / 10 + 1 / 8.5), abs=1e-12)
    assert found["mase"] == 0.5
    assert found["direction"] == 1.0  # up, up, down were forecast; the last row did not change
    assert set(found) == {"mae", "rmse", "smape", "mase", "direction"}


def test_the_direction_by_hand():
    actual, before = array(2, 1, 3, 4), array(1, 2, 3, 3)
    forecast = array(3, 3, 9, 3)  # up: right; up: wrong; no change: not counted; none forecast: wrong
    assert measures(actual, forecast, before, before, 1)["direction"] == pytest.approx(1 / 3)


def test_a_free_run_moves_from_its_own_last_value():
    actual, before = array(2, 3), array(1, 2)
    forecast, own_before = array(5, 4), array(1, 5)  # up, then down, though 4 is above the true last value
    assert measures(actual, forecast, before, own_before, 1)["direction"] == 0.5


def test_measures_of_zeros_and_of_no_change():
    found = measures(array(0, 0), array(0, 0), array(0, 0), array(0, 0), naive_error=0)
    assert (found["mae"], found["rmse"], found["smape"]) == (0, 0, 0)
    assert np.isnan(found["mase"])
    assert np.isnan(found["direction"])


def test_smape_is_at_most_200_percent():
    assert measures(array(1, -1), array(-1, 1), array(0, 0), array(0, 0), 1)["smape"] == 200


def test_rmse_by_hand():
    assert rmse(array(1, 2, 3), array(1, 4, 2)) == pytest.approx(np.sqrt(5 / 3), abs=1e-15)


@pytest.mark.parametrize("shift", [0, 1, 3, 10])
def test_the_lag_of_a_shifted_series(shift):
    values = np.cumsum(np.random.default_rng(2).normal(size=60))
    assert lag(values, 20, values[20 - shift : 60 - shift]) == shift


def test_the_lag_looks_no_further_than_the_data_and_ten_rows():
    values = np.cumsum(np.random.default_rng(2).normal(size=60))
    assert lag(values, 2, values[2:]) == 0
    assert lag(values, 2, np.concatenate([values[:1], values[:57]])) <= 2
    assert lag(values, 20, values[8:48]) <= 10


def t_tail(statistic: float, freedom: int) -> float:
    """Share of Student's t distribution above ``statistic``, integrated from its density."""
    size = gamma((freedom + 1) / 2) / (np.sqrt(freedom * np.pi) * gamma(freedom / 2))
    return quad(lambda x: size * (1 + x**2 / freedom) ** (-(freedom + 1) / 2), statistic, np.inf)[0]


def test_diebold_mariano_against_the_formula_written_out():
    actual, forecast, rival = array(0, 0, 0, 0, 0), array(1, 1, 2, 0, 1), array(2, 1, 1, 2, 3)
    # squared errors of the rival less those of the forecast: 3, 0, -3, 4, 8
    mean = 12 / 5
    variance = (0.6**2 + 2.4**2 + 5.4**2 + 1.6**2 + 5.6**2) / 5  # of the difference, divided by n
    statistic = mean / np.sqrt(variance / 5)
    corrected = statistic * np.sqrt((5 + 1 - 2 * 1 + 1 * (1 - 1) / 5) / 5)  # Harvey, Leybourne and Newbold for h = 1
    assert corrected == pytest.approx(2.4 / np.sqrt(13.84 / 5) * np.sqrt(0.8), rel=1e-12)
    assert diebold_mariano(actual, forecast, rival) == pytest.approx(2 * t_tail(corrected, 4), rel=1e-8)


def test_diebold_mariano_does_not_care_who_is_the_rival_nor_for_the_unit():
    actual, one, other = np.random.default_rng(5).normal(size=(3, 40))
    p = diebold_mariano(actual, one, other)
    assert 0 < p < 1
    assert diebold_mariano(actual, other, one) == pytest.approx(p, rel=1e-12)
    assert diebold_mariano(7 * actual + 3, 7 * one + 3, 7 * other + 3) == pytest.approx(p, rel=1e-9)


def test_diebold_mariano_without_evidence():
    assert diebold_mariano(array(1, 2, 3), array(1, 1, 1), array(1, 1, 1)) == 1.0
    assert diebold_mariano(array(1, 2), array(1, 2), array(5, 5)) == 1.0
    assert diebold_mariano(array(0, 0, 0), array(0, 0, 0), array(1, 1, 1)) == 0.0  # always better by the same


def sentence(found: Judgement) -> str:
    """As the page of a forecast says it."""
    return verdict(Verdict(kind=found.kind, numbers={"skill": found.skill, "rows": found.rows, "row_seconds": None}))


def test_a_perfect_forecast_of_a_wave_is_better():
    wave = np.sin(np.arange(101) / 4)
    found = judge(wave[1:], wave[1:], {"last_value": wave[:-1]})
    assert (found.kind, found.skill) == ("better", 1.0)
    assert found.p_value < 1e-10
    assert sentence(found) == "Better than yesterday's value: its error is 100\u202f% smaller, too clear to be chance."


def test_yesterdays_value_is_no_better_than_yesterday():
    walk = np.cumsum(np.random.default_rng(0).normal(size=101))
    found = judge(walk[1:], walk[:-1], {"last_value": walk[:-1]})
    assert (found.kind, found.skill, found.p_value) == ("no_better", 0.0, 1.0)
    assert sentence(found).startswith("No better than yesterday's value: ")


def test_a_worse_forecast_says_by_how_much():
    actual, naive = array(1, 2, 3, 4), array(0, 1, 2, 3)
    found = judge(actual, actual + array(3, 0, 0, 0), {"last_value": naive})
    assert (found.kind, found.skill) == ("no_better", -0.5)
    assert sentence(found) == "No better than yesterday's value: its error is 50\u202f% larger."
    found = judge(actual, actual + array(6, 0, 0, 0), {"last_value": naive})
    assert (found.kind, found.skill) == ("no_better", -2)
    assert sentence(found) == "No better than yesterday's value: its error is 3.0 times as large."


def test_a_clearly_worse_forecast_is_told_so():
    wave = np.sin(np.arange(101) / 4)
    found = judge(wave[1:], wave[1:] + 5, {"last_value": wave[:-1]})
    assert found.p_value < 0.05
    assert found.kind == "worse"
    assert sentence(found).startswith("Clearly worse than yesterday's value, too clear to be chance: its error is ")


def test_the_best_of_the_naive_forecasts_counts():
    wave = np.sin(np.arange(120) * np.pi / 6)
    year = wave[12:] + np.random.default_rng(0).normal(0, 0.01, 108)
    rivals = {"last_value": wave[11:-1], "seasonal_last_value": year}
    found = judge(wave[12:], (wave[12:] + wave[11:-1]) / 2, rivals)
    assert (found.kind, found.rival) == ("worse", "seasonal_last_value")
    numbers = {"rival": found.rival, "skill": found.skill, "rows": 108, "row_seconds": 30.4 * 86_400, "season": 12}
    assert verdict(Verdict(kind=found.kind, numbers=numbers)).startswith(
        "Clearly worse than the value of the same month last year, too clear to be chance: its error is "
    )
    both = verdict(Verdict(kind="worse", numbers={**numbers, "last": 0.5}))
    assert both.endswith(". Beside last month's value its error is 50\u202f% smaller.")
    assert in_short(Verdict(kind="no_better", numbers=numbers)) == "no better than naive"
    exact = {**numbers, "skill": -1e9, "season": 25}
    assert verdict(Verdict(kind="worse", numbers=exact)) == (
        "Clearly worse than the value of 25 rows before, too clear to be chance: that is as good as always right."
    )


def lucky(rows: int):
    """A forecast that is right in one row and as good as yesterday's value in the others."""
    actual, naive = np.zeros(rows), np.ones(rows)
    forecast = naive.copy()
    forecast[0] = 0
    return judge(actual, forecast, {"last_value": naive})


def test_a_few_days_of_luck_are_too_few_to_tell():
    found = lucky(29)
    assert found.p_value == pytest.approx(2 * t_tail(1.0, 28), rel=1e-6)  # mean 1/29, spread sqrt(28)/29/sqrt(29)
    assert found.kind == "too_few"
    assert found.skill == pytest.approx(1 - np.sqrt(28 / 29), rel=1e-12)
    assert sentence(found) == (
        "Too few days to tell: the error is 2\u202f% smaller than that of yesterday's value, but on 29 test rows that "
        "can be chance."
    )


def test_luck_on_many_days_is_no_better():
    found = lucky(30)
    assert found.kind == "no_better"
    assert sentence(found) == "No better than yesterday's value: its error is 2\u202f% smaller, which can be chance."


def test_a_test_part_that_never_changes():
    found = judge(array(5, 5, 5), array(5, 6, 5), {"last_value": array(5, 5, 5)})
    assert np.isnan(found.skill)
    assert found.kind == "no_better"
    assert sentence(found) == "No better than yesterday's value: the values of the test part never change."


def test_coverage_counts_the_edges():
    assert coverage(array(1, 2, 3, 4), array(1, 0, 4, 0), array(2, 2, 5, 3)) == 0.5


def test_a_forecast_repeats_the_past_only_when_it_fits_it_clearly_better():
    values = np.array([1.0, 4, 2, 8, 5, 7, 3, 9, 1, 6, 2, 8])
    assert repeats(values, 2, values[1:-1], 1)
    assert not repeats(values, 2, values[2:], 0)
    assert not repeats(values, 2, values[2:], 1)
    assert not repeats(values, 10, values[10:] + 50, LONGEST_LAG)
