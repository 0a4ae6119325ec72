"""Small pictures as SVG text in the colours of the style sheet, which follow the theme. Lengths in pixels, y downwards."""

from collections.abc import Sequence
from html import escape

import numpy as np
from numpy.typing import ArrayLike

ROUND = "stroke-linecap:round;stroke-linejoin:round"


def color(name: str) -> str:
    """That of a token in ``look.css``: "net", "actual", "memory-words"."""
    return f"var(--rl-{name})"


class Plot:
    """From numbers to places: ``x``, ``y``: ends of the axes, ``pad``: what is left free (top, right, bottom, left)."""

    def __init__(
        self,
        size: tuple[float, float],
        x: tuple[float, float],
        y: tuple[float, float],
        pad: tuple[float, float, float, float] = (8, 0, 8, 0),
    ):
        self.width, self.height = size
        self.ends, self.levels, self.pad = x, y, pad

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The place of a point."""
        top, right, bottom, left = self.pad
        across = (x - self.ends[0]) / (self.ends[1] - self.ends[0])
        up = (y - self.levels[0]) / (self.levels[1] - self.levels[0])
        return left + across * (self.width - left - right), self.height - bottom - up * (self.height - top - bottom)

    def way(self, values: ArrayLike, first: float = 0) -> str:
        """Through values that stand one apart, from ``first`` on, as a path's commands."""
        points = (self.at(first + step, value) for step, value in enumerate(np.ravel(values)))
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)

    def line(self, values: ArrayLike, look: str, first: float = 0) -> str:
        """A line; ``look``: see :func:`stroke`."""
        return path(self.way(values, first), look)

    def area(self, values: ArrayLike, fill: str) -> str:
        """What lies under a line that goes from edge to edge."""
        return f'<path d="{self.way(values)}L{self.width:g} {self.height:g}L0 {self.height:g}Z" style="fill:{fill}"/>'


def stroke(name: str, width: float, dash: str = "none", strength: float = 1) -> str:
    """How a line looks: a token's colour, pixels, dashes."""
    return f"fill:none;stroke:{color(name)};stroke-width:{width:g};stroke-dasharray:{dash};stroke-opacity:{strength:g};{ROUND}"


def path(commands: str, look: str) -> str:
    """A line through places."""
    return f'<path d="{commands}" style="{look}"/>'


def words(at: tuple[float, float], text: str, name: str, look: str = "", anchor: str = "start") -> str:
    """Words in a token's colour, whose base line is at ``at``. Any text is allowed."""
    return f'<text x="{at[0]:g}" y="{at[1]:g}" text-anchor="{anchor}" style="fill:{color(name)};{look}">{escape(text)}</text>'


def picture(size: tuple[float, float], parts: Sequence[str], says: str, fit: str = "xMidYMid slice") -> str:
    """The whole of it; ``says``: what it shows, for whoever cannot see it, "" where the words beside it say it."""
    name = f'role="img" aria-label="{escape(says)}"' if says else 'aria-hidden="true"'
    box = f'viewBox="0 0 {size[0]:g} {size[1]:g}" preserveAspectRatio="{fit}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} {name}>{"".join(parts)}</svg>'
