"""Several runs in one figure."""

import pandas as pd

from rnn_core.figures.comparisons import by_setting, overlaid


def table(shift: float, rows: int = 100) -> pd.DataFrame:
    values = pd.Series(range(rows), dtype=float)
    dates = pd.date_range("2022-01-01", periods=rows).strftime("%Y-%m-%d")
    return pd.DataFrame({"date": dates, "actual": values, "one_step": values + shift, "last_value": values - 1})


def test_forecasts_lie_over_each_other():
    drawn = overlaid({"1. a <b>": table(0.5), "2. c": table(0.25)}, "°C")
    assert [trace.name for trace in drawn.data] == ["actual", "tomorrow = today", "1. a &lt;b&gt;", "2. c"]
    assert [trace.y[0] for trace in drawn.data] == [0, -1, 0.5, 0.25]
    assert len({(trace.line.color, trace.line.dash) for trace in drawn.data}) == 4
    assert len({trace.line.color for trace in overlaid({str(n): table(n, 5) for n in range(6)}, "").data}) == 8


def test_only_the_last_rows():
    drawn = overlaid({"a": table(0.5)}, "", rows=60)
    assert [list(trace.y[:2]) for trace in drawn.data] == [[40, 41], [39, 40], [40.5, 41.5]]


def test_a_dot_a_run_and_the_simplest_guess_as_a_line():
    drawn = by_setting("Units", [4, 8, 8], "Skill", [0.1, 0.2, -0.3], ["a", "b", "c"], 0.0)
    (dots,) = drawn.data
    assert (list(dots.x), list(dots.y), list(dots.text)) == ([4, 8, 8], [0.1, 0.2, -0.3], ["a", "b", "c"])
    assert drawn.layout.xaxis.type == "linear"
    (line,) = drawn.layout.shapes
    assert (line.y0, line.y1) == (0, 0)


def test_words_stand_side_by_side_and_no_guess_is_no_line():
    drawn = by_setting("Cell", ["lstm", "gru", True], "Error", [1, 2, 3], ["a", "b", "c"], None)
    assert (drawn.layout.xaxis.type, list(drawn.data[0].x)) == ("category", ["lstm", "gru", "True"])
    assert len(drawn.layout.shapes) == 0
