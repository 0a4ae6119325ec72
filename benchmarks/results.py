"""What a run wrote about itself, for the benchmarks that print it."""

import os
import re
from pathlib import Path
from typing import Any

from rnn_core import files
from rnn_core.runs import METRICS, Run


def metrics_of(run: Run) -> dict[str, Any]:
    """``metrics.json``. Ends the benchmark with the run's own sentence when there is none."""
    try:
        return dict(files.read_json(run.folder / METRICS))
    except FileNotFoundError as error:
        raise SystemExit(run.status().message) from error


def processor() -> str:
    """The processor of this machine by its name, its cores, and whether it has wide vectors."""
    about = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    name = re.findall(r"model name\s*: (.*)", about)[:1] or ["unnamed processor"]
    wide = "AVX-512" if "avx512f" in about else "no AVX-512"
    return f"{name[0]}, {os.cpu_count()} cores, {wide}"
