"""The coach and the box about overfitting stand on one page: they never contradict each other."""

import re
from collections.abc import Iterator
from itertools import product

import numpy as np

from rnn_core.coach.advise import advise
from rnn_core.experiments import experiment
from rnn_core.experiments.advice import Advice, Case
from rnn_core.experiments.curve_rules import overfitting
from rnn_core.metrics.learning_curves import sentence
from rnn_core.runs import About, Status, TrainingFacts
from tests.unit.coach.recorded import RUNS, about, columns, measured, recorded

HEARD_BEFORE = {"rate_high", "rate_low", "mean_only", "one_class", "copies", "noise"}  # something else is more important
RESULTS = {  # good, very good and poor ones
    "forecast": [
        {"skill": skill, "judgement": {"kind": "better" if skill > 0 else "no_better"}, "spread": 0.9}
        for skill in (0.5, 0.9, -0.5)
    ],
    "classify": [
        {
            "test": {"accuracy": right},
            "per_class": [{"class": name, "recall": right} for name in "abc"],
            "baselines": {"tfidf_logistic_regression": {"accuracy": 0.72}, "naive_bayes": {"accuracy": 0.66}},
            "judgement": {"kind": kind},
        }
        for right, kind in ((0.7, "no_clear"), (0.98, "better"), (0.5, "worse"))
    ],
}
History = dict[str, list[float]]
Told = tuple[About, TrainingFacts | None, Status, History]


def recorded_runs() -> Iterator[tuple[str, Told]]:
    """As they are, after each of their epochs, and with up to 10 % of noise."""
    for name, run in RUNS.items():
        (of, metrics), history = recorded(name), columns(run["history"])
        status = Status(state=run["state"], message=run["message"])
        yield name, (of, metrics, status, history)
        for epochs in range(1, len(history["loss"])):
            yield f"{name} after {epochs}", (of, metrics, status, {key: one[:epochs] for key, one in history.items()})
        for seed in range(5):
            random = np.random.default_rng(seed)
            noisy = {key: list(one * random.uniform(0.9, 1.1, len(one))) for key, one in history.items()}
            yield f"{name} with noise {seed}", (of, metrics, status, noisy)


def shapes(epochs: int) -> dict[str, np.ndarray]:
    """Of a curve that begins at 1."""
    way = np.linspace(0, 1, epochs)
    return {
        "falling": 0.5 ** (6 * way),
        "slow": 1 - 0.15 * way,
        "level": np.full(epochs, 1.0),
        "settled": 0.3 + 0.7 * np.exp(-9 * way),
        "rising": 1 + way,
        "turning": 0.4 + 2.4 * (way - 0.5) ** 2,
        "turning late": 0.3 + (way - 0.85) ** 2,
        "falling again": 1 - 0.6 * np.sin(4.5 * np.pi * way) * (1 - 0.3 * way),
    }


def made_runs() -> Iterator[tuple[str, Told]]:
    """Every pair of shapes, level with each other or not, with and without noise, with each kind of result."""
    documents = [(about(name), measured(name, **result)) for name, results in RESULTS.items() for result in results]
    ended = Status(state="finished")
    for epochs, above, noise in product((4, 7, 8, 20, 40), (0.6, 1.2), (0, 0.05)):
        random = np.random.default_rng(epochs)
        made = shapes(epochs)
        for (one, training), (two, validation) in product(made.items(), made.items()):
            rough = random.uniform(1 - noise, 1 + noise, (2, epochs))
            history = {"loss": list(training * rough[0]), "val_loss": list(above * validation * rough[1])}
            for place, (of, metrics) in enumerate(documents):
                yield f"{place}: {one}, {two} * {above}, {epochs} epochs, noise {noise}", (of, metrics, ended, history)


def told(of: About, metrics: TrainingFacts | None, status: Status, history: History) -> tuple[Advice | None, str, Advice | None]:
    """What the coach says, what the box says, and what the coach's rule about overfitting says."""
    coaching = experiment(of.experiment).advice
    assert coaching
    found = coaching.curves(history, metrics, status)
    settings = experiment(of.experiment).settings.parse(of.settings)
    case = Case(coaching, settings, found, metrics, status.state, status.message, ())
    return advise(of, history, metrics, status), sentence(found), overfitting(case)


def contradiction(heard: Advice | None, box: str, rule: Advice | None) -> str:
    """In what the two disagree, or ""."""
    since = re.match(r"Since epoch (\d+) the validation loss rises \(by (.+?%)\)", box)
    by_heart = "from there on the network learns the training texts by heart" in box
    same = since and f"Overfitting since epoch {since[1]}: the validation loss rose by {since[2]} while"
    if by_heart != bool(rule) or (rule and not (same and rule.finding.startswith(same))):
        return "the box and the rule"
    if heard is None:
        return ""
    if by_heart and heard.kind not in {"overfitting", *HEARD_BEFORE}:
        return "the box sees learning by heart"
    if heard.kind == "overfitting" and heard != rule:
        return "the coach sees learning by heart"
    if heard.kind == "too_short" and not re.search("too early|Nothing was held out", box):
        return "the box reads something into a few epochs"
    if "too early" in box and heard.kind not in {"too_short", "rate_high"}:  # a loss that explodes does so at once
        return "the coach reads something into a few epochs"
    if heard.kind == "few_epochs" and "still falls at the end" not in box:
        return "whether it still improves"
    if "longer training would bring little" in heard.finding and "more epochs may still help" in box:
        return "whether longer training helps"
    return ""


def test_coach_and_box_agree_about_recorded_runs():
    assert {name: (found, *said[:2]) for name, run in recorded_runs() if (found := contradiction(*(said := told(*run))))} == {}


def test_coach_and_box_agree_about_made_curves():
    runs, kinds = dict(made_runs()), set()
    found = {}
    for name, run in runs.items():
        said = told(*run)
        kinds.add(said[0].kind if said[0] else "")
        if problem := contradiction(*said):
            found[name] = (problem, *said[:2])
    assert found == {}
    assert {"overfitting", "few_epochs", "rate_high", "good", "no_clear", "worse", "no_better"} <= kinds
