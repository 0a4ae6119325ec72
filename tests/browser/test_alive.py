"""The living page in Chromium: what the network says there is what it says in Python."""

import json

import numpy as np
import pytest

from rnn_core.codegen import javascript
from rnn_core.data import Labelled, Text
from rnn_core.data import entry as catalogue
from rnn_core.experiments import experiment
from rnn_core.experiments.apply import trained
from rnn_core.experiments.classify.predict import Classifier
from rnn_core.experiments.text.generation import TextModel, Writer
from rnn_core.exports.alive import alive
from rnn_core.networks.cells import CELLS
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Bag, Dense, Embedding, Network, Pooling, Recurrent, stack
from tests.pages.opened import finished

WRITTEN = "the cat sat on the mat and the dog sat on the log. " * 12
OTHERS = {
    "a bag of words": Network(
        timesteps=6, features=1, symbols=9, layers=(Bag(), Dense(units=4, activation="relu"), Dense(units=3))
    ),
    "the mean of vectors": Network(
        timesteps=6, features=1, symbols=9, masked=True, layers=(Embedding(units=5), Pooling(), Dense(units=3))
    ),
    "texts of several lengths": Network(
        timesteps=6, features=1, symbols=9, masked=True,
        layers=(Embedding(units=5), *stack("gru", 1, 4, 0.0, bidirectional=True), Dense(units=3)),
    ),
    "an answer at every step": Network(
        timesteps=6, features=1, symbols=9, layers=(Embedding(units=5), *stack("lstm", 2, 4, 0.2, sequences=True), Dense(units=9))
    ),
}  # fmt: skip


def of_cell(name, activation, bidirectional):
    return Network(
        timesteps=7,
        features=3,
        layers=(*stack(name, 2, 5, 0.1, bidirectional=bidirectional, activation=activation), Dense(units=4)),
    )


NETWORKS = OTHERS | {
    f"{name}, {activation}, {'both ways' if both else 'one way'}": of_cell(name, activation, both)
    for name in CELLS
    for activation in ("tanh", "relu")
    for both in (False, True)
}


def with_weights(network):
    """Any."""
    rng, weights, width = np.random.default_rng(1), {}, network.symbols or network.features

    def some(*shape):
        return rng.normal(0, 0.4, shape).astype(np.float32)

    for number, layer in enumerate(network.layers):
        if isinstance(layer, Recurrent):
            for prefix in ("", "backward_") if layer.bidirectional else ("",):
                shapes = layer.cell.shapes(width, layer.units)
                weights |= {f"{number}/{prefix}{name}": some(*shape) for name, shape in shapes.items()}
        elif isinstance(layer, Dense):
            weights |= {f"{number}/kernel": some(width, layer.units), f"{number}/bias": some(layer.units)}
        elif isinstance(layer, Embedding):
            weights[f"{number}/embeddings"] = some(network.symbols, layer.units)
        width = getattr(layer, "width", getattr(layer, "units", width))
    return NumpyNetwork(network, weights)


def test_every_cell_and_layer_says_the_same_in_the_browser(page):
    rng = np.random.default_rng(2)
    for name, network in NETWORKS.items():
        made = with_weights(network)
        numbers = rng.integers(1, 9, (1, 6)) if network.symbols else rng.normal(size=(1, 7, 3))
        if network.symbols:
            numbers[0, 4:] = 0  # two places behind the end of the text
        expected = made.predict(numbers)[0]
        code = javascript.cells(network) + javascript.NETWORK.read_text("utf-8")
        said = page.evaluate(
            f"() => {{ {code}; const made = makeNetwork({json.dumps(javascript.described(made))}, CELLS);"
            f"return Array.from(made.forward({json.dumps(numbers[0].tolist())}).answer); }}"
        )
        assert np.abs(np.asarray(said) - (expected[-1] if expected.ndim > 1 else expected)).max() < 1e-3, name


def test_a_large_network_fits_into_three_megabytes():
    network = Network(
        timesteps=40, features=1, symbols=65, layers=(Embedding(units=64), *stack("lstm", 1, 384, 0.2), Dense(units=65))
    )
    assert len(json.dumps(javascript.described(with_weights(network)))) < 2_900_000


def predicted(page, run, given, tmp_path):
    """What the page of a run says, opened as from a USB stick; it asks for nothing and reports no error."""
    file, errors = tmp_path / "alive.html", []
    file.write_text(alive(run), encoding="utf-8")
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: errors.append(request.url) if not request.url.startswith("file:") else None)
    page.goto(f"file://{file}")
    said = page.evaluate("given => window.rnnLab.predict(given)", given)
    assert errors == []
    return said


@pytest.mark.parametrize("objective", ["every-character", "next-character"])
def test_a_text_writes_on(page, tmp_path, objective):
    name = "<img src=x onerror=alert(1)></script> of cats"
    run = finished("text", Text(WRITTEN, name), timesteps=8, objective=objective)
    said = predicted(page, run, "the dog", tmp_path)
    model = TextModel.of(run)
    expected = Writer(model, "the dog").probabilities()[0]
    assert [said[one] for one in model.vocabulary.symbols] == pytest.approx(expected, abs=1e-3)
    assert page.locator("h1").inner_text() == run.title()
    assert page.locator("img").count() == 0
    page.get_by_role("button", name="Write on").click()
    page.wait_for_function("() => document.querySelector('.written b').textContent.length > 20")
    page.get_by_role("button", name="Stop").click()
    page.locator("button.bar").first.click()
    page.get_by_label("How the text begins").fill("§")
    page.get_by_text("The text has no character that the network has seen").wait_for()


@pytest.mark.parametrize(
    "settings",
    [
        {"target": "temp_max"},
        {"target": "temp_max", "also": ["temp_min"], "features": ["wind"], "horizon": 3, "target_transform": "difference"},
        {"target": "temp_max", "calendar": True},
    ],
)
def test_a_forecast_moves(page, tmp_path, settings):
    run = finished("forecast", catalogue("seattle-weather").load(), "seattle-weather", timesteps=6, **settings)
    chosen = experiment("forecast")
    series = chosen.prepare(catalogue("seattle-weather").load(), chosen.settings.parse(run.about().settings)).series
    rows = series.values[100:106]
    past = series.past(np.array([106]))
    expected = series.forecasts(trained(run).predict(past), past)[0]
    alone = rows.shape[1] == 1
    said = predicted(page, run, rows[:, 0].tolist() if alone else rows.tolist(), tmp_path)
    assert np.allclose(said, expected[:, 0] if alone else expected[:, : series.targets].squeeze(), atol=1e-3 * np.abs(rows).max())
    before = page.locator(".said").inner_text()
    page.get_by_label("Its value").fill("30")
    assert page.locator(".said").inner_text() != before


def test_a_path_goes_on_with_closed_eyes(page, tmp_path):
    run = finished("trajectory", catalogue("ladybug").load(), "ladybug", timesteps=6)
    chosen = experiment("trajectory")
    series = chosen.prepare(catalogue("ladybug").load(), chosen.settings.parse(run.about().settings)).series
    past = series.past(np.array([50]))
    expected = series.forecasts(trained(run).predict(past), past)[0, 0]
    assert predicted(page, run, series.values[44:50].tolist(), tmp_path) == pytest.approx(expected, abs=1e-3)
    page.get_by_label("Steps with closed eyes").fill("120")
    page.get_by_text("After 120 steps").wait_for()


@pytest.mark.parametrize("tokens", ["words", "characters"])
def test_a_classifier_answers(page, tmp_path, tokens):
    texts = tuple(f"{word} film number {number}" for number in range(30) for word in ("good", "bad"))
    data = Labelled(texts, ("yes", "no") * 30, "Films")
    run = finished("classify", data, dimension=4, tokens=tokens)
    asked = "A Good FILM, isn’t it? Ünknown"
    expected = Classifier.of(run).probabilities(asked)
    said = predicted(page, run, asked, tmp_path)
    assert [said[one] for one in Classifier.of(run).classes] == pytest.approx(expected, abs=1e-3)
    page.get_by_label("Your text").fill("bad bad film")
    page.wait_for_function("() => document.querySelector('.words').textContent.startsWith('b')")
