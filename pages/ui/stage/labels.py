"""Dates as people write them under a picture, and from which part of the data it is."""

from collections.abc import Sequence
from functools import lru_cache

import pandas as pd

PARTS = {"validation": "Validation part: not learned from", "training": "End of the part that is learned from"}
DAY, MONTH, YEAR = pd.Timedelta(days=1), pd.Timedelta(days=27), pd.Timedelta(days=360)


def row_labels(dates: Sequence[str] | pd.Series) -> list[str]:
    """Numbers of rows as they are, ISO dates as "2 Nov", with the year where it changes, the time where rows are short."""
    return _labels(tuple(map(str, dates)))


@lru_cache(maxsize=32)  # of a live picture they are asked for once a second
def _labels(dates: tuple[str, ...]) -> list[str]:
    if not all("-" in one for one in dates):
        return [*dates]
    found = pd.DatetimeIndex(pd.to_datetime(list(dates), format="ISO8601"))
    if len(found) < 2:
        return [f"{one.day} {one:%b %Y}" + ("" if one == one.normalize() else f", {one:%H:%M}") for one in found]
    step = (found[1:] - found[:-1]).to_series().median()
    if step >= YEAR:
        return [f"{one:%Y}" for one in found]
    if step >= MONTH:
        return [f"{one:%b %Y}" for one in found]
    if step >= DAY:
        long = found[-1].year != found[0].year
        return [f"{one.day} {one:%b %Y}" if long else f"{one.day} {one:%b}" for one in found]
    if (found == found.normalize()).all() or found[-1] - found[0] >= DAY:
        return [f"{one.day} {one:%b %H:%M}" for one in found]
    return [f"{one:%H:%M:%S}" if step < pd.Timedelta(minutes=1) else f"{one:%H:%M}" for one in found]
