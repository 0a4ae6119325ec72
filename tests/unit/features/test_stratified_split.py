"""Train, validation and test: drawn once, every class in each."""

import numpy as np
import pytest

from rnn_core.errors import UserError
from rnn_core.features.stratified_split import stratified

LABELS = ["a"] * 10 + ["b"] * 20 + ["c"] * 3


def shares(places):
    return {name: sum(LABELS[place] == name for place in places) for name in "abc"}


def test_every_class_has_its_share_in_each_part():
    parts = stratified(LABELS, 0.2, 0.1, seed=1)
    assert shares(parts.validation) == {"a": 2, "b": 4, "c": 1}
    assert shares(parts.test) == {"a": 1, "b": 2, "c": 1}
    assert shares(parts.train) == {"a": 7, "b": 14, "c": 1}


def test_each_text_is_in_one_part():
    parts = stratified(LABELS, 0.2, 0.1, seed=1)
    assert sorted(np.concatenate([parts.train, parts.validation, parts.test])) == list(range(len(LABELS)))


def test_the_seed_draws_the_parts():
    first, same, other = (stratified(LABELS, 0.2, 0.1, seed=seed) for seed in (1, 1, 2))
    assert first.train.tolist() == same.train.tolist() != other.train.tolist()


def test_the_order_is_not_that_of_the_classes():
    names = [LABELS[place] for place in stratified(LABELS, 0.2, 0.1, seed=1).train]
    assert names != sorted(names)


def test_with_a_test_file_there_is_no_test_part():
    parts = stratified(LABELS, 0.2, 0, seed=1)
    assert len(parts.test) == 0
    assert len(parts.train) + len(parts.validation) == len(LABELS)


def test_a_class_that_is_too_small_is_named():
    with pytest.raises(UserError, match="The class c has 2 texts, too few"):
        stratified([*"aaaaabbbbbcc"], 0.2, 0.2, seed=1)
