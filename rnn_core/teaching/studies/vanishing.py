"""How far back each cell learns to look: every cell trained at every distance, its gradient measured before and after."""

import math
from typing import Any

import numpy as np

from rnn_core.errors import UserError
from rnn_core.networks.cells import CELLS
from rnn_core.settings import RESERVOIRS
from rnn_core.teaching.gradients.copy_settings import CopySettings
from rnn_core.teaching.gradients.copy_task import CHANCE, recall
from rnn_core.teaching.gradients.copy_training import TEST_ROWS, CopyNetwork, echo_state, test_numbers, train
from rnn_core.teaching.gradients.flow import measure, relative, sample
from rnn_core.teaching.studies import Study, Tell

LONGEST = 200


def work(settings: CopySettings, tell: Tell) -> dict[str, Any]:
    """``points``: one a cell and distance; ``chance``: the share of right answers that guessing gives."""
    if not settings.cells or not settings.distances:
        raise UserError("There is nothing to train: choose at least one cell.")
    if not all(1 <= distance <= LONGEST for distance in settings.distances):
        raise UserError(f"distances is {settings.distances}: give whole numbers from 1 to {LONGEST}.")
    from threadpoolctl import threadpool_limits  # comes with scikit-learn

    pairs = [(cell, distance) for distance in sorted(settings.distances) for cell in settings.cells]
    whole, done, points = sum(distance for _, distance in pairs), 0, []
    with threadpool_limits(1):  # products as small as these take longer on several threads, which wait for one another
        for cell, distance in pairs:
            words = f"{CELLS[cell].title}, {distance} steps"

            def told(share: float, done: int = done, distance: int = distance, words: str = words) -> None:
                tell((done + share * distance) / whole, words)

            told(0)
            points.append(_echo(cell, distance, settings) if cell in RESERVOIRS else _point(cell, distance, settings, told))
            done += distance
    return {"points": points, "chance": CHANCE, "rows": TEST_ROWS}


def _echo(cell: str, distance: int, settings: CopySettings) -> dict[str, Any]:
    return {"cell": cell, "distance": distance, "accuracy": echo_state(distance, settings), "updates": 0, "broke": False}


def _point(cell: str, distance: int, settings: CopySettings, told: Any) -> dict[str, Any]:
    """One training; gradients as shares of that at the last step, from there back to the sign's."""
    trained = train(cell, distance, settings, told)
    point: dict[str, Any] = {"cell": cell, "distance": distance, "updates": trained.updates, "broke": trained.broke}
    tested = recall(distance, TEST_ROWS, test_numbers(settings, distance))
    with np.errstate(over="ignore", invalid="ignore"):
        point["accuracy"] = CHANCE if trained.broke else trained.network.accuracy(tested)
        for name, network in (("before", CopyNetwork.start(cell, settings)), ("after", trained.network)):
            point[name] = _shares(network, distance, settings)
    return point


def _shares(network: CopyNetwork, distance: int, settings: CopySettings) -> dict[str, list[float | None] | None]:
    exact = {name: one.astype(np.float64) for name, one in network.weights.items()}
    flow = measure(CopyNetwork(network.kind, network.activation, exact), sample(distance, settings), settings)
    lists = {"hidden": relative(flow.hidden), "kept": flow.kept, "best": flow.best}
    return {name: None if one is None else [_plain(number) for number in one] for name, one in lists.items()}


def _plain(number: float) -> float | None:
    """Four digits, which is what a picture shows; None for what is no number."""
    return float(f"{number:.4g}") if math.isfinite(number) else None


STUDY = Study("vanishing", "Accuracy against distance", CopySettings, work)
