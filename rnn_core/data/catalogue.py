"""The catalogue of datasets: what each one is, where it comes from and how to load it."""

import difflib
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from rnn_core.data.labelled import Labelled
from rnn_core.data.messages import Messages
from rnn_core.data.path import Path
from rnn_core.data.series import Series
from rnn_core.data.text import Text
from rnn_core.errors import UserError

Loaded = Series | Text | Messages | Labelled | Path
Progress = Callable[[float], object]  # takes the fraction done, 0 to 1


class Load(Protocol):
    """A function that loads a dataset."""

    def __call__(self, progress: Progress | None = None) -> Loaded:
        """The dataset; ``progress``, when given, hears the fraction done. Raises UserError when it cannot be had."""


@dataclass(frozen=True)
class Entry:
    """One dataset, described in words a student reads before choosing it."""

    id: str
    title: str
    sentence: str
    source: str
    licence: str
    size: str  # "196 rows", "12,345 characters"
    period: str  # "May 2012 to March 2013", "" for texts
    load: Load
    missing: Callable[[], str]  # "" when it is on this machine, else one sentence: why not, and what to do
    kind: str = "series"  # or "text", whose load returns a Text or Messages, "labelled" or "path"
    remote: bool = False


def entries(kind: str | None = None) -> list[Entry]:
    """Every dataset that a module of ``sources`` lists in ``ENTRIES``; downloads come last."""
    package = f"{__package__}.sources"
    names = sorted(module.name for module in pkgutil.iter_modules(importlib.import_module(package).__path__))
    modules = [importlib.import_module(f"{package}.{name}") for name in names]
    found: list[Entry] = [one for module in modules for one in getattr(module, "ENTRIES", ())]
    return sorted((one for one in found if kind in (None, one.kind)), key=lambda one: one.remote)


def entry(id: str) -> Entry:
    """The dataset named ``id``. Raises UserError naming the known ids and the closest one."""
    known = {one.id: one for one in entries()}
    if id in known:
        return known[id]
    close = difflib.get_close_matches(id, known, n=1)
    hint = f" Did you mean {close[0]}?" if close else ""
    raise UserError(f"There is no dataset called {id!r}.{hint} Choose one of: {', '.join(known)}.")


def at_hand(read: Callable[[], Loaded]) -> Load:
    """``read`` as the loader of a dataset that takes no time to fetch."""

    def load(progress: Progress | None = None) -> Loaded:
        data = read()
        if progress:
            progress(1.0)
        return data

    return load


def never_missing() -> str:
    """The ``missing`` of a dataset that needs nothing but this program."""
    return ""
