"""``status.json``: what a run is doing."""

from typing import Annotated, Any, Literal

from pydantic import Field

from rnn_core.documents import Document, Measure
from rnn_core.settings import MOST_BUDGET

State = Literal["queued", "running", "stopping", "finished", "stopped", "failed", "interrupted"]
ACTIVE = ("queued", "running", "stopping")
UNFINISHED = ("stopped", "failed", "interrupted")


class Status(Document):
    """``status.json``: what a run is doing.

    ``phase``: waiting, preparing, training, checking (on the validation part), evaluating. ``fraction``: of the epoch, later of
    measuring; ``seconds_left`` an estimate or None. ``more_seconds``: of a run that has spent its time budget, how much longer it
    trains when it goes on.
    """

    state: State = "queued"
    phase: str = "waiting"
    epoch: int = 0
    epochs: int | None = None
    fraction: float = 0.0
    seconds_left: Measure = None
    message: str = ""
    device: str = ""
    kernel: str = ""
    more_seconds: Annotated[float, Field(gt=0, le=MOST_BUDGET)] | None = None
    heartbeat: float = 0.0

    @property
    def active(self) -> bool:
        """Whether the run may still change by itself."""
        return self.state in ACTIVE


def changed(status: Status, **values: Any) -> Status:
    """A copy with other values."""
    return Status.model_validate({**dict(status), **values})


def interrupted(status: Status) -> Status:
    """What became of a run whose worker is gone."""
    message = "The server or the training process ended before the run did."
    return changed(status, state="interrupted", phase="", seconds_left=None, message=message)
