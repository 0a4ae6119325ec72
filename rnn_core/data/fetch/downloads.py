"""Files fetched once from the web, checked and kept under the home folder."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pooch
import requests

from rnn_core.data.readers.decoding import Wanted, decode
from rnn_core.data.readers.file import File
from rnn_core.errors import UserError
from rnn_core.files import home

TIMEOUT_SECONDS = 15
MAX_UNCHECKED = 5_000_000
CHECKSUM = "its checksum differs"
TEXT = Wanted(expected="expected plain text", convert="fetch another file", smaller="fetch another file")
INSTEAD = "every dataset that is not a download works without a network, or you can upload its files yourself"

pooch.get_logger().setLevel("WARNING")  # it would announce every download on stderr


@dataclass(frozen=True)
class Download:
    """A file on the web that must have the given SHA-256 (64 hex digits).

    With None, for a file that its publisher may improve, it must be a text of at most ``limit`` bytes, and no web page.
    """

    url: str
    sha256: str | None
    called: str = ""  # the name to keep it under when the one in the address says too little
    limit: int = MAX_UNCHECKED

    @property
    def name(self) -> str:
        """The file name on this machine: by default the one at the end of the address."""
        return self.called or Path(urlsplit(self.url).path).name

    @property
    def path(self) -> Path:
        """Where the file is kept on this machine."""
        return home() / "downloads" / self.name

    def is_here(self) -> bool:
        """Whether the right file is already on this machine."""
        return self.path.is_file() and not self._wrong(self.path.read_bytes())

    def fetch(self, progress: Callable[[float], object] | None = None) -> bytes:
        """The content, downloaded unless it is here. Raises UserError when it cannot be had as it should be."""
        limit = self.limit if self.sha256 is None else None
        downloader = pooch.HTTPDownloader(progressbar=_Bar(progress, limit), timeout=TIMEOUT_SECONDS)
        known = self.sha256 and f"sha256:{self.sha256}"
        try:
            if not self.is_here():
                self.path.unlink(missing_ok=True)  # without a hash, pooch takes whatever is there
                pooch.retrieve(self.url, known, self.name, self.path.parent, downloader=downloader)
            content = self.path.read_bytes()
            if wrong := self._wrong(content):
                self.path.unlink(missing_ok=True)
                raise _Unfit(wrong)
        except (OSError, ValueError) as error:  # requests raises OSErrors
            raise UserError(f"{self._trouble(error)}; {INSTEAD}.") from error
        if progress:
            progress(1.0)
        return content

    def _wrong(self, content: bytes) -> str:
        """Why this is not the expected file, "" when it is."""
        if self.sha256 is not None:
            return "" if hashlib.sha256(content).hexdigest() == self.sha256 else CHECKSUM
        if len(content) > self.limit:
            return _too_large(self.limit)
        try:
            decode(File(content, self.name), TEXT)
        except UserError:
            return "it is not plain text"
        return ""

    def _trouble(self, error: Exception) -> str:
        site = urlsplit(self.url).netloc
        response = getattr(error, "response", None)
        if response is not None:
            response.close()  # pooch leaves it open
            return f"{site} answered {response.status_code} when asked for {self.name}"
        if isinstance(error, requests.RequestException):
            return f"{site} could not be reached to download {self.name}"
        if isinstance(error, OSError):
            return f"{self.name} could not be saved in {self.path.parent} ({error.strerror})"
        reason = error if isinstance(error, _Unfit) else CHECKSUM
        return f"The file {self.name} at {site} is not the expected one, as {reason}"


def _too_large(limit: int) -> str:
    return f"it is larger than {limit / 1e6:.0f} MB"


class _Unfit(ValueError):
    """What came is not what was asked for; the message says why."""


class _Bar:
    """A progress bar as pooch drives it, passing on the fraction of bytes and stopping at a limit."""

    def __init__(self, progress: Callable[[float], object] | None, limit: int | None) -> None:
        self.total = 0
        self._done = 0
        self._progress = progress
        self._limit = limit

    def update(self, count: int) -> None:
        self._done += count
        if self._limit is not None and max(self._done - count, self.total) > self._limit:  # counts are rounded up
            raise _Unfit(_too_large(self._limit))
        if self.total and self._progress:
            self._progress(min(1.0, self._done / self.total))

    def reset(self) -> None:
        self._done = 0

    def close(self) -> None:
        pass
