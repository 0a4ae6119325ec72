"""The experiments, a package each, found by themselves: one that defines ``EXPERIMENT`` is one.

May import explain, codegen, runs and everything below.
"""

import importlib
import pkgutil
from functools import cache
from typing import Any

from rnn_core.errors import UserError
from rnn_core.experiments.base import Experiment, Results, Task
from rnn_core.settings import TrainingSettings, close

__all__ = ["Experiment", "Results", "Task", "experiment", "experiments", "preset"]


@cache
def experiments() -> dict[str, Experiment[Any, Any, Any]]:
    """Every experiment by its name."""
    packages = [found.name for found in pkgutil.iter_modules(__path__) if found.ispkg]
    modules = [importlib.import_module(f"{__name__}.{name}") for name in packages]
    return {module.EXPERIMENT.name: module.EXPERIMENT for module in modules}


def experiment(name: str) -> Experiment[Any, Any, Any]:
    """The experiment of this name. Raises UserError for an unknown one."""
    if name not in experiments():
        known = experiments()
        raise UserError(f"There is no experiment '{name}'{close(name, known)}: choose one of {', '.join(known)}.")
    return experiments()[name]


def preset(chosen: Experiment[Any, Any, Any], name: str) -> TrainingSettings:
    """The settings of a preset. Raises UserError for an unknown one."""
    if name not in chosen.presets:
        known = ", ".join(chosen.presets)
        raise UserError(f"There is no preset '{name}'{close(name, chosen.presets)}: choose one of {known}.")
    return chosen.presets[name]
