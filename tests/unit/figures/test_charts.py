"""Figures that experiments share: one meaning, one colour, and the parts of a series told by name."""

import numpy as np
import pandas as pd
import pytest

from rnn_core.figures import charts
from rnn_core.figures.palette import LEARNED, MEMORY, NAIVE, NETWORK

DATES = pd.date_range("2024-01-01", periods=10, freq="D")


def colors(drawn):
    return {trace.name: (trace.line.color, trace.line.dash) for trace in drawn.data}


def test_parts_are_named_and_only_what_was_set_aside_has_a_ground():
    drawn = charts.series_with_parts(DATES, np.arange(10.0), (0, 6, 8, 10), "v")
    assert [(note.text, note.xanchor) for note in drawn.layout.annotations] == [
        ("learned from", "center"),
        ("chosen on", "right"),
        ("measured on", "left"),
    ]
    assert [(shape.x0, shape.x1) for shape in drawn.layout.shapes] == [(DATES[6], DATES[7]), (DATES[8], DATES[9])]
    assert len({shape.fillcolor for shape in drawn.layout.shapes}) == 1
    assert [trace.name for trace in drawn.data] == ["v"]


def test_the_line_of_a_series_breaks_off_at_a_hole():
    dates = DATES.append(DATES + pd.Timedelta(days=300))
    drawn = charts.series_with_parts(dates, np.arange(20.0), (0, 16, 18, 20), "v")
    assert [trace.y.tolist() for trace in drawn.data] == [[*range(10)], [*range(10, 20)]]


def test_a_part_without_rows_has_no_name():
    drawn = charts.series_with_parts(DATES, np.arange(10.0), (0, 8, 8, 10), "v")
    assert [note.text for note in drawn.layout.annotations] == ["learned from", "measured on"]


def test_the_training_loss_is_dashed_and_the_validation_loss_the_networks():
    drawn = charts.loss_curves({"epoch": [1, 2, 3], "loss": [3, 2, 1], "val_loss": [3, 2, 2]}, False, "nats")
    assert colors(drawn) == {"training loss": (LEARNED.both, "dash"), "validation loss": (NETWORK.both, None)}


def forecast():
    numbers = {name: np.arange(3.0) for name in ("actual", "last_value", "one_step", "free_running")}
    return pd.DataFrame({"date": DATES[:3], **numbers})


def test_what_the_network_says_is_no_free_run_and_neither_is_a_guess():
    one, free = colors(charts.one_step(forecast(), "°C")), colors(charts.free_running(forecast(), "°C"))
    assert one["network"] == (NETWORK.both, None)
    assert one["tomorrow = today"] == free["last known value"] == (NAIVE.both, "dot")
    assert free["network on its own output"] == (MEMORY.both, None)
    assert one["actual"] == free["actual"]


@pytest.mark.parametrize(("alone", "name", "color"), [(True, "network on its own output", MEMORY), (False, "network", NETWORK)])
def test_beyond_the_data_it_goes_on_by_itself_or_says_it_at_once(alone, name, color):
    future = pd.DataFrame({"date": DATES[:3], "forecast": np.arange(3.0), "low": np.nan, "high": np.nan})
    drawn = charts.beyond(DATES, np.arange(10.0), future, "°C", alone, (-1, 2))
    assert colors(drawn)[name] == (color.both, None)
    band = next(one for one in drawn.data if one.name == "band of the first row")
    assert (set(band.x), band.y.tolist()) == ({DATES[0]}, [-1, 2])  # without a band for all rows that of the first


def test_signed_numbers_fade_into_the_page_and_those_from_0_begin_beside_it():
    places, shades = zip(*charts.SIGNED, strict=True)
    assert places == (0, 0.5, 0.5, 1)
    assert all(shade.endswith(", 0)") for shade in shades[1:3])
    assert charts.unsigned(NETWORK) == [[0, "rgba(33, 157, 145, 0.08)"], [1, NETWORK.both]]


@pytest.mark.parametrize(("every", "answered"), [(True, [0, 1]), (False, [1])])
def test_arrows_lead_through_the_network_unrolled(every, answered):
    arrows = {(one.ax, one.ay, one.x, one.y) for one in charts.unrolled("abc", every).layout.annotations}
    read, remembered = {(0, 0.2, 0, 0.7), (1, 0.2, 1, 0.7)}, {(0.2, 1, 0.8, 1)}
    assert arrows == read | remembered | {(at, 1.3, at, 1.8) for at in answered}
