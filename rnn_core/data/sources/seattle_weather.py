"""Four years of daily weather in Seattle, from the package vega-datasets."""

import pandas as pd

from rnn_core.data.catalogue import Entry, at_hand
from rnn_core.data.fetch.package_files import PackageFile
from rnn_core.data.series import Series, in_order

FILE = PackageFile("vega_datasets", "_data/seattle-weather.csv")
TITLE = "Seattle daily weather"
SOURCE = "NOAA, from the package vega-datasets"
LICENCE = "Public domain (NOAA)"
LEFT_OUT = "The column weather holds words (rain, sun, ...) and is left out."
LABELS = {
    "precipitation": "Precipitation",
    "temp_max": "Highest temperature",
    "temp_min": "Lowest temperature",
    "wind": "Wind speed",
}
UNITS = {"precipitation": "mm", "temp_max": "°C", "temp_min": "°C", "wind": "m/s"}


def seattle_weather() -> Series:
    """Precipitation (mm), highest and lowest temperature (°C) and wind (m/s) by day.

    Raises UserError without the package.
    """
    table = pd.read_csv(FILE.path(), index_col="date", parse_dates=True)
    return Series(
        frame=in_order(table.drop(columns="weather"))[0],
        target="temp_max",
        title=TITLE,
        source=SOURCE,
        licence=LICENCE,
        season=365,
        notes=(LEFT_OUT,),
        unit="°C",
        labels=LABELS,
        units=UNITS,
    )


ENTRIES = (
    Entry(
        id="seattle-weather",
        title=TITLE,
        sentence="Rain, highest and lowest temperature and wind of every day, with a clear yearly season.",
        source=SOURCE,
        licence=LICENCE,
        size="1,461 rows",
        period="January 2012 to December 2015",
        load=at_hand(seattle_weather),
        missing=FILE.missing,
    ),
)
