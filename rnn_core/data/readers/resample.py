"""Rows at regular times: what lacks is inserted as missing, what lies between is left out."""

import pandas as pd

from rnn_core.data.readers.cells import MAX_ROWS, NUMBERS
from rnn_core.data.readers.frequency import FEWEST, frequency
from rnn_core.errors import UserError

REGULAR = 0.5  # of the rows lie on the usual steps


def regular(frame: pd.DataFrame, name: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The rows at the usual step (the commonest one) from the first to the last, and what was changed.

    ``frame`` is indexed by increasing dates. Too few rows and irregular times stay as they are. Raises UserError when the rows
    between would be too many; ``name`` is that of the file.
    """
    dates = pd.DatetimeIndex(frame.index)
    if len(dates) < FEWEST:
        return frame, ()
    step = (dates[1:] - dates[:-1]).to_series().mode().iloc[0]
    after = (dates - dates[0]) % step
    usual = after == after.to_series().mode().iloc[0]
    if usual.mean() < REGULAR:
        return frame, ("The times are irregular and were left as they are.",)
    kept = frame[usual]
    rows = (kept.index[-1] - kept.index[0]) // step + 1
    if rows > MAX_ROWS or rows * frame.shape[1] > NUMBERS.max_cells:
        raise UserError(
            f"{name} reaches from {dates[0]:%Y-%m-%d} to {dates[-1]:%Y-%m-%d}, which makes {rows:,} rows of {frame.shape[1]} "
            f"columns, more than {NUMBERS.max_cells:,} cells; check its first and last date, or leave some years out."
        )
    times = pd.date_range(kept.index[0], kept.index[-1], freq=step, name="date")
    whole = kept.reindex(pd.DatetimeIndex(times, freq=None).as_unit("us"))
    return whole, _told(len(whole) - len(kept), len(frame) - len(kept), whole)


def _told(inserted: int, left_out: int, whole: pd.DataFrame) -> tuple[str, ...]:
    often = frequency(pd.DatetimeIndex(whole.index))
    notes = []
    if left_out:
        notes.append(f"{_rows(left_out, 'was', 'were')} left out, as {_it(left_out)} between the usual times.")
    if inserted and often:
        notes.append(f"{_rows(inserted, 'lacked and was', 'lacked and were')} inserted as missing: now there is {often.name}.")
    return tuple(notes)


def _rows(count: int, one: str, more: str) -> str:
    return f"1 row {one}" if count == 1 else f"{count:,} rows {more}"


def _it(count: int) -> str:
    return "it lies" if count == 1 else "they lie"
