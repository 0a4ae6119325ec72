"""How well a text is known after so many seconds of training: ``python -m benchmarks.speedrun --data TEXT [--seconds 180]``.

Every further flag is one of ``train text``: ``--cell gru --units 512``. The preset is Thorough unless another is given. By seed
both protocols in nats a held-out character (``carried``: read on and on; ``crops``: pieces of 256 characters, each from a state
of nothing), the curve, and when the validation loss fell below 1.60. Preparing and compiling come before the seconds.
"""

import argparse
import time
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.results import processor
from benchmarks.text import cost, ours
from rnn_core.runs import Run

GOAL = 1.60  # nats
SIDE = 2048  # of the matrices whose product tells how fast this machine is


def main() -> None:
    """Train with each seed and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=180.0)
    parser.add_argument("--seeds", type=int, default=3)
    chosen, flags = parser.parse_known_args()
    print(f"{processor()}, {product_speed() / 1e9:.0f} GFLOP/s for large products", flush=True)
    preset = [] if "--preset" in flags else ["--preset", "thorough"]
    carried, crops = [], []
    for seed in range(1, chosen.seeds + 1):
        run, found = ours(chosen.data, *preset, *flags, "--seconds", str(chosen.seconds), "--seed", str(seed))
        carried.append(found["validation"]["nats"])
        crops.append(found["validation"]["crops_256"])
        before = f"{found['prepare_seconds']:.1f} s of preparing and compiling before"
        facts = f"{found['seconds']:.1f} s, {found['epochs']:g} epochs, {before}; {cost(run, found)}"
        print(f"seed {seed}: carried {carried[-1]:.4f}, crops {crops[-1]:.4f}; {facts}; {curve(run)}", flush=True)
    for name, reached in (("carried", carried), ("crops", crops)):
        print(f"{name}: {median(reached):.4f} nats in the middle, {min(reached):.4f} to {max(reached):.4f}")


def curve(run: Run) -> str:
    """The validation losses with their seconds, and when they first were below the goal, between two of them by a line."""
    history = run.history()
    seconds, losses = np.array(history["seconds"]), np.array(history["val_loss"])
    below = np.flatnonzero(losses <= GOAL)
    words = f"never below {GOAL}"
    if len(below):
        two = slice(max(0, below[0] - 1), below[0] + 1)
        words = f"{GOAL} after {np.interp(-GOAL, -losses[two], seconds[two]):.0f} s"
    return f"{words}; {', '.join(f'{loss:.3f} ({second:.0f} s)' for second, loss in zip(seconds, losses, strict=True))}"


def product_speed() -> float:
    """Operations a second of a large product in float32, the best of five."""
    one = np.random.default_rng(0).normal(size=(SIDE, SIDE)).astype(np.float32)
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        one @ one
        times.append(time.perf_counter() - begin)
    return float(2 * SIDE**3 / min(times))


if __name__ == "__main__":
    main()
