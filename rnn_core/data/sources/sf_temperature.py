"""A year of hourly temperatures in San Francisco, from the package vega-datasets."""

import pandas as pd

from rnn_core.data.catalogue import Entry, at_hand
from rnn_core.data.fetch.package_files import PackageFile
from rnn_core.data.series import Series, in_order

FILE = PackageFile("vega_datasets", "_data/sf-temps.csv")
TITLE = "San Francisco hourly temperature"
SOURCE = "NOAA, from the package vega-datasets"
LICENCE = "Public domain (NOAA)"


def sf_temperature() -> Series:
    """Temperature (°F) of every hour of 2010. Raises UserError without the package."""
    table = pd.read_csv(FILE.path(), index_col="date", parse_dates=True)
    frame, notes = in_order(table)
    return Series(
        frame,
        target="temp",
        title=TITLE,
        source=SOURCE,
        licence=LICENCE,
        notes=notes,
        unit="°F",
        labels={"temp": "Temperature"},
    )


ENTRIES = (
    Entry(
        id="sf-temperature",
        title=TITLE,
        sentence="Every hour of a year, smoother than real weather: days and nights, for forecasts several hours ahead.",
        source=SOURCE,
        licence=LICENCE,
        size="8,759 rows",
        period="January 2010 to December 2010",
        load=at_hand(sf_temperature),
        missing=FILE.missing,
    ),
)
