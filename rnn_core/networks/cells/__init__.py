"""The recurrent cells, a module each, found by themselves: one that defines ``CELL`` is one.

A cell's module says everything about it (``cell.py``); whoever needs to know asks ``CELLS``. May import wording.
"""

import importlib
import pkgutil

from rnn_core.networks.cells.cell import Cell

__all__ = ["CELLS", "Cell"]


def _found() -> dict[str, Cell]:
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    cells = [module.CELL for module in modules if hasattr(module, "CELL")]
    return {cell.name: cell for cell in sorted(cells, key=lambda one: (one.place, one.name))}


CELLS = _found()
