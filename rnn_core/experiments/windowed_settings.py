"""The settings of every experiment that reads windows of a series."""

from typing import ClassVar, Literal

from rnn_core.networks.cells import CELLS
from rnn_core.settings import RESERVOIRS, Renamed, TrainingSettings, changed, setting

STEP_BY_STEP = {"cell": tuple(cell for cell in CELLS if cell not in RESERVOIRS)}  # a reservoir's readout is fitted at once


class WindowSettings(TrainingSettings):
    """Settings of every experiment that reads windows of a series."""

    earlier: ClassVar = {"says": Renamed("target_transform", {"value": "level", "change": "difference"})}

    dropout: float = changed("dropout", 0.1, needs=STEP_BY_STEP)
    optimizer: Literal["adam", "rmsprop", "sgd"] = changed("optimizer", "adam", needs=STEP_BY_STEP)
    learning_rate: float = changed("learning_rate", 0.005, needs=STEP_BY_STEP)
    clipnorm: float = changed("clipnorm", 0, needs=STEP_BY_STEP)
    batch_size: int = changed("batch_size", 64, needs=STEP_BY_STEP)
    epochs: int = changed("epochs", 30, needs=STEP_BY_STEP)
    seconds: float | None = changed("seconds", None, needs=STEP_BY_STEP)
    patience: int = changed("patience", 0, needs=STEP_BY_STEP)

    timesteps: int = setting(
        20,
        "Timesteps",
        "How many past rows the network sees before each forecast.",
        group="Data",
        article=40,
        ge=2,
        le=250,
    )
    scaling: Literal["min-max", "standard"] = setting(
        "standard",
        "Scaling",
        "Brings the values near 0, learned from the training part only: to 0-1 (min-max), or to mean 0 and "
        "standard deviation 1 (standard).",
        group="Data",
        article="min-max",
    )
    target_transform: Literal["level", "difference"] = setting(
        "level",
        "Network says",
        "The next value itself, or by how much it differs from the last one (change): then saying 0 repeats the last value, and "
        "everything else must be learned.",
        group="Data",
        article="level",
        words={"level": "Value", "difference": "Change"},
    )
    validation: float = setting(
        0.15,
        "Kept for validation",
        "Part of the rows, just before the test, on which the best epoch is chosen, or the ridge of a readout that is fitted at "
        "once. Below 1 a share, else rows.",
        group="Data",
        article=0.0,
        ge=0,
        le=100_000,
    )
    test: float = setting(
        0.15,
        "Kept for the test",
        "The last part of the rows, never used in training. Below 1 a share, else rows. "
        "A second file as test period replaces it.",
        group="Data",
        gt=0,
        le=100_000,
    )

    @property
    def at_once(self) -> bool:
        """As nothing in a reservoir learns, and the loss is the squared error."""
        return self.radius is not None

    @property
    def own_dropout(self) -> float:
        """None where the readout is fitted at once, which nothing switches off."""
        return 0.0 if self.at_once else self.dropout
