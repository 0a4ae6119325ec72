"""The drawings of networks unrolled in time: the right boxes, arrows and shapes, read from the SVG."""

import xml.etree.ElementTree as ElementTree
from collections import Counter

import pytest

from rnn_core.figures import svg
from rnn_core.figures.palette import NETWORK
from rnn_core.networks.cells import CELLS
from rnn_core.networks.spec import Bag, Dense, Dropout, Embedding, Network, OneHot, Pooling, describe, stack
from rnn_core.teaching.unrolled.diagram import Drawing, folded, rows, unrolled
from rnn_core.teaching.unrolled.steps import Sizes, picture
from rnn_core.teaching.unrolled.tasks import KINDS, Sliders, kind_of, network

SVG = "{http://www.w3.org/2000/svg}"


def drawing(*layers, timesteps=20, features=8, symbols=0, **how):
    return Drawing(Network(timesteps=timesteps, features=1 if symbols else features, symbols=symbols, layers=layers), 32, **how)


def parsed(text):
    return ElementTree.fromstring(text)


def words(text):
    """How often each of the words of a drawing stands in it."""
    return Counter("".join(one.itertext()) for one in parsed(text).iter(f"{SVG}text"))


def elements(text, tag, look):
    return [one for one in parsed(text).iter(SVG + tag) if one.get("class") == look]


def arrows(text, look):
    return elements(text, "polygon", f"{look} head")


@pytest.mark.parametrize(
    ("timesteps", "slots", "expected"),
    [
        (4, 6, [1, 2, 3, 4]),
        (6, 6, [1, 2, 3, 4, 5, 6]),
        (7, 6, [1, 2, 3, None, 6, 7]),
        (20, 6, [1, 2, 3, None, 19, 20]),
        (20, 4, [1, 2, None, 20]),
        (1, 4, [1]),
    ],
)
def test_many_steps_are_folded(timesteps, slots, expected):
    assert folded(timesteps, slots) == expected


def test_a_series_to_vector_network_has_the_shapes_of_its_settings():
    said = words(unrolled(drawing(*stack("lstm", 1, 18, 0), Dense(units=1))))
    assert {"(32, 20, 8)": 1, "(32, 8)": 5}.items() <= said.items()
    assert said["(32, 18)"] == 1 + 4 + 1  # what the layer gives, h and c in two gaps, the arrow to the last layer
    assert said["(32, 1)"] == 2
    assert (said["1,944 weights"], said["19 weights"]) == (1, 1)
    assert said["18 units"] == 5
    assert {"t = 1", "t = 2", "t = 3", "t = 19", "t = 20"} <= set(said)
    assert "t = 4" not in said
    assert (said["h = 0"], said["c = 0"]) == (1, 1)


def test_boxes_and_arrows_are_counted():
    text = unrolled(drawing(*stack("lstm", 2, 18, 0), Dense(units=1)))
    assert len(elements(text, "rect", "cell")) == 2 * 5
    assert len(elements(text, "rect", "plain")) == 1
    assert len(elements(text, "circle", "unit")) == 2 * 5 * 4  # the first three and the last
    assert len(arrows(text, "state")) == len(arrows(text, "memory")) == 2 * (5 + 1)  # five gaps and the empty beginning
    assert len(arrows(text, "line")) == 5 + 5 + 1 + 1


@pytest.mark.parametrize(("kind", "memories"), [(kind, 4 if "lstm" in kind else 0) for kind in CELLS])
def test_every_cell_is_drawn_and_only_lstms_have_a_second_memory(kind, memories):
    assert kind in CELLS
    text = unrolled(drawing(*stack(kind, 1, 3, 0), Dense(units=1), timesteps=4))
    assert len(arrows(text, "state")) == 4
    assert len(arrows(text, "memory")) == memories
    assert len(elements(text, "circle", "unit")) == 4 * 3


def test_series_to_series_says_something_at_every_step():
    said = words(unrolled(drawing(*stack("gru", 1, 4, 0, sequences=True), Dense(units=3), timesteps=3)))
    assert (said["ŷ₁"], said["ŷ₂"], said["ŷ₃"]) == (1, 1, 1)
    assert said["(32, 3, 3)"] == 1
    assert said["(32, 3)"] == 3


def test_a_network_that_reads_its_own_outputs_has_only_its_first_input_from_outside():
    text = unrolled(drawing(*stack("gru", 1, 4, 0, sequences=True), Dense(units=8), timesteps=3, fed_back=True))
    said = words(text)
    assert len(arrows(text, "back")) == 2
    assert (said["x₁"], said["x₂"], said["ŷ₁"], said["ŷ₂"], said["ŷ₃"]) == (1, 0, 2, 2, 1)


def test_one_unit_reads_all_units_and_keeps_a_cell_state_of_its_own():
    text = unrolled(drawing(*stack("lstm", 1, 18, 0), Dense(units=1), one_unit=True))
    said = words(text)
    assert said["unit 1"] == 5
    assert said["one of 18 units:"] == 1
    assert said["108 weights"] == 1  # 4 * (8 + 18 + 1)
    assert said["1 of 18"] == 2 + 1  # c in two gaps, and what goes up
    assert elements(text, "rect", "cell") == []


def test_words_go_through_an_embedding_both_directions_and_a_mean():
    layers = (Embedding(units=5), *stack("gru", 1, 7, 0.4, sequences=True, bidirectional=True), Pooling(), Dense(units=2))
    text = unrolled(drawing(*layers, symbols=100, timesteps=60))
    said = words(text)
    assert said["(32, 60)"] == 1
    assert said["(32)"] == 5
    assert (said["(32, 60, 5)"], said["(32, 60, 14)"], said["(32, 14)"]) == (1, 1, 5 + 1 + 1)
    assert (said["in both directions"], said["then Dropout(0.4)"], said["mean over the steps"]) == (1, 1, 1)
    assert len(arrows(text, "state")) == 2 * (5 + 1)


def test_the_ends_of_both_directions_meet_in_the_answer():
    text = unrolled(drawing(OneHot(), *stack("lstm", 1, 7, 0, bidirectional=True), Dense(units=2), symbols=9))
    assert words(text)["(32, 14)"] == 1
    assert len(arrows(text, "line")) == 5 + 5 + 2 + 1


def test_a_bag_of_words_has_no_time():
    text = unrolled(drawing(Bag(), Dropout(rate=0.5), Dense(units=16, activation="relu"), Dense(units=3), symbols=50))
    said = words(text)
    assert "all at once: no time" in said
    assert not [one for one in said if one.startswith("t = ")]
    assert arrows(text, "state") == []
    assert (said["(32, 50)"], said["then Dropout(0.5)"]) == (2, 1)


def test_the_rows_say_what_describe_says():
    one = drawing(*stack("lstm", 2, 6, 0.2), Dense(units=1)).network
    told = [(row.title, row.parameters) for row in rows(one)[1:]]
    assert told == [(fact["layer"], fact["parameters"]) for fact in describe(one) if not str(fact["layer"]).startswith("Dropout")]


@pytest.mark.parametrize("slots", [4, 6])
def test_everything_lies_inside_the_picture(slots):
    text = unrolled(drawing(*stack("lstm", 3, 18, 0, bidirectional=True), Dense(units=1), slots=slots))
    _, _, width, height = map(float, parsed(text).get("viewBox").split())
    for box in parsed(text).iter(f"{SVG}rect"):
        x, y, wide, high = (float(box.get(name)) for name in ("x", "y", "width", "height"))
        assert x >= 0
        assert y >= 0
        assert x + wide <= width
        assert y + high <= height
    for one in parsed(text).iter(f"{SVG}text"):
        assert 0 <= float(one.get("x")) <= width
        assert 10 <= float(one.get("y")) <= height


def test_words_are_no_markup_and_a_file_needs_no_page():
    text = svg.document((10, 10), [svg.words((1, 2), "<b>&", "x")], "a < b")
    assert words(text) == {"<b>&": 1}
    assert "var(" in text
    alone = svg.standalone(text)
    assert "var(" not in alone
    assert f"fill: {NETWORK.mark.light}" in alone
    assert parsed(alone) is not None


def test_an_arrow_ends_where_it_should():
    text = svg.document((100, 100), [svg.arrow([(0, 50), (40, 50), (40, 90)], "state")], "")
    (head,) = arrows(text, "state")
    assert head.get("points").split()[0] == "40,90"
    (path,) = elements(text, "path", "state")
    assert path.get("d") == "M0 50L31 50Q40 50 40 59L40 82"


@pytest.mark.parametrize(("step", "joins"), [(1, 1), (2, 0), (3, 4), (4, 4)])
def test_the_steps_from_a_net_to_a_loop(step, joins):
    text = picture(step, Sizes(8, 18, 1, 32))
    said = words(text)
    assert len(arrows(text, "state")) == joins  # of step 1: the arrow that turns the net to its side
    assert (said["8 inputs"] == 1) == (step == 1)
    assert said["(32, 18)"] == (3 if step == 3 else 0)
    assert said["h (32, 18)"] == (1 if step == 4 else 0)


def test_a_small_net_has_all_its_circles():
    text = picture(1, Sizes(2, 3, 1, 32))
    assert len(elements(text, "path", "thin")) == 2 * 3 + 3 * 1
    assert len(elements(text, "circle", "hidden")) == 3 + 3


@pytest.mark.parametrize("kind", KINDS)
def test_networks_of_the_sliders_work_as_they_are_called(kind):
    made = network(kind, Sliders("lstm", 2, 18, 20, 8))
    expected = "many-to-many" if kind == "one-to-many" else kind  # how it is used, not how it is made
    assert kind_of(made) == expected
    last = {
        "one-to-one": "(batch, 1)",
        "one-to-many": "(batch, 20, 8)",
        "many-to-one": "(batch, 1)",
        "many-to-many": "(batch, 20, 1)",
    }
    assert describe(made)[-1]["output"] == last[kind]
