"""Sea temperature off the coast of Maine, from the package bokeh-sampledata."""

import pandas as pd

from rnn_core.data.catalogue import Entry, at_hand
from rnn_core.data.fetch.package_files import PackageFile
from rnn_core.data.series import Series, in_order

FILE = PackageFile("bokeh_sampledata", "_data/sea_surface_temperature.csv.gz")
TITLE = "Sea temperature off Maine"
SOURCE = "NERACOOS, station B01, Western Maine Shelf, from the package bokeh-sampledata"
LICENCE = "Free to use and redistribute (NERACOOS)"
DAILY = "Each row is the mean of one day's half-hourly readings (UTC); the last day is left out, as it has a single reading."
HALF_A_DAY = 24  # readings


def sea_temperature() -> Series:
    """Daily mean temperature in °C of days with at least half their readings. Raises UserError without the package."""
    readings = pd.read_csv(FILE.path(), index_col=0, parse_dates=True).tz_localize(None)
    days = readings.set_axis(["Temperature"], axis="columns").resample("D")
    daily = days.mean()[days.size() >= HALF_A_DAY]
    return Series(
        frame=in_order(daily)[0],
        target="Temperature",
        title=TITLE,
        source=SOURCE,
        licence=LICENCE,
        notes=(DAILY,),
        unit="°C",
    )


ENTRIES = (
    Entry(
        id="sea-temperature",
        title=TITLE,
        sentence="Daily mean temperature of the sea surface, one slow yearly wave with small daily changes.",
        source=SOURCE,
        licence=LICENCE,
        size="401 rows",
        period="February 2016 to March 2017",
        load=at_hand(sea_temperature),
        missing=FILE.missing,
    ),
)
