"""The calendar of a series: how far apart its rows usually are, in words, and which dates come next."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnn_core.data import month_places
from rnn_core.data.month_places import EACH_MONTH, Place
from rnn_core.data.times.summer import moved

DAY, WEEK = pd.Timedelta(days=1), pd.Timedelta(days=7)
CALENDAR = (("month", 28, 31), ("quarter", 89, 92), ("half year", 181, 184), ("year", 365, 366))  # days, from and to
MONTHS = {1: "month", 3: "quarter", 6: "half year", 12: "year"}
UNITS = (("week", 604_800), ("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
SEASONS = {"month": 12, "quarter": 4, "week": 52, "day": 7, "hour": 24} | {  # rows of a year, of a week and of a day
    name: 12 * count for count, name in EACH_MONTH.items()
}
REGULAR = 0.5  # of the steps are the usual one, give or take a tenth
RARE = 0.1  # of the rows of the fullest place in the week: a place with no more is an exception
THIN = 1.5  # places for each row of a week: with more, rows have no places in the week
GAPS = 0.05  # of the steps at most are not the usual one where rows make a season


@dataclass(frozen=True, eq=False)
class Step:
    """How the rows of a series follow each other; ``dates`` are theirs, in order, at least two."""

    dates: pd.DatetimeIndex

    @cached_property
    def usual(self) -> pd.Timedelta:
        """The median of the times between two rows."""
        return self._steps.median()

    @cached_property
    def regular(self) -> bool:
        """Whether most rows lie about that far apart, or keep places in the month."""
        return bool(self._month_places) or bool(
            ((self._steps >= self.usual * 0.9) & (self._steps <= self.usual * 1.1)).mean() >= REGULAR
        )

    @cached_property
    def unit(self) -> str:
        """What a row stands for: "month", "week", "hour"; "" where there is no word for it."""
        if self.months:
            return MONTHS.get(self.months, "")
        return EACH_MONTH.get(len(self._month_places)) or unit(self.usual)

    @cached_property
    def words(self) -> str:
        """The step in words: "1 month", "10 minutes"; "weekdays" for days without weekends."""
        if self.absent == WEEKDAYS[5:] and self.usual == DAY:
            return "weekdays"
        if self.months and not self.unit:
            return f"{self.months} months"
        return f"1 {self.unit}" if self.unit else length(self.usual)

    @cached_property
    def absent(self) -> tuple[str, ...]:
        """The days of the week without rows, where rows are at most a day apart: ("Saturdays", "Sundays")."""
        if self._month_places or self.usual > DAY or self.dates[-1] - self.dates[0] < WEEK or not self._places.size:
            return ()
        return tuple(name for number, name in enumerate(WEEKDAYS) if number not in self._places // DAY.to_timedelta64())

    @cached_property
    def season(self) -> int | None:
        """Rows of a season: months of a year, days of a week, hours of a day; None where rows lack or have no such season."""
        whole = {"hour": self._places.size == 7 * 24, "day": self._places.size == 7, "week": True}
        if self.unit not in SEASONS or not whole.get(self.unit, self._month_places):
            return None
        if not self.months and self._month_places:
            months = self.dates[-1].to_period("M") - self.dates[0].to_period("M")
            return SEASONS[self.unit] if len(self.dates) >= (1 - GAPS) * (months.n - 1) * len(self._month_places) else None
        others = self._month_steps != self.months if self.months else self._steps != self.usual
        return SEASONS[self.unit] if others.mean() <= GAPS else None

    @cached_property
    def months(self) -> int:
        """How many months lie between two rows that keep a place in the month, else 0."""
        return self._one_place[0]

    def after(self, count: int) -> pd.DatetimeIndex:
        """The dates after the last one: months keep their day, other rows their places in the week, else the usual distance."""
        last, ahead = self.dates[-1], np.arange(1, count + 1)
        if self._month_places:
            return self._in_months(count)
        if not self._places.size:
            return pd.DatetimeIndex([last + self.usual * int(step) for step in ahead])
        monday = last.normalize() - last.day_of_week * DAY
        weeks, places = np.divmod(
            np.searchsorted(self._places, (last - monday).to_timedelta64(), "right") + ahead - 1, self._places.size
        )
        return pd.DatetimeIndex(
            monday + pd.TimedeltaIndex(self._places[places]) + pd.TimedeltaIndex(weeks * WEEK.to_timedelta64())
        )

    def lacking(self, place: int) -> tuple[pd.Timestamp, pd.Timestamp, int] | None:
        """The first and the last date that lack before the row at ``place``, and how many do; None where none does.

        By the places in the week that rows of less than a day keep, else by the usual step.
        """
        before, after = self.dates[place - 1], self.dates[place]
        if not self._places.size or self.usual >= DAY:
            first, last = before + self.usual, after - self.usual
            return first, max(first, last), round((after - before) / self.usual) - 1
        moved = self._moved[place - 1]
        begin, end = self._count(before + moved, "right"), self._count(after + moved, "left")
        return None if begin >= end else (self._at(begin) - moved, self._at(end - 1) - moved, end - begin)

    def _count(self, date: pd.Timestamp, side: Literal["left", "right"]) -> int:
        """How many places in weeks lie before a date, or until it, from the Monday of the first date on."""
        weeks, rest = divmod(date - self._monday, WEEK)
        return int(weeks) * self._places.size + int(np.searchsorted(self._places, rest.to_timedelta64(), side))

    def _at(self, count: int) -> pd.Timestamp:
        """The date of that place."""
        weeks, place = divmod(count, self._places.size)
        return self._monday + int(weeks) * WEEK + pd.Timedelta(self._places[place])

    @cached_property
    def _monday(self) -> pd.Timestamp:
        first = self.dates[0].normalize() - WEEK
        return first - first.day_of_week * DAY

    @cached_property
    def _moved(self) -> pd.TimedeltaIndex:
        return moved(self.dates)

    @cached_property
    def _steps(self) -> pd.TimedeltaIndex:
        return self.dates[1:] - self.dates[:-1]

    @cached_property
    def _month_steps(self) -> NDArray[np.int64]:
        return np.diff(self.dates.year.to_numpy() * 12 + self.dates.month.to_numpy())

    @cached_property
    def in_month(self) -> str:
        """Where in their months the rows stand, in words, "" where that is plain."""
        return "" if len(self._month_places) != 1 else self._month_places[0].words

    def _in_months(self, count: int) -> pd.DatetimeIndex:
        last, places = self.dates[-1], self._month_places
        time = last - last.normalize()
        if self.months:
            months = [last.to_period("M") + step * self.months for step in range(1, count + 1)]
            return places[0].on(pd.PeriodIndex(months)) + time
        months = pd.period_range(last.to_period("M"), periods=count // len(places) + 2, freq="M")
        dates = np.sort(np.concatenate([(place.on(months) + time).to_numpy() for place in places]))
        return pd.DatetimeIndex(dates[dates > last + self.usual / 2][:count])

    @cached_property
    def _month_places(self) -> tuple[Place, ...]:
        """Those that the rows keep: one of every so many months, or several of each."""
        return tuple(filter(None, [self._one_place[1]])) or month_places.several(self.dates)

    @cached_property
    def _one_place(self) -> tuple[int, Place | None]:
        """Every how many months there is a row, and where in the month; 0 where rows keep no such place."""
        step = int(np.median(self._month_steps))
        usual = (self._month_steps == step).mean()
        if not step or usual < REGULAR:
            return 0, None
        near = usual >= month_places.KEPT and not month_places.keep_time(self.dates)
        found = month_places.place(self.dates, near=near)
        return (step, found) if found else (0, None)

    @cached_property
    def _places(self) -> NDArray[np.timedelta64]:
        """The times since Monday, in order, at which rows usually come; none where they keep no such places."""
        if not self.regular or self.usual > WEEK:
            return np.array([], "timedelta64[us]")
        dates = self.dates + self._moved
        times, weekdays = dates - dates.normalize(), dates.day_of_week
        places, counts = np.unique((times + weekdays * DAY).to_numpy(), return_counts=True)
        weeks = (self.dates[-1] - self.dates[0] + self.usual) / WEEK
        found = places[counts > RARE * counts.max()] if counts.max() > 1 else self._places_in_days(times, weekdays)
        return found if found.size <= THIN * len(self.dates) / weeks else found[:0]

    def _places_in_days(self, times: pd.TimedeltaIndex, weekdays: pd.Index) -> NDArray[np.timedelta64]:
        """As for weeks, for rows that came in no two weeks at the same time: every day, or every weekday, has the same times."""
        places, counts = np.unique(times.to_numpy(), return_counts=True)
        usual = places[counts > RARE * counts.max()] if counts.max() > 1 else places[:0]
        free = weekdays.max() < 5 and (self.usual == DAY or (weekdays.nunique() == 5 and usual.size * self.usual < DAY))
        days = np.arange(5 if free else 7) * DAY.to_timedelta64()
        return (days[:, None] + usual).ravel()


def unit(step: pd.Timedelta) -> str:
    """ "month", "week", "hour" for a step of about one of them, else ""."""
    days = step / DAY
    name = next((name for name, fewest, most in CALENDAR if fewest <= days <= most), "")
    return name or next((name for name, seconds in UNITS if step.total_seconds() == seconds), "")


def length(step: pd.Timedelta) -> str:
    """ "90 minutes", "0.5 seconds": in the largest unit, days at most, that gives a whole number."""
    seconds = step.total_seconds()
    name, size = next((one for one in UNITS[1:] if seconds % one[1] == 0), UNITS[-1])
    return counted(f"{seconds / size:,g}", name)


def counted(count: str, name: str) -> str:
    """ "1 day", "2 days"."""
    return f"{count} {name}" if count == "1" else f"{count} {name}s"
