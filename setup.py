"""What ``pyproject.toml`` cannot say: the wheel is one package, with the application's files in it as they lie here."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
FILES = ("app.py", ".streamlit/config.toml", "pyproject.toml", "LICENSE")
FOLDERS = ("pages", "rnn_core")
TO_TRAIN = ("tensorflow", "keras")  # the extra "train"


class WithApplication(build_py):
    """Copies the application into ``rnn_lab/home``."""

    def run(self) -> None:
        """As usual, then that."""
        super().run()
        home = Path(self.build_lib) / "rnn_lab" / "home"
        shutil.rmtree(home, ignore_errors=True)
        for name in FILES:
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, home / name)
        for name in FOLDERS:
            shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns("__pycache__"))


def needed() -> list[str]:
    """The requirements, line by line."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def trains(requirement: str) -> bool:
    """Whether it is of the extra."""
    return requirement.split("=")[0] in TO_TRAIN


setup(
    packages=["rnn_lab"],
    package_dir={"rnn_lab": "deploy/rnn_lab"},
    cmdclass={"build_py": WithApplication},
    install_requires=[one for one in needed() if not trains(one)],
    extras_require={"train": [one for one in needed() if trains(one)]},
)
