"""Places in the month that rows keep: the 15th, the last weekday, the 25th or the weekday before it, the third Friday."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

KEPT = 0.9  # of the rows keep a place in the month
MOSTLY = 0.6  # of them keep one from which holidays move the others
NEAR = 7  # days of a place within which it is the same one, moved
CONSTANT = 0.95  # of the steps are the same: rows that know no months
EACH_MONTH = {2: "half month", 3: "third of a month", 6: "sixth of a month"}  # rows of a month, and what each stands for
END = 31  # of any month
SATURDAY = 5
DAY, NEXT_WEEKDAY, WEEKDAY_BEFORE, ABOUT = "day", "weekday from", "weekday until", "about"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ORDINALS = {-1: "last", 0: "first", 1: "second", 2: "third", 3: "fourth", 4: "fifth"}


@dataclass(frozen=True)
class Place:
    """A day of any month: by its number, the weekday from or until it, or, of a day of the week, the first (0) to last (-1)."""

    way: str
    number: int

    def on(self, months: pd.PeriodIndex) -> pd.DatetimeIndex:
        """Its dates in these months; a day that a month has not is its last one."""
        first, length = months.to_timestamp(), months.days_in_month.to_numpy()
        if self.way in WEEKDAYS:
            begins = (WEEKDAYS.index(self.way) - first.day_of_week.to_numpy()) % 7
            days = begins + 7 * (self.number if self.number >= 0 else (length - 1 - begins) // 7)
            return first + pd.to_timedelta(days, unit="D")
        days = first + pd.to_timedelta(np.minimum(self.number, length) - 1, unit="D")
        late = days.day_of_week.to_numpy() - SATURDAY + 1  # 1 on Saturdays, 2 on Sundays
        moved = {NEXT_WEEKDAY: np.where(late > 0, 3 - late, 0), WEEKDAY_BEFORE: -np.maximum(late, 0)}
        return days + pd.to_timedelta(moved.get(self.way, np.zeros(len(days), int)), unit="D")

    @property
    def words(self) -> str:
        """What is worth telling of it: "the 25th or the weekday before it", "" of a day that is always the same."""
        if self.way in WEEKDAYS:
            return f"the {ORDINALS[self.number]} {self.way}"
        if self.way == DAY:
            return ""
        if self.way == ABOUT:
            return f"changing days; those to come are put on day {self.number}"
        if (self.way, self.number) in ((NEXT_WEEKDAY, 1), (WEEKDAY_BEFORE, END)):
            return f"the {'first' if self.number == 1 else 'last'} weekday"
        return f"day {self.number} or the weekday {'after' if self.way == NEXT_WEEKDAY else 'before'} it"


def keep_time(dates: pd.DatetimeIndex) -> bool:
    """Whether rows lie so evenly in time that months do not matter, as every 14 days."""
    steps = pd.Series(dates[1:] - dates[:-1])
    return bool((steps == steps.mode().iloc[0]).mean() >= CONSTANT)


def place(dates: pd.DatetimeIndex, *, near: bool = True) -> Place | None:
    """The place in the month that one row each keeps; ``near``: also one from which many are moved, else None."""
    months, days = dates.to_period("M"), dates.normalize()
    found = {one: float((one.on(months) == days).mean()) for one in _possible(dates)}
    best = max(found, key=found.__getitem__)
    if found[best] >= KEPT:
        return best
    if not near:
        return None
    usual = best if found[best] >= MOSTLY else Place(ABOUT, int(np.median(dates.day)))
    return usual if _away(usual, months, days) <= 1 - KEPT else None


def several(dates: pd.DatetimeIndex) -> tuple[Place, ...]:
    """The places of two, three or six rows of each month, none where rows keep no such places."""
    months = dates.to_period("M")
    counts = pd.Series(1, months).groupby(level=0).sum().iloc[1:-1]  # whole months
    if len(counts) < 2 or keep_time(dates):
        return ()
    each = int(counts.mode().iloc[0])
    inner = dates[months.isin(counts.index[counts == each])]
    if each not in EACH_MONTH or (counts == each).mean() < KEPT:
        return ()
    found = [place(inner[at::each], near=False) for at in range(each)]
    return tuple(one for one in found if one) if all(found) else ()


def _possible(dates: pd.DatetimeIndex) -> Iterator[Place]:
    """Plain ones first."""
    days = pd.Series(dates.day)
    usual, least, most = int(days.mode().iloc[0]), int(days.min()), int(days.max())
    yield from (Place(DAY, usual), Place(DAY, most), Place(NEXT_WEEKDAY, 1), Place(WEEKDAY_BEFORE, END))
    if keep_time(dates):
        return
    yield from (Place(WEEKDAY_BEFORE, one) for one in (usual, most))
    yield from (Place(NEXT_WEEKDAY, one) for one in (usual, least))
    name, weeks = WEEKDAYS[int(pd.Series(dates.day_of_week).mode().iloc[0])], (days - 1) // 7
    yield from (Place(name, one) for one in (int(weeks.mode().iloc[0]), -1))


def _away(usual: Place, months: pd.PeriodIndex, days: pd.DatetimeIndex) -> float:
    """The share of rows that lie far from it."""
    return float((abs((usual.on(months) - days).days) > NEAR).mean())
