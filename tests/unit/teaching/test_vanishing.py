"""The recall task, the gradient's way through cells that learn it, and the study of who looks back how far."""

import json

import numpy as np
import pytest

from rnn_core.errors import UserError
from rnn_core.networks.cells import CELLS
from rnn_core.networks.numpy.bptt import norm
from rnn_core.teaching.gradients import figures, sentences
from rnn_core.teaching.gradients.copy_settings import CopySettings
from rnn_core.teaching.gradients.copy_task import CHANCE, FEATURES, recall, written
from rnn_core.teaching.gradients.copy_training import (
    RESERVOIR,
    CopyNetwork,
    Optimizer,
    echo_state,
    remedied,
    ridge,
    softmax,
    train,
)
from rnn_core.teaching.gradients.flow import Flow, measure, relative, sample, untrained
from rnn_core.teaching.studies import studies
from rnn_core.teaching.studies.vanishing import STUDY, work

TINY = {"cells": ["simple_rnn", "lstm", "echo_state"], "distances": [2, 4], "units": 8, "updates": 50}


def parsed(**values):
    return CopySettings.parse(values)


def test_the_sign_stands_so_many_steps_before_the_question():
    data = recall(5, 200, np.random.default_rng(1))
    assert data.inputs.shape == (6, 200, FEATURES)
    assert data.inputs.sum(axis=2).tolist() == np.ones((6, 200)).tolist()
    symbols = data.inputs.argmax(axis=2)
    assert np.array_equal(symbols[0], data.answers)
    assert set(symbols[0]) == {0, 1, 2, 3}
    assert set(symbols[1:-1].ravel()) == {4, 5, 6, 7}
    assert set(symbols[-1]) == {8}
    assert recall(1, 1, np.random.default_rng(1)).inputs.shape == (2, 1, FEATURES)
    again = recall(5, 200, np.random.default_rng(1))
    assert np.array_equal(again.inputs, data.inputs)


def test_a_sequence_as_letters():
    inputs = np.eye(FEATURES)[np.array([[1, 0], [4, 0], [7, 0], [8, 0]])]
    assert written(inputs) == "B u x ?"


def test_softmax_and_ridge_written_out():
    assert softmax(np.array([[0.0, np.log(3)], [1000, 1000]])) == pytest.approx(np.array([[0.25, 0.75], [0.5, 0.5]]))
    assert ridge(np.array([[1.0], [2]]), np.array([[2.0], [4]])) == pytest.approx(np.array([[2.0]]), abs=1e-5)


def test_the_gradient_of_the_mean_loss_is_the_slope_of_the_loss():
    settings, data = parsed(units=4), sample(3, parsed())
    network = CopyNetwork.start("gru", settings, np.float64)
    _, found = network.gradients(network.read(data.inputs), data.answers)

    def loss():
        chances = softmax(network.scores(network.read(data.inputs)))
        return -np.log(chances[np.arange(len(data.answers)), data.answers]).mean()

    for name, place in (("out", (1, 2)), ("out_bias", (3,)), ("recurrent_kernel", (2, 5)), ("kernel", (0, 1))):
        slope = []
        for move in (1e-6, -2e-6):
            network.weights[name][place] += move
            slope.append(loss())
        network.weights[name][place] += 1e-6
        assert found[name][place] == pytest.approx((slope[0] - slope[1]) / 2e-6, abs=1e-8), name


def test_adam_moves_as_keras_does():
    import keras

    changes = [np.array([0.5, -2.0, 1e-4], np.float32), np.array([-0.1, 1.0, 1e-4], np.float32)] * 3
    variable, ours = keras.Variable(np.zeros(3, np.float32)), {"w": np.zeros(3, np.float32)}
    keras_adam, adam = keras.optimizers.Adam(0.003), Optimizer("adam")
    for change in changes:
        keras_adam.apply([change], [variable])
        adam.apply(ours, {"w": change})
    assert ours["w"] == pytest.approx(variable.numpy(), rel=1e-4)
    sgd = {"w": np.array([1.0])}
    Optimizer("sgd").apply(sgd, {"w": np.array([2.0])})
    assert sgd["w"].tolist() == pytest.approx([0.8])


def test_remedies_change_what_the_optimizer_gets():
    change, weights = {"recurrent_kernel": np.array([[3.0]]), "out": np.array([[4.0]])}, {"recurrent_kernel": np.array([[50.0]])}
    assert norm(remedied(change, weights, parsed())) == 5
    assert norm(remedied(change, weights, parsed(clip=1))) == pytest.approx(1)
    assert remedied(change, weights, parsed(penalty=0.02))["recurrent_kernel"].tolist() == [[5]]  # 3 + 2 * 0.02 * 50
    assert change["recurrent_kernel"].tolist() == [[3]]


def test_a_straight_cell_loses_the_same_share_at_each_step():
    """relu with sums above 0 has the slope 1, and the identity times 0.5 halves."""
    settings = parsed(relu=True, start="identity", scale=0.5, units=4)
    network = CopyNetwork.start("simple_rnn", settings, np.float64)
    network.weights["kernel"][:] = 1
    flow = measure(network, sample(6, settings), settings)
    assert relative(flow.hidden) == pytest.approx(0.5 ** np.arange(7))
    assert flow.arrives == pytest.approx(1 / 64)
    assert flow.radius == pytest.approx(0.5)
    assert flow.kept is None
    assert flow.cell is None


def test_gates_are_multiplied_from_the_question_back():
    settings = parsed(forget_bias=0, units=3)
    network = CopyNetwork.start("lstm", settings, np.float64)
    for name in ("kernel", "recurrent_kernel"):
        network.weights[name][:] = 0
    network.weights["bias"][3:6] = [0, np.log(3), 0]  # forget gates 0.5, 0.75, 0.5
    flow = measure(network, sample(3, settings), settings)
    assert flow.best == pytest.approx(0.75 ** np.arange(4))
    assert flow.kept == pytest.approx((2 * 0.5 ** np.arange(4) + 0.75 ** np.arange(4)) / 3)
    assert flow.radius is None
    network.weights["bias"][3:6] = 0
    network.weights["kernel"][-1, 3:6] = np.log(3)  # 0.75 at the question, 0.5 before it
    assert measure(network, sample(3, settings), settings).kept == pytest.approx([1, 0.75, 0.375, 0.1875])


@pytest.mark.parametrize("kind", CELLS)
def test_flows_of_all_cells(kind):
    flow = untrained(kind, 12, parsed(units=8))
    assert flow.hidden.shape == (13,)
    assert 0 < flow.arrives < 1
    assert (flow.kept is None) == (not CELLS[kind].keeper)
    assert (flow.cell is None) == ("lstm" not in kind)
    if flow.kept is not None:
        assert flow.kept[0] == 1
        assert (np.diff(flow.kept) < 0).all()
        assert (flow.best >= flow.kept - 1e-12).all()


def test_a_larger_wrec_lets_more_arrive_until_it_explodes():
    shares = [untrained("simple_rnn", 60, parsed(scale=scale)).arrives for scale in (0.5, 1.0, 1.8)]
    assert shares[0] < 1e-15
    assert 1e-6 < shares[1] < 0.1
    assert shares[2] > 10


def test_remedies_show_in_the_flow():
    cut = untrained("lstm", 20, parsed(truncate=5))
    assert (relative(cut.hidden) > 0).tolist() == [True] * 5 + [False] * 16
    exploding = untrained("simple_rnn", 60, parsed(scale=1.8, clip=1))
    assert exploding.weights > 10
    assert exploding.shortened == pytest.approx(1)


def test_what_is_trained_learns_and_stops_when_all_is_right():
    settings = parsed(units=16, updates=300)
    shares = []
    trained = train("lstm", 3, settings, shares.append)
    assert not trained.broke
    assert trained.updates < 300
    assert trained.network.accuracy(recall(3, 500, np.random.default_rng(5))) > 0.95
    assert shares == sorted(shares)
    assert shares


def test_a_truncated_training_does_not_find_what_lies_further_back():
    """Wrec = 0.7 fades so fast that no echo of the sign is left after 10 steps unless the cell learns to keep it."""
    data = recall(10, 1000, np.random.default_rng(5))
    whole, cut = (
        train("simple_rnn", 10, parsed(units=8, updates=150, scale=0.7, truncate=steps)).network.accuracy(data)
        for steps in (0, 2)
    )
    assert whole > 0.95
    assert cut < 0.3


def test_an_exploding_training_says_so():
    settings = parsed(relu=True, start="identity", scale=2, optimizer="sgd", cells=["simple_rnn"], distances=[100], updates=20)
    point = work(settings, lambda fraction, words: None)["points"][0]
    assert point["broke"]
    assert point["accuracy"] == CHANCE
    json.dumps(point, allow_nan=False)
    assert "grew beyond all bounds" in sentences.verdict({"points": [point], "chance": CHANCE, "rows": 10})[0]


def test_an_echo_state_network_remembers_without_training():
    assert echo_state(10, parsed()) == 1
    assert echo_state(10, parsed(scale=0)) < 0.4  # no recurrence, no memory
    assert RESERVOIR == 200


def test_the_study_is_found_and_computed():
    assert studies()["vanishing"] is STUDY
    told = []
    settings = CopySettings.parse(TINY)
    result = work(settings, lambda fraction, words: told.append((fraction, words)))
    assert json.loads(json.dumps(result, allow_nan=False)) == result
    assert [(point["cell"], point["distance"]) for point in result["points"]] == [
        (cell, distance) for distance in (2, 4) for cell in TINY["cells"]
    ]
    fractions = [fraction for fraction, _ in told]
    assert fractions == sorted(fractions)
    assert fractions[0] >= 0
    assert fractions[-1] < 1
    assert told[0][1] == "SimpleRNN, 2 steps"
    for point in result["points"]:
        assert 0 <= point["accuracy"] <= 1
        if point["cell"] != "echo_state":
            assert len(point["before"]["hidden"]) == point["distance"] + 1
            assert point["before"]["hidden"][0] == 1
            assert point["before"] != point["after"]
    assert result["points"][2]["accuracy"] == 1
    assert result["points"][0]["accuracy"] > 0.9
    assert work(settings, lambda fraction, words: None) == result


def test_settings_that_train_nothing_are_told():
    for values in ({"cells": []}, {"distances": []}, {"distances": [0]}, {"distances": [100_000]}):
        with pytest.raises(UserError):
            work(CopySettings.parse({**TINY, **values}), lambda fraction, words: None)


def test_stopping_ends_it():
    class Stopped(Exception):
        pass

    def stop(fraction, words):
        raise Stopped

    with pytest.raises(Stopped):
        work(CopySettings.parse(TINY), stop)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0.256, "26\u202f%"),
        (0.0013, "0.13\u202f%"),
        (1 / 34_000, "1 in 34,000"),
        (1.1e-10, "1 in 9.1 billion"),
        (1e-30, "1 in more than 1,000 trillion"),
        (0.0, "nothing"),
        (1.0, "100\u202f%"),
        (1.96, "196\u202f%"),
        (83.4, "83 times as much"),
        (2.5e9, "2.5 billion times as much"),
        (float("nan"), "no number any more"),
    ],
)
def test_shares_in_words(number, words):
    assert sentences.share(number) == words


def flow(*hidden, kept=None):
    found = np.array(hidden)
    return Flow(found, None, kept, kept, 1.0, 1.0, None)


def test_what_arrives_is_said_cell_by_cell():
    said = sentences.arriving({"simple_rnn": flow(2, 0.5), "lstm": flow(1, 1e-6)}, 1, 0)
    assert "SimpleRNN: 25\u202f%; LSTM: 1 in 1 million." in said
    assert "all but vanished in: LSTM." in said
    assert said.endswith("gates help only once they are open.")
    assert "explodes in: SimpleRNN" in sentences.arriving({"simple_rnn": flow(1, 50)}, 1, 0)
    assert sentences.arriving({"lstm": flow(1, 0)}, 9, 9).startswith("Nothing arrives at the sign, 9 steps back")
    assert not sentences.arriving({"lstm": flow(1, 0.5)}, 9, 10).startswith("Nothing")


def test_the_claim_beside_the_gates():
    said = sentences.gates({"gru": flow(1, 1), "lstm": flow(1, 1, 1, kept=np.array([1, 0.8, 0.64]))}, 2)
    assert "typically 0.80, so that after 2 steps 64\u202f% is left" in said
    assert sentences.gates({"lstm": flow(1, 1), "gru": flow(1, 1, kept=np.ones(2))}, 1) == ""


def point(cell, distance, accuracy, broke=False):
    path = {"hidden": [1.0] * distance + [0.02], "kept": None, "best": None}
    after = {**path, "hidden": [1.0] * distance + [None if broke else 0.5]}
    return {"cell": cell, "distance": distance, "accuracy": accuracy, "broke": broke, "before": path, "after": after}


def test_the_verdict_says_where_each_cell_fails_an_lstm_too():
    points = [point(cell, distance, 1.0) for distance in (5, 10) for cell in ("simple_rnn", "lstm")]
    points += [point("simple_rnn", 20, 0.6), point("lstm", 20, 0.26), point("simple_rnn", 50, 1.0), point("lstm", 50, 1.0)]
    simple, lstm = sentences.verdict({"points": points, "chance": 0.25, "rows": 1000})
    assert simple == "SimpleRNN: learned up to 10 steps; at 20 steps only in part: 60\u202f% of 1,000 new sequences right."
    assert lstm == (
        "LSTM: learned up to 10 steps; at 20 steps it fails in spite of its gates: 26\u202f% of 1,000 new sequences right, where "
        "guessing gives 25\u202f%."
    )
    (whole,) = sentences.verdict({"points": points[:1], "chance": 0.25, "rows": 1000})
    assert whole == "SimpleRNN: learned up to 5 steps, the longest distance asked for."
    (none,) = sentences.verdict({"points": [point("gru", 5, 0.2)], "chance": 0.25, "rows": 1000})
    assert none.startswith("GRU: did not learn even the shortest distance; at 5 steps it fails")


def test_what_training_changed():
    assert sentences.changed(point("lstm", 3, 1.0)) == (
        "LSTM learned the task. Of the gradient at the question arrives at the sign: 2\u202f% before training, "
        "50\u202f% after it."
    )
    assert "did not learn the task" in sentences.changed(point("lstm", 3, 0.5))
    assert "no number any more after it" in sentences.changed(point("lstm", 3, 0.25, broke=True))
    assert sentences.longest_learned([point("gru", 5, 1.0), point("gru", 10, 1.0), point("gru", 20, 0.3)]) == 10
    assert sentences.longest_learned([point("gru", 5, 0.3), point("gru", 10, 0.3)]) == 5


def test_figures_leave_out_what_a_logarithmic_axis_cannot_hold():
    drawn = figures.arriving({"lstm": flow(2, 1, 0, 1e-30)}, as_share=True)
    assert drawn.data[0].y[:2].tolist() == [1, 0.5]
    assert np.isnan(drawn.data[0].y[2:]).all()
    assert [one.name for one in drawn.data] == ["LSTM", "as much as at the question"]
    low, high = drawn.layout.yaxis.range
    assert low < np.log10(0.5)
    assert high > 0
    absolute = figures.arriving({"lstm": flow(2, 1)}, as_share=False)
    assert absolute.data[0].y.tolist() == [2, 1]
    assert len(absolute.data) == 1


def test_figures_of_a_study():
    points = [point("lstm", 5, 1.0), point("lstm", 10, 0.25)]
    drawn = figures.accuracy(points, 0.25, [point("lstm", 5, 0.5)])
    assert [one.name for one in drawn.data] == ["LSTM", "LSTM, usual start", "guessing"]
    assert drawn.data[0].y.tolist() == [100, 25]
    assert drawn.data[2].y.tolist() == [25, 25]
    after = figures.trained([point("lstm", 5, 0.25, broke=True)], "hidden")
    assert [one.name for one in after.data] == ["LSTM, before training", "LSTM, after training", "nothing is lost"]
    assert np.isnan(after.data[1].y[-1])
    assert len(figures.trained([point("simple_rnn", 5, 1.0)], "kept").data) == 1


def test_every_cell_has_a_colour_of_its_own():
    drawn = figures.arriving({cell: untrained(cell, 4, parsed(units=3)) for cell in CELLS}, as_share=True)
    colors = [trace.line.color for trace in drawn.data if trace.name in {cell.title for cell in CELLS.values()}]
    assert len(colors) == len({*colors}) == len(CELLS)
