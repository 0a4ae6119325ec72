"""What the pages that look inside networks show of an experiment in its own way.

A package ``pages.ui.<name>`` with a module ``inside`` says so by its constant ``INSIDE``. A page offers the experiments that have
what it shows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from rnn_core.explain.inputs import Reading
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.runs import Run


@dataclass(frozen=True)
class InsideViews:
    """What an experiment has not is None.

    ``microscope``: the controls of the input, and what they choose; without it there is a slider over the experiment's examples.
    ``past``: which past matters. ``dropout``: what it does to a prediction of the network, which has the chosen rate, in the draw
    of this seed. All raise UserError when there is nothing to show.
    """

    microscope: Callable[[Run], Reading] | None = None
    past: Callable[[Run], None] | None = None
    dropout: Callable[[Run, NumpyNetwork, int], None] | None = None


@cache
def inside_views(experiment: str) -> InsideViews:
    """Those of the experiment of this name."""
    package = f"pages.ui.{experiment}"
    try:
        views: InsideViews = import_module(f"{package}.inside").INSIDE
    except ModuleNotFoundError as error:
        if error.name not in (package, f"{package}.inside"):
            raise
        return InsideViews()
    return views
