"""A series made ready for a network: chosen columns, split in time, scaled, cut into windows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import Field

from rnn_core.data import Series, row_numbers
from rnn_core.data.readers.forms.holes import holes
from rnn_core.data.series import SECOND
from rnn_core.data.steps import Step
from rnn_core.documents import Document
from rnn_core.errors import UserError
from rnn_core.experiments.base import Task, Windows
from rnn_core.experiments.windowed_settings import WindowSettings
from rnn_core.features.calendar import NAMES
from rnn_core.features.calendar import calendar as calendar_columns
from rnn_core.features.windows import Scaler, Split, inputs, split_rows, windows
from rnn_core.networks.spec import Network
from rnn_core.settings import close

READS_ROWS = Path(__file__).with_suffix(".js")  # the same in the browser: what :func:`in_the_browser` is read by
FEWEST_WINDOWS = 10
FEWEST_TEST_ROWS = 2


class ScalerNumbers(Document):
    """A scaler, a number a column."""

    offset: tuple[float, ...]
    scale: tuple[Annotated[float, Field(gt=0)], ...]


class Preparation(Document):
    """What turns raw data into the network's input and its output into data."""

    columns: tuple[str, ...]
    scaling: str
    scaler: ScalerNumbers
    change: tuple[Annotated[float, Field(gt=0)], ...] | None = None  # where the network says a change: the usual one


class WindowCounts(Document):
    """Windows in each part, and the shape of each."""

    train: int
    validation: int
    test: int
    timesteps: int
    features: int


@dataclass(frozen=True)
class ColumnSelection:
    """What of a series is wanted: columns to forecast, columns to look at as well, how many rows ahead, the calendar or not."""

    targets: tuple[str, ...]
    features: tuple[str, ...] = ()
    horizon: int = 1
    calendar: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Of the data."""
        return (*self.targets, *self.features)


@dataclass(frozen=True)
class WindowedSeries:
    """A series made ready: chosen columns, those to forecast first, all parts in time order.

    ``values``: (rows, columns), data units; the calendar, if wanted, stands in four columns more at the end. ``notes``: what was
    left out, in sentences.
    """

    dates: pd.DatetimeIndex
    values: NDArray[np.float64]
    choice: ColumnSelection
    split: Split
    timesteps: int
    scaling: Literal["min-max", "standard"]
    season: int | None
    units: tuple[str, ...]  # of the columns to forecast, "" where unknown
    notes: tuple[str, ...]
    changes: bool = False  # the network says by how much the last row's values change
    learned: Preparation | None = None  # what an earlier training, on other data, wrote down
    numbered: bool = False  # the rows have numbers, not dates: ``rnn_core.data.row_numbers(dates)``

    @property
    def columns(self) -> tuple[str, ...]:
        """What the columns of ``values`` are."""
        return (*self.choice.columns, *(NAMES if self.choice.calendar else ()))

    @property
    def targets(self) -> int:
        """How many columns are forecast."""
        return len(self.choice.targets)

    @property
    def unit(self) -> str:
        """Of the first column to forecast."""
        return self.units[0]

    @cached_property
    def scaler(self) -> Scaler:
        """Learned from the training rows only."""
        return Scaler.from_json(self.learned.scaler.model_dump()) if self.learned else Scaler.fit(self.scaling, self._training)

    @property
    def _training(self) -> NDArray[np.float64]:
        return self.values[: self.split.train]

    @cached_property
    def usual_change(self) -> NDArray[np.float64]:
        """Of what is forecast, from one row to the next, scaled: root mean square of the training rows, (targets,)."""
        if self.learned:
            return np.asarray(self.learned.change, dtype=float)
        changes = np.diff(self.scaler.transform(self._training)[:, : self.targets], axis=0)
        size = np.sqrt(np.mean(changes**2, axis=0))
        return np.where(size == 0, 1.0, size)

    @cached_property
    def scaled(self) -> NDArray[np.float64]:
        """All values as the network sees them, (rows, columns)."""
        return self.scaler.transform(self.values)

    @property
    def places(self) -> pd.Index:
        """Where the rows stand: their dates, or their numbers where they have none."""
        return row_numbers(self.dates) if self.numbered else self.dates

    def after(self, count: int) -> pd.DatetimeIndex:
        """The dates of the rows to come."""
        if self.numbered:
            return pd.date_range(self.dates[-1] + SECOND, periods=count, freq=SECOND)
        return Step(self.dates).after(count)

    def part(self, first: int, stop: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Windows whose target rows all lie in ``[first, stop)``, and what the network should say to them."""
        past, ahead = windows(self.scaled, self.timesteps, first, stop, self.targets, self.choice.horizon)
        if self.changes:
            each = ahead.reshape(len(ahead), self.choice.horizon, self.targets) - past[:, -1:, : self.targets]
            ahead = (each / self.usual_change).reshape(ahead.shape).astype(np.float32)
        return past, ahead

    def examples(self, first: int, stop: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """As :meth:`part`, without the windows that lie across a hole in the dates."""
        past, ahead = self.part(first, stop)
        origins = np.arange(max(first, self.timesteps), stop - self.choice.horizon + 1)
        whole = self._whole(origins)
        return past[whole], ahead[whole]

    @cached_property
    def holes(self) -> NDArray[np.int64]:
        """The rows, of those to learn from and to choose by, that come after a hole in the dates."""
        return np.array(holes(self.dates[: self.split.validation_stop]), dtype=np.int64)

    def _whole(self, origins: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether no hole lies inside of the windows of these first target rows."""
        first, last = origins - self.timesteps, origins + self.choice.horizon - 1
        inside = (first[:, None] < self.holes) & (self.holes <= last[:, None])
        return np.asarray(~inside.any(axis=1))

    def past(self, origins: NDArray[np.int64]) -> NDArray[np.float32]:
        """The windows just before these rows, scaled: (origins, timesteps, columns)."""
        return inputs(self.scaled, self.timesteps, origins)

    def ahead(self, outputs: NDArray[np.floating], past: NDArray[np.float32]) -> NDArray[np.float32]:
        """What a network's outputs (windows, horizon * targets) to these windows mean, scaled: (windows, horizon, targets)."""
        each = outputs.reshape(len(past), -1, self.targets)
        return past[:, -1:, : self.targets] + each * self.usual_change.astype(np.float32) if self.changes else each

    def in_units(self, scaled: NDArray[np.floating]) -> NDArray[np.float64]:
        """Scaled values of what is forecast (..., targets) in the data's units."""
        return np.asarray(scaled, dtype=float) * self.scaler.scale[: self.targets] + self.scaler.offset[: self.targets]

    def forecasts(self, outputs: NDArray[np.floating], past: NDArray[np.float32]) -> NDArray[np.float64]:
        """A network's outputs to these windows in the data's units: (windows, horizon, targets)."""
        return self.in_units(self.ahead(outputs, past))

    def preparation(self) -> Preparation:
        """What ``preparation.json`` holds."""
        scaler = ScalerNumbers.model_validate(self.scaler.as_json())
        change = tuple(self.usual_change.tolist()) if self.changes else None
        return Preparation(columns=self.columns, scaling=self.scaling, scaler=scaler, change=change)

    def counts(self) -> WindowCounts:
        """How many windows there are."""
        more, parts = self.choice.horizon - 1, self.split
        origins = np.arange(self.timesteps, parts.validation_stop - more)
        whole = self._whole(origins)
        return WindowCounts(
            train=int(whole[origins < parts.train - more].sum()),
            validation=int(whole[origins >= parts.train].sum()),
            test=self.split.test,
            timesteps=self.timesteps,
            features=self.values.shape[1],
        )


def arrange(series: Series, choice: ColumnSelection, settings: WindowSettings) -> WindowedSeries:
    """Choose the columns and split in time. Raises UserError when the data do not allow these settings."""
    _check_columns(series, choice.columns)
    _check_calendar(series, choice)
    columns, test = list(choice.columns), series.test
    parts = [series.frame[columns]] if test is None else [series.frame[columns], test[columns]]
    kept = [part.dropna() for part in parts]
    if test is None:
        split = split_rows(len(kept[0]), settings.validation, settings.test)
    else:
        training = split_rows(len(kept[0]), settings.validation, 0)
        split = Split(training.train, training.validation, len(kept[1]))
    _check_rows(split, settings.timesteps, choice.horizon)
    table = pd.concat(kept)
    values = table.to_numpy(dtype=float)
    for place, name in enumerate(choice.targets):
        _check_varied(name, values[: split.train, place])
    data = WindowedSeries(
        dates=pd.DatetimeIndex(table.index),
        values=_with_calendar(table, choice),
        choice=choice,
        split=split,
        timesteps=settings.timesteps,
        scaling=settings.scaling,
        season=series.season if series.season and 2 * series.season <= split.train else None,
        units=tuple(map(series.unit_of, choice.targets)),
        changes=settings.target_transform == "difference",
        notes=_left_out(sum(map(len, parts)) - len(table), choice.columns),
        numbered=series.numbered,
    )
    _check_windows(data)
    return data


def arrange_other(series: Series, choice: ColumnSelection, settings: WindowSettings, preparation: Preparation) -> WindowedSeries:
    """As :func:`arrange`, of data that the network was not trained on. A network of one column reads any series.

    ``choice`` is that of the training and ``preparation`` what it wrote down, whose scaler is used.
    """
    replaced: tuple[str, ...] = ()
    if len(choice.columns) == 1 and choice.columns[0] not in series.frame.columns:
        replaced = (f"These data have no column {choice.columns[0]}, which the network learned: {series.target} was taken.",)
        choice = ColumnSelection((series.target,), (), choice.horizon, choice.calendar)
    _check_columns(series, choice.columns)
    _check_calendar(series, choice)
    table = pd.concat([part[list(choice.columns)] for part in (series.frame, series.test) if part is not None])
    known, needed = table.dropna(), settings.timesteps + choice.horizon + FEWEST_TEST_ROWS - 1
    if len(known) < needed:
        raise UserError(
            f"Too few rows: the data have {len(known)} without gaps, but this network reads {settings.timesteps} before each "
            f"forecast and needs at least {needed}: use more data."
        )
    return WindowedSeries(
        dates=pd.DatetimeIndex(known.index),
        values=_with_calendar(known, choice),
        choice=choice,
        split=Split(settings.timesteps, 0, len(known) - settings.timesteps),
        timesteps=settings.timesteps,
        scaling=settings.scaling,
        season=series.season,
        units=tuple(map(series.unit_of, choice.targets)),
        notes=(*replaced, *_left_out(len(table) - len(known), choice.columns)),
        changes=settings.target_transform == "difference",
        learned=preparation,
        numbered=series.numbered,
    )


def windowed(data: WindowedSeries, network: Network) -> Task:
    """The task of learning the windows of a series."""
    training = Windows(*data.examples(0, data.split.train))
    validation = Windows(*data.examples(data.split.train, data.split.validation_stop)) if data.split.validation else None
    return Task(network, training, validation if validation and len(validation.inputs) else None, data.preparation())


def in_the_browser(series: WindowedSeries) -> dict[str, Any]:
    """What the living page of a network that reads a series' last rows needs of it."""
    scaler, last = series.scaler.as_json(), series.values[-series.timesteps :]
    return {
        "columns": series.columns,
        "targets": series.targets,
        "horizon": series.choice.horizon,
        **scaler,
        "change": series.usual_change.tolist() if series.changes else None,
        "rows": last.tolist(),
        "places": [str(place).removesuffix(" 00:00:00") for place in series.places[-series.timesteps :]],
        "unit": series.unit,
    }


def _with_calendar(table: pd.DataFrame, choice: ColumnSelection) -> NDArray[np.float64]:
    values = table.to_numpy(dtype=float)
    return np.hstack([values, calendar_columns(pd.DatetimeIndex(table.index))]) if choice.calendar else values


def _check_columns(series: Series, columns: Sequence[str]) -> None:
    known = [str(name) for name in series.frame.columns]
    for name in columns:
        if name not in known:
            raise UserError(f"There is no column '{name}' with numbers{close(name, known)}: choose one of {', '.join(known)}.")
    if len(set(columns)) < len(columns):
        raise UserError("The columns to forecast and the extra inputs name a column twice: name each once.")
    if series.test is not None:
        for name in columns:
            if name not in series.test.columns or series.test[name].isna().all():
                raise UserError(f"The test file has no numbers for '{name}': it needs the same columns as the training file.")


def _check_calendar(series: Series, choice: ColumnSelection) -> None:
    if choice.calendar and series.numbered:
        raise UserError("The rows have numbers, not dates, so there is no calendar to look at: leave the calendar out.")


def _check_rows(split: Split, timesteps: int, horizon: int) -> None:
    more = horizon - 1
    if split.train - timesteps - more < FEWEST_WINDOWS:
        most = split.train - FEWEST_WINDOWS - more
        advice = f"use at most {most} timesteps or more data" if most >= 2 else "use more data"
        ahead = f" and forecasts {horizon} rows ahead" if more else ""
        raise UserError(
            f"Too few rows: the training part has {split.train}, but windows of {timesteps} timesteps{ahead} need at least "
            f"{timesteps + more + FEWEST_WINDOWS}: {advice}."
        )
    if 0 < split.validation < horizon:
        raise UserError(
            f"The validation part has {split.validation} rows, but forecasts reach {horizon} rows ahead: keep at least {horizon} "
            "for it, or none."
        )
    if split.test < FEWEST_TEST_ROWS + more:
        raise UserError(f"The test part has {split.test} rows: keep at least {FEWEST_TEST_ROWS + more} for it.")


def _check_windows(data: WindowedSeries) -> None:
    count = data.counts().train
    if count < FEWEST_WINDOWS:
        raise UserError(
            f"Too few windows: {count} of {data.timesteps} timesteps lie across no hole in the dates, expected at least "
            f"{FEWEST_WINDOWS}: use fewer timesteps, or fill the holes."
        )


def _check_varied(name: str, values: NDArray[np.float64]) -> None:
    if np.ptp(values) == 0:
        raise UserError(
            f"The column '{name}' is constant ({values[0]:g}) in the training part, so there is nothing to learn: "
            "choose another column."
        )


def _left_out(count: int, columns: Sequence[str]) -> tuple[str, ...]:
    if not count:
        return ()
    rows = "1 row was" if count == 1 else f"{count:,} rows were"
    return (f"{rows} left out because a value of {', '.join(columns)} is missing.",)
