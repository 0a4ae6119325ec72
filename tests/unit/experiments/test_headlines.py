"""What the top of a page says of a result: state, title, sentence, number."""

import math

import pytest

from rnn_core.documents import Verdict
from rnn_core.experiments import experiments
from rnn_core.experiments.classify.sentences import headline as of_classes
from rnn_core.experiments.forecast.sentences import headline as of_forecast
from rnn_core.experiments.text.sentences import headline as of_text
from rnn_core.experiments.trajectory.sentences import headline as of_path
from rnn_core.runs import Headline
from tests.unit.coach.recorded import RUNS, recorded

CHANCE = "A difference this large would come by chance in"
AGAINST = "error against the simplest guess"


def forecast(kind: str, skill: float, p_value: float = math.nan, **numbers) -> Headline:
    return of_forecast(Verdict(kind=kind, numbers={"skill": skill, **numbers}), p_value)


def test_a_forecast_is_better():
    title, sentence = "Better than “tomorrow = today”", f"Its typical error is 7\u202f% smaller. {CHANCE} 0.4\u202f% of cases."
    assert forecast("better", 0.07, 0.004) == Headline("better", title, sentence, "\u22127\u202f%", AGAINST)


def test_a_forecast_is_no_better():
    title, sentence = "No better than “tomorrow = today”", f"Its typical error is 3\u202f% larger. {CHANCE} 38\u202f% of cases."
    assert forecast("no_better", -0.03, 0.38) == Headline("even", title, sentence, "+3\u202f%", AGAINST)


def test_a_forecast_is_clearly_worse():
    title = "Clearly worse than “tomorrow = today”"
    sentence = f"Its typical error is 6.4 times as large. {CHANCE} less than 0.1\u202f% of cases."
    assert forecast("worse", -5.37, 1e-9) == Headline("worse", title, sentence, "6.4 times", "the error of the simplest guess")


def test_a_forecast_on_few_rows():
    found = forecast("too_few", 0.1, 0.2, rows=20, row_seconds=30.4 * 86_400)
    assert (found.state, found.title) == ("even", "Too few months to tell")
    assert found.sentence == "Its typical error is 10\u202f% smaller, but on 20 test rows that can be chance."


def test_rows_that_are_no_days_have_another_name_for_the_last_value():
    assert forecast("better", 0.5, row_seconds=30.4 * 86_400).title == "Better than “next month = this month”"
    assert forecast("better", 0.5, row_seconds=600.0).title == "Better than “next value = last value”"


def test_another_rival_has_its_own_chance():
    season = {"rival": "seasonal_last_value", "season": 12.0, "row_seconds": 30.4 * 86_400}
    found = of_forecast(Verdict(kind="worse", numbers={"skill": -0.4, "p_value": 0.03, **season}), 0.9)
    assert found.title == "Clearly worse than the value of the same month last year"
    assert (found.sentence, found.meaning) == (
        f"Its typical error is 40\u202f% larger. {CHANCE} 3.0\u202f% of cases.",
        "error against the best simple guess",
    )
    older = forecast("worse", -0.4, 0.9, rival="drift")  # the chance beside the last value is not that beside this one
    assert older.sentence == "Its typical error is 40\u202f% larger, too clear to be chance."


@pytest.mark.parametrize("skill", [math.nan, -2000.0])
def test_a_guess_that_is_always_right(skill):
    found = forecast("no_better", skill, 0.2)
    assert (found.number, found.sentence) == ("0", "That guess is always right here, or as good as always.")


def test_a_difference_that_rounds_to_nothing():
    assert (forecast("no_better", 0.001, 0.9).number, forecast("no_better", -0.001, 0.9).number) == ("0\u202f%", "0\u202f%")
    assert forecast("no_better", 0.001, 0.9).sentence.startswith("Its typical error is the same. ")


def test_a_path():
    found = of_path(Verdict(kind="better", numbers={"skill": 0.734}), 0.0)
    assert (found.state, found.title) == ("better", "Better than going straight on")
    assert (found.number, found.meaning) == ("\u221273\u202f%", "error against going straight on")


def classes(kind: str, **numbers) -> Headline:
    given = {"right": 221 / 270, "method": "naive_bayes", "best": 0.7, "frequent": 0.5, **numbers}
    return of_classes(Verdict(kind=kind, numbers=given))


@pytest.mark.parametrize(
    ("kind", "state", "title"),
    [
        ("better", "better", "Better than naive Bayes"),
        ("no_clear", "even", "No better than naive Bayes"),
        ("worse", "worse", "Clearly worse than naive Bayes"),
    ],
)
def test_a_classifier(kind, state, title):
    found = classes(kind, p_value=0.005)
    rivals = "Naive Bayes is right on 70.0\u202f%, always the most frequent class on 50.0\u202f%."
    sentence = f"{rivals} {CHANCE} 0.5\u202f% of cases."
    assert found == Headline(state, title, sentence, "81.9\u202f%", "of the test texts named rightly")


def test_a_classifier_that_names_one_class():
    found = classes("one_class", right=0.51)
    assert (found.state, found.title) == ("even", "No better than always the most frequent class")


def test_a_classifier_on_other_texts_stands_alone():
    found = classes("measured", texts=1234.0)
    assert (found.state, found.meaning) == ("none", "of 1,234 texts named rightly")


def test_a_text():
    found = of_text(math.log(4.04), 65)
    assert (found.state, found.title) == ("none", "As unsure as guessing among 4.0 characters")
    assert (found.number, found.meaning) == ("4.0", "of 65 characters")
    assert found.sentence == "Measured on text that it has never seen; one that knows nothing guesses among all 65."
    assert of_text(1000.0, 65).number == "more than 65"
    assert "learned from" in of_text(1.0, 65, seen=True).sentence


def test_every_measured_run_of_every_experiment_has_one():
    seen = set()
    for name in RUNS:
        of, metrics = recorded(name)
        if metrics:
            found = metrics.headline
            assert found, name
            assert "nan" not in " ".join((found.title, found.sentence, found.number, found.meaning)), name
            seen.add((of.experiment, found.state))
    assert {("forecast", "better"), ("forecast", "even")} <= seen
    assert {experiment for experiment, _ in seen} == set(experiments()) - {"trajectory"}
