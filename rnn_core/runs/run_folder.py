"""The run folder: the one truth about a run. Every reader sees whole files at any time."""

import contextlib
import csv
import datetime
import io
import platform
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, TypeVar

from filelock import FileLock, Timeout
from pydantic import Field, TypeAdapter

from rnn_core import files
from rnn_core.access import NOBODY, Access
from rnn_core.config import check_can_train
from rnn_core.documents import Document
from rnn_core.errors import UserError
from rnn_core.runs.documents import About, TrainingFacts
from rnn_core.runs.status import UNFINISHED, State, Status, changed, interrupted
from rnn_core.runs.words import count
from rnn_core.settings import MOST_BUDGET, Settings

Form = TypeVar("Form", bound=Document)

SETTLE_SECONDS = 0.5  # a reader that looks whether the lock is held has it for a moment
STATUS, LOCK, STOP, ASIDE, LABEL, ACCESS = "status.json", "lock", "stop", "aside", "label.json", "access.json"
CHECKPOINT = "checkpoint/state.safetensors"
SETTINGS, METRICS, PREPARATION = "settings.json", "results/metrics.json", "preparation.json"
NETWORK, WEIGHTS, HISTORY, SAMPLES = "network.json", "model.safetensors", "history.csv", "results/samples.jsonl"
BROUGHT = "brought.json"
WAITS_TO_GO_ON = "Waiting to go on."
SET_ASIDE = "Set aside, as others wait: it goes on where it was when its turn comes again."
BEING_MEASURED = "Brought from elsewhere: being measured here."
MOST_TITLE, MOST_NOTE = 80, 2_000  # characters
MAKING_SECONDS = 60.0  # that a new folder may take until it has all its files
ACCESS_FORM = TypeAdapter(Access)


class Label(Document):
    """``label.json``: what its owner calls a run, and a note."""

    title: Annotated[str, Field(max_length=MOST_TITLE)] = ""
    note: Annotated[str, Field(max_length=MOST_NOTE)] = ""


class Brought(Document):
    """``brought.json`` of a run from elsewhere until it has been measured here: what it was there, and how it was trained."""

    status: Status
    training: TrainingFacts


@dataclass(frozen=True)
class Run:
    """One run folder."""

    folder: Path

    @property
    def id(self) -> str:
        """The folder's name, which is also the run's name in links."""
        return self.folder.name

    def lock(self) -> FileLock:
        """The lock that the living worker holds. Each call gives an independent handle."""
        return FileLock(self.folder / LOCK, thread_local=False)

    def held(self) -> bool:
        """Whether a living process works on this run."""
        lock = self.lock()
        try:
            lock.acquire(blocking=False)
        except Timeout:
            return True
        lock.release()
        return False

    def status(self) -> Status:
        """The present state. A run that nobody works on is never ``running``; ``stopping`` is a running one told to stop."""
        status = self.written_status()
        if status.state != "running":
            return status
        if not self.held():
            again = self.written_status()  # it may have ended between the two looks
            return again if again.state != "running" else interrupted(again)
        return changed(status, state="stopping") if self.stop_asked() else status

    def written_status(self) -> Status:
        """``status.json`` as it stands, whether or not its writer lives."""
        return Status.model_validate(files.read_json(self.folder / STATUS))

    def write_status(self, status: Status) -> None:
        """Only the lock's holder calls this (and the maker of the run, before anyone knows it)."""
        files.write_json(self.folder / STATUS, changed(status, heartbeat=time.time()).model_dump())

    def about(self) -> About:
        """``settings.json``: experiment, dataset, settings, versions, created."""
        return About.model_validate(files.read_json(self.folder / SETTINGS))

    def label(self) -> Label:
        """``label.json``: the name and the note that somebody gave the run; empty when nobody did."""
        try:
            return Label.model_validate(files.read_json(self.folder / LABEL))
        except (FileNotFoundError, ValueError):
            return Label()

    def relabel(self, title: str, note: str) -> None:
        """Name the run and note something about it; what is too long is cut."""
        label = Label(title=" ".join(title.split())[:MOST_TITLE], note=note.strip()[:MOST_NOTE])
        files.write_json(self.folder / LABEL, label.model_dump())

    def access(self) -> Access:
        """``access.json``: whose the run is. It stays on this machine: a run taken elsewhere belongs to who brings it there."""
        try:
            return ACCESS_FORM.validate_python(files.read_json(self.folder / ACCESS))
        except FileNotFoundError:
            return Access()

    def set_access(self, access: Access) -> None:
        """Say whose the run is and whether others may look at it."""
        files.write_json(self.folder / ACCESS, asdict(access))

    def title(self) -> str:
        """What lists call the run: its given name, else that of its data."""
        return self.label().title or self.about().title

    def check_ended(self) -> None:
        """Raises UserError while the run is under way: then it cannot be deleted."""
        whole = is_whole(self)
        if self.status().active if whole else self.held():  # what a damaged one says of itself is not believed
            name = self.title() if whole else self.id
            raise UserError(f"The run {name} is still under way: stop it first, then delete it.")

    def delete(self) -> None:
        """Remove the folder for good, a damaged one too. Raises UserError while the run is under way."""
        self.check_ended()
        gone = self.folder.with_name(f".deleted-{self.id}")
        self.folder.replace(gone)  # at once: nobody sees half a run
        shutil.rmtree(gone, ignore_errors=True)

    def resumable(self) -> bool:
        """Whether the training ended before its time, or with its time budget, and can go on from a checkpoint."""
        status = self.status()
        unfinished = status.state in UNFINISHED or (status.state == "finished" and status.more_seconds is not None)
        return unfinished and ((self.folder / CHECKPOINT).exists() or self.brought() is not None)

    def resume(self) -> None:
        """Queue the run again, to go on from its checkpoint; one that has spent its time budget gets as much again.

        Raises UserError when it cannot.
        """
        check_can_train()
        if not self.resumable():
            state = self.status().state
            raise UserError(f"The run {self.title()} cannot go on: it is {state} or has no checkpoint. Train it again.")
        found = self.written_status()
        (self.folder / STOP).unlink(missing_ok=True)
        if found.more_seconds is not None:
            self._extend_budget(found.more_seconds)
        waiting = changed(found, state="queued", phase="waiting", message=WAITS_TO_GO_ON, fraction=0.0, more_seconds=None)
        if not self.settle(found.state, waiting):
            raise UserError(f"The run {self.title()} is under way already.")

    def _extend_budget(self, more: float) -> None:
        """From what was used: on a busy machine the last batches and their validation go beyond what was granted."""
        about = self.about()
        used = max(about.settings["seconds"], round(self.history().get("seconds", [0])[-1]))
        longer = {**about.settings, "seconds": min(MOST_BUDGET, used + more)}
        files.write_json(self.folder / SETTINGS, about.model_copy(update={"settings": longer}).model_dump())

    def brought(self) -> Brought | None:
        """What waits to be measured again, of a run from elsewhere."""
        try:
            return Brought.model_validate(files.read_json(self.folder / BROUGHT))
        except FileNotFoundError:
            return None

    def stop_asked(self) -> bool:
        """Whether somebody asked the run to stop."""
        return (self.folder / STOP).exists()

    def ask_to_stop(self) -> None:
        """Ask the worker to stop; a run that still waits is stopped at once. Safe to call at any time, twice too."""
        (self.folder / STOP).touch()
        ended = changed(self.written_status(), state="stopped", phase="", seconds_left=None, message=self.stopped_early())
        self.settle("queued", ended)

    def ask_aside(self) -> None:
        """Ask the worker to leave off for now, so that others get their turn."""
        (self.folder / ASIDE).touch()

    def aside_asked(self) -> bool:
        """Whether the run was asked to leave off for now."""
        return (self.folder / ASIDE).exists()

    def forget_aside(self) -> None:
        """Its turn has come."""
        (self.folder / ASIDE).unlink(missing_ok=True)

    def stopped_early(self) -> str:
        """The sentence for a stop before the first step: a run that waited to go on keeps what it has."""
        epochs = len(self.history().get("epoch", ()))
        kept = (
            "network"
            if (self.folder / WEIGHTS).exists()
            else "checkpoint"
            if epochs and (self.folder / CHECKPOINT).exists()
            else ""
        )
        after = f" after {count(epochs, 'epoch')}" if epochs else ""
        return f"Stopped before it went on: its {kept}{after} is kept." if kept else "Stopped before it began."

    def settle(self, found: State, status: Status) -> bool:
        """Write ``status`` if nobody works on the run and its written state is ``found``. Returns whether it was."""
        if self.written_status().state != found:
            return False
        try:
            with self.lock().acquire(timeout=SETTLE_SECONDS):
                if self.written_status().state != found:
                    return False
                self.write_status(status)
                return True
        except Timeout:
            return False

    def history(self) -> dict[str, list[float]]:
        """``history.csv`` as columns; empty before the first epoch has ended."""
        try:
            text = files.read_text(self.folder / HISTORY)
        except FileNotFoundError:
            return {}
        rows = list(csv.DictReader(io.StringIO(text)))
        return {name: [float(row[name] or "nan") for row in rows] for name in (rows[0] if rows else {})}

    def history_written(self) -> int:
        """When ``history.csv`` was last written, in nanoseconds; 0 before the first epoch has ended."""
        try:
            return (self.folder / HISTORY).stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def write_history(self, rows: list[dict[str, float]]) -> None:
        """Rows of one epoch each; what a row lacks stays empty."""
        text = io.StringIO()
        writer = csv.DictWriter(text, list(dict.fromkeys(name for row in rows for name in row)), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        files.write_text(self.folder / HISTORY, text.getvalue())

    def metrics(self, form: type[Form]) -> Form | None:
        """``results/metrics.json`` in its experiment's form, or None while there is none."""
        try:
            return form.model_validate(files.read_json(self.folder / METRICS))
        except FileNotFoundError:
            return None

    def samples(self, form: type[Form]) -> list[Form]:
        """``results/samples.jsonl`` in its experiment's form; none before the first."""
        try:
            text = files.read_text(self.folder / SAMPLES)
        except FileNotFoundError:
            return []
        return [form.model_validate_json(line) for line in text.split("\n") if line]

    def preparation(self, form: type[Form]) -> Form:
        """``preparation.json`` in its experiment's form. Raises FileNotFoundError before the training has begun."""
        return form.model_validate(files.read_json(self.folder / PREPARATION))


def folder() -> Path:
    """Where the runs lie."""
    return files.home() / "runs"


def create(experiment: str, dataset: str, data: str, title: str, settings: Settings, owner: str = NOBODY) -> Run:
    """Make a queued run.

    ``dataset`` is the catalogue's id or the uploaded file's name, ``data`` the content hash of the kept copy, ``title``
    what lists show, ``owner`` the id of who makes it. The folder appears to others only once it is whole. Raises UserError where
    nothing can be trained.
    """
    check_can_train()
    now = datetime.datetime.now(datetime.UTC)
    run = Run(folder() / f"{now:%Y%m%d-%H%M%S-%f}-{experiment}-{secrets.token_hex(4)}")
    run.folder.mkdir(parents=True)
    about = About(
        experiment=experiment,
        dataset=dataset,
        data=data,
        title=title,
        settings=settings.model_dump(mode="json"),
        versions=versions(),
        created=now.isoformat(timespec="milliseconds"),
    )
    files.write_json(run.folder / SETTINGS, about.model_dump())
    if owner:
        run.set_access(Access(owner))
    run.write_status(Status())
    return run


def versions() -> dict[str, str]:
    """Of what computes the numbers."""
    return {"python": platform.python_version(), **{name: version(name) for name in ("tensorflow", "keras", "numpy")}}


def find(name: str) -> Run:
    """The run of this id, or in this folder. Raises UserError when there is none, or only a damaged one."""
    path = Path(name).absolute() if "/" in name or "\\" in name else folder() / name
    if re.fullmatch(r"[A-Za-z0-9-]+", path.name) and path.is_dir():
        if is_whole(Run(path)):
            return Run(path)
        if path.parent == folder() and is_damaged(Run(path)):
            raise UserError(f"The files of the run {path.name} are damaged: delete it, and train again.")
    raise UserError(f"There is no run '{name}': 'python -m rnn_core runs' lists those there are.")


def runs() -> Iterator[Run]:
    """All runs, the newest first, but those whose folders are damaged."""
    return (run for run in folders() if is_whole(run))


def damaged() -> Iterator[Run]:
    """The folders that a crash, a full disk or a hand has damaged, the newest first. They can only be deleted."""
    return (run for run in folders() if is_damaged(run))


def folders() -> Iterator[Run]:
    """All that lies there as a run, whole or not, the newest first."""
    if folder().is_dir():
        for path in sorted(folder().iterdir(), reverse=True):
            if not path.name.startswith(".") and path.is_dir():
                yield Run(path)


def is_whole(run: Run) -> bool:
    """Whether the documents that every run has are there and in their form."""
    try:
        run.written_status()
        run.about()
        run.access()
    except (OSError, ValueError):
        return False
    return True


def is_damaged(run: Run) -> bool:
    """Whether a folder is no whole run and is not just being made: something in it is wrong, or lacks since long."""
    for read in (run.written_status, run.about, run.access):
        try:
            read()
        except FileNotFoundError:
            with contextlib.suppress(OSError):  # deleted meanwhile
                if time.time() - run.folder.stat().st_mtime > MAKING_SECONDS:
                    return True
        except (OSError, ValueError):
            return True
    return False
