"""What the microscope shows a network: properties of steps by hand, and every step that counts once, in its right place."""

import numpy as np
import pandas as pd
import pytest

from rnn_core.data import Series, Text
from rnn_core.errors import UserError
from rnn_core.experiments import forecast, text
from rnn_core.experiments.classify.predict import Classifier
from rnn_core.experiments.forecast import ForecastSettings
from rnn_core.experiments.text import TextSettings
from rnn_core.experiments.text.generation import TextModel
from rnn_core.explain import inputs, probe_features
from rnn_core.features.words import UNKNOWN, WordVocabulary
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Dense, Embedding, Network, OneHot, Pooling, Recurrent


def values(found, name):
    return next(one.values for one in found if one.name == name)


def marks(found, name):
    """As a string: 1 where it is there."""
    return "".join(str(int(value)) for value in values(found, name))


def test_quotations_and_brackets_begin_and_end():
    found = probe_features.of_text('a "b (c" d) “e” (')
    assert marks(found, "inside quotation marks") == "00111110000011000"
    assert marks(found, "inside brackets") == "00000111110000001"


def test_an_empty_line_ends_what_nobody_closed():
    found = probe_features.of_text('"a\nb\n\nc (d\n\ne')
    assert marks(found, "inside quotation marks") == "1111100000000"
    assert marks(found, "inside brackets") == "0000000011100"


def test_places_and_kinds_of_characters():
    found = probe_features.of_text("Ab c\né 1!")
    assert marks(found, "place in the line") == "123401234"
    assert marks(found, "place in the word") == "120101010"
    assert marks(found, "space or punctuation") == "001010101"
    assert marks(found, "capital letter") == "100000000"
    assert marks(found, "vowel") == "100001000"
    assert marks(found, "digit") == "000000010"


def test_a_text_without_lines_has_no_place_in_them():
    assert "place in the line" not in [one.name for one in probe_features.of_text("word " * 200)]


def test_slopes_are_those_of_straight_lines():
    np.testing.assert_allclose(probe_features.slopes(np.array([3.0, 5, 7, 9, 11, 13])), [0, 2, 2, 2, 2, 2])
    own = np.random.default_rng(1).normal(size=30)
    line = np.polyfit(np.arange(5), own[10:15], 1)
    assert probe_features.slopes(own)[14] == pytest.approx(line[0])


def hours(count, step="h"):
    return pd.date_range("2020-01-01", periods=count, freq=step)


def test_a_series_has_the_times_that_its_dates_allow():
    own = np.zeros((24 * 10, 1))
    names = [one.name for one in probe_features.of_series(own, ["t"], hours(240), season=24)]
    assert names == ["level", "trend of the last 5 rows", "hour of the day"]  # a season of a day is the hour
    daily = [one.name for one in probe_features.of_series(np.zeros((600, 1)), ["t"], hours(600, "D"), season=7)]
    assert daily[2:] == ["day of the year", "place in the season of 7 rows"]
    assert len(probe_features.of_series(np.zeros((100, 2)), ["t", "u"], hours(100, "D"), season=None)) == 4


def test_the_hour_is_a_point_on_a_circle():
    found = probe_features.of_series(np.zeros((240, 1)), ["t"], hours(240), season=None)
    np.testing.assert_allclose(values(found, "hour of the day")[[0, 6, 12]], [[0, 1], [1, 0], [0, -1]], atol=1e-12)


def test_a_path_turns_left_and_right():
    points = np.array([[0.0, 0], [1, 0], [1, 1], [2, 1], [2, 0.5]])  # east, north: left; east: right; south: right
    found = probe_features.of_path(points, ["x", "y"])
    assert marks(found, "turns left") == "00100"
    np.testing.assert_allclose(values(found, "speed"), [0, 1, 1, 1, 0.5])
    np.testing.assert_allclose(values(found, "direction of travel")[1:3], [[1, 0], [0, 1]])
    assert probe_features.of_path(np.zeros((3, 3)), ["x", "y", "z"])[-1].name == "direction of travel"


def made_text(objective, written, window=4):
    settings = TextSettings.parse({"timesteps": window, "objective": objective, "validation": 0.5, "units": 3})
    prepared = text.prepare(Text(written, "Made"), settings)
    network = text.network(settings, len(prepared.vocabulary.symbols))
    rng = np.random.default_rng(0)
    shapes = {"0/embeddings": (network.symbols, 64), "1/kernel": (64, 12), "1/recurrent_kernel": (3, 12), "1/bias": (12,)}
    last = len(network.layers) - 1
    shapes |= {f"{last}/kernel": (3, network.symbols), f"{last}/bias": (network.symbols,)}
    weights = {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    return TextModel.made(network, weights, text.preparation(prepared, settings)), prepared


@pytest.mark.parametrize("objective", ["every-character", "next-character"])
def test_every_held_out_character_counts_once_and_in_order(objective):
    written = "".join(np.random.default_rng(4).choice([*"abC \n"], size=3_000))
    model, prepared = made_text(objective, written)
    found = inputs.text_probe_data(model, prepared)
    counted = model.vocabulary.decode(found.values[found.counted])
    assert len(counted) == 1_500
    assert counted == written[1_500:]
    assert marks(found.properties, "capital letter") == "".join("1" if one == "C" else "0" for one in counted)
    assert found.where == "1,500 characters that the network did not learn from"
    for row, mask in zip(found.values, found.counted, strict=True):
        assert model.vocabulary.decode(row) in written  # what is read before them stands before them
        assert not mask[0]


def test_a_window_of_the_training_is_all_that_a_network_of_windows_reads():
    model, prepared = made_text("next-character", "abc " * 700, window=6)
    found = inputs.text_probe_data(model, prepared)
    assert found.values.shape[1] == 6
    assert found.counted[0].tolist() == [False] * 3 + [True] * 3


def test_a_short_held_out_part_is_filled_up_with_what_was_learned():
    model, prepared = made_text("every-character", "abc " * 100)
    found = inputs.text_probe_data(model, prepared)
    assert found.counted.sum() == 250  # of the last 300, as the first 100 fill the memory, one whole row
    assert found.where == "250 characters, 200 of which it did not learn from"


def test_a_text_is_read_as_far_as_it_is_known():
    model, _ = made_text("every-character", "abc " * 100)
    found = inputs.of_text(model, "aZb")
    assert found.names == ("a", "b")
    assert found.note == "The network has never seen these characters and skips them: Z"
    assert len(inputs.of_text(model, "abc" * 200).names) == 300
    with pytest.raises(UserError, match="never seen any of these"):
        inputs.of_text(model, "ZZZ")


def a_series(rows=1_000):
    dates = pd.date_range("2019-01-01", periods=rows, freq="D", name="date")
    return Series(pd.DataFrame({"v": np.arange(rows) + 100.0, "w": np.sin(np.arange(rows))}, index=dates), "v", "Made")


@pytest.mark.parametrize("timesteps", [5, 20])
def test_every_row_counts_once_and_as_the_second_half_of_its_window(timesteps):
    settings = ForecastSettings.parse({"timesteps": timesteps, "validation": 200, "test": 300, "also": ["w"]})
    data = forecast.arrange(a_series(), settings)
    found = inputs.series_probe_data(data, forecast.network(settings))
    assert found.values.shape[1:] == (timesteps, 2)
    counted = data.scaler.inverse(found.values[found.counted][:, 0])
    np.testing.assert_allclose(counted, np.arange(1_000 - len(counted), 1_000) + 100, atol=1e-3)
    assert 500 - timesteps < len(counted) <= 500
    np.testing.assert_allclose(values(found.properties, "level of v"), found.values[found.counted][:, 0], atol=1e-6)
    assert np.ptp(values(found.properties, "trend of the last 5 rows of v")) < 1e-9  # rows before the first one are known


def test_a_window_is_the_one_of_that_date():
    data = forecast.arrange(a_series(), ForecastSettings.parse({"timesteps": 4}))
    found = inputs.of_window(data, 900)
    assert found.names == ("2021-06-15", "2021-06-16", "2021-06-17", "2021-06-18")
    assert data.dates[900] == pd.Timestamp("2021-06-19")
    np.testing.assert_allclose(found.curves["v"], [996, 997, 998, 999])
    np.testing.assert_allclose(data.scaler.inverse(found.values[:, 0]), found.curves["v"], atol=1e-3)
    assert inputs.of_window(data, 900, path=True).names[-1] == "point 899"


def test_dates_within_a_minute_stay_apart():
    series = a_series(200)
    series.frame.index = pd.date_range("2020-01-01", periods=200, freq="10s", name="date")
    names = inputs.of_window(forecast.arrange(series, ForecastSettings.parse({"timesteps": 8})), 150).names
    assert len({*names}) == 8


def a_classifier(timesteps=30):
    layers = (Embedding(units=2), Recurrent(kind="gru", units=3, return_sequences=True), Pooling(), Dense(units=2))
    network = Network(timesteps=timesteps, features=1, symbols=5, masked=True, layers=layers)
    return Classifier(NumpyNetwork(network, {}), WordVocabulary(("good", "bad", "film")), ("no", "yes"))


def test_words_of_several_texts_follow_each_other():
    texts, labels = ["good film", "", "bad strange film"], ["yes", "no", "no"]
    found = inputs.words_probe_data(a_classifier(), texts, labels)
    counted = found.values[found.counted].tolist()
    first = counted[:2] == [2, 4]
    assert counted == ([2, 4, 3, UNKNOWN, 4] if first else [3, UNKNOWN, 4, 2, 4])
    assert marks(found.properties, "text of the class no") == ("00111" if first else "11100")
    assert marks(found.properties, "a word that the network does not know") == ("00010" if first else "01000")
    assert marks(found.properties, "place in the text") == ("01012" if first else "01201")
    assert found.blocks.tolist() == ([0, 0, 1, 1, 1] if first else [0, 0, 0, 1, 1])
    assert found.where == "2 texts of the test part, 5 words"


def test_a_text_is_read_word_by_word():
    found = inputs.of_words(a_classifier(), "Good, STRANGE film")
    assert found.names == ("good", "strange", "film")
    assert found.values.tolist() == [2, UNKNOWN, 4]
    assert (
        inputs.of_words(a_classifier(250), "film " * 240).note
        == "The first 200 of the 240 words that the network reads are shown."
    )
    with pytest.raises(UserError, match="no words"):
        inputs.of_words(a_classifier(), "?!")


def test_a_wide_network_is_looked_at_for_fewer_steps():
    def of(units):
        layers = (OneHot(), Recurrent(kind="lstm", units=units, return_sequences=True), Dense(units=50))
        return Network(timesteps=16, features=1, symbols=50, layers=layers)

    assert inputs.affordable(of(16)) == 4_000
    assert 400 <= inputs.affordable(of(1024)) < 2_500
