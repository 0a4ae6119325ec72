"""Parts of a series without any row."""

import pandas as pd

from rnn_core.data.readers.frequency import about

MOST_HOLES = 5  # more pauses of a kind are usual
HOLE = 10  # times as long as any pause that is usual: nights, weekends, holidays


def hole(dates: pd.DatetimeIndex) -> str:
    """A note on the longest of a few pauses far longer than all others; ``dates`` are in order. "" when there is none."""
    if len(dates) < 2 * MOST_HOLES:
        return ""
    steps = pd.Series(dates[1:] - dates[:-1])
    longest = steps.nlargest(MOST_HOLES + 1)
    count = next((place for place in range(MOST_HOLES, 0, -1) if longest.iloc[place - 1] >= HOLE * longest.iloc[place]), 0)
    if not count:
        return ""
    place = longest.index[0]
    more = f" (the longest of {count} such holes)" if count > 1 else ""
    return f"There is no row for {about(longest.iloc[0])} after {dates[place]:%Y-%m-%d}{more}."
