"""Words as numbers: what a word is, which words are kept, and texts of one length."""

import json
from time import process_time

import numpy as np
import pytest

from rnn_core.errors import UserError
from rnn_core.features.words import WordVocabulary, counted, padded, words

TEXTS = ["The cat, the dog!", "a CAT; a bird", "the end"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The cat -- sat.", ["the", "cat", "sat"]),
        ("studi comput scienc", ["studi", "comput", "scienc"]),
        ("Don't 'quote' O\u2019Neill's dogs'", ["don't", "quote", "o'neill's", "dogs"]),
        ("Größe 3.5 über_alles 21st", ["größe", "3", "5", "über", "alles", "21st"]),
        ("cafe\u0301 ПРИВЕТ\tмир\n", ["café", "привет", "мир"]),
        ("... '' _ --", []),
        ("", []),
    ],
)
def test_what_a_word_is(text, expected):
    assert words(text) == expected


def test_the_first_words():
    assert words("The cat sat.", 2) == ["the", "cat"]
    assert words("The cat sat.", 9) == ["the", "cat", "sat"]
    assert words("The cat sat.", 0) == []


def test_the_most_frequent_words_come_first_and_ties_by_the_alphabet():
    assert counted(TEXTS) == {"the": 3, "cat": 2, "dog": 1, "a": 2, "bird": 1, "end": 1}
    assert WordVocabulary.fit(TEXTS, most=4).words == ("the", "a", "cat", "bird")
    assert WordVocabulary.fit(TEXTS, most=9, fewest=2).words == ("the", "a", "cat")
    assert WordVocabulary.fit(reversed(TEXTS), most=4) == WordVocabulary.fit(TEXTS, most=4)


def test_numbers_and_back():
    vocabulary = WordVocabulary.fit(TEXTS, most=3)
    assert vocabulary.size == 5
    ids = vocabulary.encode("A dog, the CAT")
    assert ids.dtype == np.int32
    assert ids.tolist() == [3, 1, 2, 4]
    assert vocabulary.encode("A dog, the CAT", most=2).tolist() == [3, 1]
    assert vocabulary.encode("").shape == (0,)
    assert vocabulary.decode([*ids, 0, 0]) == ["a", "<unknown>", "the", "cat"]
    assert [vocabulary.number(word) for word in ("the", "dog")] == [2, 1]
    restored = WordVocabulary(tuple(json.loads(json.dumps(list(vocabulary.words)))))
    assert restored == vocabulary
    assert restored.encode("cat").tolist() == [4]


@pytest.mark.parametrize(
    ("texts", "fewest", "found"),
    [
        ([], 1, "The texts hold no words: "),
        (["", "?!"], 1, "The texts hold no words: "),
        (["a b", "c"], 2, "The texts hold 3 different words, none of them 2 times: "),
    ],
)
def test_no_words(texts, fewest, found):
    with pytest.raises(UserError) as caught:
        WordVocabulary.fit(texts, 10, fewest)
    assert str(caught.value) == f"{found}choose texts with words, or let rarer words in."


def test_texts_of_one_length():
    table = padded([[2, 3, 4, 5], np.array([6, 7], np.int32), []], 3)
    assert table.dtype == np.int32
    assert table.tolist() == [[2, 3, 4], [6, 7, 0], [0, 0, 0]]
    assert padded([], 3).shape == (0, 3)


def test_many_reviews_take_little_time():
    """10,000 reviews of 60 words: 0.3 s each for counting and for encoding."""
    numbers = (np.random.default_rng(0).random((10_000, 60)) ** 4 * 30_000).astype(int)
    texts = [" ".join(f"word{number}" for number in row) for row in numbers]
    begin = process_time()
    vocabulary = WordVocabulary.fit(texts, 20_000)
    table = padded([vocabulary.encode(text) for text in texts], 60)
    assert process_time() - begin < 5
    assert table.shape == (10_000, 60)
    assert table.min() > 0
