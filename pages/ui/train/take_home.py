"""Take a run home: as code, as a page to print, as a model."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import streamlit as st

from rnn_core import files
from rnn_core.experiments import experiment
from rnn_core.exports.alive import alive
from rnn_core.exports.notebook import notebook
from rnn_core.exports.report import report
from rnn_core.exports.script import script
from rnn_core.exports.spreadsheet import safe
from rnn_core.runs import METRICS, Run

PROGRAMS = (
    "Script and notebook are plain Keras with the data and the trained weights beside them: they give this very result "
    "without RNN Lab. A cell that Keras does not have is defined in them, and the .keras file needs that definition to open. "
)
PAGE = (
    "On the living page the network itself goes on working, in any browser and without RNN Lab: write on, move a value, type a "
    "text. The report is one page to read and to print. To bring the whole run to another RNN Lab, "
    "download it on the page Runs."
)


def take_home(run: Run) -> None:
    """The buttons. Each file is made when it is asked for."""
    with_program = experiment(run.about().experiment).program is not None
    made: dict[str, tuple[Callable[[], bytes | str], str]] = {}
    if with_program:
        made["Python script (zip)"] = (lambda: script(run), "script.zip")
        made["Notebook (zip)"] = (lambda: notebook(run), "notebook.zip")
    if experiment(run.about().experiment).alive:
        made["Living page (HTML)"] = (lambda: alive(run), "alive.html")
    made["Report (HTML)"] = (lambda: report(run), "report.html")
    if (run.folder / "model.keras").exists():  # a run brought back from another machine has none
        made["Model (.keras)"] = (lambda: (run.folder / "model.keras").read_bytes(), "model.keras")
    with st.container(horizontal=True):
        for title, (make, name) in made.items():
            st.download_button(title, make, f"{run.id}-{name}", icon=":material/download:", on_click="ignore", key=name)
    st.caption((PROGRAMS if with_program else "") + PAGE)


def _table(path: Path) -> str:
    return safe(files.read_text(path))


def result_files(run: Run, tables: Mapping[str, str]) -> None:
    """A button each for tables among the run's results, title to file name, and one for its metrics."""
    for title, name in tables.items():
        table = partial(_table, run.folder / "results" / name)
        st.download_button(title, table, f"{run.id}-{name}", "text/csv", on_click="ignore", key=name)
    metrics = json.dumps(files.read_json(run.folder / METRICS), indent=1, ensure_ascii=False)
    st.download_button("Metrics (JSON)", metrics, f"{run.id}-metrics.json", "application/json", on_click="ignore")
