"""Missing values of a series: how many there are, and short gaps filled in."""

from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from rnn_core.data.questions import Answers, Question, ask
from rnn_core.data.series import Series, without_empty_rows

FILL = "fill"  # the question
MOST_EMPTY = 0.02  # of the rows are left out without asking
LONGEST = 50  # rows of a gap


def missing(series: Series) -> pd.DataFrame:
    """Of every column (the index) how many values are "missing" and how many rows its "longest gap" has."""
    parts = _parts(series)
    return pd.DataFrame(
        {
            "missing": sum(part.isna().sum() for part in parts),
            "longest gap": pd.concat([part.apply(_gaps).max() for part in parts], axis="columns").max(axis="columns"),
        }
    ).astype("int64")


def filling(series: Series, answers: Answers) -> Question | None:
    """Which gaps to fill, asked where many rows hold no number; pages have a control for it."""
    empty = sum(int(part.isna().all(axis="columns").sum()) for part in _parts(series))
    rows = sum(map(len, _parts(series)))
    if empty <= MOST_EMPTY * rows and FILL not in answers:
        return None
    options = {"0": "leave them out"} | {
        str(limit): f"fill gaps of at most {limit} rows on a straight line" for limit in range(1, LONGEST + 1)
    }
    return ask(FILL, f"{empty:,} of {rows:,} rows hold no number: leave them out, or fill short gaps?", options, answers, "0")


def fill(series: Series, limit: int, but: Collection[str] = ()) -> Series:
    """Fill gaps of at most ``limit`` rows by interpolation, a value halfway in time being halfway between its neighbours.

    The columns of ``but`` are left as they are. Longer gaps and those at an end stay NaN, and rows that then hold no number at
    all are left out. The notes say how many values were filled and left. A test period is filled from its own values only.
    """
    parts = _parts(series)
    filled = [part.apply(_filled, limit=limit, but=but) for part in parts] if limit else parts
    full, empty = zip(*map(without_empty_rows, filled), strict=True)
    before, after = _count(parts), _count(filled)
    told = _told(before - after, _count(full), limit) if limit else ()
    notes = (*series.notes, *told, *(note for notes in empty for note in notes))
    return replace(series, frame=full[0], test=full[1] if len(full) > 1 else None, notes=notes)


def _parts(series: Series) -> list[pd.DataFrame]:
    return [series.frame] if series.test is None else [series.frame, series.test]


def _gaps(values: pd.Series) -> pd.Series:
    """For every row the length of the gap that it lies in, 0 where there is a number."""
    gap = values.isna()
    return gap.groupby((gap != gap.shift()).cumsum()).transform("sum")


def _filled(values: pd.Series, limit: int, but: Collection[str]) -> pd.Series:
    if not values.hasnans or values.name in but:
        return values
    return values.interpolate(method="time", limit_area="inside").where(_gaps(values) <= limit)


def _count(parts: tuple[pd.DataFrame, ...] | list[pd.DataFrame]) -> int:
    return int(sum(part.isna().to_numpy().sum() for part in parts))


def _told(filled: int, left: int, limit: int) -> tuple[str, ...]:
    rows = "1 row" if limit == 1 else f"{limit:,} rows"
    notes = []
    if filled:
        notes.append(f"{_values(filled)} filled by interpolation in time (in gaps of at most {rows}).")
    if left:
        notes.append(f"{_values(left)} left, in longer gaps or at an end.")
    return tuple(notes)


def _values(count: int) -> str:
    return "1 missing value was" if count == 1 else f"{count:,} missing values were"
