"""The drawn cells: well-formed, nothing outside the frame, the right numbers, and lit stage by stage."""

import re
from xml.etree import ElementTree

import pytest

from rnn_core.figures.palette import FORGET
from rnn_core.figures.svg import standalone
from rnn_core.networks.cells import CELLS
from rnn_core.teaching.one_step.cell import step
from rnn_core.teaching.one_step.cell_diagram import cell_diagram
from rnn_core.teaching.one_step.presets import preset
from rnn_core.teaching.one_step.stages import titles

SVG = "{http://www.w3.org/2000/svg}"


def drawn(kind, stage=0, unit=0, name="typical", inputs=1, units=1, **more):
    given = preset(name, kind, inputs, units)
    return ElementTree.fromstring(cell_diagram(step(kind, given.weights, given.xs[0], *given.states, **more), stage, unit))


def texts(root):
    return ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]


def group(root, text):
    """The part of the drawing in which a text stands."""
    return next(
        one for one in root.iter(f"{SVG}g") if text in ["".join(element.itertext()) for element in one.iter(f"{SVG}text")]
    )


def test_an_lstm_shows_all_numbers_of_the_step():
    found = texts(drawn("lstm"))
    for text in ("0.600", "0.300", "1", "f = 0.805", "i = 0.713", "g = 0.881", "o = 0.741", "0.483", "0.628", "1.111", "0.596"):
        assert text in found, text


@pytest.mark.parametrize("kind", CELLS)
def test_stages_light_up_one_after_the_other(kind):
    stages = len(titles(kind))
    lit, faint = [], []
    for stage in range(1, stages):
        looks = [one.get("class", "") for one in drawn(kind, stage).iter(f"{SVG}g")]
        lit.append(sum("lit" in look for look in looks))
        faint.append(sum("off" in look for look in looks))
    assert all(lit)
    assert faint == sorted(faint, reverse=True)
    assert faint[0] > 5
    assert faint[-1] == 0
    whole = [one.get("class", "") for one in drawn(kind).iter(f"{SVG}g")]
    assert not any("lit" in look or "off" in look for look in whole)


@pytest.mark.parametrize(
    ("kind", "inks"),
    [
        ("lstm", {"f = 0.805": "forget", "i = 0.713": "input", "g = 0.881": "candidate", "o = 0.741": "output", "1.111": "long"}),
        ("gru", {"update gate": "input", "reset gate": "output", "candidate": "candidate", "new memory": "short"}),
        ("simple_rnn", {"tanh": "short", "new memory": "short", "bias b": "given"}),
    ],
)
def test_each_part_has_its_own_ink_whatever_the_cell(kind, inks):
    root = drawn(kind)
    assert {text: group(root, text).get("class") for text in inks} == inks


def test_a_number_stands_there_when_its_stage_has_come():
    before, then, after = (drawn("lstm", stage) for stage in (1, 2, 3))
    assert "f" in texts(before)
    assert "f = 0.805" not in texts(before)
    assert "0.483" not in texts(before)
    assert group(before, "f").get("class") == "forget off"
    assert group(then, "f = 0.805").get("class") == "forget lit"
    assert group(after, "f = 0.805").get("class") == "forget"
    assert "1.111" not in texts(after)


@pytest.mark.parametrize(("value", "height"), [(0.0, 0.0), (0.5, 34.0), (1.0, 68.0)])
def test_a_gate_is_filled_as_far_as_it_is_open(value, height):
    box = group(drawn("lstm", overrides={"f": value}), "set by hand")
    (level,) = (rect for rect in box.iter(f"{SVG}rect") if rect.get("class") == "level")
    assert float(level.get("height")) == height


def test_a_candidate_below_zero_hangs_from_the_middle():
    given = preset("forget", "lstm")
    steps = step("lstm", given.weights, [-1.0], [0.0], [0.0])
    box = group(ElementTree.fromstring(cell_diagram(steps)), "g = −0.762")
    frame, level = (next(rect for rect in box.iter(f"{SVG}rect") if rect.get("class") == name) for name in ("box", "level"))
    assert float(level.get("y")) == float(frame.get("y")) + float(frame.get("height")) / 2
    assert float(level.get("height")) == pytest.approx(0.762 * 34, abs=0.1)


def test_peepholes_are_drawn_only_where_they_look():
    def dotted(**more):
        return sum("peep" in one.get("class", "") for one in drawn("lstm_peephole", **more).iter(f"{SVG}path"))

    assert dotted() == 4  # three and the one in the legend
    assert dotted(looking=["o"]) == 2
    assert dotted(looking=[]) == 0
    assert "peephole" not in texts(drawn("lstm_peephole", looking=[]))


def test_a_coupled_cell_has_no_input_gate():
    found = texts(drawn("lstm_coupled"))
    assert "input gate" not in found
    assert {"1 −", "0.195"} <= {*found}
    assert {"update gate", "reset gate", "1 −"} <= {*texts(drawn("gru"))}


@pytest.mark.parametrize("kind", CELLS)
@pytest.mark.parametrize("units", [1, 2])
def test_nothing_stands_outside_the_picture(kind, units):
    root = drawn(kind, unit=units - 1, inputs=2, units=units)
    width, height = (float(root.get(name)) for name in ("width", "height"))
    for rect in root.iter(f"{SVG}rect"):
        x, y, wide, high = (float(rect.get(name)) for name in ("x", "y", "width", "height"))
        assert x >= 0
        assert y >= 0
        assert x + wide <= width
        assert y + high <= height
    for text in root.iter(f"{SVG}text"):
        assert 0 < float(text.get("x")) < width
        assert 0 < float(text.get("y")) < height - 3
    for shape in (*root.iter(f"{SVG}path"), *root.iter(f"{SVG}polygon")):
        numbers = re.findall(r"([\d.-]+),([\d.-]+)", shape.get("d") or shape.get("points"))
        assert all(0 <= float(x) <= width and 0 <= float(y) <= height for x, y in numbers)
    assert "nan" not in ElementTree.tostring(root, encoding="unicode").lower()


@pytest.mark.parametrize("kind", CELLS)
def test_pills_do_not_cover_each_other(kind):
    root = drawn(kind, inputs=2, units=2, name="random")
    pills = [
        tuple(float(rect.get(name)) for name in ("x", "y", "width", "height"))
        for rect in root.iter(f"{SVG}rect")
        if rect.get("class") in ("pill", "box", "sign")
    ]
    for at, (x, y, wide, high) in enumerate(pills):
        for other_x, other_y, other_wide, other_high in pills[at + 1 :]:
            apart = x + wide <= other_x + 1 or other_x + other_wide <= x + 1
            assert apart or y + high <= other_y + 1 or other_y + other_high <= y + 1, (x, y, other_x, other_y)


def test_a_file_of_it_has_colours_of_its_own():
    text = standalone(cell_diagram(step("lstm", preset("typical", "lstm").weights, [1.0], [0.3], [0.6])))
    assert "var(" not in text
    assert "light-dark(" not in text
    assert f".step .forget .level {{ fill: {FORGET.mark.light}; }}" in text
    ElementTree.fromstring(text)
