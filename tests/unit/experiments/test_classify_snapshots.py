"""What is seen of texts while their classes are learned: networks whose answers are known by hand."""

import numpy as np
import pytest

from rnn_core.data import Labelled
from rnn_core.errors import UserError
from rnn_core.experiments.classify.data import prepare
from rnn_core.experiments.classify.network import of, task
from rnn_core.experiments.classify.settings import ClassifySettings
from rnn_core.experiments.classify.snapshots import FEWEST_TEXTS, MOST_TEXTS, OTHERS, Camera, Said, checked, scene
from tests.contracts.test_experiments import random_weights

PLAIN = {"tokens": "words", "validation": 0.25, "cell": "none", "dimension": 2, "dropout": 0.0}


def labelled(sizes: dict[str, int]) -> Labelled:
    """Texts that say their class and their number."""
    pairs = [(f"{name} text {number}", name) for name, size in sizes.items() for number in range(size)]
    texts, labels = zip(*pairs, strict=True)
    return Labelled(texts, labels, "Told")


def prepared_of(sizes: dict[str, int], **values):
    return prepare(labelled(sizes), ClassifySettings.parse({**PLAIN, **values}))


def says(prepared, bias):
    """A network that answers the same to every text, with these logits."""
    weights = {name: np.zeros_like(value) for name, value in random_weights(of(prepared)).items()}
    return {**weights, "2/bias": np.array(bias, np.float32)}


def test_the_scene_has_examples_of_all_classes_from_the_validation_part():
    prepared = prepared_of({"glad": 100, "sad": 40})
    found = scene(prepared, of(prepared))
    assert (found.part, found.classes, found.answers) == ("validation", ("glad", "sad"), ("glad", "sad"))
    assert found.texts == (25, 10)
    assert sorted(example.label for example in found.examples) == [0, 0, 0, 1, 1, 1]
    assert {example.text for example in found.examples} <= {*prepared.validation.texts}
    assert all(example.text.startswith(found.classes[example.label]) for example in found.examples)
    assert scene(prepared, of(prepared)) == found


def test_long_texts_are_cut_and_stand_in_one_line():
    data = Labelled(tuple(f"{name}\n" + "word " * 60 for name in ("a", "b") * 20), ("a", "b") * 20, "Long")
    prepared = prepare(data, ClassifySettings.parse(PLAIN))
    for example in scene(prepared, of(prepared)).examples:
        assert len(example.text) == 160
        assert example.text.endswith("…")
        assert "\n" not in example.text


def test_a_network_that_always_says_the_same_by_hand():
    prepared = prepared_of({"glad": 100, "sad": 40})
    (row,) = Camera(prepared, of(prepared))(says(prepared, [0, np.log(3)]))
    assert row == {"counts": [[0, 25], [0, 10]], "chances": [[0.25, 0.75]] * 6}
    assert Said.model_validate({"epoch": 1, **row}).counts == ((0, 25), (0, 10))


def test_where_numbers_are_lost_there_are_none():
    prepared = prepared_of({"glad": 100, "sad": 40})
    (row,) = Camera(prepared, of(prepared))(says(prepared, [np.nan, 0]))
    assert row["chances"] == [[None, None]] * 6
    assert checked(scene(prepared, of(prepared)), Said.model_validate({"epoch": 1, **row}))


def test_of_many_classes_the_most_frequent_are_told_apart():
    sizes = {f"class {number:02}": 8 + 4 * (number > 2) for number in range(23)}
    prepared = prepared_of(sizes)
    found = scene(prepared, of(prepared))
    assert found.classes == tuple(f"class {number:02}" for number in range(3, 23))
    assert found.answers == (*found.classes, OTHERS)
    assert found.texts == (3,) * 20
    assert len({example.label for example in found.examples}) == 6
    (row,) = Camera(prepared, of(prepared))(says(prepared, [np.log(77.0), *[0] * 22]))  # 77 of 99 for a class not told apart
    assert row["counts"] == [[0] * 20 + [3]] * 20
    assert row["chances"] == [[0.01] * 20 + [0.798]] * 6  # with the two others not told apart 79 of 99
    assert checked(found, Said.model_validate({"epoch": 1, **row}))


def test_where_a_text_costs_much_fewer_are_counted():
    for values, texts in (({}, MOST_TEXTS), ({"cell": "lstm", "units": 256}, FEWEST_TEXTS)):
        data = Labelled(tuple(f"{name} " + "word " * 300 for name in ("a", "b") * 500), ("a", "b") * 500, "Long")
        prepared = prepare(data, ClassifySettings.parse({**PLAIN, **values}))
        assert sum(scene(prepared, of(prepared)).texts) == texts


def test_texts_are_read_no_further_than_the_longest_of_them_with_the_same_answer():
    prepared = prepared_of({"glad": 40, "sad": 40}, cell="gru", units=3)
    camera, weights = Camera(prepared, of(prepared)), random_weights(of(prepared))
    (row,) = camera(weights)
    camera.ids = np.pad(camera.ids, ((0, 0), (0, 4)))
    assert camera(weights) == [row]


SHARES = [[0.25, 0.75]] * 6
STRANGE = {
    "other counts": {"counts": [[1, 25], [0, 10]], "chances": SHARES},
    "one class more": {"counts": [[0, 25], [0, 10], [0, 0]], "chances": SHARES},
    "one answer less": {"counts": [[25], [10]], "chances": SHARES},
    "one example less": {"counts": [[0, 25], [0, 10]], "chances": SHARES[1:]},
    "one share less": {"counts": [[0, 25], [0, 10]], "chances": [[1.0]] * 6},
    "shares of more than all": {"counts": [[0, 25], [0, 10]], "chances": [[0.5, 0.75]] * 6},
    "half a text without shares": {"counts": [[0, 25], [0, 10]], "chances": [[None, 0.75]] * 6},
}


@pytest.mark.parametrize("case", STRANGE)
def test_a_snapshot_of_other_texts_is_refused(case):
    prepared = prepared_of({"glad": 100, "sad": 40})
    with pytest.raises(UserError, match="not of its texts"):
        checked(scene(prepared, of(prepared)), Said.model_validate({"epoch": 1, **STRANGE[case]}))


@pytest.mark.parametrize("row", [{"counts": [[-1, 26], [0, 10]], "chances": SHARES}, {"counts": [], "chances": [[1.5, 0]]}])
def test_what_no_count_and_no_share_can_be_is_no_snapshot(row):
    with pytest.raises(ValueError, match="should be"):
        Said.model_validate({"epoch": 1, **row})


def test_a_training_takes_them():
    assert isinstance(task(prepared_of({"glad": 40, "sad": 40})).samples, Camera)
