"""The colours of all that is shown: figures, drawings, components, the printed report. One meaning, one colour.

A part of the data (training, validation, test) is no hue: validation and test have a pale ground, with a name at its top. The
theme in ``.streamlit/config.toml`` is made of these values, too.
"""

from dataclasses import dataclass
from typing import NamedTuple


class Themed(NamedTuple):
    """A colour of the light and one of the dark theme."""

    light: str
    dark: str

    @property
    def css(self) -> str:
        """For a style sheet: follows the page's ``color-scheme``."""
        return f"light-dark({self.light}, {self.dark})"


@dataclass(frozen=True)
class Color:
    """What stands for one thing: ``mark`` in lines, bars and dots (contrast of 3 or more), ``words`` in text (4.5 or more).

    ``both`` is a mark on either ground, for plotly, whose figures are drawn once for both themes. Between 3 to 1 on the light
    and on the dark page there is little room; within it those of one picture differ in lightness, not by hue alone.
    """

    mark: Themed
    words: Themed
    both: str


def _color(mark: tuple[str, str], words: tuple[str, str], both: str) -> Color:
    return Color(Themed(*mark), Themed(*words), both)


def faint(color: str, share: float) -> str:
    """``color`` (#rrggbb) at a share, 0 to 1, of its strength."""
    red, green, blue = bytes.fromhex(color[1:])
    return f"rgba({red}, {green}, {blue}, {share:g})"


# What happened; the data that are read.
ACTUAL = _color(("#20302f", "#f0f3f1"), ("#20302f", "#f0f3f1"), "#697472")
# What the network says; its state h; the validation loss.
NETWORK = _color(("#0d9488", "#3fc9bb"), ("#0b6e69", "#5fd6ca"), "#219d91")
# The simplest guess: tomorrow = today, straight on.
NAIVE = _color(("#cf6a26", "#f0924f"), ("#a34a12", "#f5a469"), "#d2753a")
# From memory alone: the cell state c; a free run, with closed eyes.
MEMORY = _color(("#5546b8", "#8b7df0"), ("#5546b8", "#aea5f5"), "#7e6fe2")
# What was learned from: the training part and its loss, copied text.
LEARNED = _color(("#8c846f", "#8f8a7b"), ("#6b6453", "#b0aa9a"), "#878070")

FORGET = _color(("#8f2c66", "#c9528f"), ("#8f2c66", "#ec93c0"), "#aa3f7b")  # gate f
INPUT = _color(("#4d6608", "#8fae4a"), ("#4d6608", "#a9c76a"), "#556f10")  # gate i; of a GRU z
CANDIDATE = _color(("#b07d00", "#f0c552"), ("#7d5b00", "#f0c552"), "#9f7711")  # g
OUTPUT = _color(("#2f8fce", "#86c8f5"), ("#1f659a", "#86c8f5"), "#286da2")  # gate o; of a GRU r

ROLES = {  # by what a part of a cell does
    "long": MEMORY,
    "short": NETWORK,
    "given": ACTUAL,
    "forget": FORGET,
    "input": INPUT,
    "candidate": CANDIDATE,
    "output": OUTPUT,
}

BETTER = _color(("#0b6e69", "#3fc9bb"), ("#0b6e69", "#3fc9bb"), "#219d91")  # the network wins
EVEN = _color(("#857d68", "#a39d8e"), ("#5f5949", "#c2bcac"), "#857d68")  # nobody wins
WORSE = _color(("#b3261e", "#f0736a"), ("#b3261e", "#f0736a"), "#d9544a")  # the simplest guess wins; a mistake, what is missing

MINUS, PLUS = "#b3592a", "#2f8fce"  # signed numbers, on either ground; 0 is the page
# things of one kind side by side, on either ground
SEVERAL = ("#227777", "#e66b4c", "#7d49ca", "#7592bd", "#e64c8a", "#7c623c", "#5f8f2e", "#b08a10")

PAGE, CARD = Themed("#fdfcf9", "#12191a"), Themed("#ffffff", "#182223")
SIDEBAR = Themed("#f7f4ed", "#161f20")
FIELD, SIDEBAR_FIELD = Themed("#f3f0e8", "#202c2d"), Themed("#ece8dc", "#243031")
BORDER, EDGE = Themed("#e2ddd0", "#2e3b3c"), Themed("#cfc8b6", "#455556")  # of what stands still; of what one can press
PART = Themed("#f1ecdf", "#1d2627")  # the ground of the validation and test part, of what comes with closed eyes
INK, QUIET = Themed("#20302f", "#e6ebe8"), Themed("#4d5a57", "#aab8b4")  # words, and those of second rank
PRIMARY, ON_PRIMARY = Themed("#0b6e69", "#3fb8ae"), Themed("#ffffff", "#06201e")  # what is pressed first, and words on it
BETTER_TINT, EVEN_TINT = Themed("#e2f1ee", "#15302f"), Themed("#f1ede1", "#272a26")  # grounds of verdicts
WORSE_TINT = Themed("#fbe7e3", "#382022")
