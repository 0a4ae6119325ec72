"""From a run to its program, and from files to a zip."""

import io
import zipfile
from collections.abc import Callable, Mapping

from rnn_core.codegen.program import Measured, Program, measured
from rnn_core.errors import UserError
from rnn_core.experiments.classify.program import classify_program
from rnn_core.experiments.forecast.program import forecast_program
from rnn_core.experiments.text.program import text_program
from rnn_core.experiments.trajectory.program import trajectory_program
from rnn_core.runs import Run

PROGRAMS: Mapping[str, Callable[[Measured], Program]] = {
    "classify": classify_program,
    "forecast": forecast_program,
    "text": text_program,
    "trajectory": trajectory_program,
}
README = """\
{title}

A network trained with RNN Lab, as a program in plain Keras that needs nothing of RNN Lab.

  pip install tensorflow pandas{more}
  {start}

It reads the data and the weights beside it and writes {gives}.
With TRAIN = True near its beginning it learns the weights again, with the settings of the run; the numbers will then be
similar, not the same.

{files}
The run was computed with {versions}; later versions should do.
"""
WORDS = {
    "data.csv": "the data",
    "test.csv": "the second file, which is the test part",
    "text.txt": "the text",
    "texts.jsonl": "the texts and their labels, one a line",
    "test.jsonl": "the texts of the second file, which are the test part",
    "weights.npz": "the weights, arrays of numbers only",
}


def program(run: Run) -> Program:
    """The program of a run. Raises UserError when the run has no result, or is of a kind that has no program."""
    kind = run.about().experiment
    if kind not in PROGRAMS:
        raise UserError(f"A run of the experiment '{kind}' has no program to take home: choose one of {', '.join(PROGRAMS)}.")
    return PROGRAMS[kind](measured(run))


def readme(run: Run, made: Program, start: str, more: str = "") -> bytes:
    """What is in the zip and how to start it. ``more``: what else must be installed."""
    files = "".join(f"{name}: {WORDS[name]}\n" for name in made.files)
    versions = ", ".join(f"{name} {number}" for name, number in run.about().versions.items())
    title = " ".join(run.title().split())
    return README.format(title=title, more=more, start=start, gives=made.gives, files=files, versions=versions).encode("utf-8")


def archive(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files; the same files give the same bytes."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return whole.getvalue()
