"""The bin: where deleted runs lie for some days, so that a click by mistake is no loss.

``<home>/runs/.bin/<time of deletion>--<run id>/``: the run folder as it was. Lists, the queue and the worker do not look there.
"""

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

from rnn_core import files
from rnn_core.errors import UserError
from rnn_core.runs.run_folder import Run, folder, is_whole, runs

NAME = ".bin"
KEPT_DAYS = 7
MOST_BYTES = 1_000_000_000  # of all that lies there; the newest stays whatever its size
TIME = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True)
class Binned:
    """A deleted run that can be brought back. ``run``: to look at where it lies; it has another id there."""

    run: Run

    @property
    def id(self) -> str:
        """That of the run when it is back."""
        return self.run.id.partition("--")[2]

    @property
    def deleted(self) -> datetime.datetime:
        """When it was thrown away."""
        return datetime.datetime.strptime(self.run.id.partition("--")[0], TIME).replace(tzinfo=datetime.UTC)

    @property
    def title(self) -> str:
        """What lists called it; of a damaged one its id."""
        return self.run.title() if is_whole(self.run) else self.id

    def restore(self) -> Run:
        """Back among the runs. Raises UserError when it is gone, or another one has its place."""
        back = Run(folder() / self.id)
        if back.folder.exists():
            raise UserError(f"There is a run {self.id} already: delete that one first.")
        try:
            self.run.folder.replace(back.folder)
        except FileNotFoundError as error:
            gone = f"The run {self.id} is no longer in the bin: its time was over, or somebody emptied the bin."
            raise UserError(gone) from error
        return back

    def remove(self) -> None:
        """For good."""
        self.run.delete()


def throw_away(run: Run) -> Binned:
    """Put an ended run, or a damaged one, into the bin. Raises UserError while it is under way."""
    run.check_ended()
    place = _folder() / f"{datetime.datetime.now(datetime.UTC).strftime(TIME)}--{run.id}"
    place.parent.mkdir(exist_ok=True)
    run.folder.replace(place)  # at once: nobody sees half a run
    empty_old()
    return Binned(Run(place))


def binned() -> list[Binned]:
    """What lies in the bin, the newest first."""
    if not _folder().is_dir():
        return []
    paths = sorted(_folder().iterdir(), reverse=True)
    return [Binned(Run(path)) for path in paths if re.match(r"\d{8}T\d{12}--.", path.name) and path.is_dir()]


def find(name: str) -> Binned | None:
    """What lies in the bin under this name (that of its folder), None when it is no longer there."""
    return next((one for one in binned() if one.run.id == name), None)


def empty_old() -> None:
    """Remove for good what has lain there for a week, and the oldest while all of it takes more than a gigabyte."""
    taken, oldest = 0, datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=KEPT_DAYS)
    for number, one in enumerate(binned()):
        taken += size(one.run.folder)
        if one.deleted < oldest or (number and taken > MOST_BYTES):
            one.remove()


def size(path: Path) -> int:
    """Bytes that a folder's files take; what is renamed meanwhile, as a run's files are while it trains, counts as nothing."""
    return sum(files.written(file)[1] for file in path.rglob("*") if file.is_file())


def data_in_use() -> set[str]:
    """Content hashes of the data that runs need, also those that may come back."""
    whole = [one.run for one in binned() if is_whole(one.run)]
    return {run.about().data for run in (*runs(), *whole)}


def _folder() -> Path:
    return folder() / NAME
