"""The first value beyond the data, the last known one and its band."""

import numpy as np
import pandas as pd
import pytest

from rnn_core.experiments.forecast.beyond import first_beyond
from rnn_core.wording import percent
from tests.helpers import forecast_metrics

MEASURED = forecast_metrics(next={"date": "2020-01-01", "value": 10.0})
BAND = {"nominal": 0.8, "coverage": 0.63, "samples": 50, "starts": 8, "rows": 20}


def forecast(errors, place="date"):
    rows = len(errors)
    places = pd.date_range(end="2019-12-31", periods=rows).strftime("%Y-%m-%d") if place == "date" else range(1, rows + 1)
    return pd.DataFrame({place: places, "actual": 8.0 + np.asarray(errors), "one_step": 8.0})


def future(low=np.nan, high=np.nan):
    return pd.DataFrame({"date": ["2020-01-01"], "forecast": [10.0], "low": [low], "high": [high]})


def test_without_dropout_the_band_is_as_wide_as_the_errors_of_the_test_part():
    found = first_beyond(MEASURED, forecast(np.arange(-1, 10.0)), future())
    assert (found.low, found.high) == (10, 18)  # the middle of the errors -1 to 9 is 0 to 8
    assert found.sentence("°C") == "2020-01-01: 10 °C, band 10 to 18; last known 17 °C (2019-12-31)."
    assert found.source == (
        f"The band is as wide as the errors on the test part: {percent(9 / 11)} of its 11 rows. It is no promise."
    )


def test_of_few_rows_the_band_holds_all():
    found = first_beyond(MEASURED, forecast([-1.0, 3.0]), future())
    assert (found.low, found.high) == (9, 13)
    assert f"{percent(1)} of its 2 rows" in found.source


def test_with_dropout_it_is_its_band_and_says_what_it_held():
    found = first_beyond(forecast_metrics(band=BAND, next=MEASURED.next), forecast([0.0, 1.0]), future(9.5, 10.5))
    assert (found.low, found.high) == (9.5, 10.5)
    assert f"held {percent(0.63)} of the values" in found.source


@pytest.mark.parametrize("low", [9.5, np.nan])
def test_rows_without_dates_have_numbers(low):
    found = first_beyond(MEASURED, forecast([0.0] * 12, "row"), future(low, low))
    assert found.last_place == "row 12"
    assert (found.low, found.high) == (10, 10)  # a band that was not measured is none
