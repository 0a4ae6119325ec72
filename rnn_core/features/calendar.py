"""Hour of the day and day of the year as numbers that a network can read: points on a circle."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

NAMES = ("hour, sine", "hour, cosine", "day of year, sine", "day of year, cosine")
DAYS = 365.2425  # of a mean year of the Gregorian calendar


def calendar(dates: pd.DatetimeIndex) -> NDArray[np.float64]:
    """(rows, 4), named by ``NAMES``: sine and cosine of the hour of the day, and of the day of the year.

    Two numbers each, so that 23:00 lies beside 0:00 and 31 December beside 1 January.
    """
    hours = (dates - dates.normalize()) / pd.Timedelta(days=1)
    days = (dates.day_of_year - 1 + hours) / DAYS
    turns = 2 * np.pi * np.column_stack([hours, days])
    return np.column_stack([np.sin(turns[:, 0]), np.cos(turns[:, 0]), np.sin(turns[:, 1]), np.cos(turns[:, 1])])
