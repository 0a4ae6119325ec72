"""Naive forecasts, which every network stands beside: each from values that were known when it is made."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]

MOVING_AVERAGE_ROWS = 5
DAY, YEAR = pd.Timedelta(days=1), pd.Timedelta(days=365)
EITHER_SIDE = 7  # days whose mean is the usual value of a day
MOST_TIMES = 288  # of the day at which there are rows: one every five minutes


def baselines(
    values: Array, dates: pd.DatetimeIndex, origins: NDArray[np.int64], steps: int, train: int, season: int | None
) -> dict[str, Array]:
    """Naive forecasts of the ``steps`` rows from each of ``origins`` on, (origins, steps), made from the rows before it.

    ``values`` (rows,) of one column; ``train``: how many rows are for training. ``last_value``: the last one, held.
    ``drift``: it, and the mean change of the training rows a row. ``moving_average``: mean of the last five values, held.
    ``seasonal_last_value``: one season (two, ...) before, with a season that reaches back into the data. Of rows less than a
    day apart ``same_hour_yesterday``: a day (two, ...) before, else the last value. Of both kinds ``climatology``: the usual
    value of the time of day and of the year, as :func:`climatology`.
    """
    ahead = np.arange(1, steps + 1)
    last = np.repeat(values[origins - 1, None], steps, axis=1)
    width = min(MOVING_AVERAGE_ROWS, int(origins.min()))
    mean = values[origins[:, None] - np.arange(1, width + 1)].mean(axis=1, keepdims=True)
    found = {
        "last_value": last,
        "drift": last + ahead * (values[train - 1] - values[0]) / (train - 1),
        "moving_average": np.repeat(mean, steps, axis=1),
    }
    rows = origins[:, None] + ahead - 1
    if season and season <= origins.min():
        found["seasonal_last_value"] = values[rows - season * -(-ahead // season)]
    if several_a_day(dates):
        found["same_hour_yesterday"] = _a_day_before(values, dates, origins, rows)
    if (season or several_a_day(dates)) and (usual := climatology(values[:train], dates[:train], dates)) is not None:
        found["climatology"] = usual[rows]
    return found


def several_a_day(dates: pd.DatetimeIndex) -> bool:
    """Whether rows are usually less than a day apart, at the same times every day."""
    step = (dates[1:] - dates[:-1]).median()
    return bool(DAY / MOST_TIMES <= step < DAY and DAY % step == pd.Timedelta(0))


def season_of(dates: pd.DatetimeIndex, season: int | None) -> int | None:
    """How many rows a season has: the one that is known, else a day where there are several rows a day."""
    return season or (round(DAY / (dates[1:] - dates[:-1]).median()) if several_a_day(dates) else None)


def _a_day_before(values: Array, dates: pd.DatetimeIndex, origins: NDArray[np.int64], rows: NDArray[np.int64]) -> Array:
    """By date, as rows may be missing."""
    when, last = dates.to_numpy()[rows], dates.to_numpy()[origins - 1, None]
    days = -((last - when) // DAY.to_timedelta64())  # rounded up
    places = dates.get_indexer(pd.DatetimeIndex((when - days * DAY.to_timedelta64()).ravel())).reshape(rows.shape)
    return np.where(places < 0, values[origins - 1, None], values[places])


def climatology(values: Array, known: pd.DatetimeIndex, dates: pd.DatetimeIndex) -> Array | None:
    """For each of ``dates`` the mean of ``values`` (of the dates ``known``) at its time of day, a week around its day of year.

    None without a whole year of them, or where rows come more than ``MOST_TIMES`` times a day. (The usual reference forecast of
    meteorology: Murphy and Epstein 1989.)
    """
    times = pd.Index((known - known.normalize()).unique())
    if known[-1] - known[0] < YEAR or len(times) > MOST_TIMES:
        return None
    sums, counts = np.zeros((2, 366, len(times)))
    place = known.day_of_year - 1, times.get_indexer(known - known.normalize())
    np.add.at(sums, place, values)
    np.add.at(counts, place, 1)
    around = range(-EITHER_SIDE, EITHER_SIDE + 1)
    sums, counts = (np.sum([np.roll(table, days, axis=0) for days in around], axis=0) for table in (sums, counts))
    usual = np.where(counts > 0, sums / np.maximum(counts, 1), values.mean())
    slots = times.get_indexer(dates - dates.normalize())
    return np.where(slots < 0, values.mean(), usual[dates.day_of_year - 1, slots])
