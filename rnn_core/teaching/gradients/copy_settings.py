"""What can be chosen when cells are started, looked at and trained on the recall task."""

from typing import Literal

from rnn_core.settings import RESERVOIRS, CellName, Settings, setting

STARTS = {"orthogonal": "Orthogonal", "glorot": "Glorot", "identity": "Identity"}


class CopySettings(Settings):
    """Of the cells' starting weights, and of their training."""

    cells: tuple[CellName, ...] = setting(
        ("simple_rnn", "lstm", "gru", *RESERVOIRS),
        "Cells to train",
        "Each is trained from the start at every distance.",
        group="Network",
    )
    distances: tuple[int, ...] = setting(
        (5, 10, 20, 50, 100), "Distances", "Steps between the sign and the question.", group="Network"
    )
    scale: float = setting(
        1.0,
        "Recurrent weights times (Wrec)",
        "Multiplies the recurrent weights at the start. With the orthogonal start it is the spectral radius of a SimpleRNN's "
        "Wrec: at 1 each step turns the memory without making it longer or shorter. In a GRU or LSTM, whose gates share the "
        "matrix, it only makes it stronger or weaker.",
        group="Start",
        ge=0,
        le=2,
        step=0.05,
    )
    start: Literal["orthogonal", "glorot", "identity"] = setting(
        "orthogonal",
        "Start of the recurrent weights",
        "Orthogonal: Keras' usual one. Glorot: small random numbers. Identity: each unit starts by passing its own value on.",
        group="Start",
        words=STARTS,
    )
    relu: bool = setting(
        False,
        "ReLU in the SimpleRNN",
        "max(0, x) in place of tanh: its slope is 0 or exactly 1, so it does not shrink the gradient as tanh does. With the "
        "identity start it is the IRNN of Le et al. (2015).",
        group="Start",
    )
    forget_bias: float = setting(
        1.0,
        "Forget gate's bias (LSTM)",
        "Where the forget gate starts: 0 keeps half of the memory at each step, 1 (Keras' usual) about 73 %, 3 about 95 %, "
        "5 about 99 %.",
        group="Start",
        ge=-1,
        le=6,
        step=0.5,
    )
    clip: float = setting(
        0,
        "Gradient clipping (norm)",
        "A gradient of all weights that is longer than this is shortened to it, against exploding ones. 0 = off.",
        group="Training",
        ge=0,
        le=10,
        step=0.5,
    )
    truncate: int = setting(
        0,
        "Truncated back-propagation (steps)",
        "The gradient goes back through the last so many steps only, so no cell is told to keep what lies further back. "
        "0 = all steps.",
        group="Training",
        ge=0,
        le=100,
    )
    penalty: float = setting(
        0,
        "Penalty on recurrent weights (L2)",
        "Adds this times the sum of their squares to the loss, which keeps them small while training. 0 = off.",
        group="Training",
        ge=0,
        le=0.02,
        step=0.001,
    )
    optimizer: Literal["adam", "sgd"] = setting(
        "adam",
        "Optimizer",
        "Adam (rate 0.003) makes small gradients larger and large ones smaller by itself. SGD (rate 0.1) takes them as they are.",
        group="Training",
    )
    units: int = setting(32, "Units", "Numbers that each cell remembers.", group="Network", ge=1, le=64)
    updates: int = setting(
        400, "Updates", "Changes of the weights, each after 32 new sequences.", group="Training", ge=1, le=2000
    )
    seed: int = setting(
        1,
        "Seed",
        "Start of the random numbers: the same seed and settings give the same result.",
        group="Training",
        ge=0,
        le=20,
    )
