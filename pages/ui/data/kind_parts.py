"""How data of each kind come onto a page beside the catalogue: by an upload, a file on the server, a download."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pages.ui.data.message_picker import message_overview, message_picker
from pages.ui.data.path_upload import path_upload
from pages.ui.data.server_files import labelled_from_shelf, series_from_shelf, text_from_shelf
from pages.ui.data.synop_download import station_download
from pages.ui.data.upload import labelled_upload, series_upload, text_upload

Way = Callable[[str], tuple[str, Any] | None]  # name and content, None while there are none; it is told the place on the page


@dataclass(frozen=True)
class KindParts:
    """``downloads``: further ways and their words in the list.

    What comes may be more than a network takes: then ``narrow`` asks which part, given the place on the page, and ``overview``
    shows the whole and that part.
    """

    help: str
    upload: Way
    on_server: Way | None = None
    downloads: Mapping[str, tuple[str, Way]] = field(default_factory=dict)
    narrow: Callable[[Any, str], Any] | None = None
    overview: Callable[[Any, Any], None] | None = None


PARTS = {  # by the name of the kind
    "series": KindParts(
        help="Ready datasets, the weather of a place in France, or your own table with a date column.",
        upload=series_upload,
        on_server=series_from_shelf,
        downloads={"weather-station": ("Weather station in France (download) …", station_download)},
    ),
    "text": KindParts(
        help="Ready texts, or your own: plain text, a chat, or a table with one message a row.",
        upload=text_upload,
        on_server=text_from_shelf,
        narrow=message_picker,
        overview=message_overview,
    ),
    "labelled": KindParts(
        help="Ready texts in classes, or your own: a table with a text and a label column, lines of label, tab, text, or "
        "one file or folder per class.",
        upload=labelled_upload,
        on_server=labelled_from_shelf,
    ),
    "path": KindParts(
        help="Paths that are computed here, or your own: a table of points with columns x and y, GPX, KML, TCX, NMEA or GeoJSON.",
        upload=path_upload,
    ),
}
