"""What is measured of a classifier, in words: the one place of its sentences."""

import math
from collections.abc import Mapping

from rnn_core.documents import Verdict
from rnn_core.experiments import headlines
from rnn_core.runs import Headline
from rnn_core.wording import by_chance, percent

METHODS = {"tfidf_logistic_regression": "TF-IDF with logistic regression", "naive_bayes": "naive Bayes"}
VERDICTS = {
    "better": "better",
    "worse": "worse",
    "no_clear": "no clear difference",
    "one_class": "no better than one class",
    "measured": "measured",
}
BEGINNINGS = {
    "better": "Better than the classical method",
    "worse": "Worse than the classical method",
    "no_clear": "No clear difference",
}
MOSTLY = 0.5  # of the words that the network reads are unknown to it


def numbers_of(right: float, others: Mapping[str, float]) -> dict[str, float | str]:
    """Of a verdict: shares of right answers of the network and of the best classical method, and that method's code."""
    method = max(others, key=lambda name: others[name])
    return {"right": right, "method": method, "best": others[method]}


def one_class_does(right: float, frequent: float, texts: int) -> bool:
    """Whether so many right answers are not surely more than those of always naming the most frequent class.

    Not by two standard errors of a share.
    """
    return right <= frequent + 2 * math.sqrt(frequent * (1 - frequent) / texts)


def verdict(found: Verdict) -> str:
    """The network beside always the same class, then beside the best classical method, on the same texts; alone on other texts.

    Its numbers: ``right``, ``best`` and ``frequent``, shares of right answers; ``unknown``, that of unknown words.
    """
    right, unknown = found.number("right"), found.number("unknown")
    strange = f" {percent(unknown)} of the words that it reads there are unknown to it." if unknown > MOSTLY else ""
    if found.kind == "measured":
        return f"The network is right on {percent(right, 1)} of {found.number('texts'):,.0f} texts.{strange}"
    if found.kind == "one_class":
        shares = f"the network is right on {percent(right, 1)} of the test texts, that on {percent(found.number('frequent'), 1)}"
        return f"No better than always naming the most frequent class: {shares}.{strange}"
    method = METHODS.get(str(found.numbers.get("method")), "")
    shares = f"right on {percent(right, 1)} of the test texts, {method} on {percent(found.number('best'), 1)}"
    return f"{BEGINNINGS[found.kind]}: the network is {shares}.{strange}"


def headline(found: Verdict) -> Headline:
    """The verdict for the top of a page; its numbers as for :func:`verdict`, and ``p_value`` where it is known."""
    number = percent(found.number("right"), 1)
    if found.kind == "measured":
        where = f"of {found.number('texts'):,.0f} texts named rightly"
        return Headline("none", "Measured on other texts", "Nothing stands beside it there.", number, where)
    meaning, frequent = "of the test texts named rightly", found.number("frequent")
    if found.kind == "one_class":
        title = "No better than always the most frequent class"
        sentence = f"That alone is right on {percent(frequent, 1)}; so small a difference can be chance."
        return Headline("even", title, sentence, number, meaning)
    method, state = METHODS.get(str(found.numbers.get("method")), "a classical method"), headlines.state_of(found.kind)
    always = f", always the most frequent class on {percent(frequent, 1)}" if math.isfinite(frequent) else ""
    sentence = f"{method[0].upper()}{method[1:]} is right on {percent(found.number('best'), 1)}{always}."
    chance = by_chance(found.number("p_value"))
    return Headline(state, f"{headlines.BEGINNINGS[state]} {method}", f"{sentence} {chance}".strip(), number, meaning)
