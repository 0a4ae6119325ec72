"""How the page of an experiment looks: its words, and its sections where they are its own.

Each of ``pages.ui.<name>`` says so by the constant ``VIEWS`` of its module ``views``; what it leaves out is shown plainly.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from pages.ui.data.picker import Picked
from pages.ui.train import plain_sections
from pages.ui.train.live_panel import Stage
from pages.ui.train.settings_form import Choices
from pages.ui.train.train_button import Start
from rnn_core.runs import Run

PAGES = Path(__file__).parents[1]


def _nothing_else(picked: Picked | None) -> Choices:
    return Choices()


def _nothing_missing(settings: Any) -> str:
    return ""


@dataclass(frozen=True)
class Views:
    """Words and sections of a page, in the order in which they stand on it.

    ``intro`` stands under the title, ``empty`` where there are no data yet, ``data_title`` above the data.
    ``choices``: what the form offers beside these data. ``prepare`` makes data ready to be shown and raises UserError where the
    settings do not fit them; None: as for a training. ``missing``: why a training with these settings cannot begin yet, ""
    when it can, and ``first`` what to do about it, above everything else.
    ``main``: the settings that stand in the open, beside how long; the others are folded.
    ``stage`` draws what the network says while it learns: of a run, or of None before the first, its scene, and words.
    ``scene``: the one before the first, from the start and what ``prepare`` made of it; None: the experiment's own.
    ``stage_stays``: the picture is the stage, which is not drawn again below it.
    ``picture`` is shown of a measured run and its metrics, large, and returns what ``numbers`` shows beside it; ``result`` below
    them in folds, ``opened`` of any run, ``applied`` of what was measured on other data (metrics, tables).
    ``beside``: what stands below the run, or below the data before the first training; it is told which of both there are.
    ``data`` is shown of what a training would be made of, and of the data made ready for it. ``reading``: further reading.
    """

    title: str
    intro: str
    empty: str
    data_title: str = "Data"
    choices: Callable[[Picked | None], Choices] = _nothing_else
    prepare: Callable[[Any, Any], Any] | None = None
    main: tuple[str, ...] = ("timesteps", "units")
    missing: Callable[[Any], str] = _nothing_missing
    first: Callable[[Start], None] | None = None
    stage: Stage | None = None
    scene: Callable[[Start, Any], Any] | None = None
    picture: Callable[[Run, Any], Any] | None = None
    numbers: Callable[[Any], None] | None = None
    stage_stays: bool = False
    result: Callable[[Run, Any], None] = plain_sections.result
    opened: Callable[[Run], None] | None = None
    applied: Callable[[Any, Mapping[str, pd.DataFrame]], None] = plain_sections.applied
    beside: Callable[[Run | None, Start | None], None] | None = None
    data: Callable[[Start, Any], None] = plain_sections.data
    reading: tuple[str, ...] = ()


def page_of(name: str) -> str:
    """The script of an experiment's page; "" where it has none."""
    return f"{name}.py" if (PAGES / f"{name}.py").is_file() else ""
