"""A cell as a drawing, SVG of our own: its wires, its gates and the numbers of one step on them, stage by stage.

The long-term memory runs along the top, input and short-term memory come in below, as they are computed.
"""

from rnn_core.networks.cells import CELLS
from rnn_core.teaching.one_step.cell import Steps
from rnn_core.teaching.one_step.diagram_parts import BOX_HEIGHT, Box, StagedDiagram
from rnn_core.teaching.one_step.stages import shown, titles, typed
from rnn_core.teaching.one_step.table import named

WIDTH, HEIGHT, LOW = 800, 448, 356
RAIL, GATE, BUS = 74, 216, 306  # heights of the long-term memory, of the gates, of what comes in
LEFT, RIGHT = 50, 750  # middles of the margins beside the cell
TOP, BOTTOM = GATE - BOX_HEIGHT / 2, GATE + BOX_HEIGHT / 2


def cell_diagram(steps: Steps, stage: int = 0, unit: int = 0) -> str:
    """One unit's step as SVG text, with the numbers of the stages up to ``stage`` (0: the whole cell, all numbers)."""
    words = f"A drawn {CELLS[steps.kind].title} cell: {titles(steps.kind)[stage]}. Its numbers stand in the formulas beside it."
    draw = StagedDiagram(WIDTH, LOW if steps.kind == "simple_rnn" else HEIGHT, stage, words)
    painter = {"simple_rnn": _simple_rnn, "gru": _gru}.get(steps.kind, _lstm)
    painter(draw, _Shown(steps, unit))
    return draw.svg()


class _Shown:
    """The numbers of one unit, as floats and as texts."""

    def __init__(self, steps: Steps, unit: int):
        self.steps, self.unit = steps, unit

    def value(self, name: str) -> float:
        return float(self.steps.numbers[name][self.unit])

    def text(self, name: str) -> str:
        return shown(self.value(name))

    def symbol(self, letter: str, new: bool = False) -> str:
        return named(letter, self.unit, self.steps.units) + ("′" if new else "")

    def box(self, x: float, title: str, part: str, by: str = "") -> Box:
        return Box(x, GATE, title, self.symbol(part), self.value(part), self.text(part), by)


def _input(draw: StagedDiagram, of: _Shown, x: float, y: float) -> None:
    """The pills of x beside each other, on and right of the wire that comes from below, and their name."""
    steps = of.steps
    draw.wire([(x, y), (x + 76 * (len(steps.x) - 1), y)], 1, "given", tip=False)
    for at, value in enumerate(steps.x):
        draw.number(x + 76 * at, y, typed(float(value)), 1, "given")
    count = len(steps.x)
    draw.text(
        x + 34 + 76 * (count - 1),
        y + 5,
        ["input " + ", ".join(named("x", at, count) for at in range(count))],
        1,
        "given",
        "start",
    )


def _memory(draw: StagedDiagram, of: _Shown, y: float, name: tuple[str, ...]) -> None:
    """The old h of all units, which every unit reads, on the wire that comes from the left."""
    count = of.steps.units
    for at, value in enumerate(of.steps.h):
        draw.number(LEFT, y - 29 * (count - 1 - at), shown(float(value)), 1, "short")
    letters = ", ".join(named("h", at, count) for at in range(count))
    draw.text(LEFT, y + 30, [*name[:-1], f"{name[-1]} {letters}"], 1, "short")


def _gate(draw: StagedDiagram, of: _Shown, x: float, title: str, part: str, stage: int, ink: str) -> None:
    """A gate and the wire from below on which it reads."""
    draw.branch(x, BUS, stage, "short")
    draw.wire([(x, BUS), (x, BOTTOM)], stage, "short")
    by = "set by hand" if part in of.steps.overrides else ""
    draw.gate(of.box(x, title, part, by), stage, ink)


def _candidate(draw: StagedDiagram, of: _Shown, x: float, stage: int) -> None:
    draw.candidate(of.box(x, "candidate", "g"), stage, "candidate")


def _lstm(draw: StagedDiagram, of: _Shown) -> None:
    draw.body(106, 22, 586, 324)
    _rail(draw, of)
    draw.wire([(14, BUS), (565, BUS)], 1, "short", tip=False)
    draw.wire([(128, 430), (128, BUS)], 1, "given", tip=False)
    draw.branch(128, BUS, 1, "short")
    _memory(draw, of, BUS, ("short-term", "memory"))
    _input(draw, of, 128, 394)
    _gate(draw, of, 205, "forget gate", "f", 2, "forget")
    draw.wire([(205, TOP), (205, RAIL + 15)], 2, "forget")
    _write(draw, of, of.steps.kind == "lstm_coupled")
    _show(draw, of)
    if of.steps.kind == "lstm_peephole":
        _peepholes(draw, of)
    _legend(draw, bool(of.steps.peepholes))


def _rail(draw: StagedDiagram, of: _Shown) -> None:
    """The long-term memory: multiplied by the forget gate, then added to."""
    draw.wire([(14, RAIL), (190, RAIL)], 1, "long", "rail")
    draw.number(LEFT, RAIL, shown(float(of.steps.c[of.unit])), 1, "long")
    draw.text(LEFT, RAIL + 30, ["long-term", f"memory {of.symbol('c')}"], 1, "long")
    draw.wire([(220, RAIL), (370, RAIL)], 2, "long", "rail")
    draw.sign(205, RAIL, "×", 2, "forget")
    draw.number(290, RAIL, of.text("kept"), 2, "long")
    draw.wire([(400, RAIL), (792, RAIL)], 4, "long", "rail")
    draw.sign(385, RAIL, "+", 4, "long")
    draw.number(RIGHT - 6, RAIL, of.text("c_new"), 4, "long")
    draw.text(RIGHT, RAIL + 30, ["new long-", "term memory", of.symbol("c", True)], 4, "long")


def _write(draw: StagedDiagram, of: _Shown, coupled: bool) -> None:
    """Input gate and candidate; of a coupled cell 1 - f stands in the input gate's place."""
    middle, height = 385, 142
    if coupled:
        draw.branch(205, height, 3, "forget")
        draw.wire([(205, height), (middle - 15, height)], 3, "forget")
        draw.sign(246, height, "1 −", 3, "forget")
        draw.number(313, height, of.text("i"), 3, "forget")
    else:
        _gate(draw, of, 325, "input gate", "i", 3, "input")
        draw.wire([(325, TOP), (325, height), (middle - 15, height)], 3, "input")
    across = middle if coupled else 445
    draw.branch(across, BUS, 3, "short")
    draw.wire([(across, BUS), (across, BOTTOM)], 3, "short")
    _candidate(draw, of, across, 3)
    draw.wire(
        [(across, TOP), *([] if coupled else [(across, height)]), (middle if coupled else middle + 15, height + 15 * coupled)],
        3,
        "candidate",
    )
    draw.wire([(middle, height - 15), (middle, RAIL + 15)], 4, "candidate")
    draw.sign(middle, height, "×", 4, "forget" if coupled else "input")
    draw.number(middle + 46, 109, of.text("written"), 4, "candidate")


def _show(draw: StagedDiagram, of: _Shown) -> None:
    """What leaves the cell: as much of tanh(c') as the output gate lets through."""
    _gate(draw, of, 565, "output gate", "o", 5, "output")
    draw.wire([(565, TOP), (565, 166), (633, 166)], 5, "output")
    draw.branch(648, RAIL, 5, "long")
    draw.wire([(648, RAIL), (648, 151)], 5, "long")
    draw.sign(648, 106, "tanh", 5, "long")
    draw.wire([(648, 181), (648, BUS), (792, BUS)], 5, "short")
    draw.sign(648, 166, "×", 5, "output")
    draw.number(610, 136, of.text("squashed"), 5, "long")
    draw.number(RIGHT - 6, BUS, of.text("h_new"), 5, "short")
    draw.text(RIGHT, BUS + 30, ["new short-", "term memory", f"{of.symbol('h', True)}, the output"], 5, "short")


def _peepholes(draw: StagedDiagram, of: _Shown) -> None:
    """Dotted: f and i look at the old long-term memory, o at the new."""
    looking = of.steps.peepholes
    if looking & {"f", "i"}:
        draw.branch(128, RAIL, 2 if "f" in looking else 3, "long")
    if "f" in looking:
        draw.wire([(128, RAIL), (128, 166), (170, 166), (170, TOP)], 2, "long", "peep")
    if "i" in looking:
        draw.wire([(128, RAIL), (128, 150), (295, 150), (295, TOP)], 3, "long", "peep")
    if "o" in looking:
        draw.branch(535, RAIL, 5, "long")
        draw.wire([(535, RAIL), (535, TOP)], 5, "long", "peep")


def _gru(draw: StagedDiagram, of: _Shown) -> None:
    draw.body(106, 22, 586, 324)
    draw.wire([(14, RAIL), (205, RAIL)], 1, "short", "rail")
    _memory(draw, of, RAIL, ("memory",))
    draw.branch(128, RAIL, 1, "short")
    draw.wire([(128, RAIL), (128, BUS), (620, BUS)], 1, "short", tip=False)
    draw.wire([(158, 430), (158, BUS)], 1, "given", tip=False)
    draw.branch(158, BUS, 1, "short")
    _input(draw, of, 158, 394)
    _gate(draw, of, 220, "update gate", "z", 2, "input")
    draw.wire([(220, TOP), (220, RAIL + 15)], 2, "input")
    _gate(draw, of, 355, "reset gate", "r", 3, "output")
    _seen_past(draw, of)
    _candidate(draw, of, 620, 4)
    _mixed(draw, of)
    _legend(draw)


def _seen_past(draw: StagedDiagram, of: _Shown) -> None:
    """The candidate's two parts: that from h passes the reset gate, that from x does not."""
    draw.wire([(411, GATE), (457, GATE)], 4, "output")
    draw.branch(472, BUS, 4, "short")
    draw.wire([(472, BUS), (472, GATE + 15)], 4, "short")
    draw.number(472, 268, of.text("a"), 4, "short")
    draw.text(472, BUS + 22, ["from h"], 4, "short")
    draw.wire([(487, GATE), (564, GATE)], 4, "output")
    draw.sign(472, GATE, "×", 4, "output")
    draw.number(522, GATE - 24, of.text("ra"), 4, "output")
    draw.wire([(620, BUS), (620, BOTTOM)], 4, "given")
    draw.number(620, 281, of.text("from_x"), 4, "given")
    draw.text(620, BUS + 22, ["from x"], 4, "given")


def _mixed(draw: StagedDiagram, of: _Shown) -> None:
    """z h + (1 - z) g."""
    height = 142
    draw.wire([(235, RAIL), (605, RAIL)], 5, "short", "rail")
    draw.sign(220, RAIL, "×", 5, "input")
    draw.number(420, RAIL, of.text("kept"), 5, "short")
    draw.branch(220, height, 5, "input")
    draw.wire([(220, height), (605, height)], 5, "input")
    draw.sign(300, height, "1 −", 5, "input")
    draw.number(420, height, shown(1 - of.value("z")), 5, "input")
    draw.wire([(620, TOP), (620, height + 15)], 5, "candidate")
    draw.wire([(620, height - 15), (620, RAIL + 15)], 5, "candidate")
    draw.sign(620, height, "×", 5, "input")
    draw.number(656, 109, of.text("written"), 5, "candidate")
    draw.wire([(635, RAIL), (792, RAIL)], 5, "short", "rail")
    draw.sign(620, RAIL, "+", 5, "short")
    draw.number(RIGHT - 6, RAIL, of.text("h_new"), 5, "short")
    draw.text(RIGHT, RAIL + 30, ["new memory", f"{of.symbol('h', True)}, the output"], 5, "short")


def _simple_rnn(draw: StagedDiagram, of: _Shown) -> None:
    draw.body(106, 16, 586, 262)
    height = 150
    draw.wire([(14, height), (161, height)], 1, "short", "rail")
    _memory(draw, of, height, ("memory",))
    draw.wire([(350, 340), (350, 253)], 1, "given")
    _input(draw, of, 350, 314)
    draw.wire([(209, height), (335, height)], 2, "short")
    draw.sign(185, height, "× u", 2, "short")
    draw.number(265, height, of.text("from_h"), 2, "short")
    draw.wire([(350, 238), (350, height + 15)], 2, "given")
    draw.sign(350, 238, "× w", 2, "given")
    draw.number(350, 195, of.text("from_x"), 2, "given")
    draw.wire([(350, 100), (350, height - 15)], 2, "given")
    draw.number(350, 92, typed(of.steps.bias("h", of.unit)), 2, "given")
    draw.text(385, 97, ["bias b"], 2, "given", "start")
    draw.sign(350, height, "+", 2, "short")
    draw.wire([(365, height), (504, height)], 2, "short")
    draw.number(432, height, of.text("sum_h"), 2, "short")
    draw.text(432, height + 34, [f"sum {of.symbol('s')}"], 2, "short")
    draw.sign(533, height, "tanh", 3, "short")
    draw.wire([(562, height), (792, height)], 3, "short", "rail")
    draw.branch(636, height, 3, "short")
    draw.wire([(636, height), (636, 46), (128, 46), (128, height - 4)], 3, "short", "peep")
    draw.text(505, 68, ["comes back as h at the next step"], 3, "short")
    draw.number(RIGHT - 6, height, of.text("h_new"), 3, "short")
    draw.text(RIGHT, height + 30, ["new memory", f"{of.symbol('h', True)}, the output"], 3, "short")


def _legend(draw: StagedDiagram, peepholes: bool = False) -> None:
    """How to read the boxes, below the cell."""
    across, height = 372, 394
    draw.key(across, height, "given", middle=False)
    draw.text(across + 28, height + 5, ["gate: empty 0, shut; full 1, open"], 0, "given", "start")
    draw.key(across, height + 30, "given", middle=True)
    draw.text(across + 28, height + 35, ["candidate: −1 to 1, 0 in the middle"], 0, "given", "start")
    if peepholes:
        draw.wire([(across - 110, height + 30), (across - 85, height + 30)], 0, "long", "peep", tip=False)
        draw.text(across - 78, height + 35, ["peephole"], 0, "given", "start")
