"""Studies: computations of minutes that train no network to keep, found by themselves: a module that defines ``STUDY`` is one.

A study's result depends on its settings alone (or on the machine, where it ``varies``), so it is computed once and kept. How
it runs in a process of its own stands in ``rnn_core/jobs/study_queue.py``.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from rnn_core.settings import Settings

Tell = Callable[[float, str], None]  # the share that is done, 0 to 1, and what is being done, in words


@dataclass(frozen=True)
class Study:
    """One kind of computation.

    ``work`` takes settings and a :data:`Tell`, runs in a process of its own, may load TensorFlow inside, and returns what
    JSON can hold. It raises UserError where the settings do not go together. ``varies``: its result is a measurement of this
    machine, so it can be asked for again.
    """

    name: str
    title: str
    settings: type[Settings]
    work: Callable[[Any, Tell], dict[str, Any]]
    varies: bool = False


@cache
def studies() -> dict[str, Study]:
    """Every study by its name."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    return {module.STUDY.name: module.STUDY for module in modules if hasattr(module, "STUDY")}
