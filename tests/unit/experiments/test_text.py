"""From a text to what a network learns from, and what is measured of it, by hand."""

import math

import numpy as np
import pytest

from rnn_core.data import Text
from rnn_core.errors import UserError
from rnn_core.experiments.base import Cuts, Streams
from rnn_core.experiments.text import EXPERIMENT, copies
from rnn_core.experiments.text.data import prepare
from rnn_core.experiments.text.evaluate import carried_loss, crops_loss, glimpse, recounted, samples, window_loss
from rnn_core.experiments.text.metrics import Sample
from rnn_core.experiments.text.network import examples, network, task
from rnn_core.experiments.text.settings import TextSettings
from rnn_core.features.characters import RARE, Vocabulary
from rnn_core.networks.cells import CELLS
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.numpy.stepping import Stepper
from rnn_core.networks.spec import Dense, OneHot, Recurrent
from rnn_core.training import input_pipeline
from tests.asked import Asked
from tests.contracts.test_experiments import random_weights

ASKED = Asked(EXPERIMENT)

ALPHABET = "abcdefghij"


def refused(function, *arguments) -> str:
    with pytest.raises(UserError) as caught:
        function(*arguments)
    return str(caught.value)


def settings(**values) -> TextSettings:
    return TextSettings.parse({"timesteps": 4, "units": 5, "layers": 1, **values})


def a_text(count: int = 2_500, symbols: str = ALPHABET) -> Text:
    rng = np.random.default_rng(3)
    return Text("".join(rng.choice(list(symbols), size=count)), "Made")


def test_characters_have_numbers_in_the_order_of_their_codes():
    found = Vocabulary.fit("banana 🌍\n")
    assert found.symbols == "\n abn🌍"
    assert found.encode("nab🌍?").tolist() == [4, 2, 3, 5]
    assert found.decode(np.array([3, 2, 4])) == "ban"
    assert found.unknown("a?b!?") == "?!"


def test_rare_characters_share_one_symbol():
    found = Vocabulary.fit("aaabbbxyz", rare=2)
    assert found.symbols == "ab" + RARE
    assert found.folded == 3
    assert found.encode("axq").tolist() == [0, 2, 2]
    assert found.unknown("q") == ""


def test_a_text_of_one_symbol_is_refused():
    assert refused(Vocabulary.fit, "aaaa") == "The text has one symbol to learn from: it needs at least two different ones."
    assert refused(Vocabulary.fit, "") == "The text has no symbol to learn from: it needs at least two different ones."


def test_too_many_characters_are_refused():
    sentence = refused(Vocabulary.fit, "".join(map(chr, range(0x4E00, 0x4E00 + 10_001))))
    assert sentence == "The text has 10,001 different characters, more than 10,000: fold those that occur rarely."


def test_the_last_part_is_held_out_and_teaches_no_characters():
    found = prepare(Text("ABCDEFGHABCDEFGHABXY", "Made"), settings(validation=0.2, lowercase=True))
    assert found.train == 16
    assert found.vocabulary.symbols == "abcdefgh"
    assert found.held_out.tolist() == [0, 1]
    assert found.unseen == 2


def test_a_share_is_taken_from_the_beginning():
    assert prepare(Text("ab" * 50 + "xy" * 50, "Made"), settings(share=0.5, validation=0)).vocabulary.symbols == "ab"


def test_a_short_text_is_refused():
    assert refused(prepare, Text("abcabca", "Made"), settings(validation=0)) == (
        "The text is too short: its training part has 7 characters, but two windows of 4 need 8: "
        "use more text or fewer timesteps."
    )


def test_windows_of_the_article():
    prepared = prepare(Text("abcdefghijklmnopqrst", "Made"), settings(objective="next-character", step=3, validation=0))
    training, held_out = examples(prepared)
    assert isinstance(training, Cuts)
    assert training.starts.tolist() == [0, 3, 6, 9, 12, 15]  # the one at 15 has the last character as its answer
    assert held_out is None
    ((inputs, targets),) = batches(input_pipeline.validation(training, 8))
    assert inputs[1].tolist() == [3, 4, 5, 6]
    assert targets.tolist() == [4, 7, 10, 13, 16, 19]


def test_held_out_windows_ask_only_for_held_out_characters():
    chosen = settings(objective="next-character", step=1, validation=0.25)
    prepared = prepare(Text("abcdefgh" * 5, "Made"), chosen)
    training, held_out = examples(prepared)
    assert training.starts.max() + 4 == 29
    assert held_out.starts.tolist() == list(range(26, 36))


def batches(arguments: dict) -> list[tuple[np.ndarray, np.ndarray]]:
    data = arguments.get("x", arguments.get("validation_data"))
    return [(inputs.numpy(), targets.numpy()) for inputs, targets in data]


def test_streams_go_on_from_batch_to_batch():
    streams = Streams(np.arange(24, dtype=np.uint16), rows=2, timesteps=3)
    assert (streams.length, streams.steps(2)) == (11, 3)
    found = batches(input_pipeline.validation(streams, 2))
    assert [inputs.tolist() for inputs, _ in found] == [
        [[0, 1, 2], [11, 12, 13]],
        [[3, 4, 5], [14, 15, 16]],
        [[6, 7, 8], [17, 18, 19]],
    ]
    for inputs, targets in found:
        np.testing.assert_array_equal(targets, inputs + 1)


def test_each_epoch_leaves_out_another_piece():
    streams = Streams(np.arange(24, dtype=np.uint16), rows=2, timesteps=3)
    order = input_pipeline.Order(seed=1)
    data = input_pipeline.training(streams, 2, order)
    firsts = []
    for order.epoch in range(20):
        firsts.append(batches(data)[0][0][0, 0])
    assert set(firsts) == {0, 1, 2}
    order.epoch = 7
    assert batches(input_pipeline.training(streams, 2, order))[0][0][0, 0] == firsts[7]  # the epoch alone decides


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("encoding", ["embedding", "one-hot"])
@pytest.mark.parametrize("cell", CELLS)
def test_stepping_gives_the_probabilities_of_keras(cell, encoding, activation):
    from rnn_core.networks.keras import models

    chosen = settings(cell=cell, encoding=encoding, layers=2, units=7, dropout=0.2)
    described = with_activation(network(chosen, 6), activation)
    model = models.build(described)
    rng = np.random.default_rng(1)
    model.set_weights([value + rng.normal(0, 0.2, value.shape) for value in model.get_weights()])
    ids = rng.integers(0, 6, (3, 9))
    expected = softmax(model.predict(ids.astype("int32"), verbose=0))
    stepper = Stepper(described, models.weights(described, model))
    states = stepper.start(3)
    for step in range(9):
        output, states = stepper.step(ids[:, step], states)
        np.testing.assert_allclose(softmax(stepper.logits(output)), expected[:, step], atol=1e-5)


def with_activation(described, activation):
    change = {"activation": activation}
    layers = tuple(one.model_copy(update=change) if isinstance(one, Recurrent) else one for one in described.layers)
    return described.model_copy(update={"layers": layers})


def softmax(logits):
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


@pytest.mark.parametrize("cell", CELLS)
def test_a_carried_state_trains_as_keras_does_it(cell):
    """Both ways of computing go the same way: the fused one of CPUs, and Keras' stateful layers of GPUs."""
    import keras

    from rnn_core.training import kernel_plan
    from rnn_core.training.fit import Forget

    chosen = settings(cell=cell, units=6, timesteps=5, dropout=0, batch_size=9)
    made = ASKED.task(a_text(600), chosen)
    curves = []
    for plan in (kernel_plan.Plan("fused loop", 3), kernel_plan.Plan("loop", 3)):
        keras.utils.set_random_seed(2)
        model = kernel_plan.model(made.network, plan, made.training.rows, carry=True)
        model.compile(keras.optimizers.SGD(0.5), keras.losses.SparseCategoricalCrossentropy(from_logits=True), jit_compile=False)
        order = input_pipeline.Order(seed=5)
        fitted = model.fit(
            **input_pipeline.training(made.training, 9, order),
            **input_pipeline.validation(made.validation, 9),
            epochs=3,
            callbacks=[Forget(order)],
            verbose=0,
        )
        curves.append([*fitted.history["loss"], *fitted.history["val_loss"]])
    assert curves[0] == pytest.approx(curves[1], rel=1e-4)
    assert made.training.steps(9) > 3


def surprise(logits, symbol):
    return -math.log(softmax(logits)[symbol])


def test_the_held_out_loss_is_that_of_one_reading_with_a_carried_state():
    prepared = prepare(a_text(4_800), settings(validation=0.5))
    described = network(settings(), 10)
    stepper = Stepper(described, random_weights(described))
    total, states = 0.0, stepper.start(1)
    whole = [*prepared.ids.tolist(), *prepared.held_out.tolist()]
    for place, symbol in enumerate(whole[:-1]):
        output, states = stepper.step(np.array([symbol]), states)
        if place + 1 >= prepared.train:
            total += surprise(stepper.logits(output)[0], whole[place + 1])
    assert len(prepared.held_out) == 2_400  # read as two streams
    assert carried_loss(stepper, prepared.ids, prepared.held_out) == pytest.approx(total / 2_400, abs=1e-6)


def test_the_held_out_loss_of_windows_sees_nothing_else():
    chosen = settings(objective="next-character", validation=0.1, timesteps=6)
    prepared = prepare(a_text(400), chosen)
    described = network(chosen, 10)
    stepper = Stepper(described, random_weights(described))
    whole = np.concatenate([prepared.ids, prepared.held_out])
    total = 0.0
    for place in range(360, 400):
        logits, _ = stepper.read(whole[None, place - 6 : place], stepper.start(1))
        total += surprise(logits[0], whole[place])
    assert window_loss(stepper, prepared.ids, prepared.held_out, 6) == pytest.approx(total / 40, abs=1e-6)


def test_pieces_are_read_each_for_itself():
    prepared = prepare(a_text(400), settings(validation=0.1))
    described = network(settings(), 10)
    stepper = Stepper(described, random_weights(described))
    total = 0.0
    for first in range(0, 35, 5):
        states = stepper.start(1)
        for place in range(first, first + 5):
            output, states = stepper.step(prepared.held_out[place : place + 1], states)
            total += surprise(stepper.logits(output)[0], prepared.held_out[place + 1])
    assert len(prepared.held_out) == 40  # the piece from 35 on lacks the character after it
    assert crops_loss(stepper, prepared.held_out, crop=5) == pytest.approx(total / 35, abs=1e-6)
    assert crops_loss(stepper, prepared.held_out, crop=40) is None


def test_what_is_measured():
    text, chosen = a_text(1_000), settings(validation=0.1)
    described = network(chosen, 10)
    metrics = ASKED.evaluate(text, chosen, NumpyNetwork(described, random_weights(described))).document()
    assert metrics["characters"] == {"train": 900, "validation": 100, "unseen": 0}
    assert metrics["vocabulary"] == 10
    measured = metrics["validation"]
    assert measured["bits_per_character"] == pytest.approx(measured["nats"] / math.log(2))
    assert measured["perplexity"] == pytest.approx(math.exp(measured["nats"]))
    nothing = ASKED.evaluate(text, settings(validation=0), NumpyNetwork(described, random_weights(described)))
    assert nothing.document()["validation"] is None


def test_samples_begin_alike_and_count_what_they_copy():
    chosen = settings(validation=0.1)
    prepared = prepare(a_text(1_000), chosen)
    described = network(chosen, 10)
    rows = samples(prepared, NumpyNetwork(described, random_weights(described)))
    assert [row["temperature"] for row in rows] == [0.2, 0.5, 1.0, 1.2]
    assert len({row["prompt"] for row in rows}) == 1
    assert rows[0]["prompt"] in prepared.text[:900]
    assert {len(row["text"]) for row in rows} == {400}
    assert rows[0]["longest_copy"] == copies.longest_copy(rows[0]["text"], prepared.text[:900])
    assert samples(prepared, NumpyNetwork(described, random_weights(described))) == rows


def test_while_it_trains_samples_are_shorter_and_shorter_where_a_character_costs_much():
    for values, size in (({}, 120), ({"timesteps": 40}, 120), ({"objective": "next-character", "units": 1024}, 40)):
        chosen = settings(**values)
        prepared = prepare(a_text(1_000), chosen)
        described = network(chosen, 10)
        weights = random_weights(described)
        assert glimpse(prepared, described) == size
        if size > 40:
            found = task(prepared)
            assert [len(row["text"]) for row in found.samples(weights)] == [size] * 4
            assert found.last_samples(weights) == samples(prepared, NumpyNetwork(described, weights))


def test_samples_from_elsewhere_are_counted_again_and_those_of_another_text_refused():
    prepared = prepare(a_text(1_000), settings())
    source = prepared.text[: prepared.train]
    sample = Sample(epoch=1, temperature=0.5, prompt=source[:40], text=source[:9], longest_copy=99)
    assert recounted(prepared, sample) == sample.model_copy(update={"longest_copy": 9})
    for change in ({"prompt": "Ω"}, {"text": "Ω"}):
        with pytest.raises(UserError, match="not of its text"):
            recounted(prepared, sample.model_copy(update=change))


def test_the_longest_copy():
    assert copies.longest_copy("xxhello worldyy", "say hello world") == 11
    assert copies.longest_copy("abc", "xyz") == 0
    assert copies.longest_copy("abc", "abc") == 3
    assert copies.longest_copy("", "abc") == 0


def test_the_longest_copy_is_that_of_trying_all_pieces(monkeypatch):
    monkeypatch.setattr(copies, "CHUNK", 100)  # so that copies lie across its borders
    rng = np.random.default_rng(1)
    for letters in ("ab", "abあ", "abc😀"):
        for _ in range(10):
            source, text = ("".join(rng.choice(list(letters), size)) for size in (1000, 30))
            text += source[300 : 300 + rng.integers(30)]
            pieces = [len(text[a:b]) for a in range(len(text)) for b in range(a, len(text) + 1) if text[a:b] in source]
            assert copies.longest_copy(text, source) == max(pieces)


def test_copied_spans():
    source = "the quick brown fox jumps over the lazy dog"
    text = "A quick brown fox jumps! And the lazy cat"
    assert [text[begin:end] for begin, end in copies.copied_spans(text, source, 8)] == [" quick brown fox jumps", " the lazy "]
    assert copies.copied_spans(text, source, 30) == []


def test_copies_that_meet_are_one_span():
    assert copies.copied_spans("abcdefXYZqqq", "abcdef..defX..XYZ", 3) == [(0, 9)]


def test_loops():
    assert copies.loops("it goes " + "round " * 20) == "round "
    assert copies.loops("a" * 60) == "a"
    assert copies.loops("a" * 59) == ""
    assert copies.loops("All happy families are alike; every unhappy family is unhappy in its own way, said he.") == ""


def test_the_article_preset_is_its_network():
    article = EXPERIMENT.presets["article"]
    assert network(article, 50).layers == (
        OneHot(),
        Recurrent(kind="lstm", units=128, return_sequences=False),
        Dense(units=50),
    )
    assert (article.timesteps, article.step, article.batch_size, article.epochs) == (40, 3, 128, 15)
    assert (article.optimizer, article.learning_rate, article.validation, article.decay) == ("rmsprop", 0.01, 0.0, "none")
    assert ASKED.task(a_text(), article).lowest
