"""Parts of a drawn cell as SVG: wires, gates, signs, numbers, each lit when its stage has come.

Words and grounds follow the page by its CSS variables; each ink has a light and a dark form (CSS ``light-dark``, which looks at
the page's ``color-scheme``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from rnn_core.figures.palette import ROLES, Color
from rnn_core.figures.svg import EDGE, GROUND, INSET, TEXT

Point = tuple[float, float]
BOX_WIDTH, BOX_HEIGHT = 112, 72
PLAIN = f"""
.step {{ font-family: var(--st-font, system-ui, sans-serif); }}
.step text {{ fill: {TEXT}; }}
.step .body {{ fill: {INSET}; stroke: {EDGE}; stroke-width: 1.5; }}
.step .wire {{ fill: none; stroke-width: 2.5; stroke-linejoin: round; }}
.step .rail {{ stroke-width: 5; }}
.step .peep {{ stroke-dasharray: 2 5; stroke-linecap: round; }}
.step .box, .step .sign {{ fill: {GROUND}; stroke-width: 2; }}
.step .pill {{ fill: {GROUND}; stroke-width: 1; }}
.step .level {{ opacity: 0.3; }}
.step .zero {{ stroke-width: 1; opacity: 0.6; }}
.step .strong {{ font-weight: 650; font-variant-numeric: tabular-nums; }}
.step .symbol {{ font-style: italic; font-family: Georgia, 'Times New Roman', serif; }}
.step .off {{ opacity: 0.22; }}
.step .lit .wire {{ stroke-width: 4; }}
.step .lit .rail {{ stroke-width: 7; }}
.step .lit .box, .step .lit .sign {{ stroke-width: 3.5; }}
.step .lit .pill {{ stroke-width: 2; }}
@media (prefers-reduced-motion: no-preference) {{ .step .lit {{ animation: light-up 0.4s ease-out; }} }}
@keyframes light-up {{ from {{ opacity: 0.2; }} }}
"""


def _colored(name: str, ink: Color) -> str:
    """Rules of one ink."""
    lines, faces = ("wire", "box", "sign", "pill", "zero"), ("tip", "level")
    strokes, fills = (", ".join(f".step .{name} .{part}" for part in parts) for parts in (lines, faces))
    mark = ink.mark.css
    return (
        f"{strokes} {{ stroke: {mark}; }}\n{fills} {{ fill: {mark}; }}\n.step .{name} .words {{ fill: {ink.words.css}; }}\n"
        f".step .{name}.lit {{ filter: drop-shadow(0 0 5px color-mix(in srgb, {mark} 45%, transparent)); }}\n"
    )


STYLE = PLAIN + "".join(_colored(name, ink) for name, ink in ROLES.items())


@dataclass(frozen=True)
class Box:
    """A gate or a candidate: its middle, its title, the letter and number in it; ``by``: a word about who set it."""

    x: float
    y: float
    title: str
    symbol: str
    value: float
    text: str
    by: str = ""

    @property
    def left(self) -> float:
        """Its left side."""
        return self.x - BOX_WIDTH / 2


class StagedDiagram:
    """Collects parts; ``lit`` is the stage that is lit, 0 for the whole cell. Later stages are faint and have no numbers yet."""

    def __init__(self, width: int, height: int, lit: int, words: str):
        self.width, self.height, self.lit, self.words = width, height, lit, words
        self._parts: list[str] = []

    def svg(self) -> str:
        """The whole drawing."""
        size = f'viewBox="0 0 {self.width} {self.height}" width="{self.width}" height="{self.height}"'
        head = f"<title>{escape(self.words)}</title><style>{STYLE}</style>"
        parts = "\n".join(self._parts)
        return f'<svg xmlns="http://www.w3.org/2000/svg" class="step" {size} role="img">{head}\n{parts}\n</svg>'

    def reached(self, stage: int) -> bool:
        """Whether the stage's numbers are known."""
        return self.lit == 0 or stage <= self.lit

    def _add(self, inner: str, stage: int, ink: str) -> None:
        look = "" if self.lit == 0 or stage < self.lit else " lit" if stage == self.lit else " off"
        self._parts.append(f'<g class="{ink}{look if stage else ""}">{inner}</g>')

    def body(self, left: float, top: float, width: float, height: float) -> None:
        """The frame of the cell: what is inside stays inside."""
        self._add(f'<rect class="body" x="{left}" y="{top}" width="{width}" height="{height}" rx="26"/>', 0, "given")

    def wire(self, points: Sequence[Point], stage: int, ink: str, look: str = "", tip: bool = True) -> None:
        """A line through points, an arrow's tip at its end; ``look``: ``rail`` (thick) or ``peep`` (dotted)."""
        path = "M" + " L".join(f"{x:g},{y:g}" for x, y in points)
        inner = f'<path class="wire {look}" d="{path}"/>'
        if tip:
            (x0, y0), (x, y) = points[-2], points[-1]
            dx, dy = (x > x0) - (x < x0), (y > y0) - (y < y0)
            long, wide = (13, 8) if look == "rail" else (9, 5.5)
            back = (x - dx * long, y - dy * long)
            corners = [(x, y), *((back[0] + side * dy * wide, back[1] + side * dx * wide) for side in (1, -1))]
            inner += f'<polygon class="tip" points="{" ".join(f"{a:g},{b:g}" for a, b in corners)}"/>'
        self._add(inner, stage, ink)

    def sign(self, x: float, y: float, text: str, stage: int, ink: str) -> None:
        """A small circle with × or +, or a wider one with a word such as tanh."""
        half = 15 if len(text) == 1 else 9 + 5 * len(text)
        size = 23 if len(text) == 1 else 16
        self._add(
            f'<rect class="sign" x="{x - half:g}" y="{y - 15:g}" width="{2 * half:g}" height="30" rx="15"/>'
            f'<text x="{x:g}" y="{y + size * 0.35:g}" text-anchor="middle" font-size="{size}">{escape(text)}</text>',
            stage,
            ink,
        )

    def open_box(self, box: Box, stage: int, ink: str) -> None:
        """A box that is filled as far as the gate is open, 0 to 1."""
        full = max(0.0, min(1.0, box.value)) * (BOX_HEIGHT - 4)
        self._box(box, _level(box.left, box.y + BOX_HEIGHT / 2 - 2 - full, full, 8), stage, ink)

    def signed_box(self, box: Box, stage: int, ink: str) -> None:
        """A box that is filled from its middle up or down, -1 to 1."""
        tall = max(-1.0, min(1.0, box.value)) * (BOX_HEIGHT / 2 - 2)
        zero = f'<path class="zero" d="M{box.left},{box.y} H{box.left + BOX_WIDTH}"/>'
        self._box(box, _level(box.left, box.y - max(tall, 0), abs(tall), 2) + zero, stage, ink)

    def _box(self, box: Box, filling: str, stage: int, ink: str) -> None:
        """The frame and its words; the filling and the number when the stage has come."""
        known, x, y = self.reached(stage), box.x, box.y
        frame = f'<rect class="box" x="{box.left}" y="{y - BOX_HEIGHT / 2}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="10"/>'
        words = (
            f'<text x="{x}" y="{y - 11}" text-anchor="middle" font-size="15.5">{escape(box.title)}</text>'
            f'<text class="strong" x="{x}" y="{y + (10 if box.by else 16)}" text-anchor="middle" font-size="18">'
            f'<tspan class="symbol">{escape(box.symbol)}</tspan>{f" = {escape(box.text)}" if known else ""}</text>'
        )
        if box.by:
            words += f'<text x="{x}" y="{y + 28}" text-anchor="middle" font-size="14">{escape(box.by)}</text>'
        self._add(frame + (filling if known else "") + words, stage, ink)

    def number(self, x: float, y: float, text: str, stage: int, ink: str) -> None:
        """A number on a wire; nothing before its stage has come."""
        if not self.reached(stage):
            return
        half = 8 + 5 * len(text)
        self._add(
            f'<rect class="pill" x="{x - half:g}" y="{y - 13:g}" width="{2 * half:g}" height="26" rx="13"/>'
            f'<text class="strong" x="{x:g}" y="{y + 6:g}" text-anchor="middle" font-size="17">{escape(text)}</text>',
            stage,
            ink,
        )

    def text(self, x: float, y: float, lines: Sequence[str], stage: int, ink: str = "given", anchor: str = "middle") -> None:
        """Words, a line each, in the colour of what they speak of."""
        self._add(
            "".join(
                f'<text class="words" x="{x:g}" y="{y + 18 * at:g}" text-anchor="{anchor}" font-size="15.5">{escape(line)}</text>'
                for at, line in enumerate(lines)
            ),
            stage,
            ink,
        )

    def branch(self, x: float, y: float, stage: int, ink: str) -> None:
        """A dot where a wire parts."""
        self._add(f'<circle class="tip" cx="{x:g}" cy="{y:g}" r="5"/>', stage, ink)

    def key(self, x: float, y: float, ink: str, middle: bool) -> None:
        """A small box for the legend, filled from below or from its ``middle``."""
        inner = f'<rect class="box" x="{x:g}" y="{y - 9:g}" width="20" height="18" rx="4"/>'
        inner += (
            f'<rect class="level" x="{x + 1:g}" y="{y - 7 if middle else y - 2:g}" width="18" height="{7 if middle else 10}"/>'
        )
        self._add(inner + (f'<path class="zero" d="M{x:g},{y:g} h20"/>' if middle else ""), 0, ink)


def _level(left: float, top: float, height: float, radius: float) -> str:
    return (
        f'<rect class="level" x="{left + 2:g}" y="{top:.1f}" width="{BOX_WIDTH - 4}" height="{height:.1f}" '
        f'rx="{min(radius, height / 2):.1f}"/>'
    )
