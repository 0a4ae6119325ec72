"""Numbers that stand out so far that they may be no values: those that repeat are asked about, others told.

The frames' index is the row in the file.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rnn_core.data.questions import NO, YES, Answers, Question, ask
from rnn_core.wording import percent

NO_VALUE = "no-value"  # the question whether such a number marks a missing value
NINES = ("99", "999", "9999", "99999", "999999", "9999999", "99.9", "99.99", "999.9", "999.99", "9999.9", "999.25")
MARKS = {-200.0, -888.0, -32768.0, 32767.0, 65535.0, *(sign * float(one) for one in NINES for sign in (-1, 1))}
BARE = -1.0  # a mark, or just a number: nothing is taken away unless the answer is yes
ALONE = 10  # times as far outside as the others differ: then a negative mark need not repeat
TIMES = 1000  # as large as any other: more than real values differ
OUTSIDE = 0.2  # of the last values: so many make a forecast weak
MOST_ODD = 3  # values of a column that stand out
FEWEST = 10  # values that tell what is usual


@dataclass(frozen=True)
class Mark:
    """A value that may stand for a missing one: it repeats, far outside of all others, which reach from ``low`` to ``high``."""

    column: str
    value: float
    count: int
    row: int  # the first
    low: float
    high: float

    def words(self) -> str:
        """Where it stands."""
        where = f"row {self.row} of {self.column}"
        if self.count > 1:
            where = f"{self.count:,} rows of {self.column} (the first, row {self.row})"
        rows = f"{self.value:g} in {where}"
        others = "the only negative one beside others" if self.value == BARE else "far from all others"
        return f"{rows}, {others} ({self.low:g} to {self.high:g})"


def without_marks(frame: pd.DataFrame, answers: Answers) -> tuple[pd.DataFrame, tuple[str, ...], tuple[Question, ...]]:
    """The numbers, those that mark a missing value taken away unless the answer is no, with notes and the question."""
    found = [mark for name in frame.columns for mark in _marks(str(name), frame[name].dropna(), MARKS)]
    bare = [] if found else [mark for name in frame.columns for mark in _marks(str(name), frame[name].dropna(), {BARE})]
    if not found and not bare:
        return frame, (), ()
    found, default = (found, YES) if found else (bare, NO)
    text = f"Does {found[0].words()} mean that there is no value{', and so on' if len(found) > 1 else ''}?"
    question = ask(NO_VALUE, text, {YES: "yes, it is missing there", NO: "no, it is a number"}, answers, default)
    if question.taken == NO:
        return frame, tuple(f"{mark.words()}, was read as a number." for mark in found), (question,)
    known = frame.copy()
    for mark in found:
        known.loc[known[mark.column] == mark.value, mark.column] = np.nan
    return known, tuple(f"{mark.words()}, counts as missing." for mark in found), (question,)


def outliers(frame: pd.DataFrame) -> list[str]:
    """Notes on single values that are a thousand times as large as all others of their column."""
    return [note for name in frame.columns if (note := _outlier(str(name), frame[name].dropna()))]


def unchanging_end(values: pd.Series) -> str:
    """A note when the last tenth or more of ``values``, in time order, are all the same, else ""."""
    known = values.dropna()
    if not len(known):
        return ""
    same = int((known.iloc[::-1] == known.iloc[-1]).cumprod().sum())
    if same < FEWEST or same * 10 < len(known) or same == len(known):
        return ""
    return f"The last {same:,} values of {values.name} are all {known.iloc[-1]:g}, so a test on them alone shows little."


def leaves_range(before: pd.Series, after: pd.Series) -> str:
    """A sentence when many of the values ``after`` lie outside of all ``before``, else ""."""
    low, high = before.min(), before.max()
    outside = float(((after < low) | (after > high)).sum() / max(1, after.count()))
    if outside < OUTSIDE:
        return ""
    return (
        f"{percent(outside)} of the last {len(after):,} values of {after.name} lie outside the range of those before "
        f"({_plain(low)} to {_plain(high)}). Networks are poor at values that they have never seen, so expect a weak forecast."
    )


def _plain(value: float) -> str:
    """Four digits, and no power of ten that can be written out."""
    return f"{value:,.0f}" if 1e4 <= abs(value) < 1e12 else f"{value:.4g}"


def _marks(name: str, values: pd.Series, marks: set[float]) -> list[Mark]:
    like = values[values.isin(marks)]
    others = values.drop(like.index)
    if like.empty or len(others) < FEWEST or (marks == {BARE} and others.nunique() < FEWEST):
        return []
    low, high = others.min(), others.max()
    counts = like.value_counts(sort=False)
    alone = low - ALONE * (high - low)
    far = [value for value in counts.index if (counts[value] > 1 or value < min(alone, 0)) and _is_far(value, low, high)]
    return [Mark(name, value, int(counts[value]), int((like == value).idxmax()), low, high) for value in far]


def _is_far(value: float, low: float, high: float) -> bool:
    """Farther outside than the others differ, or the only negative one."""
    wide = high - low
    return value < low - wide or value > high + wide or (value < 0 <= low)


def _outlier(name: str, values: pd.Series) -> str:
    if len(values) < FEWEST:
        return ""
    sizes = values.abs()
    most = np.sort(sizes.nlargest(MOST_ODD + 1).to_numpy())[::-1]
    odd = next((place for place in range(MOST_ODD, 0, -1) if 0 < most[place] * TIMES <= most[place - 1]), 0)
    if not odd:
        return ""
    row = sizes.idxmax()
    more = f" (and {odd - 1} more)" if odd > 1 else ""
    times = most[odd - 1] / most[odd]
    return f"The value {values[row]:g} of {name} in row {row}{more} is {times:,.0f} times as large as all others; check it."
