"""Parts of a series without any row."""

import pandas as pd

from rnn_core.data.readers.frequency import about

MOST_HOLES = 5  # more pauses of a kind are usual
HOLE = 10  # times as long as any pause that is usual: nights, weekends, holidays


def holes(dates: pd.DatetimeIndex) -> list[int]:
    """The places of the rows that come after one of a few pauses far longer than all others; ``dates`` are in order."""
    if len(dates) < 2 * MOST_HOLES:
        return []
    steps = pd.Series(dates[1:] - dates[:-1])
    longest = steps.nlargest(MOST_HOLES + 1)
    count = next((place for place in range(MOST_HOLES, 0, -1) if longest.iloc[place - 1] >= HOLE * longest.iloc[place]), 0)
    return sorted(int(place) + 1 for place in longest.index[:count])


def hole(dates: pd.DatetimeIndex) -> str:
    """A note on the longest of :func:`holes`, "" when there is none."""
    places = holes(dates)
    if not places:
        return ""
    after = max(places, key=lambda place: dates[place] - dates[place - 1])
    more = f" (the longest of {len(places)} such holes)" if len(places) > 1 else ""
    usual = pd.Series(dates[1:] - dates[:-1]).median()
    first, last = dates[after - 1] + usual, dates[after] - usual
    lacking = f"{about(last - first + usual)} lack, {first:%Y-%m-%d} to {last:%Y-%m-%d}{more}"
    return f"There is a hole: {lacking}. No window that is learned from lies across it."
