"""Daily share prices of five companies, from the package bokeh-sampledata."""

from functools import partial

import pandas as pd

from rnn_core.data.catalogue import Entry, at_hand
from rnn_core.data.fetch.package_files import PackageFile
from rnn_core.data.series import Series, in_order

FILE = PackageFile("bokeh_sampledata", "_data/stocks.csv.gz")
SOURCE = "Quandl WIKI prices, from the package bokeh-sampledata"
LICENCE = "Public domain (Quandl WIKI prices)"
ADJUSTED = (
    "Open, High, Low and Close are adjusted for splits and dividends with the source's adjusted close, "
    "so that old and new prices compare."
)
NOT_THE_TUTORIAL = (
    "Not the tutorial's data: these are Facebook's first ten months on the stock market, while the tutorial uses 2015 to 2020."
)


def prices(ticker: str) -> Series:
    """Adjusted daily prices in USD of AAPL, FB, GOOG, IBM or MSFT. Raises UserError without the package."""
    table = pd.read_csv(FILE.path(), parse_dates=["Date"])
    own = table[table["Ticker"] == ticker].set_index("Date").drop(columns="Ticker")
    factor = own.pop("Adj Close") / own["Close"]
    columns = ["Open", "High", "Low", "Close"]
    own[columns] = own[columns].mul(factor, axis="index")
    notes = (NOT_THE_TUTORIAL, ADJUSTED) if ticker == "FB" else (ADJUSTED,)
    return Series(
        frame=in_order(own)[0],
        target="Open",
        title=_title(ticker),
        source=SOURCE,
        licence=LICENCE,
        notes=notes,
        unit="USD",
    )


COMPANIES = {"FB": "Facebook", "AAPL": "Apple", "GOOG": "Google", "IBM": "IBM", "MSFT": "Microsoft"}


def _title(ticker: str) -> str:
    label = " (not the tutorial's data)" if ticker == "FB" else ""
    return f"{COMPANIES[ticker]} daily share prices{label}"


def _entry(ticker: str, size: str, period: str) -> Entry:
    own = NOT_THE_TUTORIAL if ticker == "FB" else "Daily prices and volume, adjusted for splits and dividends."
    return Entry(
        id=f"prices-{ticker.lower()}",
        title=_title(ticker),
        sentence=own,
        source=SOURCE,
        licence=LICENCE,
        size=size,
        period=period,
        load=at_hand(partial(prices, ticker)),
        missing=FILE.missing,
    )


ENTRIES = (
    _entry("FB", "196 rows", "May 2012 to March 2013"),
    _entry("AAPL", "3,270 rows", "March 2000 to March 2013"),
    _entry("GOOG", "2,148 rows", "August 2004 to March 2013"),
    _entry("IBM", "3,270 rows", "March 2000 to March 2013"),
    _entry("MSFT", "3,270 rows", "March 2000 to March 2013"),
)
