"""Drawings as SVG text, made by pure functions: boxes, circles, words, lines and arrows in the colours of the page around them.

Lengths are in user units, y grows downwards. Ink, grounds and font are CSS variables of the page, each with a value of its own
for a file that stands alone (:func:`standalone`); what has a meaning takes its colour, light or dark as the page is.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape

from rnn_core.figures.palette import BORDER, FIELD, INK, MEMORY, NETWORK, PAGE

Point = tuple[float, float]
HEAD, HALF = 8.0, 4.0  # an arrow head's length and half its width
CURVE = 9.0  # radius of an arrow's corners

TEXT, EDGE = f"var(--st-text-color, {INK.light})", f"var(--st-border-color, {BORDER.light})"
GROUND = f"var(--st-background-color, {PAGE.light})"
INSET = f"var(--st-secondary-background-color, {FIELD.light})"
STYLE = f"""
text {{ font-family: var(--st-font, system-ui, sans-serif); font-size: 13px; fill: {TEXT}; }}
.strong {{ font-weight: 650; }}
.shape {{ font-family: var(--st-code-font, ui-monospace, monospace); font-size: 11.5px; }}
.quiet {{ opacity: 0.72; font-size: 12px; }}
.inside {{ font-size: 11.5px; font-weight: 600; }}
.over {{ paint-order: stroke; stroke: {GROUND}; stroke-width: 4px; stroke-linejoin: round; }}
.dots {{ font-size: 22px; font-weight: 700; }}
.cell {{ fill: {NETWORK.mark.css}; fill-opacity: 0.13; stroke: {NETWORK.mark.css}; stroke-width: 1.6; }}
.plain {{ fill: {INSET}; stroke: {TEXT}; stroke-opacity: 0.45; }}
.unit {{ fill: {NETWORK.mark.css}; stroke: {GROUND}; }}
.neuron {{ fill: {INSET}; stroke: {TEXT}; stroke-width: 1.3; }}
.hidden {{ fill: {NETWORK.mark.css}; stroke: {GROUND}; stroke-width: 1.3; }}
.line {{ fill: none; stroke: {TEXT}; stroke-opacity: 0.62; stroke-width: 1.5; }}
.line.head {{ fill: {TEXT}; fill-opacity: 0.75; stroke: none; }}
.thin {{ fill: none; stroke: {TEXT}; stroke-opacity: 0.28; stroke-width: 1; }}
.state {{ fill: none; stroke: {NETWORK.mark.css}; stroke-width: 2.4; }}
.state.head {{ fill: {NETWORK.mark.css}; stroke: none; }}
.memory {{ fill: none; stroke: {MEMORY.mark.css}; stroke-width: 2.4; }}
.memory.head {{ fill: {MEMORY.mark.css}; stroke: none; }}
.back {{ fill: none; stroke: {MEMORY.mark.css}; stroke-width: 1.8; stroke-dasharray: 5 4; }}
.back.head {{ fill: {MEMORY.mark.css}; stroke: none; }}
"""


def words(at: Point, text: str, look: str = "", anchor: str = "middle") -> str:
    """Words whose base line is at ``at``; ``anchor``: start, middle or end. Any text is allowed."""
    return f'<text x="{at[0]:g}" y="{at[1]:g}" text-anchor="{anchor}" class="{look}">{escape(text)}</text>'


def box(centre: Point, size: Point, look: str = "cell") -> str:
    """A rectangle with round corners around ``centre``."""
    (x, y), (width, height) = centre, size
    place = f'x="{x - width / 2:g}" y="{y - height / 2:g}" width="{width:g}" height="{height:g}"'
    return f'<rect {place} rx="9" class="{look}"/>'


def circle(centre: Point, radius: float, look: str = "unit") -> str:
    """A circle."""
    return f'<circle cx="{centre[0]:g}" cy="{centre[1]:g}" r="{radius:g}" class="{look}"/>'


def arrow(points: Sequence[Point], look: str = "line") -> str:
    """A line through ``points``, which differ in one coordinate or are two, with round corners and a head at its end."""
    *way, (x, y) = points
    before = way[-1]
    length = ((x - before[0]) ** 2 + (y - before[1]) ** 2) ** 0.5
    along = ((x - before[0]) / length, (y - before[1]) / length)
    neck = (x - HEAD * along[0], y - HEAD * along[1])
    side = (HALF * -along[1], HALF * along[0])
    corners = [(x, y), (neck[0] + side[0], neck[1] + side[1]), (neck[0] - side[0], neck[1] - side[1])]
    head = " ".join(f"{px:g},{py:g}" for px, py in corners)
    return f'<path d="{_rounded([*way, neck])}" class="{look}"/><polygon points="{head}" class="{look} head"/>'


def line(start: Point, end: Point, look: str = "thin") -> str:
    """A straight line without a head."""
    return f'<path d="M{start[0]:g} {start[1]:g}L{end[0]:g} {end[1]:g}" class="{look}"/>'


def _rounded(points: Sequence[Point]) -> str:
    """A path through ``points`` that cuts each corner by a curve."""
    parts = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        (x1, y1), (x2, y2) = _towards(corner, before), _towards(corner, after)
        parts.append(f"L{x1:g} {y1:g}Q{corner[0]:g} {corner[1]:g} {x2:g} {y2:g}")
    return "".join([*parts, f"L{points[-1][0]:g} {points[-1][1]:g}"])


def _towards(start: Point, end: Point) -> Point:
    """The point ``CURVE`` away from ``start``, or half of the way where that is less."""
    length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
    share = min(0.5, CURVE / length) if length else 0
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def document(size: Point, parts: Iterable[str], title: str) -> str:
    """The whole drawing; ``title`` says to whoever cannot see it what it shows (no tooltip)."""
    width, height = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        f'role="img" aria-label="{escape(title)}"><style>{STYLE}</style>{"".join(parts)}</svg>'
    )


def standalone(drawing: str) -> str:
    """The same drawing as a file of its own, on light: no variable of the page, no colour that depends on its theme."""
    light = re.sub(r"light-dark\(([^,()]*), [^()]*\)", r"\1", drawing)
    return re.sub(r"var\(--[\w-]+, ([^()]*)\)", r"\1", light)
