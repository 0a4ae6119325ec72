"""The top of a page about a network beside a simple guess: what forecasts, followed paths and classifiers have in common."""

import math
from typing import Literal

from rnn_core.runs import Headline
from rnn_core.wording import by_chance, change, percent, times

State = Literal["better", "even", "worse"]
PERFECT = 1000  # times as large is the error of the network: the simple guess makes as good as none
BEGINNINGS: dict[State, str] = {"better": "Better than", "even": "No better than", "worse": "Clearly worse than"}


def state_of(kind: str) -> State:
    """Of a verdict's code: who is neither better nor worse is even."""
    return "better" if kind == "better" else "worse" if kind == "worse" else "even"


def beside(kind: str, rival: str, skill: float, p_value: float, guess: str = "the simplest guess") -> Headline:
    """A network's error beside that of ``rival``, as a title calls it.

    ``skill`` = 1 - error / its error. ``p_value``: of a difference by chance, not a number where it is unknown. ``guess``: what
    the number calls the rival.
    """
    state = state_of(kind)
    number, meaning = _number(skill, guess)
    return Headline(state, f"{BEGINNINGS[state]} {rival}", _sentence(state, skill, p_value), number, meaning)


def _number(skill: float, guess: str) -> tuple[str, str]:
    if not math.isfinite(skill) or 1 - skill > PERFECT:
        return "0", f"error of {guess}"
    return (change(-skill), f"error against {guess}") if skill > -1 else (f"{times(1 - skill)} times", f"the error of {guess}")


def _sentence(state: State, skill: float, p_value: float) -> str:
    if not math.isfinite(skill) or 1 - skill > PERFECT:
        return "That guess is always right here, or as good as always."
    size = f"Its typical error is {error_size(skill)}"
    if chance := by_chance(p_value):
        return f"{size}. {chance}"
    return f"{size}, {'which can be chance' if state == 'even' else 'too clear to be chance'}."


def error_size(skill: float) -> str:
    """An error beside another one: "7 % smaller", "3.4 times as large", "the same"."""
    if skill <= -1:
        return f"{times(1 - skill)} times as large"
    written = percent(abs(skill))
    return "the same" if written == percent(0) else f"{written} {'smaller' if skill > 0 else 'larger'}"
