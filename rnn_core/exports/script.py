"""A run as a Python script that runs without us."""

from rnn_core.codegen.program import Program
from rnn_core.codegen.source import comment
from rnn_core.exports.programs import packed, program
from rnn_core.runs import Run

HEAD = '''\
"""A network trained with RNN Lab, in plain Keras.

    pip install tensorflow pandas
    python {name}.py

The lines that begin with # %% divide it into steps; many editors run these one by one.
"""
'''


def script(run: Run) -> bytes:
    """A zip: the script, the data, the weights, a README. The script gives the run's own result to 1e-4.

    Raises UserError when the run has no result, or its data are no longer there.
    """
    made = program(run)
    name = f"{made.name}.py"
    return packed(run, made, name, source(made), f"python {name}")


def source(made: Program) -> str:
    """The whole script."""
    steps = (f"# %% {one.title}\n{comment(one.words)}\n\n{one.code}" for one in made.sections)
    return "\n\n".join([HEAD.format(name=made.name), *steps])
