"""A network unrolled in time, as a drawing (SVG): one column a time step, one row a layer, shapes on the arrows.

Everything in it is read from the network: shapes and counts by ``architecture.describe``. The drawings of a folded network show
its first and last steps; the others stand behind "...".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rnn_core.figures import svg
from rnn_core.figures.svg import Point
from rnn_core.networks.spec import Bag, Dropout, Layer, Network, Pooling, Recurrent, describe

WIDE, NARROW = 6, 4  # boxes side by side on a wide and on a narrow page
LEFT, SLOT, ABOVE, BELOW = 196, 146, 58, 40
CELL, UNIT, LAYER, INPUT = 78, 27, 84, 18  # widths of boxes and, of circles, radiuses
GAP = 46  # between two rows, for the arrow and its shape
MOST_CIRCLES = 5
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True)
class Row:
    """A layer (None: the input) as it is drawn. ``shape``: of what it gives, without the batch: (timesteps, numbers) or less."""

    layer: Layer | None
    title: str
    shape: tuple[int, ...]
    parameters: int = 0
    dropout: float = 0.0  # of the dropout that follows

    @property
    def every(self) -> bool:
        """Whether it gives something at every step."""
        return len(self.shape) == 2

    @property
    def height(self) -> float:
        """Of its boxes."""
        return 62 if isinstance(self.layer, Recurrent) else 36


def rows(network: Network) -> list[Row]:
    """The input, then the layers from below to above; dropout is said of the layer before it."""
    symbols = (network.timesteps,) if network.symbols else (network.timesteps, network.features)
    found = [Row(None, "Input", symbols)]
    for layer, facts in zip(network.layers, describe(network), strict=True):
        last = found[-1]
        if isinstance(layer, Dropout):
            found[-1] = Row(last.layer, last.title, last.shape, last.parameters, layer.rate)
            continue
        shape = tuple(int(number) for number in str(facts["output"]).strip("()").split(", ")[1:])
        if isinstance(layer, Bag):  # which words occur: one list of numbers, as if the input had no time
            found[-1] = Row(None, "Input (bag of words)", shape)
        else:
            found.append(Row(layer, str(facts["layer"]), shape, int(facts["parameters"])))
    return found


def folded(timesteps: int, slots: int) -> list[int | None]:
    """The steps that are drawn, counted from 1, and None for those between: 20 steps in 6 places give 1, 2, 3, None, 19, 20."""
    if timesteps <= slots:
        return list(range(1, timesteps + 1))
    after = (slots - 1) // 2
    return [*range(1, slots - after), None, *range(timesteps - after + 1, timesteps + 1)]


def shown(*numbers: int) -> str:
    """A shape as text: ``(32, 20, 8)``."""
    return f"({', '.join(map(str, numbers))})"


def subscript(letter: str, step: int) -> str:
    """``x₁₂``."""
    return f"{letter}{str(step).translate(SUBSCRIPTS)}"


@dataclass(frozen=True)
class Drawing:
    """What is drawn and how: ``slots`` boxes side by side, one unit of each layer or all, outputs fed back as inputs or not."""

    network: Network
    batch: int
    slots: int = WIDE
    one_unit: bool = False
    fed_back: bool = False

    @cached_property
    def rows(self) -> list[Row]:
        """From below to above."""
        return rows(self.network)

    @property
    def timed(self) -> bool:
        """Whether the input has steps; a bag of words has none."""
        return not isinstance(self.network.layers[0], Bag)

    @property
    def both_ways(self) -> bool:
        """Whether a layer reads from the end, too."""
        return any(isinstance(layer, Recurrent) and layer.bidirectional for layer in self.network.layers)

    @cached_property
    def steps(self) -> list[int | None]:
        """Of the columns."""
        return folded(self.network.timesteps, self.slots) if self.timed else [1]

    @cached_property
    def xs(self) -> list[float]:
        """Middles of the columns."""
        return [LEFT + SLOT * (place + 0.5) for place in range(len(self.steps))]

    @cached_property
    def ys(self) -> list[float]:
        """Middles of the rows, the topmost one's is the smallest."""
        heights = [row.height for row in self.rows]
        total = ABOVE + sum(heights) + GAP * (len(heights) - 1)
        return [total - sum(heights[:place]) - GAP * place - heights[place] / 2 for place in range(len(heights))]

    @property
    def size(self) -> Point:
        """Width and height."""
        return LEFT + SLOT * max(len(self.steps), 2) + (46 if self.both_ways else 8), self.ys[0] + self.rows[0].height / 2 + BELOW

    def places(self, row: Row) -> list[float]:
        """Where the row's outputs leave it."""
        if row.every or (row.layer is None and self.timed):
            return [x for x, step in zip(self.xs, self.steps, strict=True) if step]
        if isinstance(row.layer, Pooling):
            return [(self.xs[0] + self.xs[-1]) / 2]
        below = [one for one in self.rows[: self.rows.index(row)] if isinstance(one.layer, Pooling)]
        return self.places(below[0]) if below else [self.xs[-1]]


def unrolled(drawing: Drawing) -> str:
    """The drawing as SVG."""
    parts = _fed_back(drawing) if drawing.fed_back else []  # first, behind the words
    for place, row in enumerate(drawing.rows):
        parts += [*_boxes(drawing, row, drawing.ys[place]), *_label(drawing, row, drawing.ys[place])]
        if isinstance(row.layer, Recurrent):
            parts += _handed_on(drawing, row.layer, drawing.ys[place])
        parts += _upwards(drawing, place)
    parts += _times(drawing)
    return svg.document(drawing.size, parts, _title(drawing))


def _title(drawing: Drawing) -> str:
    layers = " → ".join(f"{row.title} {_whole(drawing, row)}" for row in drawing.rows)
    return f"A network unrolled over {drawing.network.timesteps if drawing.timed else 1} time steps: {layers}"


def _whole(drawing: Drawing, row: Row) -> str:
    return shown(drawing.batch, *row.shape)


def _label(drawing: Drawing, row: Row, y: float) -> list[str]:
    """What the row is, on the left: name, shape of all it gives, weights."""
    both = isinstance(row.layer, Recurrent) and row.layer.bidirectional
    name = row.title.removeprefix("Bidirectional(")[:-1] if both else row.title
    lines = [(name, "strong"), *([("in both directions", "quiet")] if both else []), (_whole(drawing, row), "shape")]
    if isinstance(row.layer, Recurrent) and drawing.one_unit:
        each = row.parameters // row.layer.width
        lines += [(f"one of {row.layer.width} units:", "quiet"), (f"{each:,} weights", "quiet")]
    elif row.parameters:
        lines += [(f"{row.parameters:,} weights", "quiet")]
    if row.dropout:
        lines += [(f"then Dropout({row.dropout:g})", "quiet")]
    top = y + 5 - 8 * (len(lines) - 1)
    return [svg.words((12, top + 16 * place), text, look, "start") for place, (text, look) in enumerate(lines)]


def _boxes(drawing: Drawing, row: Row, y: float) -> list[str]:
    """The row's boxes, and "..." where steps are left out."""
    if isinstance(row.layer, Pooling):
        width = drawing.xs[-1] - drawing.xs[0] + 76
        centre = (drawing.xs[0] + drawing.xs[-1]) / 2
        return [svg.box((centre, y), (width, row.height), "plain"), svg.words((centre, y + 4), "mean over the steps", "inside")]
    parts = []
    timed = row.every or isinstance(row.layer, Recurrent) or (row.layer is None and drawing.timed)
    steps = list(zip(drawing.xs, drawing.steps, strict=True))
    for x, step in steps if timed else [(x, drawing.steps[-1]) for x in drawing.places(row)]:
        parts += _box(drawing, row, (x, y), step) if step else [svg.words((x, y + 6), "…", "dots")]
    return parts


def _box(drawing: Drawing, row: Row, at: Point, step: int) -> list[str]:
    x, y = at
    if row.layer is None:
        own = drawing.fed_back and step > 1
        text = subscript("ŷ", step - 1) if own else subscript("x", step) if drawing.timed else "x"
        return [svg.circle(at, INPUT, "plain"), svg.words((x, y + 4.5), text, "inside")]
    if not isinstance(row.layer, Recurrent):
        return [svg.box(at, (LAYER, row.height), "plain"), svg.words((x, y + 4), row.title.split("(")[0], "inside")]
    if drawing.one_unit:
        return [svg.circle(at, UNIT, "cell"), svg.words((x, y + 4), "unit 1", "inside")]
    name = row.layer.cell.title.split(" ")[-1]  # "Peephole LSTM" stands on the left
    return [svg.box(at, (CELL, row.height)), svg.words((x, y - 13), name, "inside"), *_circles(row.layer.units, (x, y + 2))]


def _circles(units: int, at: Point) -> list[str]:
    """Units side by side: all of them, or the first ones, "..." and the last, with their number below."""
    x, y = at
    many = units > MOST_CIRCLES
    places = [x + 14 * (place - (min(units, MOST_CIRCLES) - 1) / 2) for place in range(min(units, MOST_CIRCLES))]
    parts = [svg.circle((place, y), 4.8) for place in (places[:3] + places[4:] if many else places)]
    dots = [svg.words((places[3], y + 4), "…", "inside")] if many else []
    return [*parts, *dots, svg.words((x, y + 22), f"{units} units" if units > 1 else "1 unit", "quiet")]


def _half(drawing: Drawing, step: int | None) -> float:
    """Half the width of what stands in a recurrent row's column."""
    return 14 if step is None else UNIT if drawing.one_unit else CELL / 2


def _handed_on(drawing: Drawing, layer: Recurrent, y: float) -> list[str]:
    """The arrows of a recurrent layer from step to step: its state h, and the others of cells that have more."""
    said, *others = layer.states
    every, kept = ", ".join(layer.states), ", ".join(others)
    up = -11 if others or layer.bidirectional else 0
    lines = [(up, "state", False, every if layer.bidirectional else said)]
    if layer.bidirectional:
        lines += [(11, "state", True, lines[0][3])]
    elif others:
        lines += [(11, "memory", False, kept)]
    whole = shown(drawing.batch, layer.units)  # a unit reads all units' h, and keeps a c of its own
    shapes = {said: whole, every: whole, kept: f"1 of {layer.units}" if drawing.one_unit else whole}
    parts = []
    columns = list(zip(drawing.xs, drawing.steps, strict=True))
    for shift, look, backwards, name in lines:
        for (x1, step1), (x2, step2) in pairwise(columns):
            start, end = (x1 + _half(drawing, step1), y + shift), (x2 - _half(drawing, step2), y + shift)
            parts.append(svg.arrow([end, start] if backwards else [start, end], look))
        parts += _shapes_handed_on(drawing, columns, y + (shift - 7 if shift <= 0 else shift + 16), shapes[name])
        parts += _begins(drawing, y + shift, (name, look), backwards)
    return parts


def _shapes_handed_on(drawing: Drawing, columns: Sequence[tuple[float, int | None]], y: float, text: str) -> list[str]:
    """The shape, where there is room: the first gap, and the last behind the steps left out."""
    gaps = list(pairwise(columns))
    chosen = gaps[:1] + (gaps[-1:] if len(gaps) > 3 else [])
    aside = 8 if drawing.fed_back else 0  # room for the arrow from the output to the next input
    middles = ((x1 + _half(drawing, step1) + x2 - _half(drawing, step2)) / 2 - aside for (x1, step1), (x2, step2) in chosen)
    return [svg.words((middle, y), text, "shape over") for middle in middles]


def _begins(drawing: Drawing, y: float, named: tuple[str, str], backwards: bool) -> list[str]:
    """The memory's start: it is empty."""
    name, look = named
    edge = drawing.xs[-1] + _half(drawing, 1) if backwards else drawing.xs[0] - _half(drawing, 1)
    away = 16 if backwards else -16
    at = (edge + away * 1.25, y + 4)
    return [
        svg.arrow([(edge + away, y), (edge, y)], look),
        svg.words(at, f"{name} = 0", "quiet", "start" if backwards else "end"),
    ]


def _upwards(drawing: Drawing, place: int) -> list[str]:
    """The arrows from a row to the next, with the shape of what each carries; above the last row they end in the output."""
    row, y = drawing.rows[place], drawing.ys[place]
    top = place == len(drawing.rows) - 1
    half = UNIT if isinstance(row.layer, Recurrent) and drawing.one_unit else INPUT if row.layer is None else row.height / 2
    begin = y - half
    end = begin - 26 if top else _entry(drawing, place + 1)
    parts = []
    for x in drawing.places(row):
        parts.append(svg.arrow([(x, begin), (x, end)]))
        parts.append(svg.words((x + 6, (begin + end) / 2 + 7), _carried(drawing, row), "shape over", "start"))
    if isinstance(row.layer, Recurrent) and row.layer.bidirectional and not row.every:
        level = begin - GAP / 2
        parts.append(
            svg.arrow([(drawing.xs[0], begin), (drawing.xs[0], level), (drawing.xs[-1] - 14, level), (drawing.xs[-1] - 14, end)])
        )
    return [*parts, *(_outputs(drawing, row, end) if top else [])]


def _entry(drawing: Drawing, place: int) -> float:
    """The lower edge of a row's boxes."""
    one = isinstance(drawing.rows[place].layer, Recurrent) and drawing.one_unit
    return drawing.ys[place] + (UNIT if one else drawing.rows[place].height / 2)


def _carried(drawing: Drawing, row: Row) -> str:
    """What one arrow carries: one step's numbers, of one unit or all."""
    if isinstance(row.layer, Recurrent):
        if drawing.one_unit:
            return f"1 of {row.shape[-1]}"
        return shown(drawing.batch, row.shape[-1] if row.every else row.layer.units)  # both ends of two directions meet above
    if row.layer is None and drawing.network.symbols and drawing.timed:
        return shown(drawing.batch)  # the symbol's number
    return shown(drawing.batch, row.shape[-1])


def _outputs(drawing: Drawing, row: Row, y: float) -> list[str]:
    named = [(x, step) for x, step in zip(drawing.xs, drawing.steps, strict=True) if step] if row.every else []
    if named:
        return [svg.words((x, y - 6), subscript("ŷ", step), "strong") for x, step in named]
    return [svg.words((x, y - 6), "ŷ", "strong") for x in drawing.places(row)]


def _times(drawing: Drawing) -> list[str]:
    y = drawing.size[1] - 12
    if not drawing.timed:
        return [svg.words((drawing.xs[0], y), "all at once: no time", "quiet")]
    columns = zip(drawing.xs, drawing.steps, strict=True)
    named = [svg.words((x, y), f"t = {step}" if step else "…", "quiet") for x, step in columns]
    return [svg.words((12, y), "time →", "quiet", "start"), *named]


def _fed_back(drawing: Drawing) -> list[str]:
    """From each output, around the next column's left, to the next input."""
    top, bottom = drawing.ys[-1] - drawing.rows[-1].height / 2 - 26 - 10, drawing.ys[0]
    columns = list(zip(drawing.xs, drawing.steps, strict=True))
    ends = [(x1, x2, x2 - (INPUT if step2 else 16)) for (x1, step1), (x2, step2) in pairwise(columns) if step1]
    return [svg.arrow([(x1 + 14, top), (x2 - 47, top), (x2 - 47, bottom), (end, bottom)], "back") for x1, x2, end in ends]
