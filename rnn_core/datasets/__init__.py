"""Datasets: the catalogue of ready ones, the reader of uploaded tables and the copies that runs use."""

from rnn_core.datasets.catalogue import Entry, Progress, entries, entry
from rnn_core.datasets.series import Series, in_order
from rnn_core.datasets.store import forget_unused, keep, kept
from rnn_core.datasets.tables import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, read_table

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
