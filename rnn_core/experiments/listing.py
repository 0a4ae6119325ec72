"""All runs at a glance, and some of them side by side: what the page of runs shows."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from rnn_core import files, runs
from rnn_core.access import Access, Person
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.runs import ACCESS, ACTIVE, LABEL, METRICS, SETTINGS, STATUS, Headline, Run
from rnn_core.settings import choice_word, choices, shown

CURVE_POINTS = 30
DAMAGED = "damaged"  # the state of a folder that is no whole run
WHY_DAMAGED = "A crash, a full disk or a hand has damaged its files: it can only be deleted."


@dataclass(frozen=True)
class Row:
    """A run in a list.

    ``score`` is the experiment's, ``guess`` what the simplest guess reaches in it, ``curve`` the loss at up to 30 epochs.
    ``data``: what they are called; ``dataset``: their id in the catalogue, or the name of a file.
    """

    run: Run
    access: Access
    state: str
    title: str = ""
    note: str = ""
    experiment: str = ""
    started: datetime.datetime | None = None
    data: str = ""
    dataset: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    verdict: str = ""
    score: float | None = None
    guess: float | None = None
    score_title: str = ""
    curve: tuple[float, ...] = ()


def rows(person: Person | None = None) -> list[Row]:
    """All runs, or those that a person may see, the newest first. What has not changed since the last call is not read again.

    Damaged folders come last, as such.
    """
    found = [row for run in runs.folders() if (row := _fresh(run))]
    seen = [row for row in found if person is None or person.may_see(row.access)]
    return sorted(seen, key=lambda row: row.state == DAMAGED)


def _fresh(run: Run) -> Row | None:
    try:
        row = _row(run.folder, tuple(files.written(run.folder / name) for name in (STATUS, SETTINGS, LABEL, ACCESS)))
        return replace(row, state=run.status().state) if row.state in ACTIVE else row  # its worker may have died since
    except FileNotFoundError:
        return _damaged(run) if runs.is_damaged(run) else None  # deleted meanwhile, or just being made
    except (OSError, ValueError, UserError):
        return _damaged(run) if run.folder.exists() else None


def _damaged(run: Run) -> Row:
    """A folder of which nothing is believed but whose it is, where that can be read."""
    try:
        access = run.access()
    except (OSError, ValueError):
        access = Access()
    return Row(run=run, access=access, state=DAMAGED, title=f"Damaged: {run.id}", note=WHY_DAMAGED)


@lru_cache(maxsize=10_000)
def _row(folder: Path, written: tuple[files.Written, ...]) -> Row:
    """``written``: when its files were, so that a changed run is read anew. Everything else is written before the status."""
    run = Run(folder)
    about, named = run.about(), run.label()
    chosen = experiment(about.experiment)
    metrics = run.metrics(chosen.metrics)
    return Row(
        run=run,
        access=run.access(),
        experiment=chosen.name,
        started=about.started,
        state=run.status().state,
        title=named.title,
        note=named.note,
        data=about.title,
        dataset=about.dataset,
        settings=chosen.settings.parse(about.settings).model_dump(mode="json"),
        verdict=metrics.verdict if metrics else "",
        score=chosen.score.of(metrics) if metrics else None,
        guess=chosen.score.guess(metrics) if metrics else None,
        score_title=chosen.score.title,
        curve=_curve(run),
    )


def headline(run: Run) -> Headline | None:
    """What came of it, None where nothing has. Of metrics that have not changed nothing is read again."""
    return _kept_headline(run.folder, files.written(run.folder / METRICS))


@lru_cache(maxsize=10_000)
def _kept_headline(folder: Path, written: files.Written) -> Headline | None:
    run = Run(folder)
    try:
        metrics = run.metrics(experiment(run.about().experiment).metrics)
        found: Headline | None = metrics.headline if metrics else None
    except (OSError, ValueError):
        return None
    return found


def _curve(run: Run) -> tuple[float, ...]:
    """Of the loss, read from as few lines of ``history.csv`` as are shown: there may be thousands of runs."""
    try:
        header, *lines = files.read_text(run.folder / "history.csv").splitlines()
    except FileNotFoundError:
        return ()
    place, step = header.split(",").index("loss"), max(1, -(-len(lines) // CURVE_POINTS))
    shown = lines[::-1][::step][::-1]  # the last one is always there
    return tuple(float(line.split(",")[place]) for line in shown)


def differing(chosen: Sequence[Row]) -> dict[str, list[Any]]:
    """The settings in which these runs differ: title to one value a run, None where an experiment has no such setting."""
    return {_title(name, chosen): [row.settings.get(name) for row in chosen] for name in _differing(chosen)}


def differing_in_words(chosen: Sequence[Row]) -> dict[str, list[str]]:
    """The same as the form writes them; "" where an experiment has no such setting."""
    return {_title(name, chosen): [_in_words(row, name) for row in chosen] for name in _differing(chosen)}


def _differing(chosen: Sequence[Row]) -> list[str]:
    names = dict.fromkeys(name for row in chosen for name in row.settings)
    return [name for name in names if any(row.settings.get(name) != chosen[0].settings.get(name) for row in chosen)]


def _title(name: str, chosen: Sequence[Row]) -> str:
    return str(next(experiment(row.experiment).settings.model_fields[name].title for row in chosen if name in row.settings))


def _in_words(row: Row, name: str) -> str:
    if name not in row.settings:
        return ""
    field, value = experiment(row.experiment).settings.model_fields[name], row.settings[name]
    return choice_word(field, value) if choices(field) else shown(name, value)


def best(chosen: Sequence[Row]) -> Row | None:
    """The run with the best score; None when they cannot be compared: another experiment, other data, or no scores."""
    scored = [row for row in chosen if row.score is not None]
    if len(scored) < 2 or len({(row.experiment, row.run.about().data) for row in scored}) > 1:
        return None
    higher = experiment(scored[0].experiment).score.higher_is_better
    return (max if higher else min)(scored, key=lambda row: row.score or 0.0)
