"""GloVe's vectors of 400,000 English words, from Wikipedia 2014 and Gigaword 5: on the shelf, or fetched once.

Pennington, Socher and Manning, "GloVe: Global vectors for word representation" (2014). Public Domain Dedication and License.
"""

from collections.abc import Callable
from pathlib import Path

from rnn_core.data import server_files
from rnn_core.data.fetch.downloads import Download

DIMENSIONS = (50, 100, 200, 300)
SOURCE = "GloVe 6B, Stanford NLP (https://nlp.stanford.edu/projects/glove/)"
LICENCE = "Public Domain Dedication and License 1.0"
ARCHIVE = Download(
    url="https://nlp.stanford.edu/data/glove.6B.zip",
    sha256="617afb2fe6cbd085c235baf7a465b96f4112bd7f7ccb2b2cbd649fed9cbcf2fb",
    size=862_182_613,
    instead="put glove.6B.zip into the folder data of the server, choose a file of vectors of your own, or let word2vec learn "
    "vectors from the training texts",
)


def here(dimension: int) -> Path | None:
    """The file with the vectors of a dimension that is on this machine, None without one.

    The shelf first: ``glove.6B.100d.txt`` or ``glove.6B.zip`` in the folder data; then what was fetched.
    """
    known = {file.name: file.path for file in server_files.listed(["txt", "zip"])}
    found = known.get(f"glove.6B.{dimension}d.txt") or known.get(ARCHIVE.name)
    return found or (ARCHIVE.path if ARCHIVE.is_here() else None)


def fetch(dimension: int, progress: Callable[[float], object] | None = None) -> Path:
    """That file, for :func:`rnn_core.features.word_vectors.vectors.read`; the archive (862 MB) is downloaded unless it is here.

    Raises UserError when it cannot be had.
    """
    return here(dimension) or ARCHIVE.fetch(progress)
