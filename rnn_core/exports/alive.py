"""A run as one page on which its network goes on living: it computes in the browser, without a server or a network."""

import base64
import hashlib
import json
from html import escape
from pathlib import Path
from typing import Any

from rnn_core.codegen import javascript
from rnn_core.codegen.html import number
from rnn_core.errors import UserError
from rnn_core.experiments import experiment, experiments
from rnn_core.experiments.apply import trained
from rnn_core.exports.measured import measured
from rnn_core.figures.palette import BORDER, CARD, EVEN, FIELD, INK, NAIVE, NETWORK, QUIET, WORSE, Themed
from rnn_core.networks.spec import describe, parameters
from rnn_core.runs import Run

PARTS = Path(javascript.__file__).parent / "alive"
COLOURS: dict[str, Themed] = {
    "ink": INK,
    "card": CARD,
    "field": FIELD,
    "edge": BORDER,
    "quiet": QUIET,
    "even": EVEN.mark,
    "worse": WORSE.mark,
    "naive": NAIVE.mark,
    "net": NETWORK.mark,
    "net-words": NETWORK.words,
}
PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<script type="application/json" id="rnn-lab">{data}</script>
<script>{script}</script>
</body>
</html>
"""


def alive(run: Run) -> str:
    """The page. It offers ``window.rnnLab.predict(input)``: of a text, a list of numbers in the data's units (rows of all columns
    where there are several) or a list of points the probabilities by symbol, the next values, or the probabilities by class.

    Weights have 16 bits, so what it says differs from the run's own by some ten thousandths. Raises UserError when the run has
    no result, its data are no longer there, or its experiment has no such page.
    """
    chosen = experiment(run.about().experiment)
    if chosen.alive is None:
        known = ", ".join(name for name, one in experiments().items() if one.alive)
        raise UserError(f"A run of the experiment '{chosen.name}' has no living page: choose one of {known}.")
    found, network = measured(run), trained(run)
    own = chosen.alive(found)
    headline = found.metrics.headline
    about = {
        "title": found.title,
        "headline": headline and {"state": headline.state, "title": f"{headline.title}.", "sentence": headline.sentence},
        "facts": _facts(network.network, found.metrics.epochs),
    }
    data = {"about": about, "own": own.facts, "network": javascript.described(network)}
    parts = (
        javascript.cells(network.network),
        *(one.read_text("utf-8") for one in (javascript.NETWORK, PARTS / "page.js", *own.scripts)),
    )
    script = "'use strict';\n" + "\n".join(parts)
    style = _colours() + (PARTS / "page.css").read_text("utf-8")
    return PAGE.format(
        policy=f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}",
        title=escape(found.title),
        style=style,
        data=_harmless(json.dumps(data, ensure_ascii=False, allow_nan=False)),
        script=script,
    )


def _facts(network: Any, epochs: float) -> str:
    layers = ", ".join(str(row["layer"]) for row in describe(network))
    return (
        f"RNN Lab. {layers}: {parameters(network):,} numbers, trained for {number(epochs)} epochs. Everything on this page is "
        "computed in your browser, and nothing leaves it."
    )


def _colours() -> str:
    light, dark = ("".join(f"--{name}: {colour[theme]}; " for name, colour in COLOURS.items()) for theme in (0, 1))
    return f":root {{ color-scheme: light dark; {light}}}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark}}} }}\n"


def _hash(text: str) -> str:
    """As a content policy names a script or a style sheet that stands in the page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _harmless(text: str) -> str:
    """JSON that no text in it can end."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
