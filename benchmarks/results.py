"""What a run wrote about itself, for the benchmarks that print it."""

import os
from pathlib import Path
from typing import Any

from rnn_core import config, files
from rnn_core.runs import METRICS, Run


def metrics_of(run: Run) -> dict[str, Any]:
    """``metrics.json``. Ends the benchmark with the run's own sentence when there is none."""
    try:
        return dict(files.read_json(run.folder / METRICS))
    except FileNotFoundError as error:
        raise SystemExit(run.status().message) from error


def processor() -> str:
    """The processor of this machine by its name, its cores, and whether it has wide vectors."""
    wide = "AVX-512" if "avx512f" in Path("/proc/cpuinfo").read_text(encoding="utf-8") else "no AVX-512"
    return f"{config.processor()}, {os.cpu_count()} cores, {wide}"
