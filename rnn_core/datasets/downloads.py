"""Files fetched once from the web, checked by their hash and kept under the home folder."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pooch
import requests

from rnn_core.errors import UserError
from rnn_core.files import home

TIMEOUT_SECONDS = 15
INSTEAD = "every dataset that is not a download works without a network, or you can upload its files yourself"

pooch.get_logger().setLevel("WARNING")  # it would announce every download on stderr


@dataclass(frozen=True)
class Download:
    """A file on the web that must have the given SHA-256 (64 hex digits)."""

    url: str
    sha256: str

    @property
    def name(self) -> str:
        """The file name at the end of the address."""
        return Path(urlsplit(self.url).path).name

    @property
    def path(self) -> Path:
        """Where the file is kept on this machine."""
        return home() / "downloads" / self.name

    def is_here(self) -> bool:
        """Whether the right file is already on this machine."""
        return self.path.is_file() and hashlib.sha256(self.path.read_bytes()).hexdigest() == self.sha256

    def fetch(self, progress: Callable[[float], object] | None = None) -> bytes:
        """The content, downloaded unless it is here. Raises UserError when it cannot be had as it should be."""
        bar = _Bar(progress) if progress else False
        downloader = pooch.HTTPDownloader(progressbar=bar, timeout=TIMEOUT_SECONDS)
        try:
            pooch.retrieve(self.url, f"sha256:{self.sha256}", self.name, self.path.parent, downloader=downloader)
        except (OSError, ValueError) as error:  # requests raises OSErrors
            raise UserError(f"{self._trouble(error)}; {INSTEAD}.") from error
        if progress:
            progress(1.0)
        return self.path.read_bytes()

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
        return f"The file {self.name} at {site} is not the expected one, as its checksum differs"


class _Bar:
    """A progress bar as pooch drives it, passing on the fraction of bytes."""

    def __init__(self, progress: Callable[[float], object]) -> None:
        self.total = 0
        self._done = 0
        self._progress = progress

    def update(self, count: int) -> None:
        self._done += count
        if self.total:
            self._progress(min(1.0, self._done / self.total))

    def reset(self) -> None:
        self._done = 0

    def close(self) -> None:
        pass
