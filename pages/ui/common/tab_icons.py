"""The pictures of the browser's tab, drawn from the palette: the loop, how far a training is, how it ended."""

import base64
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

from rnn_core.figures.palette import BETTER, EVEN, NETWORK, WORSE

SIZE, FINER = 64, 4  # pixels of the picture's side; how much larger it is drawn, for smooth edges
GRID = 20  # units of the drawings below, y downwards
SIGN = "white"
Draw = ImageDraw.ImageDraw


def running(share: float) -> str:
    """The name of the icon of a training of which this share, 0 to 1, is done: a quarter filled for each 25 %."""
    return f"running-{int(4 * min(max(share, 0.0), 1.0))}"


def _at(*numbers: float) -> list[float]:
    """From units to pixels."""
    return [number * SIZE * FINER / GRID for number in numbers]


def _line(draw: Draw, color: str, width: float, *points: tuple[float, float]) -> None:
    places = [tuple(_at(*point)) for point in points]
    thick = _at(width)[0]
    draw.line(places, fill=color, width=round(thick), joint="curve")
    for x, y in places:
        draw.ellipse([x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2], fill=color)


def _loop(quarters: int | None = None) -> Callable[[Draw], None]:
    def drawn(draw: Draw) -> None:
        color = NETWORK.both
        way = [_bezier(step / 24, (6.6, 7.4), (1.2, -1.6), (18.8, -1.6), (13.4, 7.4)) for step in range(25)]
        _line(draw, color, 2.0, *way)
        _line(draw, color, 2.0, (1, 12.6), (4, 12.6))
        _line(draw, color, 2.0, (16, 12.6), (19, 12.6))
        draw.ellipse(_at(4, 6.6, 16, 18.6), fill=None if quarters is None else "white", outline=color, width=round(_at(2.0)[0]))
        if quarters:
            draw.pieslice(_at(4.8, 7.4, 15.2, 17.8), -90, -90 + 90 * quarters, fill=color)

    return drawn


def _bezier(t: float, *points: tuple[float, float]) -> tuple[float, float]:
    shares = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    x, y = (sum(share * point[axis] for share, point in zip(shares, points, strict=True)) for axis in (0, 1))
    return x, y


def _disc(color: str, *lines: tuple[tuple[float, float], ...]) -> Callable[[Draw], None]:
    def drawn(draw: Draw) -> None:
        draw.ellipse(_at(0.5, 0.5, 19.5, 19.5), fill=color)
        for line in lines:
            _line(draw, SIGN, 2.6, *line)

    return drawn


DRAWINGS = {
    "plain": _loop(),
    **{f"running-{quarters}": _loop(quarters) for quarters in range(5)},
    "better": _disc(BETTER.both, ((5.2, 10.6), (8.6, 14), (14.8, 6.4))),
    "even": _disc(EVEN.both, ((5.6, 7.6), (14.4, 7.6)), ((5.6, 12.4), (14.4, 12.4))),
    "worse": _disc(WORSE.both, ((10, 4.6), (10, 15)), ((5.6, 10.8), (10, 15.2), (14.4, 10.8))),
}


@lru_cache(maxsize=len(DRAWINGS))
def tab_icon(name: str) -> Image.Image:
    """The picture, 64 × 64. Raises KeyError for a name that is not in ``DRAWINGS``."""
    large = Image.new("RGBA", (SIZE * FINER, SIZE * FINER))
    DRAWINGS[name](ImageDraw.Draw(large))
    return large.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


@lru_cache(maxsize=len(DRAWINGS))
def tab_icon_address(name: str) -> str:
    """The same as a PNG within an address (``data:``), for scripts."""
    file = BytesIO()
    tab_icon(name).save(file, "PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
