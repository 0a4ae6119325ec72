"""Several runs in one figure."""

import pandas as pd

from rnn_core.figures.comparisons import by_setting, colors, overlaid


def table(shift: float, rows: int = 100) -> pd.DataFrame:
    values = pd.Series(range(rows), dtype=float)
    dates = pd.date_range("2022-01-01", periods=rows).strftime("%Y-%m-%d")
    return pd.DataFrame({"date": dates, "actual": values, "one_step": values + shift, "last_value": values - 1})


def test_forecasts_lie_over_each_other():
    drawn = overlaid({"1. a <b>": table(0.5), "2. c": table(0.25)}, "°C", colors(["1. a <b>", "2. c"]))
    assert [trace.name for trace in drawn.data] == ["actual", "tomorrow = today", "1. a &lt;b&gt;", "2. c"]
    assert [trace.y[0] for trace in drawn.data] == [0, -1, 0.5, 0.25]
    assert len({(trace.line.color, trace.line.dash) for trace in drawn.data}) == 4
    six = {str(number): table(number, 5) for number in range(6)}
    assert len({trace.line.color for trace in overlaid(six, "", colors(list(six))).data}) == 8


def test_only_the_last_rows():
    drawn = overlaid({"a": table(0.5)}, "", colors("a"), rows=60)
    assert [list(trace.y[:2]) for trace in drawn.data] == [[40, 41], [39, 40], [40.5, 41.5]]


def dots(values: dict, guess: float | None):
    names = list(values)
    return by_setting("Units", values, "Skill", dict(zip(names, (0.1, 0.2, -0.3), strict=True)), colors(names), guess)


def test_a_dot_a_run_and_the_simplest_guess_as_a_line():
    drawn = dots({"1. a": 4, "2. <b>": 8, "3. c": 8}, 0.0)
    (found,) = drawn.data
    assert (list(found.x), list(found.y), list(found.text)) == ([4, 8, 8], [0.1, 0.2, -0.3], ["1", "2", "3"])
    assert found.customdata[1] == "2. &lt;b&gt;"
    assert len(set(found.marker.color)) == 3
    assert (drawn.layout.xaxis.type, list(drawn.layout.xaxis.tickvals)) == ("linear", [4, 8])
    (line,) = drawn.layout.shapes
    assert (line.y0, line.y1) == (0, 0)


def test_words_stand_side_by_side_and_no_guess_is_no_line():
    drawn = dots({"1. a": "LSTM", "2. b": "GRU", "3. c": True}, None)
    assert (drawn.layout.xaxis.type, list(drawn.data[0].x)) == ("category", ["LSTM", "GRU", "True"])
    assert len(drawn.layout.shapes) == 0
