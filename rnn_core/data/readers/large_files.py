"""Text files of any size: decoded as their first part suggests, read a part at a time."""

import io
from collections.abc import Callable
from typing import TypeVar

from rnn_core.data.readers.decoding import Decoding, Wanted, decodings, no_text
from rnn_core.data.readers.file import LargeFile

T = TypeVar("T")


class Parts(io.TextIOBase):
    r"""A text file as a parser takes it, its lines ending with \n.

    Raises UnicodeDecodeError where its bytes do not fit the encoding, UserError where they are none of a text.
    """

    def __init__(self, file: LargeFile, encoding: str, wanted: Wanted) -> None:
        self._opened = file.path.open(encoding=encoding)
        self.file, self._wanted = file, wanted

    def readable(self) -> bool:
        """Yes."""
        return True

    def read(self, size: int | None = -1) -> str:
        """The next ``size`` characters, or fewer at the end."""
        part = self._opened.read(size)
        if "\0" in part:
            raise no_text(self.file, self._wanted)
        return part

    def close(self) -> None:
        """Close the file."""
        self._opened.close()
        super().close()


def decoded(file: LargeFile, wanted: Wanted, read: Callable[[Decoding], T]) -> T:
    """What ``read`` gives for the likeliest way to decode the file that does not make it raise UnicodeDecodeError.

    It takes a way to decode the first part. Raises UserError, saying what the file is instead, and OSError.
    """
    for way in decodings(file, wanted):
        try:
            return read(way)
        except UnicodeDecodeError:
            continue
    raise no_text(file, wanted)
