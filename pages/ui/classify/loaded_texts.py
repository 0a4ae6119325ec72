"""Labelled texts made ready for the page, kept between its runs: reading 50,000 texts takes seconds, moving a slider must not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from rnn_core.data import Labelled
from rnn_core.experiments.classify import ClassifySettings
from rnn_core.experiments.classify.data import MOST_LOOKED_AT, drawn, unit_of
from rnn_core.features.stratified_split import Parts
from rnn_core.features.word_index import WordIndex
from rnn_core.features.words import SPLITS, Unit, WordVocabulary


@dataclass(frozen=True)
class Ready:
    """What a training would begin with.

    ``counts``: texts by class (the index) and part. ``different``: words of the training part. ``telling``: one to look at first.
    """

    parts: Parts
    counts: pd.DataFrame
    vocabulary: WordVocabulary
    index: WordIndex
    different: int
    telling: str


def content_key(data: Labelled) -> int:
    """Equal for equal texts; quick from the second time on, as Python keeps the hash of a text."""
    return hash((data.texts, data.labels, data.test))


SHARED: dict[str | type[Any], Callable[[Any], Any]] = {Labelled: content_key}  # how the caches tell texts apart


def ready(data: Labelled, settings: ClassifySettings) -> Ready:
    """Parts and vocabulary. Raises UserError when the texts do not allow these settings."""
    return _ready(data, settings.model_dump_json(include={"validation", "test", "vocabulary", "seed", "tokens", "encoding"}))


@st.cache_resource(show_spinner=False, max_entries=8, hash_funcs=SHARED)
def _ready(data: Labelled, settings: str) -> Ready:
    chosen = ClassifySettings.model_validate_json(settings)
    parts, index = drawn(data, chosen), _index(data, "words")
    labels, names = np.asarray(data.labels), list(data.classes)
    tested = pd.Series(data.test[1] if data.test else labels[parts.test])
    found = {"train": pd.Series(labels[parts.train]), "validation": pd.Series(labels[parts.validation]), "test": tested}
    counts = {part: these.value_counts().reindex(names, fill_value=0) for part, these in found.items()}
    occurring = index.counts(parts.train)
    unit = unit_of(chosen, occurring, [data.texts[place] for place in parts.validation[:MOST_LOOKED_AT]])
    if unit == "characters":
        index = _index(data, unit)
        occurring = index.counts(parts.train)
    vocabulary = WordVocabulary.of(occurring, chosen.vocabulary, unit=unit)
    telling = index.telling(parts.train, np.searchsorted(np.asarray(names), labels[parts.train]))
    return Ready(parts, pd.DataFrame(counts, index=names), vocabulary, index, len(occurring), telling)


@st.cache_resource(show_spinner="Reading the texts word by word", max_entries=4, hash_funcs=SHARED)
def _index(data: Labelled, unit: Unit) -> WordIndex:
    return WordIndex.of(data.texts, SPLITS[unit])
