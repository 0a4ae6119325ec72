"""From a feed-forward net to a recurrent one in four drawings (SVG): from the side, several times, joined, rolled up."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from rnn_core.figures import svg
from rnn_core.figures.svg import Point
from rnn_core.teaching.unrolled.diagram import shown, subscript

TITLES = ("A net, seen from the side", "The same net at every step", "Joined over time", "Rolled up: a loop")
WIDTH, HEIGHT = 760, 352
INPUT, HIDDEN, OUTPUT = 276, 176, 76  # heights of the three layers
RADIUS, BEHIND = 11, (7, -6)  # of a circle, and how much each stands behind the one before it
MOST_IN_ROW, MOST_BEHIND = 6, 4
COLUMNS = (140, 305, 470, 635)


@dataclass(frozen=True)
class Sizes:
    """Numbers of a net with one hidden layer, and how many examples it reads at once."""

    features: int
    units: int
    outputs: int
    batch: int


def picture(step: int, sizes: Sizes) -> str:
    """The drawing of a step, 1 to 4."""
    draw: tuple[Callable[[Sizes], list[str]], ...] = (_from_the_side, _several_times, _joined, _rolled_up)
    return svg.document((WIDTH, HEIGHT), draw[step - 1](sizes), f"Step {step} of 4: {TITLES[step - 1]}")


def _from_the_side(sizes: Sizes) -> list[str]:
    rows = [(INPUT, sizes.features, "neuron"), (HIDDEN, sizes.units, "hidden"), (OUTPUT, sizes.outputs, "neuron")]
    places = [(y, _in_row(count)) for y, count, _ in rows]
    lines = [
        svg.line((x1, y1 - RADIUS), (x2, y2 + RADIUS))
        for (y1, below), (y2, above) in pairwise(places)
        for x1 in below
        for x2 in above
    ]
    circles = [part for y, count, look in rows for part in _row(y, count, look)]
    names = [
        (INPUT, f"{sizes.features} inputs"),
        (HIDDEN, f"{sizes.units} hidden units"),
        (OUTPUT, f"{sizes.outputs} outputs" if sizes.outputs > 1 else "1 output"),
    ]
    said = [svg.words((WIDTH - 12, y + 5), text, "", "end") for y, text in names]
    turned = [svg.arrow([(400, HIDDEN), (490, HIDDEN)], "state"), svg.words((445, HIDDEN - 12), "from the side", "quiet")]
    return [
        *lines,
        *circles,
        *turned,
        *_net(562, sizes, 0),
        *said,
        svg.words((200, 334), "from the front: every line is one weight", "quiet"),
        svg.words((575, 334), "the same net: each layer one behind the other", "quiet"),
    ]


def _in_row(count: int) -> list[float]:
    """Places of the circles of a layer seen from the front."""
    drawn = min(count, MOST_IN_ROW)
    return [200 + 50 * (place - (drawn - 1) / 2) for place in range(drawn) if count <= MOST_IN_ROW or place != drawn - 2]


def _row(y: float, count: int, look: str) -> list[str]:
    places = _in_row(count)
    dots = [svg.words((places[-1] - 50, y + 6), "…", "dots")] if count > MOST_IN_ROW else []
    return [*(svg.circle((x, y), RADIUS, look) for x in places), *dots]


def _several_times(sizes: Sizes) -> list[str]:
    nets = [part for step, x in enumerate(COLUMNS, 1) for part in _net(x, sizes, step)]
    return [*nets, svg.words((WIDTH / 2, 24), "one net, four times: the same weights, and no memory", "quiet")]


def _joined(sizes: Sizes) -> list[str]:
    reach = RADIUS + 3
    joins = [
        svg.arrow([(x1 + reach + _depth(sizes.units)[0], HIDDEN), (x2 - reach, HIDDEN)], "state")
        for x1, x2 in zip((10, *COLUMNS), COLUMNS, strict=False)
    ]
    shape = shown(sizes.batch, sizes.units)
    words = [svg.words(((x1 + x2) / 2 + 11, HIDDEN - 9), shape, "shape over") for x1, x2 in pairwise(COLUMNS)]
    nets = [part for step, x in enumerate(COLUMNS, 1) for part in _net(x, sizes, step)]
    empty = svg.words((28, HIDDEN + 4), "h = 0", "quiet")
    note = svg.words((WIDTH / 2, 24), "each hidden layer also reads what the one before it held (h)", "quiet")
    return [*joins, *words, *nets, empty, note]


def _rolled_up(sizes: Sizes) -> list[str]:
    x = 150
    across = _depth(sizes.units)[0]
    right, low = x + across + 62, HIDDEN + 46
    loop = svg.arrow(
        [(x + across + RADIUS, HIDDEN), (right, HIDDEN), (right, low), (x - 48, low), (x - 48, HIDDEN), (x - RADIUS - 2, HIDDEN)],
        "state",
    )
    columns = (430, 550, 670)
    joins = [
        svg.arrow([(x1 + RADIUS + 3 + across, HIDDEN), (x2 - RADIUS - 3, HIDDEN)], "state")
        for x1, x2 in zip((352, *columns), columns, strict=False)
    ]
    nets = [part for step, place in enumerate(columns, 1) for part in _net(place, sizes, step)]
    words = [
        svg.words((right + 10, HIDDEN + 20), f"h {shown(sizes.batch, sizes.units)}", "shape over", "start"),
        svg.words((right + 10, HIDDEN + 37), "one step later", "quiet", "start"),
        svg.words((342, HIDDEN + 8), "=", "dots"),
        svg.words((x, 24), "rolled up", "quiet"),
        svg.words((560, 24), "unrolled in time", "quiet"),
        svg.words((722, HIDDEN + 6), "…", "dots"),
    ]
    return [loop, *joins, *_net(x, sizes, None), *nets, *words]


def _net(x: float, sizes: Sizes, step: int | None) -> list[str]:
    """A net from the side; ``step``: its time, 0 for none, None for any (t)."""
    up = [svg.arrow([(x, y1 - RADIUS - 2), (x, y2 + RADIUS + 2)]) for y1, y2 in ((INPUT, HIDDEN), (HIDDEN, OUTPUT))]
    layers = [(INPUT, sizes.features, "neuron"), (HIDDEN, sizes.units, "hidden"), (OUTPUT, sizes.outputs, "neuron")]
    stacks = [part for y, count, look in layers for part in _stack((x, y), count, look)]
    if step == 0:
        return [*stacks, *up]
    low, high = ("xₜ", "ŷₜ") if step is None else (subscript("x", step), subscript("ŷ", step))
    time = [] if step is None else [svg.words((x, 334), f"t = {step}", "quiet")]
    return [*stacks, *up, svg.words((x, INPUT + 30), low, "strong"), svg.words((x, OUTPUT - 30), high, "strong"), *time]


def _depth(count: int) -> Point:
    """How far a layer reaches behind its first circle."""
    behind = min(count, MOST_BEHIND) - 1
    return behind * BEHIND[0], behind * BEHIND[1]


def _stack(at: Point, count: int, look: str) -> list[str]:
    """A layer seen from the side: its circles one behind the other, the nearest last."""
    places = range(min(count, MOST_BEHIND) - 1, -1, -1)
    return [svg.circle((at[0] + BEHIND[0] * place, at[1] + BEHIND[1] * place), RADIUS, look) for place in places]
