"""Cells that Keras does not have, for programs that run without us: the text of ``MemoryCell`` in
``networks/keras/own_cells.py``, and of the step that the cell's module says."""

import ast
import inspect
import textwrap
from pathlib import Path

from rnn_core.codegen.program import Section
from rnn_core.networks.cells import Cell
from rnn_core.networks.spec import Network, Recurrent

BASE = Path(__file__).parents[1] / "networks" / "keras" / "own_cells.py"  # read, not imported: only the worker may load Keras
SHARED = ("MemoryCell", "started")
WORDS = (
    "Keras has no such cell, so it stands here: it computes one step, and keras.layers.RNN repeats it over time. The class also "
    "opens the file model.keras of this run."
)


def own_cells(network: Network) -> tuple[Section, ...]:
    """A section that defines the network's cell; none where Keras has it."""
    recurrent = [layer.cell for layer in network.layers if isinstance(layer, Recurrent)]
    cells = [cell for cell in dict.fromkeys(recurrent) if not cell.keras]
    texts = [*map(_shared, SHARED), *(text for cell in cells for text in (_step(cell), _class(cell)))]
    return (Section("The cell", WORDS, "\n\n\n".join(texts) + "\n"),) if cells else ()


def _shared(name: str) -> str:
    text = BASE.read_text(encoding="utf-8")
    found = next(node for node in ast.parse(text).body if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and node.name == name)
    return "\n".join(line.removesuffix("  # noqa: RUF012") for line in text.split("\n")[found.lineno - 1 : found.end_lineno])


def _step(cell: Cell) -> str:
    """The step as it is written, but for the types of its arguments, which are ours."""
    text = textwrap.dedent(inspect.getsource(cell.step))
    (function,) = ast.parse(text).body
    assert isinstance(function, ast.FunctionDef), f"the step of {cell.name} is a function with a name"
    names = ", ".join(argument.arg for argument in function.args.args)
    body = text.rstrip().split("\n")[function.body[0].lineno - 1 :]
    return "\n".join([f"def {cell.name}_step({names}):", *body])


def _class(cell: Cell) -> str:
    facts = "\n".join(f"    {name} = {value!r}" for name, value in cell.class_facts.items())
    return (
        '@keras.saving.register_keras_serializable("rnn_lab")\n'
        f"class {cell.class_name}(MemoryCell):\n"
        f'    """{cell.title}."""\n\n'
        f"{facts}\n"
        f"    step = staticmethod({cell.name}_step)"
    )
