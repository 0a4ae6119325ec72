"""One file holds the colours: it can be read on both themes, nobody else names one, and the theme is made of it."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from pages.ui.common.colored_text import DEEPEST
from rnn_core.figures import palette
from rnn_core.figures.palette import INK, PAGE, Color, Themed

ROOT = Path(__file__).parents[2]
LOOK = ROOT / "pages" / "ui" / "look" / "look.css"
PALETTE = ROOT / "rnn_core" / "figures" / "palette.py"
LITERAL = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b|\b(?:rgb|hsl)a?\(", re.IGNORECASE)
COLORS = {name: value for name, value in vars(palette).items() if isinstance(value, Color)}
CATEGORIES = ("ACTUAL", "NETWORK", "NAIVE", "MEMORY", "LEARNED", "FORGET", "INPUT", "CANDIDATE", "OUTPUT")
THEME = {
    "primaryColor": palette.PRIMARY,
    "backgroundColor": palette.PAGE,
    "secondaryBackgroundColor": palette.FIELD,
    "textColor": palette.INK,
    "borderColor": palette.BORDER,
    "linkColor": palette.NETWORK.words,
    "greenColor": palette.BETTER.mark,
    "greenTextColor": palette.BETTER.words,
    "greenBackgroundColor": palette.BETTER_TINT,
    "grayColor": palette.EVEN.mark,
    "grayTextColor": palette.EVEN.words,
    "grayBackgroundColor": palette.EVEN_TINT,
    "redColor": palette.WORSE.mark,
    "redTextColor": palette.WORSE.words,
    "redBackgroundColor": palette.WORSE_TINT,
}


def channels(color: str) -> list[float]:
    return [value / 255 for value in bytes.fromhex(color.removeprefix("#"))]


def luminance(rgb: list[float]) -> float:
    """Relative luminance as WCAG 2 defines it."""
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: list[float], other: list[float]) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def on(ground: str, color: str) -> float:
    return contrast(channels(color), channels(ground))


def test_contrasts_are_those_of_wcag():
    assert on("#000000", "#ffffff") == pytest.approx(21)
    assert on("#ffffff", "#777777") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("name", COLORS)
def test_marks_and_words_can_be_read_on_the_page(name):
    color = COLORS[name]
    for theme in Themed._fields:
        ground = getattr(PAGE, theme)
        assert on(ground, getattr(color.mark, theme)) >= 3
        assert on(ground, getattr(color.words, theme)) >= 4.5
        assert on(ground, color.both) >= 3


@pytest.mark.parametrize("color", [palette.MINUS, palette.PLUS, *palette.SEVERAL])
def test_a_colour_of_both_themes_can_be_seen_on_both(color):
    assert min(on(ground, color) for ground in PAGE) >= 3


def test_words_on_what_is_pressed_first_can_be_read():
    assert min(on(*pair) for pair in zip(palette.PRIMARY, palette.ON_PRIMARY, strict=True)) >= 4.5


@pytest.mark.parametrize("words", [palette.INK, palette.QUIET])
def test_words_can_be_read_on_every_ground(words):
    for ground in (palette.PAGE, palette.CARD, palette.SIDEBAR, palette.FIELD, palette.SIDEBAR_FIELD):
        assert min(on(*pair) for pair in zip(ground, words, strict=True)) >= 4.5


@pytest.mark.parametrize("verdict", ["BETTER", "EVEN", "WORSE"])
def test_verdicts_can_be_read_on_their_tints(verdict):
    tint = getattr(palette, f"{verdict}_TINT")
    assert min(on(*pair) for pair in zip(tint, COLORS[verdict].words, strict=True)) >= 4.5
    assert min(on(*pair) for pair in zip(tint, INK, strict=True)) >= 4.5


@pytest.mark.parametrize("color", [palette.MINUS, palette.PLUS, *(COLORS[name].both for name in CATEGORIES)])
def test_words_can_be_read_on_the_deepest_piece_of_a_coloured_text(color):
    share = DEEPEST / 100
    for ground, ink in zip(PAGE, INK, strict=True):
        mixed = [share * one + (1 - share) * other for one, other in zip(channels(color), channels(ground), strict=True)]
        assert contrast(channels(ink), mixed) >= 4.5


def test_a_faint_colour_keeps_its_hue():
    assert palette.faint("#0d9488", 0.25) == "rgba(13, 148, 136, 0.25)"
    assert palette.NETWORK.mark.css == "light-dark(#0d9488, #3fc9bb)"


def literals(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [f"{path.relative_to(ROOT)}:{node.lineno}: {found}" for node in texts for found in LITERAL.findall(node.value)]


def test_nobody_else_names_a_colour():
    others = [path for folder in ("rnn_core", "pages") for path in (ROOT / folder).rglob("*.py") if path != PALETTE]
    assert len(others) > 150
    assert len(literals(PALETTE)) > 60
    assert [found for path in [*others, ROOT / "app.py"] for found in literals(path)] == []


@pytest.mark.parametrize("theme", Themed._fields)
def test_the_theme_is_made_of_the_palette(theme):
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    assert not [name for name in config if name.endswith(("Color", "Colors"))]  # both themes have their own
    own = {name: value for name, value in config[theme].items() if name.endswith(("Color", "Colors"))}
    assert own.pop("chartCategoricalColors") == [getattr(COLORS[name].mark, theme) for name in CATEGORIES]
    assert own == {name: getattr(color, theme) for name, color in THEME.items()}
    assert config[theme]["sidebar"] == {
        "backgroundColor": getattr(palette.SIDEBAR, theme),
        "secondaryBackgroundColor": getattr(palette.SIDEBAR_FIELD, theme),
    }


TOKENS = {
    "actual": palette.ACTUAL.mark,
    **{
        f"{token}{suffix}": getattr(COLORS[name], part)
        for token, name in {
            "net": "NETWORK",
            **{name.lower(): name for name in (*CATEGORIES[2:], "BETTER", "EVEN", "WORSE")},
        }.items()
        for suffix, part in (("", "mark"), ("-words", "words"))
    },
    **{f"{name}-tint": getattr(palette, f"{name.upper()}_TINT") for name in ("better", "even", "worse")},
    **{name: getattr(palette, name.upper()) for name in ("page", "card", "sidebar", "field", "part", "border", "edge", "ink")},
    "second": palette.QUIET,
    "primary": palette.PRIMARY,
    "on-primary": palette.ON_PRIMARY,
}


def test_the_style_sheet_is_made_of_the_palette_and_names_colours_at_its_top_alone():
    found = dict(re.findall(r"--rl-([\w-]+): (light-dark\(.*\));", LOOK.read_text(encoding="utf-8")))
    assert found == {name: color.css for name, color in TOKENS.items()}
    sheets = {path.name: path.read_text(encoding="utf-8") for path in LOOK.parent.glob("*.css")}
    others = {name: re.sub(r"light-dark\(.*\);", "", text) for name, text in sheets.items()}
    assert {name: LITERAL.findall(text) for name, text in others.items()} == {name: [] for name in sheets}


def test_the_style_sheet_asks_for_no_colour_that_there_is_not():
    asked = set(re.findall(r"var\(--rl-([\w-]+)", "".join(path.read_text(encoding="utf-8") for path in styled())))
    assert {"primary", "second"} <= asked
    assert asked - TOKENS.keys() - {"resting", "lifted", "motion", "place"} == set()


def styled() -> list[Path]:
    return [*LOOK.parent.glob("*.css"), *(ROOT / "pages").rglob("*.py")]
