"""The vectors with which a classifier's embedding begins: from a file that its settings name, or learned from the texts."""

import contextlib
import hashlib
import re
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from rnn_core import files
from rnn_core.data import server_files
from rnn_core.data.apart import apart
from rnn_core.errors import UserError
from rnn_core.experiments.classify.data import Prepared
from rnn_core.experiments.classify.settings import ClassifySettings
from rnn_core.features.word_vectors import files as vector_files
from rnn_core.features.word_vectors import glove, vectors
from rnn_core.features.word_vectors.vectors import Coverage, Floats, Vectors
from rnn_core.features.words import counted, words

ENDINGS = ("txt", "vec", "bin", "zip")
MOST_UPLOAD = 200_000_000  # bytes of an uploaded file
QUOTA = 2_000_000_000  # bytes of all of them
MOST_NAME = 60
LOOK_SECONDS = 5.0  # a plain file of 200 MB takes one
EMBEDDINGS = "0/embeddings"  # the first layer's weights


def initial(prepared: Prepared) -> Callable[[], Mapping[str, Floats]] | None:
    """What loads the first layer's weights, None where they begin at random.

    Raises UserError when the file is not here, or has other dimensions.
    """
    settings = prepared.settings
    if settings.encoding not in ("glove", "word2vec"):
        return None
    path = source(settings.vectors, settings.dimension) if settings.encoding == "glove" else None
    if path:
        with vector_files.opened(path, settings.dimension):  # told now, not when the training has begun
            pass

    def load() -> Mapping[str, Floats]:
        found = _read(path, prepared) if path else learned(prepared.train.texts, settings, prepared.vocabulary.split)
        return {EMBEDDINGS: vectors.matrix(prepared.vocabulary, found, settings.seed)}

    return load


def source(name: str, dimension: int) -> Path:
    """The file of this name in the folders ``vectors`` or ``data`` of the home; without a name GloVe's of this dimension.

    Raises UserError when there is none.
    """
    if name:
        known = available()
        if name not in known:
            listed = f"there are {', '.join(list(known)[:10])}" if known else "there is none"
            raise UserError(
                f"There is no file of vectors {name!r} in the folder {server_files.folder()}: {listed}; put it there."
            )
        return known[name]
    if dimension not in glove.DIMENSIONS:
        raise UserError(
            f"GloVe has vectors of {', '.join(map(str, glove.DIMENSIONS))} numbers, not {dimension}: choose one of them."
        )
    path = glove.here(dimension)
    if path is None:
        others = [str(one) for one in glove.DIMENSIONS if glove.here(one)]
        those = f" (those of {' and '.join(others)} numbers are)" if others else ""
        raise UserError(
            f"GloVe's vectors of {dimension} numbers are not on this machine{those}: download them on the page Classify, or put "
            f"glove.6B.zip into the folder {server_files.folder()}."
        )
    return path


def available() -> dict[str, Path]:
    """Files of vectors by name."""
    found = sorted(folder().iterdir()) if folder().is_dir() else []
    own = {path.name: path for path in found if path.is_file() and not path.name.startswith(".")}  # not one half written
    return {**{file.name: file.path for file in server_files.listed(ENDINGS)}, **own}


def adopt(path: Path) -> str:
    """Let runs name a file that lies elsewhere, by a link to it. Returns the name, which never means another file.

    Raises UserError when it cannot be read.
    """
    if not path.is_file():
        raise UserError(f"The file {path} cannot be read: check its name and folder.")
    target = path.resolve()
    folder().mkdir(exist_ok=True)
    taken = available().get(path.name)
    other = taken is not None and taken.resolve() != target
    name = f"{path.stem}-{hashlib.sha256(str(target).encode()).hexdigest()[:8]}{path.suffix}" if other else path.name
    if name not in available():
        (folder() / name).symlink_to(target)
    return name


def upload(content: bytes, name: str) -> str:
    """Keep an uploaded file of vectors under its name and the hash of its content, so that none takes another's place.

    Returns the name. Raises UserError for a file that holds no vectors or is broken, and when uploads would take too much room.
    """
    if len(content) > MOST_UPLOAD:
        raise UserError(
            f"{name} is larger than {MOST_UPLOAD / 1e6:,.0f} MB: put it into the folder {server_files.folder()} instead."
        )
    given = Path(name.replace("\\", "/"))
    if given.suffix.lower().lstrip(".") not in ENDINGS:
        raise UserError(f"{name} ends in {given.suffix or 'nothing'}: expected one of {', '.join(f'.{one}' for one in ENDINGS)}.")
    plain = re.sub(r"[^\w-]+", "-", given.stem).strip("-")[:MOST_NAME] or "vectors"
    place = folder() / f"{plain}-{hashlib.sha256(content).hexdigest()[:8]}{given.suffix.lower()}"
    taken = sum(path.stat().st_size for path in folder().iterdir() if not path.is_symlink()) if folder().is_dir() else 0
    if not place.exists() and taken + len(content) > QUOTA:
        raise UserError(f"The uploaded vectors take {taken / 1e6:,.0f} MB already: delete some in the folder {folder()}.")
    files.write_bytes(place, content)
    try:
        _look_through(place)
    except UserError:
        place.unlink(missing_ok=True)
        raise
    return place.name


def _look_through(path: Path) -> None:
    """Raises UserError for a file whose vectors differ in length or that was cut, as far as a few seconds show it."""
    end = time.monotonic() + LOOK_SECONDS

    def tell(fraction: float) -> None:
        if time.monotonic() > end:
            raise _Seen

    with contextlib.suppress(_Seen):
        for dimension in vector_files.dimensions(path):
            vectors.skim(path, False, dimension, tell)


class _Seen(Exception):
    """Enough of a file was looked through."""


def dimensions(name: str) -> list[int]:
    """Of how many numbers the vectors of a file are; GloVe's without a name. Raises UserError for one that is not here."""
    return vector_files.dimensions(source(name, 0)) if name else list(glove.DIMENSIONS)


def folder() -> Path:
    """Where uploaded files of vectors lie, and links to such files."""
    return files.home() / "vectors"


def covered(prepared: Prepared) -> dict[str, Coverage]:
    """How many of the training part's words the file has, looked up directly and by their stems.

    The file, which may be large, is read in a process apart. Raises UserError.
    """
    settings = prepared.settings
    path, counts = source(settings.vectors, settings.dimension), counted(prepared.train.texts, prepared.vocabulary.split)
    look_up = partial(_coverages, path, counts, settings.dimension, settings.stems)
    return apart(path.name, look_up, large=path.stat().st_size)


def _coverages(path: Path, counts: Mapping[str, int], dimension: int, are_stems: bool) -> dict[str, Coverage]:
    cut = vectors.stemmer()
    stems = {word: word if are_stems else cut(word) for word in counts}
    direct = vectors.known(path, counts, str, dimension)
    by_stem = vectors.known(path, {*stems.values()}, cut, dimension)
    return {
        "direct": vectors.coverage(counts, direct),
        "stem": vectors.coverage(counts, {word for word, stem in stems.items() if stem in by_stem}),
    }


def _read(path: Path, prepared: Prepared) -> Vectors:
    settings = prepared.settings
    if settings.stems:
        return vectors.by_stem(path, prepared.vocabulary.words, True, settings.dimension)
    return vectors.read(path, prepared.vocabulary.words, settings.dimension)


def learned(texts: Iterable[str], settings: ClassifySettings, split: Callable[[str], list[str]] = words) -> Vectors:
    """Vectors that word2vec learns from the texts."""
    return vectors.train_word2vec([split(text) for text in texts], settings.dimension, settings.seed)
