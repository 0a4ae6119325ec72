"""What a cell's drawing is made with, and what its sentences see: one step of one unit, and the places in the picture.

The pen itself is of ``teaching``; it knows colours, which stage is lit, and how a number is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from rnn_core.wording import decimals, percent

Point = tuple[float, float]
RAIL, GATE, BUS = 74, 216, 306  # heights of the long-term memory, of the gates, of what comes in
LEFT, RIGHT = 50, 750  # middles of the margins beside the cell
TOP, BOTTOM = GATE - 36, GATE + 36  # of a gate's box


@dataclass(frozen=True)
class Seen:
    """One unit's numbers: ``f``, ``kept``, and so on; a state before the step ``c``, after it ``c_new``; ``bias_f``."""

    values: Mapping[str, float]

    def value(self, name: str) -> float:
        """As it is."""
        return self.values[name]

    def text(self, name: str) -> str:
        """As it is shown everywhere."""
        return decimals(self.values[name])

    def share(self, name: str) -> str:
        """In percent."""
        return percent(self.values[name])


class Pen(Protocol):
    """Draws a cell of ``seen``'s numbers on a ground of 800 x ``height``; ``stage`` is that from which on a part is lit."""

    seen: Seen
    looking: frozenset[str]  # rows of further weights that count

    def body(self, left: float, top: float, width: float, height: float) -> None:
        """The frame of the cell."""

    def wire(self, points: Sequence[Point], stage: int, ink: str, look: str = "", tip: bool = True) -> None:
        """A line through points, an arrow's tip at its end; ``look``: ``rail`` (thick) or ``peep`` (dotted)."""

    def branch(self, x: float, y: float, stage: int, ink: str) -> None:
        """A dot where a wire parts."""

    def sign(self, x: float, y: float, text: str, stage: int, ink: str) -> None:
        """A small circle with × or +, or a wider one with a word such as tanh."""

    def number(self, x: float, y: float, text: str, stage: int, ink: str) -> None:
        """A number on a wire."""

    def text(self, x: float, y: float, lines: Sequence[str], stage: int, ink: str = "given", anchor: str = "middle") -> None:
        """Words, a line each."""

    def symbol(self, letter: str, new: bool = False) -> str:
        """``c``, of several units ``c1``; ``new``: with a stroke."""

    def reads_input(self, x: float, y: float) -> None:
        """The inputs beside each other, on and right of the wire that comes from below."""

    def reads_memory(self, y: float, name: tuple[str, ...]) -> None:
        """The old h of all units on the wire that comes from the left."""

    def gate(self, x: float, letter: str, stage: int) -> None:
        """A gate at height GATE, and the wire from BUS on which it reads."""

    def candidate(self, x: float, stage: int, letter: str = "g") -> None:
        """A candidate at height GATE: -1 to 1."""

    def bias(self, x: float, y: float, letter: str, stage: int) -> None:
        """The bias of a part, and its name beside it."""

    def legend(self, peepholes: bool = False) -> None:
        """How to read the boxes, below the cell."""
