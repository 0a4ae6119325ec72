"""What a recurrent network reads and says: one to one, one to many, many to one, many to many; and which experiment does it."""

from dataclasses import dataclass

from rnn_core.networks.spec import Bag, Dense, Layer, Network, Recurrent, stack
from rnn_core.teaching.page_link import PageLink


@dataclass(frozen=True)
class Kind:
    """One way to use a network. ``here``: which of our experiments work so, and how exactly."""

    here: str
    links: tuple[PageLink, ...]


KINDS = {
    "one-to-one": Kind(
        "An ordinary net without recurrence. Here: Classify with the encoding One-hot, where the words that occur go in as one "
        "list of numbers and one answer comes out. The order of the words is lost before the net sees them.",
        (PageLink("classify.py", "Classify, one-hot", {"encoding": "onehot", "cell": "none", "dense1": "16"}),),
    ),
    "one-to-many": Kind(
        "The network goes on by itself: what it says becomes what it reads next. Here: live writing in Text, begun with a single "
        "character. Free runs of Forecast and Path look alike from outside, but their network reads its whole window anew for "
        "each step, own outputs included: many-to-one, again and again.",
        (PageLink("text.py", "Text", {"objective": "every-character"}), PageLink("trajectory.py", "Path")),
    ),
    "many-to-one": Kind(
        "A series goes in, one answer comes out (series to vector). Here: Forecast and Path; Text with the objective Next "
        "character; and Classify, whose usual network answers from the mean over all steps, or from the last one where What the "
        "memory hands on is Last.",
        (PageLink("forecast.py", "Forecast"), PageLink("classify.py", "Classify, last step", {"summary": "last"})),
    ),
    "many-to-many": Kind(
        "An answer after every step (series to series). Here: Text with the objective Every character, which guesses the next "
        "character after each one it reads. Translators use a third form, which this application does not have: read "
        "all, then write.",
        (PageLink("text.py", "Text, every character", {"objective": "every-character"}),),
    ),
}
OUTPUTS = 1  # numbers that the networks of the sliders say


@dataclass(frozen=True)
class Sliders:
    """What the page lets choose: cell, layers, units, timesteps, features."""

    cell: str
    layers: int
    units: int
    timesteps: int
    features: int


def network(kind: str, chosen: Sliders) -> Network:
    """The network of these settings that works in this way; one that feeds itself says as many numbers as it reads."""
    if kind == "one-to-one":
        hidden = [Dense(units=chosen.units, activation="relu")] * chosen.layers
        layers: tuple[Layer, ...] = (Bag(), *hidden, Dense(units=OUTPUTS))
        return Network(timesteps=chosen.timesteps, features=1, symbols=chosen.features, layers=layers)
    cells = stack(chosen.cell, chosen.layers, chosen.units, 0, sequences=kind != "many-to-one")
    said = chosen.features if kind == "one-to-many" else OUTPUTS
    return Network(timesteps=chosen.timesteps, features=chosen.features, layers=(*cells, Dense(units=said)))


def kind_of(network: Network) -> str:
    """The way in which a network was trained: one of ``KINDS``; a mean over the steps is one answer, too."""
    recurrent = [layer for layer in network.layers if isinstance(layer, Recurrent)]
    if isinstance(network.layers[0], Bag):
        return "one-to-one"
    pooled = any(layer.kind == "pooling" for layer in network.layers)
    return "many-to-many" if recurrent and recurrent[-1].return_sequences and not pooled else "many-to-one"
