"""Settings that somebody keeps under a name of their own: ``<home>/presets/<owner>/<experiment>.json``."""

import contextlib
from pathlib import Path

from rnn_core import files
from rnn_core.errors import UserError
from rnn_core.experiments.base import Experiment
from rnn_core.settings import TrainingSettings

MOST, MOST_NAME = 20, 40  # presets of one experiment; letters of a name


def own_presets(owner: str, experiment: Experiment) -> dict[str, TrainingSettings]:
    """By name, the oldest first, without those whose settings are not possible any more."""
    found = {}
    for name, values in _kept(owner, experiment).items():
        with contextlib.suppress(UserError, TypeError):
            found[name] = experiment.settings.parse(values)
    return found


def keep_preset(owner: str, experiment: Experiment, name: str, settings: TrainingSettings) -> None:
    """Keep these settings, in place of those that had this name. Raises UserError."""
    name, kept = " ".join(name.split())[:MOST_NAME], _kept(owner, experiment)
    if not name:
        raise UserError("The preset has no name: type one, such as 'My best', then keep it.")
    if name not in kept and len(kept) >= MOST:
        raise UserError(f"There are {MOST} presets already, which is the most: delete one first.")
    kept[name] = settings.model_dump(mode="json")
    files.write_json(_path(owner, experiment), kept)


def forget_preset(owner: str, experiment: Experiment, name: str) -> None:
    """Nothing happens where there is none of this name."""
    kept = _kept(owner, experiment)
    if kept.pop(name, None) is not None:
        files.write_json(_path(owner, experiment), kept)


def hand_over(before: str, after: str) -> None:
    """All of an owner's to another, who has none."""
    folder = files.home() / "presets" / before
    if folder.exists():
        folder.replace(folder.with_name(after))


def _kept(owner: str, experiment: Experiment) -> dict[str, dict]:
    """None of a damaged file."""
    try:
        found = files.read_json(_path(owner, experiment))
    except (FileNotFoundError, ValueError):
        return {}
    return dict(found) if isinstance(found, dict) else {}


def _path(owner: str, experiment: Experiment) -> Path:
    return files.home() / "presets" / owner / f"{experiment.name}.json"
