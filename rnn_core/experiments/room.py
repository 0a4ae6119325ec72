"""How much an owner may keep, and whether the disk has room: asked before anything new is kept."""

import shutil

from rnn_core import files
from rnn_core.access import NOBODY
from rnn_core.config import config
from rnn_core.data import uploads
from rnn_core.errors import UserError
from rnn_core.experiments import listing
from rnn_core.runs.bin import size

MEGABYTE = 1e6
LEAST_FREE = 500e6  # bytes of the disk that stay for the trainings under way


def check_room(owner: str, more: int = 0) -> None:
    """Raises UserError where ``more`` bytes would fill the disk, or would be more than an owner may keep in runs and uploads.

    What nobody owns has the disk as its only limit.
    """
    free = shutil.disk_usage(files.home()).free
    if free - more < LEAST_FREE:
        raise UserError(
            f"The disk of this server is nearly full, {_megabytes(free)} are left: trainings go on, but nothing new is kept "
            "until something is deleted on the page Runs."
        )
    if owner == NOBODY:
        return
    runs, data = taken(owner)
    most = config().owner_megabytes * MEGABYTE
    if runs + data + more > most:
        raise UserError(
            f"Your runs take {_megabytes(runs)} and your uploads {_megabytes(data)}, and with {_megabytes(more)} more that is "
            f"above the {_megabytes(most)} that everybody may keep here: delete {_largest(owner, runs, data)} on the page Runs."
        )


def _megabytes(count: float) -> str:
    return f"{count / MEGABYTE:,.{0 if count >= 10 * MEGABYTE else 1}f} MB"


def taken(owner: str) -> tuple[int, int]:
    """Bytes of an owner's runs, and of their uploads."""
    own = sum(size(row.run.folder) for row in _own(owner))
    return own, sum(one.bytes for one in uploads.uploads() if one.owner == owner)


def _own(owner: str) -> list[listing.Row]:
    return [row for row in listing.rows() if row.access.owner == owner]


def _largest(owner: str, runs: int, data: int) -> str:
    """Of what takes most, the largest."""
    if runs >= data:
        row = max(_own(owner), key=lambda row: size(row.run.folder))
        return f"the run {row.title or row.data or row.run.id}"
    return f"the upload {max((one for one in uploads.uploads() if one.owner == owner), key=lambda one: one.bytes).name}"
