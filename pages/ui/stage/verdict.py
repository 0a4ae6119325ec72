"""The verdict across the whole width of a page."""

from dataclasses import asdict

from pages.ui.stage.component import component
from rnn_core.runs import Headline

_verdict = component("verdict", ("plot.js", "verdict.js"), ("plot.css", "verdict.css"))


def verdict(headline: Headline, key: str = "verdict") -> None:
    """State, title, sentence and number."""
    _verdict(key=key, data=asdict(headline))
