"""What is measured of a followed path, in words: the one place of its sentences."""

import math

from rnn_core.documents import Verdict
from rnn_core.experiments import headlines
from rnn_core.runs import Headline
from rnn_core.wording import percent

VERDICTS = {"better": "better", "no_better": "no better", "worse": "clearly worse"}


def verdict(found: Verdict) -> str:
    """The network beside going straight on. Its number: ``skill``."""
    skill = found.number("skill")
    if found.kind == "better":
        return f"Better than going straight on: one step ahead its error is {percent(skill)} smaller, too clear to be chance."
    if skill > 0:
        return f"No better than going straight on: its error is {percent(skill)} smaller, which can be chance."
    if found.kind == "worse":
        return f"Clearly worse than going straight on: its error is {headlines.error_size(skill)}, too clear to be chance."
    worse = f"its error is {headlines.error_size(skill)}" if math.isfinite(skill) else "the path is straight"
    return f"No better than going straight on (constant velocity): {worse}."


def headline(found: Verdict, p_value: float) -> Headline:
    """The verdict for the top of a page."""
    return headlines.beside(found.kind, "going straight on", found.number("skill"), p_value, "going straight on")
