"""The part of a report that is about a followed path."""

from typing import Any

import pandas as pd

from rnn_core.codegen.html import Figures, element, table
from rnn_core.experiments.trajectory import figures
from rnn_core.runs import Run

RIVALS = {
    "distance": "Network",
    "constant_velocity": "Straight on (constant velocity)",
    "standing_still": "Standing still",
}


def verdict(metrics: dict[str, Any]) -> str:
    """One sentence."""
    return element("p", metrics["verdict_sentence"], "verdict good" if metrics["verdict"] == "better" else "verdict")


def result(run: Run, metrics: dict[str, Any], drawing: Figures) -> list[str]:
    """The path one step ahead, distances by step, and the numbers."""
    steps = pd.read_csv(run.folder / "results" / "path.csv")
    count = len(metrics["distance"]["free_running"])
    rows = [
        [name, f"{metrics[key]['one_step']:,.4g}", f"{metrics[key]['free_running'][-1]:,.4g}"] for key, name in RIVALS.items()
    ]
    return [
        element("h2", "Result"),
        drawing.figure(
            figures.one_step(steps, metrics["coordinates"]),
            "The first points of the test part; at every step the network saw the true points before it.",
        ),
        drawing.figure(
            figures.error_by_step(metrics),
            f"The network on its own output: mean distance from the true path in {metrics['starts']} free runs.",
        ),
        table(["Mean distance", "One step ahead", f"After {count} steps"], rows, look="numbers"),
    ]


def parts(metrics: dict[str, Any]) -> dict[str, str]:
    """Which points each part has, in words."""
    return {name: f"points {first:,} to {last:,}" for name, (first, last) in metrics["parts"].items()}
