"""What the page to print says about a followed path: its verdict, the path, and distances by step."""

import pandas as pd

from rnn_core.codegen.html import Figures, element, table
from rnn_core.data import Path
from rnn_core.experiments.take_home import PARTS, Look, Measured, Report
from rnn_core.experiments.trajectory.metrics import TrajectoryMetrics
from rnn_core.experiments.trajectory.settings import TrajectorySettings


def verdict(metrics: TrajectoryMetrics) -> tuple[str, Look]:
    """The network beside going straight on."""
    return metrics.verdict_sentence, "good" if metrics.judgement.kind == "better" else ""


def result(found: Measured[Path, TrajectorySettings, TrajectoryMetrics], drawing: Figures) -> list[str]:
    """The path one step ahead, distances by step, and the numbers."""
    from rnn_core.experiments.trajectory import figures

    metrics, steps = found.metrics, pd.read_csv(found.results / "path.csv")
    return [
        element("h2", "Result"),
        drawing.figure(
            figures.one_step(steps, metrics.coordinates),
            "The first points of the test part; at every step the network saw the true points before it.",
        ),
        drawing.figure(
            figures.error_by_step(metrics),
            f"The network on its own output: mean distance from the true path in {metrics.starts} free runs.",
        ),
        _numbers(metrics),
    ]


def _numbers(metrics: TrajectoryMetrics) -> str:
    rivals = {
        "Network": metrics.distance,
        "Straight on (constant velocity)": metrics.constant_velocity,
        "Standing still": metrics.standing_still,
    }
    rows = [[name, f"{one.one_step:,.4g}", f"{one.free_running[-1]:,.4g}"] for name, one in rivals.items()]
    count = len(metrics.distance.free_running)
    return table(["Mean distance", "One step ahead", f"After {count} steps"], rows, look="numbers")


def data(metrics: TrajectoryMetrics) -> list[tuple[str, str]]:
    """The points of each part."""
    return [(PARTS[name], f"points {first:,} to {last:,}") for name, (first, last) in metrics.parts.items()]


REPORT = Report(verdict=verdict, result=result, data=data)
