"""What bands that promise 80 % hold on the test part: each series, five seeds, short trainings.

``python -m benchmarks.coverage [--seeds 5] [--epochs 10] [dataset ...]``

A line a series, of shares in percent: the band one step ahead as it was learned from the validation part (least to most of the
seeds), the same learning from its misses, the bands of free runs, the band of dropout; the usual error of the test part over
that of the validation part; and who is the best rival.
"""

import argparse
import json
import os
import tempfile
from collections import Counter
from contextlib import redirect_stdout
from pathlib import Path
from statistics import mean
from typing import Any

SERIES = (
    "sine",
    "seasonal",
    "random-walk",
    "seattle-weather",
    "sf-temperature",
    "sea-temperature",
    "prices-msft",
    "prices-ibm",
    "prices-fb",
)


def main() -> None:
    """Train and print a line a series."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("datasets", nargs="*", default=SERIES)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=10)
    chosen = parser.parse_args()
    print(f"{'80 % promised':18}{'held':>16}{'learning':>10}{'free':>7}{'dropout':>9}{'errors':>8}  best rival", flush=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["RNN_LAB_HOME"] = home
        for dataset in chosen.datasets:
            print(line(dataset, chosen.seeds, chosen.epochs), flush=True)


def line(dataset: str, seeds: int, epochs: int) -> str:
    """What the bands on one series held."""
    found = [measured(dataset, seed, epochs) for seed in range(1, seeds + 1)]
    bands = [one["band"] for one in found]
    held = [100 * band["coverage"] for band in bands]
    learning, free, dropout = (
        mean(100 * share for share in shares)
        for shares in (
            [band["learning"] for band in bands],
            [one["free_band"]["coverage"] for one in found],
            [one["dropout_band"]["coverage"] for one in found],
        )
    )
    spread = f"{mean(held):.0f} ({min(held):.0f}-{max(held):.0f})"
    ratio, best = mean(band["ratio"] for band in bands), Counter(one["best_baseline"] for one in found).most_common(1)[0][0]
    return f"{dataset:18}{spread:>16}{learning:>10.0f}{free:>7.0f}{dropout:>9.0f}{ratio:>8.2f}  {best}"


def measured(dataset: str, seed: int, epochs: int) -> dict[str, Any]:
    """``metrics.json`` of a Quick training with that seed."""
    from rnn_core import runs
    from rnn_core.data import entry, keep
    from rnn_core.experiments import experiment
    from rnn_core.training import worker

    data: Any = entry(dataset).load()
    settings = experiment("forecast").settings.parse({"seed": seed, "epochs": epochs, "device": "cpu"})
    run = runs.create("forecast", dataset, keep(data), data.title, settings)
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):  # a line an epoch
        worker.train(run.folder)
    return dict(json.loads(Path(run.folder / "results" / "metrics.json").read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
