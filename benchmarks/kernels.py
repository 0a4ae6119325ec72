"""Training steps of RNN Lab's loops beside Keras as shipped and PyTorch: same networks, same sizes, one machine, taking turns.

``python -m benchmarks.kernels [--case NAME] [--rounds 7] [--torch PYTHON]``. Each side is a process of its own with its usual
threads; they stay alive and run one round after the other in turn, so that a busy neighbour meets all of them. Printed are
medians in steps of rows a second, their ratios, and apart from them the seconds of the first batches, in which sides compile.
``--torch``: a Python that has PyTorch (``pip install torch==2.13.0``); without one that side is left out, and said so.
``--two``: instead, what two trainings of RNN Lab's at once manage together, beside one alone.
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
    """A network to train. ``symbols``: it reads whole numbers below it; ``embedding`` 0: one-hot. ``every``: says each step."""

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


CASES = {
    "tutorial": Case("lstm", 45, 32, 40, layers=4, dropout=0.2),
    **{f"characters {units}": Case("lstm", units, 64, 50, symbols=39, outputs=39, every=True) for units in (64, 128, 256, 512)},
    "ladybug": Case("gru", 200, 512, 20, features=2, outputs=2),
    "reviews": Case("lstm", 64, 64, 60, symbols=10_000, embedding=32, outputs=2),
}
SIDES = ("fast", "keras", "torch")


def main() -> None:
    """All cases, or one."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--case", choices=tuple(CASES))
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--torch", default=sys.executable)
    parser.add_argument("--two", action="store_true")
    chosen = parser.parse_args()
    for name in [chosen.case] if chosen.case else list(CASES):
        if chosen.two:
            beside_another(name, chosen.rounds)
        else:
            compare(name, chosen.rounds, chosen.torch)


def beside_another(name: str, rounds: int) -> None:
    """One case: one training alone and two at once, in turn."""
    pair = [Side("fast", name, sys.executable) for _ in range(2)]
    alone, together = [], []
    for _ in range(rounds):
        alone.append(pair[0].round())
        for process in pair:
            process.begin()
        together.append(sum(process.speed() for process in pair))
    for process in pair:
        process.end()
    one, two = median(alone), median(together)
    print(f"{name}: steps of rows a second: alone {one:,.0f}, two at once {two:,.0f} together; {two / one:.2f} x", flush=True)


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
            [python, str(program), side, json.dumps(vars(CASES[case]))],
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
