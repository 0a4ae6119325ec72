"""The stages of one step, in the order in which they are computed, and what to look for at each: as the cell says it."""

from rnn_core.networks.cells import CELLS
from rnn_core.networks.cells.pen import Seen
from rnn_core.teaching.one_step.cell import Steps

WHOLE = "Whole cell"


def titles(kind: str) -> list[str]:
    """Names of the stages, the whole cell first."""
    return [WHOLE, *(stage.title for stage in CELLS[kind].stages)]


def seen(steps: Steps, unit: int) -> Seen:
    """One unit's numbers: those that came in, the biases among them, and those that came out."""
    came_in = {letter: float(values[unit]) for letter, values in steps.before.items()}
    biases = {f"bias_{part}": steps.bias(part, unit) for part in steps.cell.columns}
    return Seen({**came_in, **biases, **{name: float(values[unit]) for name, values in steps.numbers.items()}})


def look_for(steps: Steps, stage: int, unit: int) -> str:
    """One sentence for the picture; ``stage`` 0 is the whole cell."""
    return steps.cell.stages[stage - 1].look_for(seen(steps, unit)) if stage else steps.cell.whole
