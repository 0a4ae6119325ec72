"""Data files inside installed Python packages, found without importing the package."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from rnn_core.errors import UserError


@dataclass(frozen=True)
class PackageFile:
    """A data file that an installed package brings along."""

    package: str  # as it is imported: "bokeh_sampledata"
    inside: str  # the path inside the package: "_data/stocks.csv.gz"

    def missing(self) -> str:
        """Return "" when the file is here, else one sentence saying why not and what to do."""
        name = self.package.replace("_", "-")
        folder = self._folder()
        if folder is None:
            return f"The package {name} is not installed: pip install {name}"
        if not (folder / self.inside).is_file():
            return f"The installed package {name} has no file {self.inside}: pip install --upgrade {name}"
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
