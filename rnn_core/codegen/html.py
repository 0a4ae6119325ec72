"""Pieces of one HTML page that works without a network. Every function takes plain text and escapes it."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the server knows of reports at its start, and shall not load plotly for it
    import plotly.graph_objects as go

from rnn_core.figures.palette import BETTER, BETTER_TINT, BORDER, CARD, EVEN, EVEN_TINT, FIELD, INK, QUIET, WORSE, WORSE_TINT

CSS = f"""
:root {{ color: {INK.light}; background: {CARD.light}; font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }}
body {{ max-width: 680px; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }}
h1 {{ font-size: 1.7rem; line-height: 1.2; margin-bottom: .2rem; }}
h2 {{ font-size: 1.2rem; margin: 2.2rem 0 .5rem; border-bottom: 1px solid {BORDER.light}; break-after: avoid; }}
h3 {{ font-size: 1rem; margin: 1.2rem 0 .2rem; break-after: avoid; }}
p {{ margin: .4rem 0; }}
.quiet {{ color: {QUIET.light}; font-size: .9rem; }}
.verdict {{ border-left: 5px solid {EVEN.mark.light}; background: {EVEN_TINT.light}; padding: .7rem 1rem; font-size: 1.1rem; }}
.good {{ border-color: {BETTER.mark.light}; background: {BETTER_TINT.light}; }}
.bad {{ border-color: {WORSE.mark.light}; background: {WORSE_TINT.light}; }}
table {{ border-collapse: collapse; width: 100%; font-size: .9rem; break-inside: avoid; }}
th, td {{ text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid {BORDER.light}; }}
.numbers :is(td, th):not(:first-child) {{ text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }}
.settings {{ table-layout: fixed; margin-bottom: 1rem; }}
.settings th {{ width: 28%; }}
.settings th:nth-child(2) {{ width: 20%; }}
.settings th:nth-child(3) {{ width: 52%; }}
pre {{ white-space: pre-wrap; background: {FIELD.light}; padding: .7rem 1rem; font-size: .85rem; }}
figure {{ margin: .5rem 0; break-inside: avoid; }}
@page {{ margin: 15mm; }}
@media print {{ body {{ margin: 0 auto; padding: 0; }} }}
"""
NOTHING = "–"  # in a cell that has no value


def document(title: str, parts: Iterable[str]) -> str:
    """The whole page; ``parts`` are made by the functions below."""
    body = "\n".join(parts)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{CSS}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def element(tag: str, text: str, look: str = "") -> str:
    """``<tag>text</tag>``; ``look`` is a class of the style sheet above."""
    style = f' class="{look}"' if look else ""
    return f"<{tag}{style}>{escape(text)}</{tag}>"


def number(value: float | None, form: str = ",.4g") -> str:
    """A number as text, a dash where there is none."""
    return NOTHING if value is None else format(value, form)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], look: str = "") -> str:
    """Rows of text. ``look`` "numbers": all columns but the first stand to the right; "settings": the last one is wide."""

    def line(tag: str, cells: Sequence[str]) -> str:
        return f"<tr>{''.join(element(tag, cell) for cell in cells)}</tr>"

    body = "\n".join(line("td", row) for row in rows)
    return f'<table class="{look}">\n<thead>{line("th", head)}</thead>\n<tbody>\n{body}\n</tbody>\n</table>'


class Figures:
    """Makes the figures of one page, as still pictures: plotly's script alone would have 4.8 MB."""

    def figure(self, drawn: "go.Figure", words: str) -> str:
        """A drawing and what to look for in it."""
        from rnn_core.figures.still import still

        return f"<figure>{still(drawn, words)}{element('figcaption', words, 'quiet')}</figure>"
