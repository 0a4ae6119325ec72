"""How good a trained forecast is: one step ahead, free-running, and beyond the data."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnn_core import evaluation
from rnn_core.architecture import Dropout, operations
from rnn_core.experiments.base import Results
from rnn_core.experiments.forecast import SAMPLES, Arranged
from rnn_core.numpy_rnn import NumpyNetwork

Array = NDArray[np.float64]

FUTURE_ROWS = 20
ORIGINS = 8
MOST_FREE_ROWS = 1000  # a free run takes a turn a row
# Operations that measuring may take, some 20 seconds each: of a turn for one window, and of many windows at once.
ALONE, TOGETHER = 1e11, 4e11
FEWEST_FREE_ROWS, FEWEST_SAMPLES = 50, 10
BAND = (0.1, 0.9)
WHY_NOT_FREE = (
    "Free-running is not possible with extra inputs: the network forecasts only {target}, "
    "and tomorrow's {others} would have to be known."
)


def measure(data: Arranged, network: NumpyNetwork, seed: int) -> Results:
    """Metrics and tables of a trained network (weights: see :class:`NumpyNetwork`) on the test part of ``data``."""
    first = data.split.validation_stop
    target = data.values[:, 0]
    actual = target[first:]
    one_step = data.scaler.inverse(network.predict(data.part(first, data.split.rows)[0])[:, 0])
    naive = evaluation.baselines(target, first, data.split.train, data.season)
    free = None if data.values.shape[1] > 1 else _continue(data, network, [first], min(len(actual), _free_rows(network)))[0, 0]
    future, band = _beyond(data, network, np.random.default_rng(seed))
    metrics = {
        "windows": _windows(data),
        **_scores(data, one_step, free, naive),
        "free_rows": None if free is None else len(free),
        **_judged(target, first, one_step, naive["last_value"]),
        "spread": float(np.std(one_step) / np.std(actual)) if np.std(actual) else float("nan"),
        "band": band,
        "next": {"date": str(future["date"].iloc[0]), "value": float(future["forecast"].iloc[0])},
        "target": data.columns[0],
        "unit": data.unit,
        "parts": _parts(data),
        "notes": list(data.notes),
    }
    forecast = pd.DataFrame(
        {
            "date": dates_as_text(data.dates[first:]),
            "actual": actual,
            "one_step": one_step,
            "free_running": np.nan if free is None else np.pad(free, (0, len(actual) - len(free)), constant_values=np.nan),
            "last_value": naive["last_value"],
        }
    )
    return Results(metrics, {"forecast": forecast, "future": future})


def _free_rows(network: NumpyNetwork) -> int:
    """How long a free run may be: a large network takes seconds a row."""
    return int(np.clip(ALONE / operations(network.network), FEWEST_FREE_ROWS, MOST_FREE_ROWS))


def _samples_and_origins(network: NumpyNetwork) -> tuple[int, int]:
    """Free runs that make a band, and bands that its coverage is measured with; fewer of a large network."""
    runs = int(TOGETHER / operations(network.network) / FUTURE_ROWS)
    samples = int(np.clip(runs // 2, FEWEST_SAMPLES, SAMPLES))
    return samples, int(np.clip(runs // samples - 1, 1, ORIGINS))


def _windows(data: Arranged) -> dict[str, int]:
    split = data.split
    return {
        "train": split.train - data.timesteps,
        "validation": split.validation,
        "test": split.test,
        "timesteps": data.timesteps,
        "features": data.values.shape[1],
    }


def _parts(data: Arranged) -> dict[str, list[str]]:
    """First and last date of each part."""
    edges = {
        "train": (0, data.split.train),
        "validation": (data.split.train, data.split.validation_stop),
        "test": (data.split.validation_stop, data.split.rows),
    }
    dates = dates_as_text(data.dates)
    return {name: [dates[first], dates[stop - 1]] for name, (first, stop) in edges.items() if stop > first}


def _scores(data: Arranged, one_step: Array, free: Array | None, naive: dict[str, Array]) -> dict[str, Any]:
    first, train = data.split.validation_stop, data.split.train
    target = data.values[:, 0]
    actual, before = target[first:], target[first - 1 : -1]
    usual = float(np.mean(np.abs(np.diff(target[:train]))))
    scores: dict[str, Any] = {
        "one_step": evaluation.measures(actual, one_step, before, before, usual),
        "free_running": None,
        "baselines": {name: evaluation.measures(actual, rival, before, before, usual) for name, rival in naive.items()},
    }
    if free is None:
        others = ", ".join(data.columns[1:])
        return {**scores, "free_running_why": WHY_NOT_FREE.format(target=data.columns[0], others=others)}
    actual, before = actual[: len(free)], before[: len(free)]
    held = np.full(len(free), target[first - 1])
    own_before = np.concatenate([held[:1], free[:-1]])
    scores["free_running"] = evaluation.measures(actual, free, before, own_before, usual)
    scores["free_running_baselines"] = {"last_value": evaluation.measures(actual, held, before, held, usual)}
    return scores


def _judged(target: Array, first: int, one_step: Array, last_value: Array) -> dict[str, Any]:
    judgement = evaluation.judge(target[first:], one_step, last_value)
    shift = evaluation.lag(target, first, one_step)
    return {
        "skill": judgement.skill,
        "lag": shift,
        "repeats": evaluation.repeats(target, first, one_step, shift),
        "verdict": judgement.verdict,
        "verdict_sentence": judgement.sentence,
        "p_value": judgement.p_value,
    }


def _continue(
    data: Arranged,
    network: NumpyNetwork,
    starts: Sequence[int],
    steps: int,
    samples: int = 1,
    dropout: np.random.Generator | None = None,
) -> Array:
    """Let the network feed on its own output from each of some rows on.

    Returns (starts, samples, steps) in data units; samples differ only with ``dropout``.
    """
    past = np.stack([data.scaled[start - data.timesteps : start, :1] for start in starts])
    window = np.repeat(past, samples, axis=0).astype(np.float32)
    outputs = np.empty((len(window), steps), np.float32)
    for step in range(steps):
        outputs[:, step] = network.predict(window, dropout=dropout)[:, 0]
        window = np.concatenate([window[:, 1:], outputs[:, step, None, None]], axis=1)
    return data.scaler.inverse(outputs.reshape(len(starts), samples, steps))


def _beyond(data: Arranged, network: NumpyNetwork, rng: np.random.Generator) -> tuple[pd.DataFrame, dict[str, Any] | None]:
    """The rows after the data, with a band where dropout allows one. With extra inputs only the first row is possible."""
    alone = data.values.shape[1] == 1
    dates = next_dates(data.dates, FUTURE_ROWS if alone else 1)
    if not alone:
        last = data.scaled[None, -data.timesteps :].astype(np.float32)
        value = data.scaler.inverse(network.predict(last)[:, 0])
        return pd.DataFrame({"date": dates, "forecast": value, "low": np.nan, "high": np.nan}), None
    forecast = _continue(data, network, [data.split.rows], FUTURE_ROWS)[0, 0]
    low, high, band = np.full(FUTURE_ROWS, np.nan), np.full(FUTURE_ROWS, np.nan), None
    if any(isinstance(layer, Dropout) for layer in network.network.layers):
        (low,), (high,) = _band(data, network, [data.split.rows], FUTURE_ROWS, rng)
        band = _coverage(data, network, rng)
    return pd.DataFrame({"date": dates, "forecast": forecast, "low": low, "high": high}), band


def _band(
    data: Arranged, network: NumpyNetwork, starts: Sequence[int], steps: int, rng: np.random.Generator
) -> tuple[Array, Array]:
    """The middle 80 % of free runs with dropout left on (Monte Carlo dropout, Gal and Ghahramani 2016).

    Returns its lower and upper edge, (starts, steps) each.
    """
    paths = _continue(data, network, starts, steps, _samples_and_origins(network)[0], rng)
    low, high = np.quantile(paths, BAND, axis=1)
    return low, high


def _coverage(data: Arranged, network: NumpyNetwork, rng: np.random.Generator) -> dict[str, Any]:
    """How often the same band, started at several rows of the test part, held the actual value."""
    first, rows = data.split.validation_stop, data.split.rows
    steps = min(FUTURE_ROWS, rows - first)
    samples, origins = _samples_and_origins(network)
    starts = [int(start) for start in np.unique(np.linspace(first, rows - steps, origins).astype(int))]
    low, high = _band(data, network, starts, steps, rng)
    actual = np.stack([data.values[start : start + steps, 0] for start in starts])
    return {
        "nominal": BAND[1] - BAND[0],
        "coverage": evaluation.coverage(actual, low, high),
        "samples": samples,
        "starts": len(starts),
        "rows": steps,
    }


def next_dates(dates: pd.DatetimeIndex, count: int) -> list[str]:
    """Dates after the last one: weekdays for data without weekends, else at the usual distance."""
    usual = pd.Series(dates).diff().median()
    if usual == pd.Timedelta(days=1) and (dates.day_of_week < 5).all():
        return dates_as_text(pd.bdate_range(dates[-1], periods=count + 1)[1:])
    return dates_as_text(pd.DatetimeIndex([dates[-1] + usual * step for step in range(1, count + 1)]))


def dates_as_text(dates: pd.DatetimeIndex) -> list[str]:
    """ISO dates, with the time of day only where there is one."""
    whole_days = bool((dates == dates.normalize()).all())
    return list(dates.strftime("%Y-%m-%d" if whole_days else "%Y-%m-%d %H:%M:%S"))
