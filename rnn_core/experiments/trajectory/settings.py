"""Which path is followed, and by which network: the settings of a trajectory and their presets.

The ``ladybug`` preset is the network of a course on recurrent networks: a GRU of 200 units with relu over 20 points, 16 epochs of
batches of 512. Unlike there the best epoch is chosen on a validation part, and the network says the way to the next point, not
its place (``target_transform``).
"""

from typing import Literal

from rnn_core.experiments.windowed_settings import WindowSettings
from rnn_core.settings import CellName, changed, setting

MOST_AHEAD = 500  # points of a free run
PATH = ("points", "waves", "speed", "noise", "path_seed")  # settings that only it needs


class TrajectorySettings(WindowSettings):
    """Settings of a trajectory. Defaults are the ``quick`` preset, article values the ``ladybug`` preset."""

    cell: CellName = changed("cell", "gru", article="gru")
    activation: Literal["tanh", "relu"] = setting(
        "tanh",
        "Activation",
        "What squashes a cell's state: tanh keeps it between -1 and 1, relu lets it grow without end. With relu a graphics card "
        "cannot use its fast kernel (cuDNN).",
        group="Network",
        article="relu",
        words={"tanh": "tanh", "relu": "relu"},
    )
    layers: int = changed("layers", 1, article=1)
    units: int = changed("units", 32, article=200)
    dropout: float = changed("dropout", 0.0, WindowSettings, article=0.0)
    batch_size: int = changed("batch_size", 128, WindowSettings, article=512)
    epochs: int = changed("epochs", 15, WindowSettings, article=16)
    timesteps: int = changed("timesteps", 20, WindowSettings, article=20)
    scaling: Literal["min-max", "standard"] = changed("scaling", "standard", WindowSettings, article="standard")
    target_transform: Literal["level", "difference"] = changed(
        "target_transform",
        "difference",
        WindowSettings,
        article="difference",
        title="Network says",
        help="The next place itself, or the way to it from the last one, which is far easier to learn well. The course has the "
        "network say the place.",
        words={"level": "the next place", "difference": "the way to it"},
    )
    validation: float = changed("validation", 0.15, WindowSettings, article=0.15)
    ahead: int = setting(
        50,
        "Free-running steps",
        "How many points the network goes on by itself, reading its own outputs, when it is measured.",
        group="Data",
        article=50,
        ge=2,
        le=MOST_AHEAD,
    )
    points: int = setting(12_000, "Points", "Length of the path.", group="Path", article=12_000, ge=500, le=50_000)
    waves: int = setting(
        4, "Waves", "Sines that are added up, in each direction: the more, the more winding.", group="Path", article=4, ge=1, le=8
    )
    speed: float = setting(
        1.0, "Speed", "How fast the ladybug runs: a factor on all its waves.", group="Path", article=1.0, ge=0.1, le=3, step=0.1
    )
    noise: float = setting(
        0.0,
        "Noise",
        "Error of each measured point (standard deviation), where the path itself has about 1.",
        group="Path",
        article=0.0,
        ge=0,
        le=0.5,
        step=0.01,
    )
    path_seed: int = setting(1, "Path number", "Another number, another path.", group="Path", article=1, ge=0, le=100_000)


PRESETS = {"quick": TrajectorySettings(), "ladybug": TrajectorySettings.article()}
