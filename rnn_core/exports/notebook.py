"""A run as a notebook that runs without us: the script in cells, a sentence before each."""

import json
from typing import Any

from rnn_core.codegen.program import Program
from rnn_core.exports.programs import packed, program
from rnn_core.runs import Run

TITLE = "# A network trained with RNN Lab, in plain Keras\n\nIt needs `pip install tensorflow pandas`. Run the cells in order."
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def notebook(run: Run) -> bytes:
    """A zip: the notebook, the data, the weights, a README. The notebook gives the run's own result to 1e-4.

    Raises UserError when the run has no result, or its data are no longer there.
    """
    made = program(run)
    name = f"{made.name}.ipynb"
    text = json.dumps(cells(made), indent=1) + "\n"
    return packed(run, made, name, text, f"jupyter lab {name}", more=" jupyterlab")


def cells(made: Program) -> dict[str, Any]:
    """The notebook, format 4."""
    found = [_cell("markdown", TITLE)]
    for one in made.sections:
        found.append(_cell("markdown", f"## {one.title}\n\n{one.words}"))
        found.append(_cell("code", one.code.strip("\n"), execution_count=None, outputs=[]))
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    return {"cells": found, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}


def _cell(kind: str, text: str, **more: Any) -> dict[str, Any]:
    return {"cell_type": kind, "metadata": {}, "source": text, **more}
