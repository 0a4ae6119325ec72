"""The server's own configuration. Experiments' settings never come from here."""

import os
import platform
import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from rnn_core.errors import UserError

ROOT = Path(__file__).parents[1]  # of the program


class Config(BaseSettings):
    """Where files lie, how many runs train at once, whether a worker waits for the click, with which password a teacher may
    change everybody's runs, how much one owner may keep and how many of their runs may wait, how long a run trains while others
    wait, and which sites may show the pages in a frame: ``RNN_LAB_HOME``, ``RNN_LAB_RUNS_AT_ONCE``, ``RNN_LAB_WARM_SPARE``,
    ``RNN_LAB_CLASS_PASSWORD``, ``RNN_LAB_OWNER_MEGABYTES``, ``RNN_LAB_MOST_WAITING``, ``RNN_LAB_TURN_MINUTES``,
    ``RNN_LAB_EMBED_IN``.
    """

    model_config = SettingsConfigDict(env_prefix="RNN_LAB_", env_ignore_empty=True, frozen=True)

    home: Path = Field(default_factory=lambda: Path.home() / ".rnn-lab")
    runs_at_once: int = Field(default_factory=lambda: max(1, (os.cpu_count() or 2) - 1), ge=1, le=64)
    warm_spare: bool = True  # it keeps TensorFlow loaded: about 900 MB
    class_password: SecretStr = SecretStr("")
    owner_megabytes: float = Field(default=1000, gt=0)  # of runs and uploads together
    most_waiting: int = Field(default=20, ge=1, le=10_000)  # runs of one owner in the line
    turn_minutes: float = Field(default=10, gt=0)
    embed_in: str = ""  # addresses, with blanks between


def config() -> Config:
    """The configuration of this process. Raises UserError for a value that cannot be used."""
    return _config(tuple(os.environ.items()))


@lru_cache(maxsize=1)  # a page asks twenty times, and each answer would take a millisecond
def _config(environment: tuple[tuple[str, str], ...]) -> Config:
    try:
        return Config()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"RNN_LAB_{str(first['loc'][0]).upper()}"
        raise UserError(f"The environment variable {name} is {first['input']!r}: {first['msg'].lower()}.") from error


def can_train() -> bool:
    """Whether TensorFlow is installed."""
    return find_spec("tensorflow") is not None


def check_can_train() -> None:
    """Raises UserError where nothing can be trained here."""
    if not can_train():
        raise UserError(
            "This installation opens, compares and explains runs, but has no TensorFlow to train with: "
            'pip install "rnn-lab[train]", then start it again.'
        )


def child_environment() -> dict[str, str]:
    """The environment of a process of ours, which finds our code wherever the server was started."""
    paths = (str(ROOT), os.environ.get("PYTHONPATH", ""))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


@lru_cache(maxsize=1)
def processor() -> str:
    """The processor of this machine by its name, for measured times."""
    about = Path("/proc/cpuinfo")
    names = re.findall(r"model name\s*: (.*)", about.read_text(encoding="utf-8")) if about.exists() else []
    return str(names[0]) if names else platform.processor() or platform.machine()
