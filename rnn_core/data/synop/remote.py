"""Observations of a weather station in France, fetched from OpenDataSoft's copy of Météo-France's SYNOP data."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlencode, urlsplit

from rnn_core.data.catalogue import Progress
from rnn_core.data.fetch.downloads import INSTEAD, Download
from rnn_core.data.readers.decoding import MAX_BYTES
from rnn_core.data.synop.columns import MEASURED
from rnn_core.data.synop.files import is_synop
from rnn_core.data.synop.stations import NAMES
from rnn_core.errors import UserError

EXPORT = "https://public.opendatasoft.com/api/explore/v2.1/catalog/datasets/donnees-synop-essentielles-omm/exports/csv"
FIRST_YEAR = 2010  # of these data
MEGABYTES_A_YEAR = 0.7


@dataclass(frozen=True)
class StationYears:
    """All observations of a station, by its number of five digits, from the beginning of one year to the end of another."""

    station: str
    first: int
    last: int

    @property
    def name(self) -> str:
        """What the data are called."""
        return f"synop-{self.station}-{self.first}-{self.last}"

    @property
    def download(self) -> Download:
        """The file. Of a year that is not over it is another one every day."""
        today = datetime.now(UTC)
        until = f"-{today:%Y%m%d}" if self.last >= today.year else ""
        return Download(f"{EXPORT}?{self._query()}", None, called=f"{self.name}{until}.csv", limit=MAX_BYTES)

    def is_here(self) -> bool:
        """Whether the file is already on this machine; it was checked when it came."""
        return self.download.path.is_file()

    def fetch(self, progress: Progress | None = None) -> bytes:
        """The file, downloaded unless it is here. Raises UserError when it cannot be had or holds no observations."""
        download = self.download
        if self.is_here():
            return download.path.read_bytes()
        content = download.read(progress).content
        if not is_synop(content) or content.strip().count(b"\n") == 0:
            download.path.unlink(missing_ok=True)
            called = NAMES.get(self.station, self.station)
            raise UserError(
                f"{urlsplit(download.url).netloc} has no observations of {called} from {self.first} to {self.last}: "
                f"choose other years or another station; {INSTEAD}."
            )
        self._forget_older(download)
        return content

    def _query(self) -> str:
        years = f"date>=date'{self.first}-01-01' and date<date'{self.last + 1}-01-01'"
        asked = {
            "select": ",".join(["numer_sta", "nom", "date", *(one.field for one in MEASURED)]),
            "where": f"numer_sta='{self.station}' and {years}",
            "delimiter": ";",
            "timezone": "UTC",
            "lang": "fr",
            "use_labels": "true",
        }
        return urlencode(asked, quote_via=quote)

    def _forget_older(self, download: Download) -> None:
        """Of a year that is not over only the newest file is kept."""
        for path in download.path.parent.glob(f"{self.name}-*.csv*"):
            if not path.name.startswith(download.name):
                path.unlink(missing_ok=True)
