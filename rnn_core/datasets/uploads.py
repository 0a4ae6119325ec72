"""Uploaded datasets that are kept by name, so that later runs can use them again."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from rnn_core import files
from rnn_core.datasets import store
from rnn_core.datasets.series import Series
from rnn_core.datasets.text import Text
from rnn_core.errors import UserError

QUOTA = 1_000_000_000  # bytes of all uploaded datasets
MOST_NAME = 80


@dataclass(frozen=True)
class Upload:
    """One of them. ``id`` is the hash of its content, ``kind`` that of the catalogue ("series", "text")."""

    id: str
    name: str
    kind: str
    bytes: int
    created: str

    def load(self) -> Series | Text:
        """Its content. Raises UserError when it is damaged."""
        return store.kept(self.id)


def uploads(kind: str | None = None) -> list[Upload]:
    """All of a kind, the newest first; what a crash has damaged is left out."""
    found = (_read(path) for path in _folder().glob("*.json"))
    chosen = [upload for upload in found if upload and kind in (None, upload.kind)]
    return sorted(chosen, key=lambda upload: upload.created, reverse=True)


def _read(path: Path) -> Upload | None:
    try:
        return Upload(**files.read_json(path))
    except (OSError, ValueError, TypeError):
        return None


def add(data: Series | Text, name: str) -> Upload:
    """Keep ``data`` under a name; the same content is kept once, under its newest name.

    Raises UserError when all uploads together would take more than a gigabyte.
    """
    size = sum(map(len, data.files().values()))
    sha = store.sha_of(data)
    taken = sum(upload.bytes for upload in uploads() if upload.id != sha)
    if taken + size > QUOTA:
        raise UserError(
            f"The uploaded datasets take {taken / 1e6:,.0f} MB and this one {size / 1e6:,.0f} MB more, but the limit is "
            f"{QUOTA / 1e6:,.0f} MB: delete one on the page Runs."
        )
    store.keep(data)
    kind = "text" if isinstance(data, Text) else "series"
    words = " ".join(name.split())[:MOST_NAME] or "unnamed"
    upload = Upload(sha, words, kind, size, datetime.now(UTC).isoformat(timespec="milliseconds"))
    files.write_json(_folder() / f"{sha}.json", asdict(upload))
    return upload


def remove(upload: Upload) -> None:
    """Take it from the list; its content stays as long as a run uses it."""
    (_folder() / f"{upload.id}.json").unlink(missing_ok=True)


def _folder() -> Path:
    return files.home() / "uploads"
