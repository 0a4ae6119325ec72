"""Datasets: the catalogue of ready ones, the readers of uploaded files and the copies that runs use."""

from rnn_core.data.catalogue import Entry, Progress, entries, entry
from rnn_core.data.kinds import KINDS, Dataset, Kind, kind_of
from rnn_core.data.labelled import Labelled
from rnn_core.data.messages import Messages
from rnn_core.data.path import Path
from rnn_core.data.readers.file import File
from rnn_core.data.readers.gaps import fill, missing
from rnn_core.data.readers.label_files import read_labelled
from rnn_core.data.readers.path_files import read_path
from rnn_core.data.readers.tables import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Reading, examine, read_table
from rnn_core.data.readers.text_files import read_text
from rnn_core.data.series import Series, in_order, row_numbers
from rnn_core.data.store import forget_unused, keep, load_dataset
from rnn_core.data.text import Text

__all__ = [
    "KINDS",
    "MAX_BYTES",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "Dataset",
    "Entry",
    "File",
    "Kind",
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
    "kind_of",
    "load_dataset",
    "missing",
    "read_labelled",
    "read_path",
    "read_table",
    "read_text",
    "row_numbers",
]
