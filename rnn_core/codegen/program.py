"""A program in steps, and what lies beside it."""

from dataclasses import dataclass

WEIGHTS = "weights.npz"
LOAD = """\
else:
    # Arrays of numbers only: allow_pickle=False refuses anything that could run.
    with np.load(FOLDER / "weights.npz", allow_pickle=False) as stored:
        network.set_weights([stored[name] for name in stored.files])
"""
SETTINGS = ("Settings", "Every setting of the run, with what it means. Change one, train again and compare.")


@dataclass(frozen=True)
class Section:
    """One step of a program: a title, one or two sentences (both are ours, never a user's) and Python code."""

    title: str
    words: str
    code: str


@dataclass(frozen=True)
class File:
    """A file that a program reads. ``words``: what it holds."""

    content: bytes
    words: str


@dataclass(frozen=True)
class Program:
    """A program in steps. ``name``: of its file, without ending; ``files``: what lies beside it; ``gives``: what it writes."""

    name: str
    sections: tuple[Section, ...]
    files: dict[str, File]
    gives: str


def weights_file(arrays: bytes) -> dict[str, File]:
    """The file that ``LOAD`` reads, of an ``.npz`` file's bytes."""
    return {WEIGHTS: File(arrays, "the weights, arrays of numbers only")}
