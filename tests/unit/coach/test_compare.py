"""A run beside the one before it."""

import re
from typing import Any

import pytest

from rnn_core.coach.compare import Measured, compare
from rnn_core.wording import percent
from tests.unit.coach.recorded import about, measured, recorded

USUAL: dict[str, dict[str, Any]] = {
    "forecast": {"skill": 0.02, "judgement": {"kind": "no_better"}},
    "trajectory": {"skill": 0.02, "judgement": {"kind": "no_better"}},
    "text": {},
    "classify": {"per_class": [], "baselines": {}, "judgement": {"kind": "no_clear"}},
}


def run(name: str = "forecast", metrics: dict | None = None, data: str = "a", **settings) -> Measured:
    return about(name, data, **settings), measured(name, **{**USUAL[name], **(metrics or {})})


def compared(before: Measured, after: Measured) -> str:
    return compare(before, after) or ""


def sorted_texts(accuracy: float, texts: int = 700, **changes) -> Measured:
    counts = {"validation": [texts // 2, texts - texts // 2]}
    return run("classify", {"validation": {"accuracy": accuracy}, "counts": counts}, **changes)


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (0.74, "no more than chance makes"),  # two standard errors: 0.049
        (0.77, "a little better"),
        (0.82, "clearly better"),
        (0.55, "clearly worse"),
    ],
)
def test_classifiers_compared(after, words):
    found = compared(sorted_texts(0.7), sorted_texts(after, cell="lstm"))
    assert found == f"Cell GRU → LSTM: validation accuracy 70.0\u202f% → {percent(after, 1)}, {words}."


def test_classifiers_that_cannot_be_compared():
    assert compared(sorted_texts(0.7, texts=20), sorted_texts(0.9, texts=20)).endswith("but 20 texts are too few to tell.")
    assert compared(sorted_texts(0.7, texts=700), sorted_texts(0.9, texts=600, test=0.3)).endswith("chosen on other texts.")
    assert compared(sorted_texts(0.7), sorted_texts(0.9, test=0.3)).endswith("clearly better.")  # as the test part is a file
    assert compared(sorted_texts(0.7, seed=1), sorted_texts(0.9, seed=2)).endswith("they were chosen on other texts.")
    assert compared(sorted_texts(0.7), sorted_texts(0.9, data="b")).endswith("not comparable, the data differ.")


def test_the_sentence_about_two_runs():
    found = compared(run(units=32), run(units=64, metrics={"skill": 0.05}))
    assert found == "Units 32 → 64: skill 0.02 → 0.05, a little better."


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (0.02, 0.04, "no more than chance makes"),
        (0.05, 0.02, "a little worse"),
        (0.02, 0.15, "clearly better"),
        (0.5, 0.3, "clearly worse"),
        (-0.07, -0.37, "no more than chance makes"),  # so much did a seed move the seasonal run
        (-5.4, 0.1, "clearly better"),
        (-0.1, 0.26, "a little better"),
    ],
)
def test_how_large_a_difference_is(before, after, words):
    found = compared(run(metrics={"skill": before}), run(metrics={"skill": after}, cell="gru"))
    assert found == f"Cell LSTM → GRU: skill {before:.2f} → {after:.2f}, {words}."


def test_two_seeds_differ_by_chance_however_much():
    found = compared(run(seed=1), run(seed=2, metrics={"skill": 0.6}))
    assert found == "Seed 1 → 2: skill 0.02 → 0.60, no more than chance makes."


def test_recorded_runs_of_other_seeds_are_within_chance():
    pairs = [
        ("sine_default", "sine_default_seed_2"),
        ("seattle_default", "seattle_seed_2"),
        ("walk_default", "walk_seed_3"),
        ("hamlet_default", "hamlet_seed_2"),
        ("hamlet_default", "hamlet_seed_3"),
    ]
    said = {pair: compared(*(same_seed(name) for name in pair)) for pair in pairs}
    chance = r"The same settings: .* → .*, no more than chance makes[.]"
    assert {pair: words for pair, words in said.items() if not re.fullmatch(chance, words)} == {}


def same_seed(name: str) -> Measured:
    of, metrics = recorded(name)
    return of.model_copy(update={"settings": {**of.settings, "seed": 1}}), metrics


def test_recorded_runs_compared():
    found = compared(recorded("sine_rate_half"), recorded("sine_default"))
    assert found == "Learning rate 0.5 → 0.005: skill 0.44 → 0.96, clearly better."
    found = compared(recorded("hamlet_8_units"), recorded("hamlet_two_units"))
    assert found == "Units 8 → 2, Epochs 25 → 20: held-out loss 2.253 → 2.794 nats, clearly worse."
    found = compared(recorded("sine_default"), recorded("walk_default"))
    assert found == "The same settings: not comparable, the data differ."
    found = compared(recorded("hamlet_default"), recorded("hamlet_full"))
    assert found.endswith(": not comparable, they were measured on other characters.")
    assert compared(recorded("sine_default"), recorded("sine_sgd_one")).endswith(
        "not comparable, one of the two runs has no result."
    )


@pytest.mark.parametrize(
    ("metrics", "reason"),
    [
        ({"parts": {"test": ["2022-02-01", "2022-05-30"]}}, "their test parts differ"),
        ({"target": "Low"}, "their test parts differ"),
        ({"skill": None}, "there is no score"),
    ],
)
def test_forecasts_that_cannot_be_compared(metrics, reason):
    assert compared(run(), run(metrics=metrics)) == f"The same settings: not comparable, {reason}."


def test_texts_that_cannot_be_compared():
    reason = "not comparable, nothing was held out to measure both on"
    assert compared(run("text"), run("text", metrics={"validation": None})) == f"The same settings: {reason}."
    found = compared(run("text"), run("text", lowercase=True, metrics={"validation": {"nats": 1.5}}))
    assert found == "Lower case off → on: not comparable, they were measured on other characters."


def test_too_few_test_rows_to_compared():
    few = {"windows": {"test": 29}, "skill": 0.9}
    assert compared(run(), run(metrics=few, layers=2)).endswith(": skill 0.02 → 0.90, but 29 test rows are too few to tell.")


def test_texts_compared():
    found = compared(run("text"), run("text", objective="next-character", metrics={"validation": {"nats": 1.7}}))
    assert found == "Objective Every-character → Next-character: held-out loss 1.800 → 1.700 nats, a little better."


def test_a_run_from_before_a_setting_existed_had_its_default():
    of, metrics = run()
    earlier = of.model_copy(update={"settings": {name: value for name, value in of.settings.items() if name != "clipnorm"}})
    assert compared((earlier, metrics), run(clipnorm=1)).startswith("Gradient clipping (norm) 0 → 1: ")


def test_runs_of_two_experiments_have_other_data():
    found = compared(run(), run("trajectory", timesteps=9))
    assert found.startswith("Cell LSTM → GRU, ")
    assert found.endswith(": not comparable, the data differ.")


def test_followed_paths_compared():
    found = compared(run("trajectory"), run("trajectory", {"skill": 0.5}, units=64))
    assert found == "Units 32 → 64: skill 0.02 → 0.50, clearly better."
    assert compared(run("trajectory"), run("trajectory", {"parts": {"test": [901, 1150]}})).endswith("their test parts differ.")
    assert compared(run("trajectory"), run("trajectory", {"skill": None})).endswith("there is no score.")


def test_at_most_four_changes_are_named():
    found = compared(run(), run(cell="gru", units=1, layers=2, epochs=7, timesteps=9, optimizer="sgd"))
    assert found.startswith("Cell LSTM → GRU, Layers 1 → 2, Units 32 → 1, Optimizer Adam → SGD and 2 more: ")
