"""The Facebook prices of the stock tutorial, downloaded from its site the first time."""

from dataclasses import replace

from rnn_core.data.catalogue import Entry, Progress
from rnn_core.data.fetch.downloads import Download
from rnn_core.data.readers.tables import read_table
from rnn_core.data.series import Series

SITE = "https://nickmccullum.com/files/recurrent-neural-networks"
TRAINING = Download(f"{SITE}/FB_training_data.csv", "4410d6ad0dc35a8ef65f7b2a24eff293712d0a0518a6319237028479e0274191")
TEST = Download(f"{SITE}/FB_test_data.csv", "0722fa733615188806185482940e387a36c0ee47068cbedb5e090495142ec8fa")
TITLE = "Facebook daily share prices of the tutorial"
SOURCE = "Yahoo Finance, in the two files of the tutorial at nickmccullum.com"
LICENCE = "None stated: downloaded for your own use and not passed on"


def facebook_tutorial(progress: Progress | None = None) -> Series:
    """Daily prices in USD: five years to train on and January 2020 to test on.

    Raises UserError when a file is neither here nor to be had.
    """
    training = TRAINING.read(_half(progress, 0))
    test = TEST.read(_half(progress, 1))
    series = read_table(training, test=test, target="Open")
    return replace(series, title=TITLE, source=SOURCE, licence=LICENCE, unit="USD")


def missing() -> str:
    """Return "" when both files are on this machine, else one sentence saying what to do."""
    if TRAINING.is_here() and TEST.is_here():
        return ""
    return "Not downloaded yet: loading it fetches 93 kB from nickmccullum.com, which needs a network once."


def _half(progress: Progress | None, index: int) -> Progress | None:
    return progress and (lambda fraction: progress((index + fraction) / 2))


ENTRIES = (
    Entry(
        id="facebook-tutorial",
        title=TITLE,
        sentence="The very files of the stock price tutorial: five years to train on and January 2020 to test on.",
        source=SOURCE,
        licence=LICENCE,
        size="1,258 + 21 rows, 93 kB download",
        period="January 2015 to January 2020",
        load=facebook_tutorial,
        missing=missing,
        remote=True,
    ),
)
