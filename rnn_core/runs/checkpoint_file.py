"""The file of a checkpoint: how far a training is, every variable of it, and the best weights so far."""

import json
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal

from numpy.typing import NDArray
from pydantic import Field, TypeAdapter
from safetensors.numpy import load, save

from rnn_core.settings import MOST_BUDGET

FAR = 1e30  # no loss is higher; JSON knows no infinity

Whole = Annotated[int, Field(ge=0, le=10**9)]
Loss = Annotated[float, Field(ge=-FAR, le=FAR)]


@dataclass
class Reached:
    """How far a training is. ``epochs``: whole ones; ``steps``: batches of the next one, of which ``loss`` is the mean.

    ``best`` is the lowest loss so far, that of ``best_epoch``, counted from 1. ``budget``: the seconds that it trains at a time.
    """

    epochs: Whole = 0
    seconds: Annotated[float, Field(ge=0)] = 0.0
    best: Loss = FAR
    best_epoch: Whole = 0
    kept_loss: Literal["validation", "training"] = "validation"  # which loss chooses the weights
    lowest: Loss = FAR  # what patience compares with
    waited: Whole = 0  # epochs without a lower one
    steps: Whole = 0
    loss: Loss = 0.0
    budget: Annotated[float, Field(gt=0, le=MOST_BUDGET)] | None = None


REACHED = TypeAdapter(Reached)


@dataclass(frozen=True)
class Checkpoint:
    """``variables``: all that training changes; ``best``: weights in the network's order, none before the first best epoch."""

    reached: Reached
    variables: list[NDArray[Any]]
    best: list[NDArray[Any]]

    def bytes(self) -> bytes:
        """The file."""
        state = {f"state/{number}": values for number, values in enumerate(self.variables)}
        state |= {f"best/{number}": values for number, values in enumerate(self.best)}
        return save(state, {"reached": json.dumps(asdict(self.reached))})


def parsed(content: bytes) -> Checkpoint:
    """What such a file holds. Raises ValueError when it is damaged."""
    try:
        size = int.from_bytes(content[:8], "little")
        about = json.loads(content[8 : 8 + size])["__metadata__"]["reached"]
        found = load(content)
        parts = {name: [found.pop(f"{name}/{number}") for number in range(_count(found, name))] for name in ("state", "best")}
        if found:
            raise ValueError("it holds something else")
        return Checkpoint(REACHED.validate_json(about), parts["state"], parts["best"])
    except Exception as error:  # a broken file fails in whatever way the break brings
        raise ValueError("the checkpoint is damaged") from error


def _count(found: dict[str, NDArray[Any]], name: str) -> int:
    return sum(one.startswith(f"{name}/") for one in found)
