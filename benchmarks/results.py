"""What a run wrote about itself, for the benchmarks that print it."""

from typing import Any

from rnn_core import files
from rnn_core.runs import METRICS, Run


def metrics_of(run: Run) -> dict[str, Any]:
    """``metrics.json``. Ends the benchmark with the run's own sentence when there is none."""
    try:
        return dict(files.read_json(run.folder / METRICS))
    except FileNotFoundError as error:
        raise SystemExit(run.status().message) from error
