"""Text files of any size: decoded as their first part suggests, read a part at a time."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from rnn_core.data.readers.decoding import Decoding, Wanted, decodings, no_text

T = TypeVar("T")

HEAD = 1 << 18  # bytes


class Parts(io.TextIOBase):
    r"""A text file as a parser takes it, its lines ending with \n.

    Raises UnicodeDecodeError where its bytes do not fit the encoding, UserError where they are none of a text.
    """

    def __init__(self, path: Path, encoding: str, wanted: Wanted) -> None:
        self._file = path.open(encoding=encoding)
        self.name, self._wanted = path.name, wanted

    def readable(self) -> bool:
        """Yes."""
        return True

    def read(self, size: int | None = -1) -> str:
        """The next ``size`` characters, or fewer at the end."""
        part = self._file.read(size)
        if "\0" in part:
            raise no_text(self.name, self._wanted)
        return part

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()


def decoded(path: Path, wanted: Wanted, read: Callable[[Decoding], T]) -> T:
    """What ``read`` gives for the likeliest way to decode the file that does not make it raise UnicodeDecodeError.

    It takes a way to decode the first part. Raises UserError, saying what the file is instead, and OSError.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    for way in decodings(head, path.name, wanted, whole=len(head) < HEAD):
        try:
            return read(way)
        except UnicodeDecodeError:
            continue
    raise no_text(path.name, wanted)
