"""A small cell computed step by step: against numbers written out, against ``numpy_rnn``, and with bad input."""

import math

import numpy as np
import pytest

from rnn_core.errors import UserError
from rnn_core.networks.cells import CELLS
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Network, Recurrent
from rnn_core.teaching.one_step.cell import MOST_STEPS, sequence, step
from rnn_core.teaching.one_step.figures import memory
from rnn_core.teaching.one_step.formulas import formulas
from rnn_core.teaching.one_step.presets import TITLES, preset, sentence
from rnn_core.teaching.one_step.stages import look_for, titles
from rnn_core.teaching.one_step.table import from_table, numbers_of, to_table
from rnn_core.wording import decimals, typed

KINDS = list(CELLS)


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def one_unit(kind, **parts):
    """Weights of one unit and one input; ``parts``: letter to (weight of x, of h, bias)."""
    kernel, recurrent, bias = (np.array([parts[part][at] for part in CELLS[kind].columns]) for at in range(3))
    return {"kernel": kernel[None], "recurrent_kernel": recurrent[None], "bias": bias}


def test_an_lstm_step_written_out():
    weights = one_unit("lstm", i=(0.9, -0.3, 0.1), f=(0.5, 0.4, 0.8), g=(1.2, 0.6, 0.0), o=(0.7, 0.5, 0.2))
    found = step("lstm", weights, [1.0], [0.3], [0.6]).numbers
    f, i, o = sigmoid(0.5 + 0.12 + 0.8), sigmoid(0.9 - 0.09 + 0.1), sigmoid(0.7 + 0.15 + 0.2)
    g = math.tanh(1.2 + 0.18)
    c = f * 0.6 + i * g
    expected = {"sum_f": 1.42, "f": f, "i": i, "g": g, "o": o, "kept": f * 0.6, "written": i * g, "c_new": c}
    expected |= {"squashed": math.tanh(c), "h_new": o * math.tanh(c)}
    assert {name: found[name].item() for name in expected} == pytest.approx(expected, abs=1e-12)
    assert round(found["f"].item(), 3) == 0.805


def test_peepholes_look_at_the_old_and_the_output_gate_at_the_new_cell_state():
    weights = one_unit("lstm_peephole", i=(0.9, -0.3, 0.1), f=(0.5, 0.4, 0.8), g=(1.2, 0.6, 0.0), o=(0.7, 0.5, 0.2))
    weights["peephole"] = np.array([[-0.5], [0.6], [0.8]])  # i, f, o
    found = step("lstm_peephole", weights, [1.0], [0.3], [0.6]).numbers
    f, i = sigmoid(1.42 + 0.6 * 0.6), sigmoid(0.91 - 0.5 * 0.6)
    c = f * 0.6 + i * math.tanh(1.38)
    assert found["c_new"].item() == pytest.approx(c, abs=1e-12)
    assert found["o"].item() == pytest.approx(sigmoid(1.05 + 0.8 * c), abs=1e-12)
    some = step("lstm_peephole", weights, [1.0], [0.3], [0.6], looking=["f"]).numbers
    assert some["f"].item() == pytest.approx(f, abs=1e-12)
    assert some["i"].item() == pytest.approx(sigmoid(0.91), abs=1e-12)
    plain = {name: values for name, values in weights.items() if name != "peephole"}
    without = step("lstm_peephole", weights, [1.0], [0.3], [0.6], looking=[])
    assert without.numbers["h_new"] == step("lstm", plain, [1.0], [0.3], [0.6]).numbers["h_new"]


def test_a_coupled_cell_writes_what_it_forgets():
    weights = one_unit("lstm_coupled", f=(0.5, 0.4, 0.8), g=(1.2, 0.6, 0.0), o=(0.7, 0.5, 0.2))
    found = step("lstm_coupled", weights, [1.0], [0.3], [0.6]).numbers
    f = sigmoid(1.42)
    assert found["i"].item() == pytest.approx(1 - f, abs=1e-12)
    assert found["c_new"].item() == pytest.approx(f * 0.6 + (1 - f) * math.tanh(1.38), abs=1e-12)
    shut = step("lstm_coupled", weights, [1.0], [0.3], [0.6], overrides={"f": 0.0}).numbers
    assert shut["c_new"] == shut["g"]


def test_a_gru_step_written_out():
    weights = one_unit("gru", z=(-0.8, 0.4, 0.3), r=(0.6, 0.9, -0.2), g=(1.2, 0.6, 0.1))
    weights["bias"] = np.stack([weights["bias"], [0.05, 0.02, -0.4]])
    found = step("gru", weights, [1.0], [0.3]).numbers
    z, r = sigmoid(-0.8 + 0.12 + 0.3 + 0.05), sigmoid(0.6 + 0.27 - 0.2 + 0.02)
    g = math.tanh(1.2 + 0.1 + r * (0.18 - 0.4))
    expected = {"z": z, "r": r, "a": -0.22, "from_x": 1.3, "g": g, "h_new": z * 0.3 + (1 - z) * g}
    assert {name: found[name].item() for name in expected} == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("inputs", "units"), [(1, 1), (2, 2), (1, 2), (2, 1)])
def test_the_same_numbers_as_the_trained_networks(kind, inputs, units):
    drawn = preset("random", kind, inputs, units, seed=3)
    if kind == "gru":
        assert drawn.weights["bias"].shape == (2, 3 * units)
    network = Network(
        timesteps=len(drawn.xs), features=inputs, layers=(Recurrent(kind=kind, units=units, return_sequences=True),)
    )
    weights = {f"0/{name}": values.astype(np.float32) for name, values in drawn.weights.items()}
    expected = NumpyNetwork(network, weights).predict(drawn.xs[None].astype(np.float32))[0]
    run = sequence(kind, drawn.weights, drawn.xs, np.zeros(units))
    assert np.array([steps.numbers["h_new"] for steps in run]) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_a_gate_can_be_held_by_hand(kind):
    given = preset("typical", kind, 2, 2)
    for gate in CELLS[kind].gates:
        found = step(kind, given.weights, given.xs[0], *given.states, overrides={gate: 0.25})
        assert found.numbers[gate].tolist() == [0.25, 0.25]
        free = step(kind, given.weights, given.xs[0], *given.states)
        assert found.numbers[f"computed_{gate}"].tolist() == free.numbers[gate].tolist()
        assert found.numbers["h_new"].tolist() != free.numbers["h_new"].tolist()


def test_an_override_counts_at_its_step_only():
    given = preset("remember", "lstm")
    run = sequence("lstm", given.weights, given.xs, *given.states, overrides=[{}, {"f": 0.0}, *[{}] * 6])
    states = [round(steps.numbers["c_new"].item(), 3) for steps in run]
    assert states == [0.8] + [0.0] * 7


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 1001.0])
def test_numbers_that_cannot_be_used_get_a_sentence(number):
    given = preset("typical", "lstm")
    for x, h, c in (([number], [0.0], [0.0]), ([0.0], [number], [0.0]), ([0.0], [0.0], [number])):
        with pytest.raises(UserError, match=r"is missing|between -1000 and 1000"):
            step("lstm", given.weights, x, h, c)
    broken = {**given.weights, "bias": np.full(4, number)}
    with pytest.raises(UserError):
        step("lstm", broken, [0.0], [0.0], [0.0])


def test_other_mistakes_get_a_sentence():
    given = preset("typical", "lstm")
    with pytest.raises(UserError, match="no gate z: those that can be set by hand are i, f, o"):
        step("lstm", given.weights, [1.0], [0.0], overrides={"z": 0.5})
    with pytest.raises(UserError, match=r"was set to 1\.5: a gate lies between 0"):
        step("lstm", given.weights, [1.0], [0.0], overrides={"f": 1.5})
    with pytest.raises(UserError, match="this cell needs"):
        step("lstm", given.weights, [1.0, 2.0], [0.0])
    with pytest.raises(UserError, match="this cell needs"):
        step("gru", given.weights, [1.0], [0.0])


def path(name, kind, letter="c", **sizes):
    given = preset(name, kind, **sizes)
    run = sequence(kind, given.weights, given.xs, *given.states)
    return [[round(value, 3) + 0.0 for value in steps.numbers[f"{letter}_new"].tolist()] for steps in run]


def test_presets_do_what_they_say():
    assert path("remember", "lstm") == [[0.8]] * 8
    assert path("remember", "gru", "h") == [[0.5]] * 8
    assert path("forget", "lstm")[2] == [round(math.tanh(0.5), 3)]
    assert path("count", "lstm") == [[1], [1], [2], [3], [3], [4], [4], [5]]
    assert path("count", "lstm_coupled")[:3] == [[0.2], [0.2], [0.36]]
    assert path("write", "lstm") == [[-0.4]] * 2 + [[0.762]] * 6
    assert path("write", "gru", "h") == [[-0.4]] * 2 + [[0.762]] * 6
    assert [h > 0 for (h,) in path("write", "simple_rnn", "h")] == [False, False, True, True, True, False, False, False]
    assert path("remember", "simple_rnn", "h")[-1] == [0.958]
    assert preset("random", "lstm", seed=5).weights["bias"].tolist() != preset("random", "lstm", seed=6).weights["bias"].tolist()


def test_the_peepholes_fire_at_the_third_one_and_begin_again():
    assert path("count", "lstm_peephole") == [[1], [1], [2], [3], [0], [1], [1], [2]]
    assert path("count", "lstm_peephole", "h") == [[0], [0], [0], [0.995], [0], [0], [0], [0]]


def test_of_two_inputs_the_second_says_when_the_first_is_written():
    states = path("write", "lstm", inputs=2, units=2)
    value, later = round(math.tanh(0.9), 3), round(math.tanh(-0.8), 3)
    assert states[1:] == [[-0.4, 0.2]] + [[value, -value]] * 3 + [[later, -later]] * 3
    assert sentence("write", "lstm", 2).startswith("The first input is the value")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", TITLES)
def test_every_preset_can_be_edited_and_explained(kind, name):
    for inputs in (1, 2):
        for units in (1, 2):
            given = preset(name, kind, inputs, units)
            back = from_table(kind, inputs, units, to_table(kind, given.weights))
            for tensor, values in given.weights.items():
                np.testing.assert_array_equal(back[tensor], values)
            assert sentence(name, kind, inputs).endswith(".")
            run = sequence(kind, given.weights, given.xs, *given.states)
            assert 1 < len(run) <= MOST_STEPS
            for stage in range(len(titles(kind))):
                assert formulas(run[0], stage, units - 1)
                assert look_for(run[0], stage, units - 1).endswith(".")


def test_the_table_names_what_is_missing():
    table = to_table("lstm_peephole", preset("typical", "lstm_peephole").weights)
    assert list(table) == ["w · x", "u · h", "p · c", "b"]
    assert list(table["b"]) == ["f  forget gate", "i  input gate", "g  candidate", "o  output gate"]
    for bad in (None, float("nan"), "many"):
        broken = {column: dict(rows) for column, rows in table.items()}
        broken["u · h"]["i  input gate"] = bad
        with pytest.raises(UserError, match=r"The field u · h of the input gate has no number: type one, such as 0\.5\."):
            from_table("lstm_peephole", 1, 1, broken)
    broken = {column: dict(rows) for column, rows in table.items()}
    broken["p · c"]["g  candidate"] = 0.5
    with pytest.raises(UserError, match="The candidate has no weight p · c: leave that field empty"):
        from_table("lstm_peephole", 1, 1, broken)


def test_lists_of_numbers_are_read():
    assert numbers_of("1, 0.5;−1  2e0,", "the input x", 20) == [1, 0.5, -1, 2]
    with pytest.raises(UserError, match="no numbers for the input x"):
        numbers_of(" , ", "the input x", 20)
    with pytest.raises(UserError, match="“abc” in the input x is no number"):
        numbers_of("1 abc", "the input x", 20)
    with pytest.raises(UserError, match="“nan” in the input x is no number"):
        numbers_of("nan", "the input x", 20)
    with pytest.raises(UserError, match="There are 21 numbers for the input x: take 20 or fewer"):
        numbers_of("1 " * 21, "the input x", 20)


def test_the_formula_of_a_gate_has_the_numbers_in_it():
    given = preset("typical", "lstm")
    run = sequence("lstm", given.weights, given.xs, *given.states)
    (forget,) = formulas(run[0], 2, 0)
    assert r"w_{f} x + u_{f} h + b_{f}" in forget
    assert r"0.5 \times 1 + 0.4 \times 0.300 + 0.8" in forget
    assert r"\operatorname{sigmoid}(1.420)" in forget
    assert forget.endswith(r"&= \mathbf{0.805}\end{aligned}")
    (cell,) = formulas(run[0], 4, 0)
    assert r"0.805 \times 0.600 + 0.713 \times 0.881" in cell
    held = sequence("lstm", given.weights, given.xs, *given.states, overrides=[{"f": 0.0}] * 8)
    assert r"0.805 \;\to\; \mathbf{0.000} \;\text{by hand}" in formulas(held[0], 2, 0)[0]


def test_numbers_below_zero_stand_in_brackets():
    weights = one_unit("simple_rnn", h=(-0.25, 2.0, -1.0))
    (total,) = formulas(step("simple_rnn", weights, [-1.0], [-0.5]), 2, 0)
    assert r"(-0.25) \times (-1) + 2 \times (-0.500) + (-1)" in total
    assert r"\mathbf{-1.750}" in total


def test_numbers_as_they_are_shown():
    assert [decimals(value) for value in (0.73049, -0.0001, -2.5, 123.456, 1_234_567.0)] == [
        "0.730",
        "0.000",
        "−2.500",
        "123.5",
        "1.23e+06",
    ]
    assert [typed(value) for value in (1.0, 0.5, -13.614, 100.0, 0.0)] == ["1", "0.5", "−13.614", "100", "0"]


def test_the_figure_begins_before_the_first_step():
    given = preset("count", "lstm")
    run = sequence("lstm", given.weights, given.xs, *given.states)
    bars, cell, state = memory(run[:3], given.xs).data
    assert list(bars.y) == given.xs[:, 0].tolist()
    assert cell.name == "long-term memory c"
    assert list(cell.x) == [0, 1, 2, 3]
    assert cell.y == pytest.approx([0, 1, 1, 2], abs=1e-3)
    assert state.name == "short-term memory h"
