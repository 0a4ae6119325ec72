"""The small pictures of the cards, each drawn from the data that its card opens. Nothing in them is invented."""

from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from textwrap import wrap

import numpy as np

from pages.ui.stage.drawing import Plot, color, path, picture, stroke, words
from rnn_core.data import Text, entry
from rnn_core.data.sources.dna import MOTIF, WITH_MOTIF, dna
from rnn_core.data.sources.synthetic import random_walk
from rnn_core.data.sources.synthetic_paths import ladybug

SIZE = WIDTH, HEIGHT = 340, 92
EDGE = 18  # left of words
MONO = "font-family:var(--st-code-font);font-size:13px"
BOLD = f"{MONO};font-weight:700"


def _values(name: str) -> np.ndarray:
    series = entry(name).load()
    return series.frame[series.target].dropna().to_numpy()  # type: ignore[union-attr]


def weather() -> str:
    """Three years of days, and over them the mean of the month around each."""
    days = _values("seattle-weather")[: 3 * 365]
    month = np.convolve(np.pad(days, 15, mode="edge"), np.ones(31) / 31, mode="valid")
    plot = Plot(SIZE, (0, len(days) - 1), (days.min(), days.max()))
    return picture(
        SIZE, [path(_every(plot, days, 3), stroke("learned", 1)), path(_every(plot, month, 9), stroke("actual", 2.4))], ""
    )


def _every(plot: Plot, values: np.ndarray, step: int) -> str:
    """A way through every so many-th value: more is not seen in so small a picture."""
    return _through([plot.at(place, values[place]) for place in range(0, len(values), step)])


def share() -> str:
    """The price of every tenth day."""
    prices = _values("prices-msft")[::10]
    plot = Plot(SIZE, (0, len(prices) - 1), (prices.min(), prices.max()), pad=(10, 0, 14, 0))
    return picture(SIZE, [plot.area(prices, color("better-tint")), plot.line(prices, stroke("actual", 1.8))], "")


def walk() -> str:
    """The walk of the dataset, and eight others that chance could have made as well."""
    rows = 100
    others = [_walk(seed, rows) for seed in range(1, 9)]
    own = _walk(0, rows)
    plot = Plot(SIZE, (0, rows + 8), (min(map(np.min, others)), max(map(np.max, others))), pad=(6, 0, 6, 0))
    x, y = plot.at(rows + 1, own[-1])
    question = words((x, max(24, y + 8)), "?", "naive-words", "font-size:24px;font-weight:700")
    thin = stroke("learned", 1, strength=0.6)
    return picture(
        SIZE,
        [*(plot.line(other, thin) for other in others), plot.line(own, stroke("actual", 2.4)), question],
        "",
        "xMaxYMid slice",
    )


def _walk(seed: int, rows: int) -> np.ndarray:
    series = random_walk(seed=seed)
    values = series.frame[series.target].to_numpy()[:rows]
    return values - values[0]


def hamlet() -> str:
    """Letters as chance draws them, then as each follows the one before it in the play, then a line of the play."""
    play = entry("hamlet")
    loaded = None if play.missing() else play.load()
    if not isinstance(loaded, Text):
        return picture(SIZE, [words((EDGE, 54), "H A M L E T", "actual", BOLD)], "")
    lines = [line for line in loaded.text.split("\n") if 24 <= len(line) <= 30 and line[-1] in ".!?" and line[0].isupper()]
    known, rng = loaded.text[:20_000].replace("\n", " "), np.random.default_rng(3)
    by_chance = "".join(known[place] for place in rng.integers(len(known), size=24))
    line = lines[0] if lines else loaded.title
    shown = [
        words((EDGE, 30), by_chance, "learned-words", MONO),
        words((EDGE, 52), _following(known, rng, 24), "learned-words", MONO),
        words((EDGE, 74), line, "actual", BOLD),
        path(f"M{EDGE + 7.85 * len(line) + 3:.0f} 62V78", stroke("net", 2.4)),
    ]
    return picture(SIZE, shown, "", fit="xMinYMid slice")


def _following(text: str, rng: np.random.Generator, length: int) -> str:
    """Each letter drawn from those that follow the two before it in the text."""
    after: dict[str, list[str]] = {}
    for place in range(len(text) - 2):
        after.setdefault(text[place : place + 2], []).append(text[place + 2])
    made = text[:2]
    while len(made) < length:
        found = after.get(made[-2:]) or [" "]
        made += found[rng.integers(len(found))]
    return made


def film() -> str:
    """A short review, and what its critic thought of the film."""
    reviews = entry("rotten-tomatoes")
    if reviews.missing():
        return picture(SIZE, [words((EDGE, 54), "fresh  or  rotten ?", "actual", BOLD)], "")
    data = reviews.load()
    text, label = min((one for one in zip(data.texts, data.labels, strict=True) if 52 <= len(one[0]) <= 66), key=_plainness)  # type: ignore[union-attr]
    good = label == "fresh"
    lines = wrap(text, 38)[:2]
    shown = [words((EDGE, 30 + 21 * number), line, "ink", "font-size:15px") for number, line in enumerate(lines)]
    tint, name = ("better-tint", "better-words") if good else ("worse-tint", "worse-words")
    pill = f'<rect x="{EDGE}" y="62" width="{14 + 7.4 * len(label):.0f}" height="21" rx="10.5" style="fill:{color(tint)}"/>'
    return picture(
        SIZE, [*shown, pill, words((EDGE + 9, 77), label, name, "font-size:13px;font-weight:650")], "", "xMinYMid slice"
    )


def _plainness(one: tuple[str, str]) -> tuple[int, str]:
    """Few signs first: a sentence that is read at a glance."""
    return sum(Counter(one[0])[sign] for sign in "\"'-;:()[]&0123456789.!"), one[0]


def path_of_the_ladybug() -> str:
    """The beginning of the dataset's path; the dots are where it goes on."""
    points = ladybug(points=150).points
    (left, low), (right, high) = points.min(axis=0), points.max(axis=0)
    plot = Plot(SIZE, (left, right), (low, high), pad=(16, 100, 16, 60))
    places = [plot.at(x, y) for x, y in points]
    here, before = places[95], places[92]
    known, rest = (_through(part) for part in (places[:96], places[95:]))
    turned = np.degrees(np.arctan2(here[1] - before[1], here[0] - before[0]))
    return picture(
        SIZE, [path(known, stroke("actual", 2.4)), path(rest, stroke("memory", 3.4, "1 7")), _bug(here, float(turned))], ""
    )


def _through(places: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)


def _bug(at: tuple[float, float], turned: float) -> str:
    dots = "".join(f'<circle cx="{x}" cy="{y}" r="1.7"/>' for x in (-4, 3) for y in (-4, 4))
    return (
        f'<g transform="translate({at[0]:.1f} {at[1]:.1f}) rotate({turned:.0f})" style="fill:{color("actual")}">'
        f'<circle cx="9" cy="0" r="5"/><ellipse rx="11" ry="9" style="fill:{color("worse")}"/>'
        f'<g style="fill:{color("card")}">{dots}</g>{path("M-11 0H11", stroke("card", 1.5))}</g>'
    )


def letters_of_dna() -> str:
    """A sequence of the dataset that has the motif, and the motif."""
    data = dna(each=40)
    row, step, shown = 17, 15.6, []
    found = [text.replace(" ", "") for text, label in zip(data.texts, data.labels, strict=True) if label == WITH_MOTIF]
    letters = max((one for one in found if one.index(MOTIF) % row <= row - len(MOTIF)), key=len)
    for place, letter in enumerate(letters[: 3 * row]):
        inside = 0 <= place - letters.index(MOTIF) < len(MOTIF)
        x, y = EDGE + step * (place % row), 30 + 24 * (place // row)
        if inside:
            shown.append(
                f'<rect x="{x - 3:.1f}" y="{y - 16}" width="{step:.1f}" height="21" style="fill:{color("better-tint")}"/>'
            )
        shown.append(words((x, y), letter, "net-words" if inside else "second", BOLD if inside else MONO))
    return picture(SIZE, shown, "", fit="xMinYMid slice")


def own_data() -> str:
    """Where a file is dropped."""
    box = '<rect x="84" y="24" width="172" height="44" rx="12" style="{}"/>'.format(stroke("edge", 2, "6 5"))
    arrow = path("M114 51V39M109 44L114 39L119 44M107 50V55H121V50", stroke("second", 1.8))
    return picture(SIZE, [box, arrow, words((134, 51), "Drop a file", "second", "font-size:15px;font-weight:600")], "")


THUMBNAILS: dict[str, Callable[[], str]] = {
    "weather": weather,
    "share": share,
    "walk": walk,
    "hamlet": hamlet,
    "film": film,
    "ladybug": path_of_the_ladybug,
    "dna": letters_of_dna,
    "own": own_data,
}


@lru_cache(maxsize=len(THUMBNAILS))
def thumbnail(name: str) -> str:
    """A picture by its name, drawn once."""
    return THUMBNAILS[name]()
