"""The words of many texts as numbers: the same counts as by reading each text again."""

import numpy as np
import pytest

from rnn_core.data import Labelled
from rnn_core.data.readers.label_counts import length_histogram, use_by_class
from rnn_core.experiments.classify import ClassifySettings
from rnn_core.experiments.classify.data_figures import lengths, parts_by_class, word_shares
from rnn_core.features.word_index import WordIndex
from rnn_core.features.words import counted
from rnn_core.jobs.time_estimates import Question

TEXTS = ("A fine film, a fine day", "", "Dull. dull! DULL?", "fine but dull")
LABELS = ("good", "good", "bad", "bad")


@pytest.fixture
def index():
    return WordIndex.of(TEXTS)


def test_lengths_and_times(index):
    assert index.lengths.tolist() == [6, 0, 3, 3]
    assert index.times("fine").tolist() == [2, 0, 0, 1]
    assert index.times("dull").tolist() == [0, 0, 3, 1]
    assert index.times("unheard").tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("places", [[0], [1], [0, 2], [3, 1, 0, 2], []])
def test_counts_are_those_of_reading_the_texts(index, places):
    assert index.counts(np.array(places, int)) == counted(TEXTS[place] for place in places)


def test_a_telling_word_is_one_that_a_single_class_uses(index):
    texts = [f"the film is {word}" for word in ("good", "bad") * 10]
    assert WordIndex.of(texts).telling(np.arange(20), np.array([0, 1] * 10)) in {"good", "bad"}
    same = WordIndex.of(["the very same"] * 4)
    assert same.telling(np.arange(4), np.array([0, 1, 0, 1])) == ""
    assert WordIndex.of(["", "?"]).telling(np.arange(2), np.array([0, 1])) == ""


def test_the_use_of_a_word(index):
    quick = use_by_class(LABELS, index.times("dull"), index.lengths)
    assert quick["share"].to_dict() == {"bad": 1.0, "good": 0.0}
    assert quick["times"].to_dict() == {"bad": 4, "good": 0}


def test_figures_show_the_numbers_and_no_markup(index):
    drawn = parts_by_class(["<b>x</b>", "y"], {"train": [3, 4], "validation": [1, 1], "test": [1, 2]})
    assert [bar.name for bar in drawn.data] == ["learned from · 7 texts", "chosen on · 2 texts", "measured on · 3 texts"]
    assert drawn.layout.yaxis.ticktext[0] == "&lt;b&gt;x&lt;/b&gt;"
    assert word_shares(["a", "b"], [0.125, 1.0]).data[0].text == ("12.5 %", "100.0 %")
    bars = lengths(length_histogram(index.lengths), 3).data[0]
    assert sum(bars.y) == 4


def test_a_question_about_labelled_texts_has_a_key():
    asked = [Question("classify", Labelled(TEXTS, LABELS, title), ClassifySettings()).key for title in ("one", "other")]
    other = Question("classify", Labelled(TEXTS, LABELS[::-1], "one"), ClassifySettings()).key
    assert asked[0] == asked[1] != other
