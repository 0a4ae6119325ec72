"""Texts padded at their end: Keras, its NumPy twin and the fused layers pass the padding over and agree."""

import itertools

import numpy as np
import pytest

from rnn_core.networks.cells import CELLS
from rnn_core.networks.numpy.network import NumpyNetwork, names
from rnn_core.networks.spec import Bag, Dense, Dropout, Embedding, Network, Pooling, describe, stack

SYMBOLS, TIMESTEPS, CLASSES = 11, 6, 3
LENGTHS = [6, 1, 3, 5, 2, 4, 6]
OF_KERAS = ("simple_rnn", "lstm", "gru")
OWN = tuple(cell for cell in CELLS if cell not in OF_KERAS)  # our own cells, of which fewer combinations must do


def network(*layers, masked=True):
    return Network(timesteps=TIMESTEPS, features=1, symbols=SYMBOLS, masked=masked, layers=layers)


def recurrent(cell, layers=1, bidirectional=False, activation="tanh"):
    """Embedding, recurrent layers, a hidden layer, one number a class."""
    cells = stack(cell, layers, 5, 0.2, bidirectional=bidirectional, activation=activation)
    return network(Embedding(units=4), *cells, Dense(units=7, activation="relu"), Dense(units=CLASSES))


def pooled():
    return network(Embedding(units=4, trainable=False), Pooling(), Dropout(rate=0.2), Dense(units=CLASSES))


def bag():
    return network(Bag(), Dense(units=7, activation="relu"), Dense(units=CLASSES), masked=False)


ALL = (
    {
        f"{cell} x{layers}{' both ways' if both else ''}": recurrent(cell, layers, both)
        for cell, layers, both in itertools.product(OF_KERAS, (1, 2), (False, True))
    }
    | {f"{cell} with relu x2 both ways": recurrent(cell, 2, True, "relu") for cell in OF_KERAS + OWN}
    | {f"{cell} x1": recurrent(cell) for cell in OWN}
    | {"pooled": pooled(), "bag": bag()}
)


def texts(seed=1):
    """Symbol numbers (texts, timesteps) of several lengths, 0 behind their end."""
    ids = np.random.default_rng(seed).integers(1, SYMBOLS, (len(LENGTHS), TIMESTEPS))
    return np.where(np.arange(TIMESTEPS) < np.array(LENGTHS)[:, None], ids, 0).astype(np.int32)


def built(chosen):
    """The plain Keras model, its weights (biases too) none of them zero, the same each time."""
    from rnn_core.networks.keras import models

    model, rng = models.build(chosen), np.random.default_rng(7)
    model.set_weights([rng.normal(0, 0.4, value.shape) for value in model.get_weights()])
    return model


@pytest.mark.parametrize("name", ALL)
def test_the_numpy_twin_equals_keras(name):
    from rnn_core.networks.keras import models

    model = built(ALL[name])
    twin = NumpyNetwork(ALL[name], models.weights(ALL[name], model))
    np.testing.assert_allclose(twin.predict(texts()), model.predict(texts(), verbose=0), atol=1e-5)


@pytest.mark.parametrize("name", ALL)
def test_padding_changes_nothing_but_a_bag(name):
    from rnn_core.networks.keras import models

    twin = NumpyNetwork(ALL[name], models.weights(ALL[name], built(ALL[name])))
    row, length = 2, LENGTHS[2]
    short = texts()[row : row + 1, :length]
    same = np.allclose(twin.predict(short), twin.predict(texts())[row], atol=1e-6)
    assert same == (name != "bag")


@pytest.mark.parametrize("name", ALL)
def test_the_number_of_parameters_is_that_of_keras(name):
    model = built(ALL[name])
    assert sum(row["parameters"] for row in describe(ALL[name])) == model.count_params()
    assert [row["output"] for row in describe(ALL[name])][-1] == f"(batch, {CLASSES})"
    assert len(names(ALL[name])) == len(model.get_weights())


def sizes():
    """Every network with a batch of which the texts fill two; with one of their number and a larger one, of ours only the usual
    cells. Each compiles, so that most of these others are among the slow tests.
    """
    for name in ALL:
        yield name, 4
        quick = name in [f"{cell} x2 both ways" for cell in OF_KERAS]
        if "lstm_" not in name:
            yield from (pytest.param(name, rows, marks=() if quick else pytest.mark.slow) for rows in (7, 32))


@pytest.mark.parametrize(("name", "rows"), sizes())
def test_the_fused_layers_equal_keras(name, rows):
    """Outputs and the gradients of all weights; without dropout, whose random numbers differ."""
    from rnn_core.networks.keras import sharded

    chosen = ALL[name].model_copy(update={"layers": tuple(one for one in ALL[name].layers if one.kind != "dropout")})
    stock = built(chosen)
    same(computed(sharded.accelerate(stock, rows), texts()), computed(stock, texts()))


def computed(model, ids):
    """Outputs and the gradients of all weights."""
    import tensorflow as tf

    labels = np.arange(len(ids)) % CLASSES

    @tf.function
    def compute(ids):
        with tf.GradientTape() as tape:
            logits = model(ids, training=True)
            loss = tf.reduce_sum(tf.keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True))
        return [logits, *map(tf.convert_to_tensor, tape.gradient(loss, model.trainable_variables))]

    return [np.asarray(value) for value in compute(tf.constant(ids))]


def same(ours, theirs):
    for our, their in zip(ours, theirs, strict=True):
        assert np.isfinite(their).all()
        assert np.abs(our - their).max() <= 1e-5 * np.abs(their).max() + 1e-6


@pytest.mark.parametrize("body", [(True, Pooling()), (False,)], ids=["mean", "last step"])
@pytest.mark.parametrize("cell", OF_KERAS + OWN)
def test_in_the_padding_relu_cannot_grow_without_end(cell, body):
    """Each step makes a state 1e15 times as large, so that it would be infinite behind three steps of padding."""
    from rnn_core.networks.keras import models, sharded

    sequences, *pooling = body
    chosen = network(Embedding(units=1), *stack(cell, 1, 1, 0, sequences, activation="relu"), *pooling, Dense(units=CLASSES))
    stock = models.build(chosen)
    values = {name: np.ones_like(value) for name, value in models.weights(chosen, stock).items()}
    seeing = CELLS[cell].seeing
    if seeing:
        values["1/recurrent_kernel"] = 1e15 * np.eye(1, len(seeing), max(0, "".join(seeing).find("g")))  # of the candidate alone
    stock.set_weights([*values.values()])
    ids = np.repeat(np.eye(1, TIMESTEPS, dtype=np.int32), 7, axis=0)  # one symbol a text
    expected = computed(stock, ids)
    same(computed(sharded.accelerate(stock, 7), ids), expected)
    same([NumpyNetwork(chosen, models.weights(chosen, stock)).predict(ids)], expected[:1])


def test_a_mean_by_hand():
    weights = {"0/embeddings": np.arange(SYMBOLS * 2, dtype=np.float32).reshape(-1, 2)}
    twin = NumpyNetwork(network(Embedding(units=2), Pooling()), weights)
    ids = np.array([[1, 4, 0, 0, 0, 0], [3, 0, 0, 0, 0, 0]])
    assert twin.predict(ids).tolist() == [[(2 + 8) / 2, (3 + 9) / 2], [6, 7]]


def test_a_bag_by_hand():
    twin = NumpyNetwork(network(Bag(), masked=False), {})
    assert np.flatnonzero(twin.predict(np.array([[5, 2, 5, 0, 0, 0]]))[0]).tolist() == [0, 2, 5]


def test_frozen_vectors_stay():
    import keras

    from rnn_core.networks.keras import sharded

    model = sharded.accelerate(built(pooled()), 4)
    model.compile(keras.optimizers.SGD(1.0), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    before = model.get_weights()
    model.fit(texts(), np.array([0, 1, 2, 0, 1, 2, 0]), verbose=0)
    changed = [bool((one != other).any()) for one, other in zip(before, model.get_weights(), strict=True)]
    assert changed == [False, True, True]


@pytest.mark.parametrize("layers", [(Bag(), Dense(units=2)), (Dense(units=2),)])
def test_only_an_embedding_can_pass_padding_over(layers):
    with pytest.raises(ValueError, match=r"embedding|reads"):
        network(*layers)
