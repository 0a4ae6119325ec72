"""A table of numbers in time order, as every experiment takes it."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import pandas as pd

from rnn_core.data.readers.decoding import to_json

DATA, TEST, ABOUT = "data.csv", "test.csv", "about.json"
START, SECOND = pd.Timestamp("1970-01-01"), pd.Timedelta(seconds=1)  # row n of a series without dates stands n seconds after


@dataclass(frozen=True, eq=False)  # frames have no single truth value, so two series are equal only when identical
class Series:
    """A table of numbers in time order.

    ``frame`` has a DatetimeIndex named "date" (unique, increasing, no time zone) and float64 columns; a missing
    value is NaN, and no row is missing altogether. ``test`` has the same columns and only later dates.
    """

    frame: pd.DataFrame
    target: str  # the column to forecast unless the user chooses another
    title: str
    source: str = ""  # who publishes it
    licence: str = ""
    test: pd.DataFrame | None = None  # a second file as test period
    season: int | None = None  # rows per season, None without one
    notes: tuple[str, ...] = ()  # sentences the page must show
    unit: str = ""  # unit of the target: "USD", "°C"
    labels: dict[str, str] = field(default_factory=dict)  # column -> readable name: {"t": "Temperature"}
    units: dict[str, str] = field(default_factory=dict)  # column -> unit: {"t": "°C"}
    aliases: dict[str, str] = field(default_factory=dict)  # another name of a column -> the column
    numbered: bool = False  # its rows have numbers, not dates: :func:`row_numbers` of the index

    def placed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Rows of it, indexed by their dates, or by their numbers where they have none."""
        return frame.set_axis(row_numbers(frame.index)) if self.numbered else frame

    def label(self, column: str) -> str:
        """The readable name of a column, without a unit; the column's own name when it has no other."""
        return self.labels.get(column, column)

    def unit_of(self, column: str) -> str:
        """The unit of a column, "" when it is not known."""
        return self.units.get(column) or (self.unit if column == self.target else "")

    def column(self, wanted: str) -> str:
        """The column that :func:`column_named` finds, else the one with that other name, else ``wanted`` itself."""
        return column_named(wanted, [str(name) for name in self.frame.columns]) or self.aliases.get(wanted, wanted)

    def files(self) -> dict[str, bytes]:
        """The files of a copy, from which :meth:`of_files` makes the same series, number for number."""
        test = {} if self.test is None else {TEST: _csv(self.test)}
        return {DATA: _csv(self.frame), **test, ABOUT: to_json(_about(self))}

    @classmethod
    def of_files(cls, files: dict[str, bytes]) -> Self:
        """The series that :meth:`files` wrote."""
        about = json.loads(files[ABOUT])
        columns = about.pop("columns")
        about["notes"] = tuple(about["notes"])
        test = _frame(files[TEST], columns) if TEST in files else None
        return cls(frame=_frame(files[DATA], columns), test=test, **about)


def row_numbers(times: pd.Index) -> pd.Index:
    """The numbers of rows that have no dates, from 1 on, of their places in time."""
    return pd.Index((pd.DatetimeIndex(times) - START) // SECOND, name="row")


def column_named(wanted: str, names: Sequence[str]) -> str | None:
    """The name as it is written, else the only one that differs in blanks around it or in capital letters, else None."""
    if wanted in names:
        return wanted
    for alike in (str.strip, lambda name: name.strip().casefold()):
        found = [name for name in names if alike(name) == alike(wanted)]
        if len(found) == 1:
            return found[0]
    return None


def in_order(frame: pd.DataFrame, *, keep_empty: bool = False) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """``frame`` (indexed by naive dates, in any order) in the form :class:`Series` asks for, and what was changed.

    With ``keep_empty``, rows without any number stay, for their gaps to be filled, but for those at the ends.
    """
    full, notes = (frame, ()) if keep_empty else without_empty_rows(frame)
    if not full.index.is_monotonic_increasing:
        full = full.sort_index(kind="stable")
        notes += ("The rows were not in time order and were sorted by date.",)
    blank = full.isna().all(axis="columns") & full.index.duplicated(keep=False)
    filled = full[~blank]
    last = filled[~filled.index.duplicated(keep="last")]
    if repeated := len(full) - len(last):
        notes += (f"{_rows(repeated)} with a repeated date {_were(repeated)} left out; the last of each was kept.",)
    if keep_empty:
        last, told = _between_numbers(last)
        notes += told
    dates = pd.DatetimeIndex(last.index, name="date", freq=None).as_unit("us")
    return last.set_axis(dates).astype("float64"), notes


def _between_numbers(frame: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """From the first row that holds a number to the last one, and a note when there are others; all where none holds any."""
    held = np.flatnonzero(frame.notna().any(axis="columns"))
    if not len(held) or len(frame) == held[-1] - held[0] + 1:
        return frame, ()
    kept = frame.iloc[held[0] : held[-1] + 1]
    empty = len(frame) - len(kept)
    return kept, (f"{_rows(empty)} without any number at the ends {_were(empty)} left out.",)


def without_empty_rows(frame: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The rows that hold a number, and a note when others do not."""
    full = frame.dropna(how="all")
    empty = len(frame) - len(full)
    return full, (f"{_rows(empty)} without any number {_were(empty)} left out.",) if empty else ()


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _csv(frame: pd.DataFrame) -> bytes:
    return frame.to_csv(index_label="date", lineterminator="\n").encode("utf-8")  # floats in full, times when any


def _frame(data: bytes, columns: list[str]) -> pd.DataFrame:
    names = [*range(len(columns) + 1)]  # the real ones may be any text, even one twice the same as "date"
    table = pd.read_csv(io.BytesIO(data), header=0, names=names, index_col=0, dtype=str)  # text gives exact floats
    dates = pd.DatetimeIndex(pd.to_datetime(table.index, format="ISO8601"), name="date").as_unit("us")
    return table.set_axis(dates).set_axis(columns, axis="columns").astype("float64")


def _about(series: Series) -> dict[str, object]:
    return {
        "title": series.title,
        "source": series.source,
        "licence": series.licence,
        "target": series.target,
        "unit": series.unit,
        "season": series.season,
        "notes": list(series.notes),
        "columns": [str(name) for name in series.frame.columns],
        **{name: said for name in ("labels", "units", "aliases", "numbered") if (said := getattr(series, name))},
    }
