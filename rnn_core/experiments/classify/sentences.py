"""What is measured of a classifier, in words: the one place of its sentences."""

from collections.abc import Mapping

from rnn_core.documents import Verdict

METHODS = {"tfidf_logistic_regression": "TF-IDF with logistic regression", "naive_bayes": "naive Bayes"}
BEGINNINGS = {
    "better": "Better than the classical method",
    "worse": "Worse than the classical method",
    "no_clear": "No clear difference",
}


def numbers_of(right: float, others: Mapping[str, float]) -> dict[str, float | str]:
    """Of a verdict: shares of right answers of the network and of the best classical method, and that method's code."""
    method = max(others, key=lambda name: others[name])
    return {"right": right, "method": method, "best": others[method]}


def verdict(found: Verdict) -> str:
    """The network beside the best classical method on the same test texts; alone on other texts."""
    right = found.number("right")
    if found.kind == "measured":
        return f"The network is right on {right:.1%} of {found.number('texts'):,.0f} texts."
    method = METHODS.get(str(found.numbers.get("method")), "")
    shares = f"right on {right:.1%} of the test texts, {method} on {found.number('best'):.1%}"
    return f"{BEGINNINGS[found.kind]}: the network is {shares}."
