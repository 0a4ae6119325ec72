"""What every cell has to pass, given by its name in ``CELLS``: twins, explanations, settings, and what is taken home."""

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree

import numpy as np

from rnn_core import runs
from rnn_core.bundle import archive
from rnn_core.data import keep
from rnn_core.experiments.apply import trained
from rnn_core.experiments.classify.settings import ClassifySettings
from rnn_core.experiments.forecast.settings import ForecastSettings
from rnn_core.exports.script import script
from rnn_core.networks.cells import CELLS
from rnn_core.networks.numpy.activations import trace
from rnn_core.networks.numpy.bptt import backward, forward
from rnn_core.networks.numpy.initializers import start_cell
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.numpy.stepping import Stepper
from rnn_core.networks.spec import Dense, Network, OneHot, Recurrent, describe, stack, title
from rnn_core.settings import TrainingSettings, choices, word
from rnn_core.teaching.gradients.copy_settings import CopySettings
from rnn_core.teaching.gradients.flow import untrained
from rnn_core.teaching.one_step import figures
from rnn_core.teaching.one_step.cell import sequence, step
from rnn_core.teaching.one_step.cell_diagram import cell_diagram
from rnn_core.teaching.one_step.formulas import formulas
from rnn_core.teaching.one_step.presets import names, preset, sentence
from rnn_core.teaching.one_step.stages import look_for, titles
from rnn_core.teaching.one_step.table import from_table, to_table
from rnn_core.training import worker
from tests.helpers import written_metrics
from tests.toy import Metrics, a_wave

STEPS, FEATURES, UNITS = 5, 3, 4
SVG = "{http://www.w3.org/2000/svg}"


def network(cell: str, units: int = UNITS, layers: int = 2, bidirectional: bool = False) -> Network:
    recurrent = stack(cell, layers, units, 0, bidirectional=bidirectional)
    return Network(timesteps=STEPS, features=FEATURES, layers=(*recurrent, Dense(units=2)))


def inputs(seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(3, STEPS, FEATURES)).astype(np.float32)


def built(spec: Network):
    """A Keras model with random weights, and its twin."""
    from rnn_core.networks.keras import models

    model, rng = models.build(spec), np.random.default_rng(2)
    model.set_weights([rng.normal(0, 0.5, value.shape).astype(np.float32) for value in model.get_weights()])
    return model, NumpyNetwork(spec, models.weights(spec, model))


def keras_and_numpy(cell: str) -> None:
    for both in (False, True):
        spec = network(cell, bidirectional=both)
        model, twin = built(spec)
        np.testing.assert_allclose(twin.predict(inputs()), np.asarray(model(inputs())), rtol=0, atol=1e-5)
        assert {name: value.shape for name, value in twin.weights.items()} == archive.shapes(spec)
        assert sum(row["parameters"] for row in describe(spec)) == model.count_params()
        fixed = sum(not one.trainable for one in CELLS[cell].weights) * 2 * (1 + both)
        assert len(model.trainable_weights) == len(model.weights) - fixed


def faster_loops(cell: str) -> None:
    """Outputs and gradients on our loops, where there are some for it, are those of Keras; and it learns on them."""
    import tensorflow as tf

    from rnn_core.networks.keras import models, sharded

    plain = models.build(network(cell))
    fast = sharded.accelerate(plain, 3)

    def outputs_and_gradients(model) -> list:
        with tf.GradientTape() as tape:
            said = model(tf.constant(inputs()), training=True)
            loss = tf.reduce_sum(said * tf.cos(said))
        return [said, *tape.gradient(loss, model.trainable_weights)]

    found = [tf.function(outputs_and_gradients)(model) for model in (plain, fast)]
    for one, other in zip(*found, strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-5 * np.abs(one).max())
    fast.compile("adam", "mse")
    before, fixed = fast.evaluate(inputs(), np.ones((3, 2)), verbose=0), [one.numpy() for one in fast.non_trainable_weights]
    fast.fit(inputs(), np.ones((3, 2)), batch_size=3, epochs=20, verbose=0)
    assert fast.evaluate(inputs(), np.ones((3, 2)), verbose=0) < before
    for one, other in zip(fixed, fast.non_trainable_weights, strict=True):
        np.testing.assert_array_equal(one, other.numpy())


def carried_from_batch_to_batch(cell: str) -> None:
    """As texts are read: the states of one batch are where the next one begins."""
    from rnn_core.networks.keras import models, sharded

    plain = models.build(network(cell), 3)
    fast = sharded.accelerate(models.build(network(cell)), 3, carry=True)
    fast.set_weights(plain.get_weights())
    alone = np.asarray(plain(inputs(2)))
    for layer in plain.layers[:-1]:
        layer.reset_states()
    for model in (plain, fast):
        model(inputs(1))
    second = np.asarray(plain(inputs(2)))
    assert np.abs(second - alone).max() > 1e-3
    np.testing.assert_allclose(np.asarray(fast(inputs(2))), second, rtol=0, atol=1e-5)


def first_weights(cell: str) -> None:
    """NumPy begins as Keras does: the same biases, and matrices of the same length."""
    from rnn_core.networks.keras import models

    spec = Network(timesteps=STEPS, features=9, layers=stack(cell, 1, 32, 0))
    theirs = models.weights(spec, models.build(spec))
    ours = start_cell(cell, 9, 32, np.random.default_rng(1))
    assert [f"0/{name}" for name in ours] == [*theirs]
    drawn = CELLS[cell].bias.start != "zeros"
    if not drawn:
        np.testing.assert_array_equal(ours["bias"], theirs["0/bias"])
    for name, one in ours.items():
        if name == "bias" and drawn:
            assert 0 < np.abs(one).max() <= CELLS[cell].bias.scale >= np.abs(theirs["0/bias"]).max() > 0
            continue
        np.testing.assert_allclose(np.linalg.norm(one), np.linalg.norm(theirs[f"0/{name}"]), rtol=0.1)


def stepping(cell: str) -> None:
    recurrent = stack(cell, 2, UNITS, 0, sequences=True)
    spec = Network(timesteps=STEPS, features=1, symbols=6, layers=(OneHot(), *recurrent, Dense(units=6)))
    _, twin = built(spec.model_copy(update={"layers": spec.layers}))
    stepper, ids = Stepper(spec, twin.weights), np.array([[1, 4, 0, 5, 2]])
    states = stepper.start()
    assert [len(state) for state in states] == [len(CELLS[cell].states)] * 2
    said = []
    for column in ids.T:
        output, states = stepper.step(column, states)
        said.append(stepper.logits(output)[0])
    np.testing.assert_allclose(said, trace_outputs(twin, ids[0]), rtol=0, atol=1e-5)


def trace_outputs(twin: NumpyNetwork, ids: np.ndarray) -> np.ndarray:
    last = len(twin.network.layers) - 1
    return trace(twin, ids)[-1].hidden @ twin.weights[f"{last}/kernel"] + twin.weights[f"{last}/bias"]


def activations(cell: str) -> None:
    spec = Network(timesteps=STEPS, features=FEATURES, layers=(Recurrent(kind=cell, units=UNITS, return_sequences=True),))
    _, twin = built(spec)
    (found,) = trace(twin, inputs()[0])
    np.testing.assert_allclose(found.hidden, twin.predict(inputs()[:1])[0], rtol=0, atol=1e-6)
    assert [*found.parts] == [*CELLS[cell].shown]
    for name, values in found.parts.items():
        shown = CELLS[cell].shown[name]
        assert values.shape == (STEPS, UNITS)
        assert np.isfinite(values).all()
        assert not shown.gate or (values.min() >= 0 and values.max() <= 1)
        assert shown.look_for.endswith(".")
        assert shown.meaning
    assert CELLS[cell].reading.endswith(".")


def gradients(cell: str) -> None:
    """Against differences of the loss, and as the page shows them."""
    rng = np.random.default_rng(3)
    weights = {name: rng.normal(0, 0.7, one.shape) for name, one in start_cell(cell, FEATURES, 2, rng).items()}
    read, last = rng.normal(size=(4, 2, FEATURES)), rng.normal(size=(2, 2))
    for activation in ("tanh", "relu"):
        found = backward(weights, forward(cell, weights, read, activation), last)

        def loss(activation: str = activation) -> float:
            return float((forward(cell, weights, read, activation).hidden[-1] * last).sum())

        for name, one in [*weights.items(), ("inputs", read)]:
            expected = found.inputs(weights) if name == "inputs" else found.weights[name]
            np.testing.assert_allclose(expected, slopes(loss, one), rtol=0, atol=1e-7, err_msg=name)
    flow = untrained(cell, 5, CopySettings.parse({"units": 4}))
    assert np.isfinite(flow.arrives)
    assert (flow.kept is None) == (not CELLS[cell].keeper)


def slopes(loss: Callable[[], float], array: np.ndarray, size: float = 1e-6) -> np.ndarray:
    """Of ``loss`` by every number of ``array``, which is moved in place."""
    found = np.empty(array.shape)
    for place in np.ndindex(array.shape):
        before = array[place]
        array[place] = before + size
        above = loss()
        array[place] = before - size
        found[place] = (above - loss()) / (2 * size)
        array[place] = before
    return found


def one_step_by_hand(cell: str) -> None:
    for count, units in ((1, 1), (2, 2)):
        for name in names(cell):
            given = preset(name, cell, count, units, seed=3)
            assert sentence(name, cell, count).endswith(".")
            back = from_table(cell, count, units, to_table(cell, given.weights))
            assert [*back] == [*given.weights]
            assert all(np.array_equal(back[one], values) for one, values in given.weights.items())
            run = sequence(cell, given.weights, given.xs, *given.states)
            for stage in range(len(titles(cell))):
                assert all(r"\mathbf{" in one for one in formulas(run[1], stage, units - 1))
                assert look_for(run[1], stage, units - 1).endswith(".")
            assert len(figures.memory(run, given.xs).data) == count + units * len(CELLS[cell].states)
        drawn = preset("random", cell, count, units, seed=3)
        layer = Recurrent(kind=cell, units=units, return_sequences=True)
        spec = Network(timesteps=len(drawn.xs), features=count, layers=(layer,))
        twin = NumpyNetwork(spec, {f"0/{one}": values.astype(np.float32) for one, values in drawn.weights.items()})
        said = [steps.numbers["h_new"] for steps in sequence(cell, drawn.weights, drawn.xs)]
        np.testing.assert_allclose(said, twin.predict(drawn.xs[None].astype(np.float32))[0], rtol=0, atol=1e-6)
        for gate in CELLS[cell].gates:
            held = step(cell, drawn.weights, drawn.xs[0], *drawn.states, overrides={gate: 0.25})
            assert held.numbers[gate].tolist() == [0.25] * units
            assert any("by hand" in one for stage in range(len(titles(cell))) for one in formulas(held, stage, 0))


def drawing(cell: str) -> None:
    given = preset("random", cell, 2, 2, seed=3)
    steps = step(cell, given.weights, given.xs[0], *given.states)
    faint = []
    for stage in range(len(titles(cell))):
        root = ElementTree.fromstring(cell_diagram(steps, stage, 1))
        width, height = (float(root.get(name, 0)) for name in ("width", "height"))
        for rect in root.iter(f"{SVG}rect"):
            x, y, wide, high = (float(rect.get(name, 0)) for name in ("x", "y", "width", "height"))
            assert 0 <= x <= x + wide <= width
            assert 0 <= y <= y + high <= height
        for shape in (*root.iter(f"{SVG}path"), *root.iter(f"{SVG}polygon")):
            places = re.findall(r"([\d.-]+),([\d.-]+)", shape.get("d") or shape.get("points") or "")
            assert all(0 <= float(x) <= width and 0 <= float(y) <= height for x, y in places)
        looks = [one.get("class", "") for one in root.iter(f"{SVG}g")]
        assert any("lit" in look for look in looks) == (stage > 0)
        faint.append(sum("off" in look for look in looks))
    assert faint[0] == faint[-1] == 0
    assert faint[1:] == sorted(faint[1:], reverse=True)
    text = cell_diagram(steps)
    for gate in CELLS[cell].gates:
        assert CELLS[cell].part(gate).title in text


def settings(cell: str) -> None:
    for model in (TrainingSettings, ForecastSettings, ClassifySettings):
        assert model.parse({"cell": cell}).cell == cell
        assert cell in choices(model.model_fields["cell"])
    assert CopySettings.parse({"cells": [cell]}).cells == (cell,)
    assert word(cell) == CELLS[cell].title
    spec = network(cell)
    assert Network.model_validate_json(spec.model_dump_json()) == spec
    assert title(spec.layers[0]) == f"{CELLS[cell].title}({UNITS})"
    assert CELLS[cell].rival in CELLS


CHECKS = (
    keras_and_numpy,
    faster_loops,
    carried_from_batch_to_batch,
    first_weights,
    stepping,
    activations,
    gradients,
    one_step_by_hand,
    drawing,
    settings,
)


def the_whole_way(cell: str, place) -> None:
    """Trained by the worker, taken home as a program that runs, out in a zip and in again. Needs the toy experiment."""
    data = a_wave(40)
    chosen = TrainingSettings.parse({"units": 3, "epochs": 2, "device": "cpu", "cell": cell})
    run = runs.create("toy", "wave", keep(data), data.title, chosen)
    worker.train(run.folder)
    assert run.status().state == "finished", run.status().message
    with zipfile.ZipFile(io.BytesIO(script(run))) as packed:
        packed.extractall(place)
        (name,) = [one for one in packed.namelist() if one.endswith(".py")]
    done = subprocess.run([sys.executable, place / name], capture_output=True, text=True, cwd=place, check=False)
    assert done.returncode == 0, done.stderr
    metrics = run.metrics(Metrics)
    assert abs(float(done.stdout.split()[-1]) - metrics.error) < 1e-4
    content, before = archive.pack(run), written_metrics(run)
    run.delete()
    back = archive.unpack(content)
    worker.train(back.folder)
    times = ("prepare_seconds", "measure_seconds")  # of the machine that trained it
    assert written_metrics(back) == {name: value for name, value in before.items() if name not in times}
    assert trained(back).network.layers[0].kind == cell
