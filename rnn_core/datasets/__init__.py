"""Datasets: the catalogue of ready ones, the reader of uploaded tables and the copies that runs use."""

from .catalogue import Entry, Progress, entries, entry
from .series import Series, in_order
from .store import forget_unused, keep, kept
from .tables import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, read_table

__all__ = [
    "MAX_BYTES",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "Entry",
    "Progress",
    "Series",
    "entries",
    "entry",
    "forget_unused",
    "in_order",
    "keep",
    "kept",
    "read_table",
]
