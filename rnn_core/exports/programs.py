"""From a run to its program, and from a program to a zip."""

import io
import zipfile
from collections.abc import Mapping

from rnn_core.codegen.program import Program
from rnn_core.errors import UserError
from rnn_core.experiments import experiment, experiments
from rnn_core.exports.measured import measured
from rnn_core.runs import Run

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


def program(run: Run) -> Program:
    """The program of a run. Raises UserError when the run has no result, or its experiment has no program."""
    chosen = experiment(run.about().experiment)
    if chosen.program is None:
        known = ", ".join(name for name, one in experiments().items() if one.program)
        raise UserError(f"A run of the experiment '{chosen.name}' has no program to take home: choose one of {known}.")
    return chosen.program(measured(run))


def packed(run: Run, made: Program, name: str, text: str, start: str, more: str = "") -> bytes:
    """A zip: the program as the file ``name``, what lies beside it, and a README that tells how to ``start`` it.

    ``more``: what else must be installed.
    """
    beside = {one: file.content for one, file in made.files.items()}
    return _archive({name: text.encode("utf-8"), **beside, "README.txt": _readme(run, made, start, more)})


def _readme(run: Run, made: Program, start: str, more: str) -> bytes:
    files = "".join(f"{name}: {file.words}\n" for name, file in made.files.items())
    versions = ", ".join(f"{name} {number}" for name, number in run.about().versions.items())
    title = " ".join(run.title().split())
    return README.format(title=title, more=more, start=start, gives=made.gives, files=files, versions=versions).encode("utf-8")


def _archive(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files; the same files give the same bytes."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o644 << 16
            written.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return whole.getvalue()
