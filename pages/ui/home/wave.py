"""The large picture: what a network said about the wave after some epochs, and then with closed eyes; from ``wave.json``."""

import json
from functools import lru_cache
from pathlib import Path

from pages.ui.stage.drawing import Plot, color, picture, stroke, words

MEASURED = Path(__file__).parent / "wave.json"
BESIDE, BELOW, NARROW = (540, 360), (768, 300), (340, 190)  # pixels, about as on the screen, so that words keep their size
RIGHT = 76  # pixels for the words at the lines' ends
LABEL = "font-size:15px;font-weight:650"
SAYS = (
    "The sine wave, and the network's line after epochs 1, 3 and {last}, each nearer to it; from there on the network goes on by "
    "itself with closed eyes, and stays close to the wave."
)


@lru_cache(maxsize=1)
def wave() -> tuple[str, ...]:
    """The same for three widths of the window, of which one is shown; ``benchmarks/home_wave.py`` measured what it shows."""
    measured = json.loads(MEASURED.read_text(encoding="utf-8"))
    return tuple(_drawn(measured, size) for size in (BESIDE, BELOW, NARROW))


def _drawn(measured: dict, size: tuple[int, int]) -> str:
    actual, free, said = measured["actual"], measured["free"], measured["said"]
    *_, last = said
    eyes = len(said[last])  # how many values were said before they were closed
    seen = [*actual, *free, *(value for values in said.values() for value in values)]
    plot = Plot(size, (0, len(actual) - 1), (min(seen), max(seen)), pad=(34, RIGHT, 14, 4))
    here = plot.at(eyes - 1, said[last][-1])
    ghosts = [plot.line(said[epoch], stroke("net", 1.8, "1 5", 0.8)) for epoch in ("1", "3")]
    parts = [
        f'<rect x="{here[0]:.1f}" width="{size[0] - here[0]:.1f}" height="{size[1]}" style="fill:{color("part")}"/>',
        words((here[0] + 12, 22), "closed eyes", "learned-words", LABEL),
        words((here[0] - 12, 22), f"after {last} epochs", "net-words", LABEL, "end"),
        *ghosts,
        plot.line(actual, stroke("actual", 2.2)),
        plot.line(said[last], stroke("net", 3.6)),
        plot.line([said[last][-1], *free], stroke("memory", 4, "1 7"), eyes - 1),
        f'<circle cx="{here[0]:.1f}" cy="{here[1]:.1f}" r="6.5" style="fill:{color("net")}"/>',
        *_ends(plot, actual[-1], free[-1], size[0] - RIGHT + 8),
    ]
    return picture(size, parts, SAYS.format(last=last), fit="xMaxYMid slice")


def _ends(plot: Plot, actual: float, free: float, x: float) -> list[str]:
    """The two names beside the ends of their lines, one above the other."""
    names = [(actual, "actual", "actual"), (free, "by itself", "memory-words")]
    names.sort(reverse=True)
    above, below = (plot.at(0, level)[1] + 5 for level, *_ in names)
    middle, apart = (above + below) / 2, max(19.0, below - above)
    places = (middle - apart / 2, middle + apart / 2)
    return [words((x, y), name, token, LABEL) for y, (_, name, token) in zip(places, names, strict=True)]
