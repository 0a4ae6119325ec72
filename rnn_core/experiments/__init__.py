"""The experiments, one file each, found by themselves: a module that defines ``EXPERIMENT`` is one."""

import importlib
import pkgutil
from functools import cache

from rnn_core.errors import UserError
from rnn_core.experiments.base import Experiment, Results, Task
from rnn_core.settings import TrainingSettings, close

__all__ = ["Experiment", "Results", "Task", "experiment", "experiments", "preset"]


@cache
def experiments() -> dict[str, Experiment]:
    """Every experiment by its name."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    return {module.EXPERIMENT.name: module.EXPERIMENT for module in modules if hasattr(module, "EXPERIMENT")}


def experiment(name: str) -> Experiment:
    """The experiment of this name. Raises UserError for an unknown one."""
    if name not in experiments():
        known = experiments()
        raise UserError(f"There is no experiment '{name}'{close(name, known)}: choose one of {', '.join(known)}.")
    return experiments()[name]


def preset(chosen: Experiment, name: str) -> TrainingSettings:
    """The settings of a preset. Raises UserError for an unknown one."""
    if name not in chosen.presets:
        known = ", ".join(chosen.presets)
        raise UserError(f"There is no preset '{name}'{close(name, chosen.presets)}: choose one of {known}.")
    return chosen.presets[name]
