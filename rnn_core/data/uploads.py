"""Uploaded datasets that are kept by name, so that later runs can use them again."""

from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from rnn_core import files
from rnn_core.access import NOBODY, Access, Person
from rnn_core.data import store
from rnn_core.data.kinds import kind_of
from rnn_core.errors import UserError

QUOTA = 1_000_000_000  # bytes of all uploaded datasets
MOST_NAME = 80


@dataclass(frozen=True)
class Upload:
    """One of them. ``id`` is the hash of its content, ``kind`` the name of its kind of data."""

    id: str
    name: str
    kind: str
    bytes: int
    created: str
    owner: str = NOBODY

    def load(self) -> store.Dataset:
        """Its content. Raises UserError when it is damaged."""
        return store.load_dataset(self.id)

    @property
    def key(self) -> str:
        """What tells it from the same content of another owner."""
        return "-".join(filter(None, (self.id, self.owner)))

    def access(self) -> Access:
        """Whose it is; nobody else sees it."""
        return Access(self.owner)


def uploads(kind: str | None = None, person: Person | None = None) -> list[Upload]:
    """All of a kind, or those that a person may see, the newest first; what a crash has damaged is left out."""
    found = (_read(path) for path in _folder().glob("*.json"))
    chosen = [one for one in found if one and kind in (None, one.kind) and (person is None or person.may_see(one.access()))]
    return sorted(chosen, key=lambda upload: upload.created, reverse=True)


def _read(path: Path) -> Upload | None:
    try:
        return Upload(**files.read_json(path))
    except (OSError, ValueError, TypeError):
        return None


def add(data: store.Dataset, name: str, owner: str = NOBODY) -> Upload:
    """Keep ``data`` under a name; the same content of one owner is kept once, under its newest name.

    Raises UserError when all uploads together would take more than a gigabyte.
    """
    content = data.files()
    size, sha = sum(map(len, content.values())), store.sha_of_files(content)
    taken = taken_bytes(sha)
    if taken + size > QUOTA:
        raise UserError(
            f"The uploaded datasets take {taken / 1e6:,.0f} MB and this one {size / 1e6:,.0f} MB more, but the limit is "
            f"{QUOTA / 1e6:,.0f} MB: delete one on the page Runs."
        )
    store.keep_files(content)
    words = " ".join(name.split())[:MOST_NAME] or "unnamed"
    upload = Upload(sha, words, kind_of(data).name, size, datetime.now(UTC).isoformat(timespec="microseconds"), owner)
    files.write_json(_place(upload), asdict(upload))
    return upload


def give(upload: Upload, owner: str) -> None:
    """To another owner."""
    files.write_json(_place(replace(upload, owner=owner)), asdict(replace(upload, owner=owner)))
    remove(upload)


def taken_bytes(without: str = "") -> int:
    """Of all uploaded datasets, or of all but the one of this id. The same content of several owners counts once."""
    return sum({upload.id: upload.bytes for upload in uploads() if upload.id != without}.values())


def remove(upload: Upload) -> None:
    """Take it from the list; its content stays as long as a run uses it."""
    _place(upload).unlink(missing_ok=True)


def _place(upload: Upload) -> Path:
    return _folder() / f"{upload.key}.json"


def _folder() -> Path:
    return files.home() / "uploads"
