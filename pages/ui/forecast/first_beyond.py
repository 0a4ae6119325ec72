"""The first value beyond the data beside the last known ones, with its band: a number and a small picture."""

import pandas as pd
import streamlit as st

from pages.ui.common.messages import plain
from pages.ui.stage.drawing import Plot, color, path, picture, stroke, words
from pages.ui.stage.drawn import drawn
from pages.ui.stage.labels import row_labels
from rnn_core.experiments.forecast.beyond import FirstBeyond, first_beyond
from rnn_core.experiments.forecast.metrics import TargetMeasures

KNOWN_ROWS = 12
SIZE = WIDTH, HEIGHT = 232, 112
GAP = 16  # pixels between the base lines of two numbers


def number_beyond(measured: TargetMeasures, forecast: pd.DataFrame, future: pd.DataFrame, row: str) -> None:
    """Its number, the last known one, the band; ``row``: what a row is called."""
    found = first_beyond(measured, forecast, future)
    unit = f" {measured.unit}" if measured.unit else ""
    place, before = row_labels([found.place])[0], row_labels([found.last_place])[0]
    st.metric(f"Next {row}, {place}", f"{found.value:,.4g}{unit}", help=found.source)
    says = f"The last known values and the next one. {found.sentence(measured.unit)}"
    drawn(f"beyond-{measured.target}", "rl-beyond", _picture(forecast["actual"].tail(KNOWN_ROWS).tolist(), found, says))
    st.caption(
        f"band: {found.low:,.4g} to {found.high:,.4g}, {found.kind}  \nlast known, {before}: {found.last:,.4g}{plain(unit)}"
    )


def _picture(known: list[float], found: FirstBeyond, says: str) -> str:
    """The known values as a line, the band as a bar, in it the network's value; the orange dot says "as before"."""
    all_of_it = [*known, found.low, found.high, found.value]
    low, high = min(all_of_it), max(all_of_it)
    more = (high - low) * 0.05 or 1
    last, next_one = len(known) - 1, len(known) + 1
    plot = Plot(SIZE, (0, next_one), (low - more, high + more), pad=(10, 76, 10, 6))
    (x, top), (_, bottom) = plot.at(next_one, found.high), plot.at(next_one, found.low)
    bar = f'<rect x="{x - 7:.1f}" y="{top:.1f}" width="14" height="{max(2, bottom - top):.1f}" rx="4"'
    return picture(
        SIZE,
        [
            f'{bar} style="fill:{color("net")};fill-opacity:0.22"/>',
            plot.line(known, stroke("actual", 2.4)),
            path(_way(plot, (last, found.last), (next_one, found.last)), stroke("naive", 1.6, "2 4")),
            path(_way(plot, (last, found.last), (next_one, found.value)), stroke("net", 2, "1 5")),
            _dot(plot.at(next_one, found.last), "naive", 3),
            _dot(plot.at(last, found.last), "actual", 4),
            _dot(plot.at(next_one, found.value), "net", 5.5),
            *_numbers(plot, x + 14, found),
        ],
        says,
        "xMinYMid meet",
    )


def _way(plot: Plot, start: tuple[float, float], end: tuple[float, float]) -> str:
    (x, y), (to_x, to_y) = plot.at(*start), plot.at(*end)
    return f"M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}"


def _dot(at: tuple[float, float], name: str, radius: float) -> str:
    return f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius:g}" style="fill:{color(name)};stroke:{color("card")}"/>'


def _numbers(plot: Plot, x: float, found: FirstBeyond) -> list[str]:
    """Upper end, value and lower end of the band, apart even where they are near."""
    middle = min(max(plot.at(0, found.value)[1] + 4, 12 + GAP), HEIGHT - 6 - GAP)
    upper = max(min(plot.at(0, found.high)[1] + 4, middle - GAP), 12)
    lower = min(max(plot.at(0, found.low)[1] + 4, middle + GAP), HEIGHT - 4)
    small, large = "font-size:13px", "font-size:14px;font-weight:650"
    return [
        words((x, upper), f"{found.high:,.4g}", "second", small),
        words((x, middle), f"{found.value:,.4g}", "net-words", large),
        words((x, lower), f"{found.low:,.4g}", "second", small),
    ]
