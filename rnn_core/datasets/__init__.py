"""Datasets: the catalogue of ready ones, the readers of uploaded files and the copies that runs use."""

from rnn_core.datasets.catalogue import Entry, Progress, entries, entry
from rnn_core.datasets.gaps import fill, missing
from rnn_core.datasets.label_files import read_labelled
from rnn_core.datasets.labelled import Labelled
from rnn_core.datasets.messages import Messages
from rnn_core.datasets.path import Path
from rnn_core.datasets.path_files import read_path
from rnn_core.datasets.series import Series, in_order
from rnn_core.datasets.store import forget_unused, keep, kept
from rnn_core.datasets.tables import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Reading, examine, read_table
from rnn_core.datasets.text import Text
from rnn_core.datasets.text_files import read_text

__all__ = [
    "MAX_BYTES",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "Entry",
    "Labelled",
    "Messages",
    "Path",
    "Progress",
    "Reading",
    "Series",
    "Text",
    "entries",
    "entry",
    "examine",
    "fill",
    "forget_unused",
    "in_order",
    "keep",
    "kept",
    "missing",
    "read_labelled",
    "read_path",
    "read_table",
    "read_text",
]
