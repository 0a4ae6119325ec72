"""One folder per class in a zip: its name is the class, each of its files a text."""

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

from rnn_core.data.readers.decoding import Wanted, decode
from rnn_core.data.readers.file import File
from rnn_core.data.readers.labelling.class_files import PLAIN, Rows
from rnn_core.data.readers.labels import MOST_CLASSES
from rnn_core.errors import UserError

FEWEST = 2  # files of a class, and classes


def are_folders(files: Sequence[File]) -> bool:
    """Whether files, named with their folders, are texts of several classes. One file in each folder is something else."""
    return len(_classes(files)) >= FEWEST


def rows_of(files: Sequence[File], name: str, wanted: Wanted) -> Rows:
    """Texts and labels of all files, and notes. Raises UserError for too many classes, or files that are no text."""
    classes = _classes(files)
    if len(classes) > MOST_CLASSES:
        raise UserError(f"{name} has {len(classes):,} folders, more than {MOST_CLASSES}: leave some classes out.")
    texts, labels, told = [], [], Counter[str]()
    for file in files:
        if (label := _class(file)) in classes and file.content.strip():
            text, said = decode(file, wanted)
            texts.append(text)
            labels.append(label)
            told.update(said)
    notes = ["Each folder is a class, named as the folder, and each of its files a text."]
    if len({PurePosixPath(file.name).parent for file in files if _class(file) in classes}) > len(classes):
        notes.append("Folders of the same name are one class.")
    if others := [file.name for file in files if _class(file) not in classes]:
        notes.append(f"Files outside of these folders were left out: {len(others):,}, such as {others[0]}.")
    notes += [f"Of {count:,} files: {note}" for note, count in told.items()]
    return texts, labels, notes


def _class(file: File) -> str:
    """The name of its folder, "" for none, or when it is no plain text by its name."""
    path = PurePosixPath(file.name)
    return path.parent.name if path.suffix.lower() in PLAIN or path.suffix[1:].isdigit() else ""


def _classes(files: Sequence[File]) -> set[str]:
    counts = Counter(map(_class, files))
    return {name for name, count in counts.items() if name and count >= FEWEST}
