"""Runs beside each other: which of them belong on one axis, and more of the same run with other seeds."""

from collections.abc import Collection, Sequence

import pandas as pd

from rnn_core.experiments import experiment
from rnn_core.experiments.listing import Row
from rnn_core.settings import TrainingSettings

REPEATS = 3
OF_THE_LOSS = ("target", "also", "horizon", "scaling", "target_transform", "objective", "lowercase", "rare", "share")


def of_one_kind(chosen: Sequence[Row]) -> list[list[Row]]:
    """Grouped by experiment and data, in their order: curves and scores of others stand on another scale."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in chosen:
        groups.setdefault((row.experiment, row.run.about().data), []).append(row)
    return list(groups.values())


def of_one_loss(kind: Sequence[Row]) -> list[list[Row]]:
    """Runs of one kind, grouped by what their loss is measured on: that of changes is not that of values."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in kind:
        groups.setdefault(tuple(str(row.settings.get(name)) for name in OF_THE_LOSS), []).append(row)
    return list(groups.values())


def same_test(chosen: Sequence[Row]) -> list[tuple[Row, pd.DataFrame]]:
    """The forecasts among runs of one dataset that say the same column of the same test rows, with their tables.

    Of several such groups the largest, the first of equal ones; fewer than two are none.
    """
    groups: dict[tuple[str, tuple[str, ...]], list[tuple[Row, pd.DataFrame]]] = {}
    for row in chosen:
        if row.experiment == "forecast" and (found := _forecast(row)) is not None:
            target, table = found
            groups.setdefault((target, tuple(table["date"])), []).append((row, table))
    largest = max(groups.values(), key=len, default=[])
    return largest if len(largest) > 1 else []


def _forecast(row: Row) -> tuple[str, pd.DataFrame] | None:
    try:
        metrics = row.run.metrics(experiment(row.experiment).metrics)
        table = pd.read_csv(row.run.folder / "results" / "forecast.csv", dtype={"date": str})
    except (OSError, ValueError):
        return None
    return (getattr(metrics, "target", ""), table) if metrics else None


def repeats_of(row: Row, among: Sequence[Row]) -> list[Row]:
    """The runs that differ from this one in nothing but the seed."""
    data, settings = row.run.about().data, {**row.settings, "seed": None}
    alike = (one for one in among if one.experiment == row.experiment and {**one.settings, "seed": None} == settings)
    return [one for one in alike if one.run != row.run and one.run.about().data == data]


def other_seeds(row: Row, taken: Collection[int], count: int = REPEATS) -> list[TrainingSettings]:
    """The settings of a run with so many other seeds, the lowest from 1 on that are not ``taken``."""
    used, chosen = {*taken, row.settings["seed"]}, experiment(row.experiment).settings.parse(row.settings)
    free = [seed for seed in range(1, len(used) + count + 1) if seed not in used][:count]
    return [chosen.model_copy(update={"seed": seed}) for seed in free]
