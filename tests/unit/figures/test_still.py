"""Plotly figures as still pictures: every line where it belongs, ticks at round numbers, no markup of a user."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from rnn_core.figures import charts, ticks
from rnn_core.figures.still import still

SVG = "{http://www.w3.org/2000/svg}"


def parts(drawn, tag):
    return ET.fromstring(still(drawn, "words")).findall(f"{SVG}{tag}")


def texts(drawn):
    return [one.text for one in parts(drawn, "text")]


def ways(drawn, color):
    """The points of all paths of a colour, those of the legend left out."""
    found = [one.get("d") for one in parts(drawn, "path") if color in (one.get("stroke"), one.get("fill"))]
    return [
        [tuple(map(float, point)) for point in re.findall(r"[ML]([\d.-]+) ([\d.-]+)", way)] for way in found if "h" not in way
    ]


def test_a_line_goes_from_edge_to_edge_and_its_ends_have_ticks():
    drawn = charts.figure([charts.line([0, 5, 10], [0, 1, 2], "one", "#123456")], "height")
    ((first, middle, last),) = ways(drawn, "#123456")
    assert (first[0], middle[0], last[0]) == (62, 365, 668)
    assert first[1] - middle[1] == pytest.approx(middle[1] - last[1], abs=0.2)
    assert texts(drawn) == ["height", "0.0", "0.5", "1.0", "1.5", "2.0", "0", "2", "4", "6", "8", "10"]


def test_lines_are_named_as_soon_as_there_are_two_and_a_gap_stays_one():
    drawn = charts.figure(
        [charts.line([0, 1, 2, 3], [1, np.nan, 1, 2], "a <b>", "#111111", dash="dot"), charts.line([0], [1], "c & d", "#222222")]
    )
    assert texts(drawn)[:2] == ["a <b>", "c & d"]
    assert [one.get("d").count("M") for one in parts(drawn, "path") if one.get("stroke") == "#111111"] == [1, 2]


def test_a_band_is_filled_down_to_the_line_before_it():
    future = pd.DataFrame({"row": [4, 5], "forecast": [1.0, 1.0], "low": [0.0, 0.0], "high": [2.0, 2.0]})
    drawn = charts.beyond([1, 2, 3], np.ones(3), future, "", True, (0, 2))
    (band,) = [way for way in ways(drawn, drawn.data[2].fillcolor) if len(way) == 4]
    (upper, right), (lower, left) = band[:2], band[2:]
    assert upper[1] == right[1] < lower[1] == left[1]
    assert "80 % band" in texts(drawn)
    assert "low" not in texts(drawn)


def test_a_histogram_counts_in_round_bins():
    drawn = charts.figure([go.Histogram(x=[0.1, 0.2, 1.1, 2.5], nbinsx=3, marker={"color": "#123456"})])
    ((*outline,),) = ways(drawn, "#123456")[:1]
    heights = sorted({y for _, y in outline}, reverse=True)
    assert len(outline) == 8  # three bins, a point at each end
    assert heights[0] - heights[2] == pytest.approx(2 * (heights[0] - heights[1]), abs=0.2)


def test_a_path_keeps_its_shape_and_one_in_space_is_seen_from_a_corner():
    flat = charts.figure([charts.line([0, 1, 1], [0, 0, 1], "square", "#123456")])
    flat.update_yaxes(scaleanchor="x", scaleratio=1)
    ((start, corner, end),) = ways(flat, "#123456")
    assert corner[0] - start[0] == pytest.approx(corner[1] - end[1], abs=0.2)
    space = go.Figure(go.Scatter3d(x=[0, 1], y=[0, 1], z=[0, 1], line={"color": "#123456"}, mode="lines"))
    ((low, high),) = ways(space, "#123456")
    assert low[0] == high[0]  # as far to the right as to the left
    assert [one.text for one in ET.fromstring(still(space, "")).findall(f"{SVG}text")] == []


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="pie"):
        still(go.Figure(go.Pie(values=[1])), "")


def test_words_are_read_by_who_cannot_see_it():
    assert ET.fromstring(still(charts.figure([]), 'a "b" <c>')).get("aria-label") == 'a "b" <c>'


def words(some):
    return [word for _, word in some]


def test_ticks_stand_at_round_numbers():
    assert words(ticks.numbers(0, 1)) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]
    assert words(ticks.numbers(1, 2, whole=True)) == ["1", "2"]
    assert words(ticks.numbers(-3100, 2900)) == ["-3,000", "-2,000", "-1,000", "0", "1,000", "2,000"]
    assert words(ticks.powers(-2, 1)) == ["0.01", "0.1", "1", "10"]
    assert words(ticks.powers(-1.2, 0)) == ["0.1", "0.2", "0.5", "1"]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2020-01-01", "2020-12-31", ["Jan 2020", "Apr 2020", "Jul 2020", "Oct 2020"]),
        ("2020-03-01", "2020-03-06", ["01 Mar 2020", "02 Mar 2020", "03 Mar 2020", "04 Mar 2020", "05 Mar 2020", "06 Mar 2020"]),
        ("2020-03-01 10:00", "2020-03-01 12:30", ["10:00", "11:00", "12:00"]),
        ("1950-01-01", "2019-06-01", ["1950", "1975", "2000"]),
    ],
)
def test_ticks_stand_at_round_dates(first, last, expected):
    low, high = ticks.dates_to_seconds([first, last])
    found = words(ticks.dates(low, high))
    assert found == [word for word in found if word in expected or word.endswith(tuple(expected))]
    assert len(found) >= len(expected)
