"""Two cells written here go the whole way: what knows a cell by its name, or takes a cell for an LSTM, would fail them.

The first is the minimal gated unit of Zhou et al. (2016), reset after the product. The second is none that anybody would use:
four states, exponential gates with a normaliser, gates that do not look at the memory, weights that stay as they are.
"""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.common.state import queue
from rnn_core.experiments import experiments
from rnn_core.networks.cells import CELLS, Cell
from rnn_core.networks.cells.cell import Example, Part, Stage, State, Weight
from rnn_core.networks.cells.gru import CELL as GRU
from rnn_core.networks.cells.pen import BUS, RAIL, TOP
from rnn_core.teaching.one_step.stages import titles
from tests.cells import CHECKS, the_whole_way
from tests.toy import TOY


def minimal_step(xp, act, x, h, state, own):
    """f = sigmoid(sum); g = act(x's part + f a), where a is h's; h' = (1 - f) h + f g."""
    f = xp.sigmoid(x["f"] + h["f"])
    a = h["g"]
    g = act(x["g"] + f * a)
    return {"h": (1 - f) * state["h"] + f * g, "f": f, "g": g, "a": a}


def draw_minimal(pen):
    """Gate and candidate, and the memory along the top."""
    pen.body(106, 22, 586, 324)
    pen.reads_memory(RAIL, ("memory",))
    pen.wire([(14, RAIL), (792, RAIL)], 1, "short", "rail")
    pen.wire([(128, 430), (128, BUS), (445, BUS)], 1, "given")
    pen.reads_input(128, 394)
    pen.gate(205, "f", 2)
    pen.candidate(445, 2)
    pen.wire([(445, TOP), (445, RAIL)], 3, "candidate")
    pen.number(640, RAIL, pen.seen.text("h_new"), 3, "short")
    pen.legend()


MINIMAL = Cell(
    name="minimal",
    title="MGU",
    step=minimal_step,
    columns=("f", "g"),
    parts=(
        Part("f", "take", "only gate", "forget", "1: take all", "pale steps, which keep.", first_bias=-1.0),
        Part("g", "candidate", "candidate", "candidate", "new content", "what would be stored.", gate=False),
    ),
    states=GRU.states,
    about="An MGU has one gate.",
    reading="One gate does the work of two.",
    stages=(
        Stage("What comes in", (), lambda seen: "x and h."),
        Stage("Gate and candidate", ("f", "a", "g"), lambda seen: f"the gate takes {seen.share('f')} of g."),
        Stage("New state", ("h",), lambda seen: f"it becomes {seen.text('h_new')}."),
    ),
    whole="one gate.",
    draw=draw_minimal,
    examples={"remember": Example({"f": (0.0, 0.0, -15.0), "g": (1.0, 0.0, 0.0)}, "The gate is shut.")},
)


def odd_step(xp, act, x, h, state, own):
    """m' = max(log f + m, i); c' and n' weighted by exponentials; h' = o c' / n'."""
    kept = xp.log(xp.sigmoid(x["f"])) + state["m"]
    m = xp.maximum(kept, x["i"])
    f, i = xp.exp(kept - m), xp.exp(x["i"] - m)
    g = act(x["g"] + h["g"] + own["look"]["g"] * state["c"])
    c = f * state["c"] + i * g
    n = f * state["n"] + i
    o = xp.sigmoid(x["o"])
    return {"h": o * (c / xp.maximum(n, 1.0)), "c": c, "n": n, "m": m, "i": i, "f": f, "g": g, "o": o}


def draw_odd(pen):
    """As good as nothing, but stage by stage."""
    pen.body(106, 22, 586, 324)
    pen.reads_input(128, 394)
    pen.gate(565, "o", 2)
    pen.candidate(385, 3)
    pen.number(385, RAIL, pen.seen.text("c_new"), 4, "long")


def state(letter, name, role="long"):
    return State(letter, name, f"state {letter}", role, name.capitalize(), f"{letter}", "rows that change.")


def part(letter, name, gate=False):
    return Part(letter, name, f"{name} part", "input", name, "rows that change.", gate=gate)


ODD = Cell(
    name="odd",
    title="Odd cell",
    step=odd_step,
    columns=("i", "f", "g", "o"),
    recurrent=("g",),
    parts=(part("i", "in"), part("f", "keep"), part("g", "content"), part("o", "out", gate=True)),
    states=(state("h", "hidden", "short"), state("c", "cell"), state("n", "normaliser"), state("m", "largest")),
    about="It is odd.",
    reading="Nothing to look for.",
    stages=(
        Stage("What comes in", (), lambda seen: "x and four states."),
        Stage("Gates", ("m", "f", "i", "o"), lambda seen: f"o is {seen.share('o')}."),
        Stage("Content", ("g",), lambda seen: f"g is {seen.text('g')}."),
        Stage("States", ("c", "n", "h"), lambda seen: f"c becomes {seen.text('c_new')}."),
    ),
    whole="it is odd.",
    draw=draw_odd,
    kernel=Weight("kernel", "glorot", scale=0.5, trainable=False),
    own=(Weight("look", "orthogonal", rows=("g",), letter="q"),),
)
ROOT = Path(__file__).parents[2]
TOYS = {cell.name: cell for cell in (MINIMAL, ODD)}


@pytest.fixture(scope="module", autouse=True)
def _threads():
    """As the worker sets them, before TensorFlow computes anything."""
    from rnn_core.networks.keras import sharded

    sharded.configure_threads()


@pytest.fixture(params=TOYS)
def toy(request, monkeypatch):
    monkeypatch.setitem(CELLS, request.param, TOYS[request.param])
    monkeypatch.setitem(experiments(), "toy", TOY)
    return request.param


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_toy_cell_keeps(toy, check):
    check(toy)


def test_a_toy_cell_goes_the_whole_way(toy, tmp_path):
    the_whole_way(toy, tmp_path)


@pytest.fixture
def app(monkeypatch):
    monkeypatch.setenv("RNN_LAB_WARM_SPARE", "0")
    yield AppTest.from_file(str(ROOT / "pages" / "navigation.py"), default_timeout=60).run()
    queue().shutdown()
    queue.clear()


@pytest.mark.parametrize("page", ["one_step.py", "unrolled.py"])
def test_a_toy_cell_is_on_the_pages_that_explain(toy, app, page):
    app.switch_page(page).run()
    app.selectbox(key="cell").set_value(toy).run()
    assert not app.exception
    assert app.selectbox(key="cell").value == toy
    if page == "one_step.py":
        for name in titles(toy):
            app.button_group(key="stage").set_value(name).run()
            assert not app.exception
            assert app.latex
        assert {CELLS[toy].part(gate).title for gate in CELLS[toy].gates} == {*app.button_group(key="held").options}


def test_a_toy_cell_is_among_the_gradients(toy, app):
    app.switch_page("gradients.py").run()
    app.multiselect(key="shown").set_value([toy, "lstm"]).run()
    assert not app.exception
    assert any(f"{CELLS[toy].title}: " in one.value for one in app.text)


def test_a_cell_that_contradicts_itself_is_refused():
    for wrong in (
        {"columns": ("f", "q")},
        {"recurrent": ("q",)},
        {"second_bias": True, "recurrent": ("g",)},
        {"own": (Weight("look", rows=("q",)),)},
    ):
        with pytest.raises(ValueError, match="minimal: "):
            Cell(**{**{name: getattr(MINIMAL, name) for name in MINIMAL.__dataclass_fields__}, **wrong})


def test_a_step_that_computes_with_what_has_no_slope_is_refused(monkeypatch):
    from rnn_core.networks.numpy.graph import graph

    def step(xp, act, x, h, state, own):
        return {"h": xp.floor(x["f"])}

    wrong = Cell(**{**{name: getattr(MINIMAL, name) for name in MINIMAL.__dataclass_fields__}, "step": step})
    with pytest.raises(AttributeError, match="not with floor"):
        graph(wrong, "tanh")
