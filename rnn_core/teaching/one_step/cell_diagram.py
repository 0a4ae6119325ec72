"""A cell as a drawing, SVG of our own: its wires, its gates and the numbers of one step on them, stage by stage.

What stands where is said by the cell's own module, which draws with a :class:`CellPen`.
"""

from rnn_core.networks.cells.pen import BOTTOM, BUS, GATE, LEFT
from rnn_core.teaching.one_step.cell import Steps
from rnn_core.teaching.one_step.diagram_parts import Box, StagedDiagram
from rnn_core.teaching.one_step.stages import seen, titles
from rnn_core.teaching.one_step.table import named
from rnn_core.wording import decimals, typed

WIDTH = 800


def cell_diagram(steps: Steps, stage: int = 0, unit: int = 0) -> str:
    """One unit's step as SVG text, with the numbers of the stages up to ``stage`` (0: the whole cell, all numbers)."""
    words = f"A drawn {steps.cell.title} cell: {titles(steps.kind)[stage]}. Its numbers stand in the formulas beside it."
    pen = CellPen(steps, unit, stage, words)
    steps.cell.draw(pen)
    return pen.svg()


class CellPen(StagedDiagram):
    """Draws the parts of a cell with the numbers of one unit's step."""

    def __init__(self, steps: Steps, unit: int, lit: int, words: str):
        super().__init__(WIDTH, steps.cell.height, lit, words)
        self.steps, self.unit = steps, unit
        self.seen, self.looking = seen(steps, unit), steps.looking

    def symbol(self, letter: str, new: bool = False) -> str:
        """``c``, of several units ``c1``; ``new``: with a stroke."""
        return named(letter, self.unit, self.steps.units) + ("′" if new else "")

    def reads_input(self, x: float, y: float) -> None:
        """The pills of x beside each other, on and right of the wire that comes from below, and their name."""
        count = len(self.steps.x)
        self.wire([(x, y), (x + 76 * (count - 1), y)], 1, "given", tip=False)
        for at, value in enumerate(self.steps.x):
            self.number(x + 76 * at, y, typed(float(value)), 1, "given")
        letters = ", ".join(named("x", at, count) for at in range(count))
        self.text(x + 34 + 76 * (count - 1), y + 5, [f"input {letters}"], 1, "given", "start")

    def reads_memory(self, y: float, name: tuple[str, ...]) -> None:
        """The old h of all units, which every unit reads, on the wire that comes from the left."""
        count = self.steps.units
        for at, value in enumerate(self.steps.h):
            self.number(LEFT, y - 29 * (count - 1 - at), decimals(float(value)), 1, "short")
        letters = ", ".join(named("h", at, count) for at in range(count))
        self.text(LEFT, y + 30, [*name[:-1], f"{name[-1]} {letters}"], 1, "short")

    def gate(self, x: float, letter: str, stage: int) -> None:
        """A gate and the wire from below on which it reads."""
        ink = "short" if letter in self.steps.cell.seeing else "given"
        self.branch(x, BUS, stage, ink)
        self.wire([(x, BUS), (x, BOTTOM)], stage, ink)
        by = "set by hand" if letter in self.steps.overrides else ""
        self.open_box(self._box_of(x, letter, by), stage, self.steps.cell.part(letter).role)

    def candidate(self, x: float, stage: int, letter: str = "g") -> None:
        """A candidate, -1 to 1."""
        self.signed_box(self._box_of(x, letter), stage, self.steps.cell.part(letter).role)

    def _box_of(self, x: float, letter: str, by: str = "") -> Box:
        title = self.steps.cell.part(letter).title
        return Box(x, GATE, title, self.symbol(letter), self.seen.value(letter), self.seen.text(letter), by)

    def bias(self, x: float, y: float, letter: str, stage: int) -> None:
        """The bias of a part, and its name beside it."""
        self.number(x, y, typed(self.seen.value(f"bias_{letter}")), stage, "given")
        self.text(x + 35, y + 5, ["bias b"], stage, "given", "start")

    def legend(self, peepholes: bool = False) -> None:
        """How to read the boxes, below the cell."""
        across, height = 372, 394
        self.key(across, height, "given", middle=False)
        self.text(across + 28, height + 5, ["gate: empty 0, shut; full 1, open"], 0, "given", "start")
        self.key(across, height + 30, "given", middle=True)
        self.text(across + 28, height + 35, ["candidate: −1 to 1, 0 in the middle"], 0, "given", "start")
        if peepholes:
            self.wire([(across - 110, height + 30), (across - 85, height + 30)], 0, "long", "peep", tip=False)
            self.text(across - 78, height + 35, ["peephole"], 0, "given", "start")
