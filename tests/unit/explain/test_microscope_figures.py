"""Pictures of a memory: what stands where, and that no text of users becomes markup."""

import numpy as np
import pytest

from rnn_core.explain import microscope_figures as figures
from rnn_core.explain.inputs import Reading
from rnn_core.figures.palette import CANDIDATE, FORGET, INPUT, MEMORY, MINUS, NETWORK, OUTPUT, PLUS
from rnn_core.networks.cells import CELLS
from rnn_core.networks.numpy.activations import Trace

SHOWN = CELLS["lstm"].shown


def a_trace(steps, units=3, seed=0):
    rng = np.random.default_rng(seed)
    part = {name: rng.uniform(-1, 1, (steps, units)).astype(np.float32) for name in ("h", "c", "candidate")}
    gates = {name: rng.uniform(0, 1, (steps, units)).astype(np.float32) for name in ("forget", "input", "output")}
    gates["candidate"] = part["candidate"]
    return Trace(0, "lstm", "forward", np.zeros(steps, int), {"h": part["h"], "c": part["c"]}, gates)


def of_text(written):
    return Reading(np.zeros(len(written), int), tuple(written), "")


def of_series(steps):
    names = tuple(f"2020-01-{day:02}" for day in range(1, steps + 1))
    return Reading(np.zeros((steps, 1)), names, None, {"v": np.arange(steps) * 1.5}, "°C")


def test_the_deepest_colour_is_a_round_number():
    assert figures.limit(SHOWN["forget"], np.array([0.2])) == 1
    assert figures.limit(SHOWN["hidden"], np.array([0.9])) == 1
    assert figures.limit(SHOWN["hidden"], np.array([-0.011])) == pytest.approx(0.015)
    assert figures.limit(SHOWN["cell"], np.array([3.0, -2])) == 3
    assert figures.limit(SHOWN["cell"], np.array([31.0])) == 50
    assert figures.limit(SHOWN["hidden"], np.zeros(4)) == 1


def test_units_stand_beside_those_like_them():
    rng = np.random.default_rng(1)
    one, other = rng.normal(size=(2, 200))
    hidden = np.column_stack(
        [3 * one, other, one + 0.1 * rng.normal(size=200), other + 0.1 * rng.normal(size=200), np.zeros(200)]
    )
    order = figures.alike(hidden)
    assert sorted(order) == [0, 1, 2, 3, 4]
    assert order[:2] == [0, 2]
    assert abs(order.index(1) - order.index(3)) == 1


def test_a_row_of_the_picture_is_a_unit_in_the_chosen_order():
    found = a_trace(4)
    drawn = figures.heat_map(SHOWN["hidden"], found.hidden, of_text("ab <"), [2, 0, 1], 0)
    (picture,) = drawn.data
    assert picture.y == ("unit 2", "unit 0", "unit 1")
    np.testing.assert_array_equal(picture.z[0], found.hidden[:, 2])
    assert (picture.zmin, picture.zmax) == (-1, 1)
    assert picture.x == ("1: a", "2: b", "3: ␣", "4: &lt;")  # no markup
    assert drawn.layout.xaxis.ticktext == ("a", "b", "␣", "&lt;")
    box = drawn.layout.shapes[0]
    assert (box.y0, box.y1) == (0.5, 1.5)  # unit 0 stands second
    assert drawn.layout.yaxis.range == (2.5, -0.5)


def test_a_gate_has_the_colour_of_its_own_and_signed_numbers_two():
    found = a_trace(4)
    gate = figures.heat_map(SHOWN["forget"], found.gates["forget"], of_text("abcd"), [0, 1, 2], 0).data[0]
    assert (gate.zmin, gate.zmax, gate.colorscale[-1][1]) == (0, 1, FORGET.both)
    memory = figures.heat_map(SHOWN["cell"], found.states["c"], of_text("abcd"), [0, 1, 2], 0).data[0]
    assert (memory.colorscale[0][1], memory.colorscale[-1][1]) == (MINUS, PLUS)
    lines = figures.unit_lines(found, 0, of_text("abcd")).data
    assert [line.line.color for line in lines] == [one.both for one in (NETWORK, MEMORY, FORGET, INPUT, OUTPUT, CANDIDATE)]


def test_of_a_long_text_words_stand_where_they_begin():
    written = "one two\nthree " * 10
    axis = figures.heat_map(SHOWN["hidden"], a_trace(len(written)).hidden, of_text(written), [0, 1, 2], 0).layout.xaxis
    assert axis.ticktext[:4] == ("one", "two", "three", "one")
    assert axis.tickvals[:4] == (0, 4, 8, 14)
    assert axis.tickangle == -90


def test_no_more_words_than_can_be_read():
    words = Reading(np.zeros(150, int), tuple(f"w{number}" for number in range(150)), " ")
    axis = figures.heat_map(SHOWN["hidden"], a_trace(150).hidden, words, [0, 1, 2], 0).layout.xaxis
    assert axis.ticktext[:2] == ("w0", "w3")
    assert len(axis.ticktext) == 50


def test_a_series_stands_on_top_of_the_picture():
    drawn = figures.heat_map(SHOWN["hidden"], a_trace(20).hidden, of_series(20), [0, 1, 2], 1)
    assert [trace.yaxis for trace in drawn.data] == [None, "y2"]
    np.testing.assert_allclose(drawn.data[1].y, np.arange(20) * 1.5)
    assert drawn.layout.yaxis2.domain[0] > drawn.layout.yaxis.domain[1]
    assert drawn.layout.yaxis2.title.text == "°C"
    assert len(drawn.layout.xaxis.ticktext) == 7
    assert (drawn.layout.xaxis.ticktext[0], drawn.layout.xaxis.ticktext[-1]) == ("2020-01-01", "2020-01-20")


def test_one_units_lines_stand_below_each_other():
    found = a_trace(20)
    drawn = figures.unit_lines(found, 2, of_series(20))
    titles = [note.text for note in drawn.layout.annotations]
    assert titles[:3] == ["What it reads", "Hidden state (h, what it gives on)", "Cell state (c, the long memory)"]
    assert len(drawn.data) == len(titles) == 7
    np.testing.assert_array_equal(drawn.data[1].y, found.hidden[:, 2])
    np.testing.assert_array_equal(drawn.data[3].y, found.gates["forget"][:, 2])
    assert drawn.layout.yaxis4.range == (-0.05, 1.05)
    assert {trace.x for trace in drawn.data} == {of_series(20).names}
    assert drawn.layout.xaxis7.showticklabels
    assert not drawn.layout.xaxis3.showticklabels
