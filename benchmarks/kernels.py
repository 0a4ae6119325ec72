"""Training steps of RNN Lab's loops beside Keras as shipped and PyTorch: same networks, same sizes, one machine, taking turns.

``python -m benchmarks.kernels [--case NAME] [--rounds 7] [--torch PYTHON] [--large]``. Each side is a process of its own
with its usual threads; they stay alive and run one round after the other in turn, so that a busy neighbour meets all of them.
Printed are medians in steps of rows a second, their ratios, and apart from them the seconds of the first batches, in which sides
compile.
*products* does nothing but as many operations as the products of the recurrences have, as large float32 products, which a
processor does fastest: no training in float32 is faster than that.
``--torch``: a Python that has PyTorch (``pip install torch==2.13.0``); without one that side is left out, and said so.
``--large``: instead, large shapes, where Keras could be ahead, as it cuts the products and not the batch.
``--two``: instead, what two trainings of RNN Lab's at once manage together, each cut for all cores or for one, beside one alone.
"""

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROUNDS = 7
SECONDS = 2.0  # of a round, about


@dataclass(frozen=True)
class Case:
    """A network to train. ``symbols``: it reads whole numbers below it; ``embedding`` 0: one-hot. ``every``: says each step.

    ``block``: batches that are prepared beforehand and handed over together.
    """

    cell: str
    units: int
    batch: int
    timesteps: int
    features: int = 1
    layers: int = 1
    dropout: float = 0.0
    symbols: int = 0
    embedding: int = 0
    outputs: int = 1
    every: bool = False
    block: int = 16


CASES = {
    "tutorial": Case("lstm", 45, 32, 40, layers=4, dropout=0.2),
    **{f"characters {units}": Case("lstm", units, 64, 50, symbols=39, outputs=39, every=True) for units in (64, 128, 256, 512)},
    "ladybug": Case("gru", 200, 512, 20, features=2, outputs=2),
    "reviews": Case("lstm", 64, 64, 60, symbols=10_000, embedding=32, outputs=2),
}
LARGE = {
    f"{cell} {units}, {batch} rows": Case(cell, units, batch, 20, features=8, block=2)
    for cell in ("lstm", "gru")
    for units in (512, 1024)
    for batch in (64, 512)
}
SIDES = ("fast", "mixed", "keras", "torch", "products")


def main() -> None:
    """All cases, or one."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--case", choices=tuple(CASES))
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--torch", default=sys.executable)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--two", action="store_true")
    chosen = parser.parse_args()
    for name in [chosen.case] if chosen.case else list(LARGE if chosen.large else CASES):
        if chosen.two:
            beside_another(name, chosen.rounds)
        else:
            compare(name, chosen.rounds, chosen.torch)


def beside_another(name: str, rounds: int) -> None:
    """One case: one training alone, two at once and two at once that are cut for one core each, in turn."""
    pairs = {side: [Side(side, name, sys.executable) for _ in range(2)] for side in ("fast", "fast one core")}
    speeds: dict[str, list[float]] = {"alone": [], **{side: [] for side in pairs}}
    for _ in range(rounds):
        speeds["alone"].append(pairs["fast"][0].round())
        for side, pair in pairs.items():
            for process in pair:
                process.begin()
            speeds[side].append(sum(process.speed() for process in pair))
    for process in (process for pair in pairs.values() for process in pair):
        process.end()
    one, *both = (median(found) for found in speeds.values())
    ratios = " and ".join(f"{two:,.0f} together; {two / one:.2f} x" for two in both)
    print(f"{name}: steps of rows a second: alone {one:,.0f}, two at once, cut for all cores and for one: {ratios}", flush=True)


def compare(name: str, rounds: int, torch: str) -> None:
    """One case: all sides in turn."""
    sides = {side: Side(side, name, torch if side == "torch" else sys.executable) for side in SIDES}
    missing = [side for side, process in sides.items() if process.first is None]
    present = {side: process for side, process in sides.items() if side not in missing}
    speeds: dict[str, list[float]] = {side: [] for side in present}
    for _ in range(rounds):
        for side, process in present.items():
            speeds[side].append(process.round())
    for process in sides.values():
        process.end()
    middle = {side: median(found) for side, found in speeds.items()}
    numbers = ", ".join(f"{side} {middle[side]:,.0f} ({min(found):,.0f}-{max(found):,.0f})" for side, found in speeds.items())
    ratios = ", ".join(f"{middle['fast'] / middle[side]:.2f} x {side}" for side in middle if side != "fast")
    first = ", ".join(f"{side} {process.first:.1f} s" for side, process in present.items())
    print(f"{name}: steps of rows a second: {numbers}; fast is {ratios}; first batches: {first}", flush=True)
    if missing:
        print(f"  left out, as it could not be loaded: {', '.join(missing)}", flush=True)


class Side:
    """A process that trains one case in one way. ``first``: seconds of its first batches, None when it could not begin."""

    def __init__(self, side: str, case: str, python: str):
        program = Path(__file__).with_name("kernel_sides.py")
        self.process = subprocess.Popen(
            [python, str(program), side, json.dumps(vars({**CASES, **LARGE}[case]))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=Path(__file__).parents[1],
        )
        answer = self._answer()
        self.first = float(answer) if answer else None

    def begin(self) -> None:
        """Train for about two seconds."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{SECONDS}\n")
        self.process.stdin.flush()

    def speed(self) -> float:
        """Steps of rows (rows x timesteps) trained a second since :meth:`begin`."""
        return float(self._answer())

    def round(self) -> float:
        """Both."""
        self.begin()
        return self.speed()

    def end(self) -> None:
        """Its pipe closes."""
        self.process.communicate()

    def _answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


if __name__ == "__main__":
    main()
