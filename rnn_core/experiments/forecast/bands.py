"""Bands around a forecast that are as wide as its errors on the validation part: split conformal prediction."""

from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rnn_core.experiments.forecast.metrics import Band
from rnn_core.experiments.forecast.sentences import NO_VALIDATION, TOO_FEW_FOR_A_BAND
from rnn_core.experiments.free_running import FreeRun
from rnn_core.experiments.windowed_series import WindowedSeries
from rnn_core.metrics import conformal, errors

Array = NDArray[np.float64]

NOMINAL = 0.8
MISSED = 1 - NOMINAL
MOST_ORIGINS = 2000  # the last ones of the validation part
METHOD = "conformal"


class Bands:
    """Of one network on one series, for each step ahead and each column by itself, and for each kind of forecast.

    ``direct`` forecasts from rows on, (origins, horizon, targets), data units; ``runner`` the free runs, None where there are
    none; of those ``runs`` are started in the validation part, ``steps`` rows long, and half as many in the test part.
    """

    def __init__(
        self,
        data: WindowedSeries,
        direct: Callable[[NDArray[np.int64]], Array],
        runner: FreeRun | None,
        runs: int,
        steps: int,
    ):
        self._data, self._direct, self._runner, self._runs, self._steps = data, direct, runner, runs, steps

    @cached_property
    def _direct_errors(self) -> Array:
        split = self._data.split
        origins = np.arange(max(split.train, split.validation_stop - MOST_ORIGINS), split.validation_stop)
        return self._sizes(origins, self._direct(origins)) if len(origins) else np.empty((0, 1, self._data.targets))

    @cached_property
    def _free_errors(self) -> Array:
        split = self._data.split
        if self._runner is None or not split.validation:
            return np.empty((0, 1, self._data.targets))
        starts = np.unique(np.linspace(split.train, split.validation_stop - 1, self._runs).astype(int))
        return self._sizes(starts, self._runner.paths(starts, self._steps)[:, 0])

    def _sizes(self, origins: NDArray[np.int64], forecasts: Array) -> Array:
        """Sizes of the errors, (origins, steps, targets), not a number beyond the validation part."""
        stop, values = self._data.split.validation_stop, self._data.values[:, : self._data.targets]
        rows = origins[:, None] + np.arange(forecasts.shape[1])
        sizes = np.abs(values[np.minimum(rows, stop - 1)] - forecasts)
        return np.where((rows < stop)[..., None], sizes, np.nan)

    def half_width(self, place: int, step: int) -> float:
        """Of a column's direct forecast so many steps ahead, from 0 on, data units; infinite with too few errors."""
        return conformal.half_width(_known(self._direct_errors[:, step, place]), MISSED) if len(self._direct_errors) else np.inf

    def free_half_widths(self, place: int, steps: int) -> Array:
        """The same of free runs, (steps,); one step ahead they are direct forecasts."""
        found = np.full(steps, np.inf)
        found[0] = self.half_width(place, 0)
        for step in range(1, min(steps, self._free_errors.shape[1])):
            found[step] = conformal.half_width(_known(self._free_errors[:, step, place]), MISSED)
        return found

    def why_not(self, place: int) -> str:
        """Why a column's forecasts have no band; "" where they have one."""
        if np.isfinite(self.half_width(place, 0)):
            return ""
        if not len(self._direct_errors):
            return NO_VALIDATION
        return TOO_FEW_FOR_A_BAND.format(rows=len(self._direct_errors), needed=conformal.fewest(MISSED))

    def learning(self, place: int, actual: Array, one_step: Array) -> Array:
        """Half widths (rows,) of a band that learns from its misses, row after row of the test part."""
        known = _known(self._direct_errors[:, 0, place])
        return conformal.adaptive(known, np.abs(actual - one_step), MISSED).half_widths

    def columns(self, place: int, actual: Array, one_step: Array) -> dict[str, Array]:
        """The edges of the band one step ahead, and of the one that learns from its misses, (rows,) each; none without bands."""
        width = self.half_width(place, 0)
        if not np.isfinite(width):
            return {}
        low, high = around(one_step, width).T
        learning_low, learning_high = around(one_step, self.learning(place, actual, one_step)).T
        return {"low": low, "high": high, "learning_low": learning_low, "learning_high": learning_high}

    def measured(self, place: int, step: int, actual: Array, forecast: Array) -> dict[str, float]:
        """What is measured of the band of the direct forecast so many steps ahead, from 0 on; nothing without one."""
        width = self.half_width(place, step)
        if not np.isfinite(width):
            return {}
        low, high = around(forecast, width).T
        lower, upper = conformal.pinball(actual, low, MISSED / 2), conformal.pinball(actual, high, 1 - MISSED / 2)
        return {"half_width": width, "coverage": errors.coverage(actual, low, high), "pinball": (lower + upper) / 2}

    def band(self, place: int, actual: Array, one_step: Array) -> Band | None:
        """How often the band of the one-step forecast held the test part."""
        width, sizes = self.half_width(place, 0), np.abs(actual - one_step)
        if not np.isfinite(width):
            return None
        known = _known(self._direct_errors[:, 0, place])
        usual = float(np.median(known))
        return Band(
            method=METHOD,
            nominal=NOMINAL,
            coverage=float(np.mean(sizes <= width)),
            rows=len(sizes),
            half_width=width,
            calibrated=len(known),
            ratio=float(np.median(sizes)) / usual if usual else None,
            learning=float(np.mean(sizes <= self.learning(place, actual, one_step))),
        )

    @cached_property
    def _free_in_test(self) -> tuple[NDArray[np.int64], Array]:
        """Test rows at which free runs start, and those runs."""
        split = self._data.split
        steps = min(self._steps, split.test)
        starts = np.unique(np.linspace(split.validation_stop, split.rows - steps, max(1, self._runs // 2)).astype(int))
        assert self._runner is not None
        return starts, self._runner.paths(starts, steps)[:, 0]

    def free_band(self, place: int) -> Band | None:
        """How often the bands of free runs held, all steps together; None where a step has none."""
        if self._runner is None or not np.isfinite(self.half_width(place, 0)):
            return None
        starts, paths = self._free_in_test
        widths = self.free_half_widths(place, paths.shape[1])
        if not np.isfinite(widths).all():
            return None
        actual = self._data.values[starts[:, None] + np.arange(paths.shape[1]), place]
        held = np.abs(actual - paths[..., place]) <= widths
        return Band(method=METHOD, nominal=NOMINAL, coverage=float(held.mean()), rows=paths.shape[1], starts=len(starts))


def around(forecast: Array, half_width: Array | float) -> Array:
    """Lower and upper edge, (rows, 2), not a number where the band would be infinite."""
    edges = np.stack([forecast - half_width, forecast + half_width], axis=1)
    return np.where(np.isfinite(edges), edges, np.nan)


def _known(errors: Array) -> Array:
    return errors[~np.isnan(errors)]
