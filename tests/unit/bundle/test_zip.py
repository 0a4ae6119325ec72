"""A run packed, brought to another machine and used there; and bundles that somebody has tampered with."""

import io
import json
import math
import stat
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pandas as pd
import pytest
from safetensors.numpy import load, save

from rnn_core import files, runs
from rnn_core.bundle import zip
from rnn_core.bundle.contents import FORMS
from rnn_core.bundle.zip import LIMITS
from rnn_core.data import Labelled, Series, Text, keep, store
from rnn_core.data.readers.labels import clean
from rnn_core.data.sources.synthetic_paths import ladybug
from rnn_core.data.store import Dataset
from rnn_core.errors import UserError
from rnn_core.experiments import classify, experiment, experiments
from rnn_core.experiments.classify import ClassifySettings
from rnn_core.experiments.text import TextSettings
from rnn_core.experiments.text.generation import TextModel, Writer
from rnn_core.networks.numpy.network import NumpyNetwork, names
from rnn_core.networks.spec import Bag, Cell, Dense, Embedding, Network, OneHot, Pooling, describe, stack
from rnn_core.runs import Run, Status, changed
from rnn_core.training import worker
from tests.helpers import queued_run

LINES = "The quick brown fox jumps over the lazy dog.\nHow vexingly quick daft zebras jump!\n" * 30
LEFT_OUT = {"model.keras", "log.txt", "lock", "stop"}
Parts = dict[str, bytes]


@dataclass(frozen=True)
class Packed:
    """A trained run in a home of its own, and its bundle."""

    home: Path
    run: Run
    content: bytes


@pytest.fixture(scope="module")
def packed(tmp_path_factory) -> dict[str, Packed]:
    """A run of each experiment, trained for real."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RNN_LAB_HOME", str(home))
        sha = keep(Text(LINES, "lines.txt", others=(("ann", "hello"),)))
        settings = TextSettings.parse({"units": 6, "timesteps": 8, "epochs": 2, "batch_size": 8, "device": "cpu"})
        made = {
            "forecast": queued_run(dropout=0.2),
            "several ahead": _of("forecast", hourly(), **SEVERAL),
            "path": _of("trajectory", ladybug(600), timesteps=5, ahead=10, activation="relu", cell="lstm_coupled"),
            "text": runs.create("text", "lines.txt", sha, "lines.txt", settings),
            "classify": runs.create("classify", "moods", keep(moods()), "Moods", ClassifySettings.parse(MOODS)),
        }
        for run in made.values():
            worker.train(run.folder)
            assert run.status().state == "finished", run.status().message
        made["text"].relabel("Foxes", "They jump.")
        return {name: Packed(home, run, zip.pack(run)) for name, run in made.items()}


SEVERAL = {"also": ["u"], "calendar": True, "horizon": 3, "says": "change", "timesteps": 5, "dropout": 0.2}
SEVERAL["cell"] = "lstm_peephole"


def _of(kind: str, data: Dataset, **values: Any) -> Run:
    settings = experiment(kind).settings.parse({"units": 5, "epochs": 2, "device": "cpu", **values})
    return runs.create(kind, data.title, keep(data), data.title, settings)


def hourly() -> Series:
    dates = pd.date_range("2021-03-01", periods=150, freq="3h", name="date").as_unit("us")
    frame = pd.DataFrame({"t": np.sin(np.arange(150) / 5), "u": np.arange(150) % 11 * 1.0}, index=dates)
    return Series(frame, "t", "Weather", labels={"t": "Temperature"}, units={"t": "°C"})


MOODS = {"cell": "gru", "bidirectional": True, "units": 4, "dimension": 3, "dense1": 3, "timesteps": 6, "vocabulary": 20}
MOODS |= {"epochs": 2, "device": "cpu"}


def moods() -> Labelled:
    """Texts of three classes whose names a table must quote."""
    labels = ('"sad", blue', "glad", "null")
    words = ("rain grey don't cold", "sun warm bright sing", "x1 the a 7")
    texts = tuple(f"the {word} {number}" for number in range(8) for mood in words for word in mood.split())
    return clean(Labelled(texts, tuple(label for _ in range(8) for label in labels for _ in range(4)), "Moods"))


def contents(folder: Path) -> Parts:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def opened(content: bytes) -> Parts:
    """Names without the run's folder."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def zipped(run: Run, parts: Parts) -> bytes:
    return raw({f"{run.id}/{name}": part for name, part in parts.items()})


def raw(entries: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in entries.items():
            archive.writestr(name, part)
    return made.getvalue()


# there and back


@pytest.mark.parametrize("name", ["forecast", "several ahead", "path", "text", "classify"])
def test_every_file_comes_back(packed, own_home, name):
    one = packed[name]
    run = zip.unpack(one.content)
    assert run.folder == own_home / "runs" / one.run.id
    theirs = {part: content for part, content in contents(one.run.folder).items() if part not in LEFT_OUT}
    assert contents(run.folder) == theirs
    assert contents(own_home / "datasets") == {
        part: content for part, content in contents(one.home / "datasets").items() if part.startswith(one.run.about()["data"])
    }
    assert runs.find(one.run.id) == run
    assert list(runs.runs()) == [run]
    assert run.status() == one.run.status()
    assert run.history() == one.run.history()
    assert not run.held()


def test_a_name_and_a_note_come_along(packed):
    run = zip.unpack(packed["text"].content)
    assert (run.title(), run.label().note) == ("Foxes", "They jump.")
    assert zip.unpack(packed["forecast"].content).title() == packed["forecast"].run.about()["title"]


def test_a_forecast_measures_the_same(packed):
    run = zip.unpack(packed["forecast"].content)
    about = run.about()
    chosen = experiment(about["experiment"])
    network = Network.model_validate(files.read_json(run.folder / "network.json"))
    trained = NumpyNetwork(network, load((run.folder / "model.safetensors").read_bytes()))
    results = chosen.evaluate(store.load_dataset(about["data"]), chosen.settings.parse(about["settings"]), trained)
    found = json.loads(json.dumps(files.without_nan(results.metrics)))
    metrics = packed["forecast"].run.metrics()
    assert found == {name: metrics[name] for name in found}
    table = results.tables["future"].to_csv(index=False, lineterminator="\n")
    assert table == (run.folder / "results" / "future.csv").read_text()


def test_a_classifier_measures_the_same(packed):
    run = zip.unpack(packed["classify"].content)
    about = run.about()
    network = Network.model_validate(files.read_json(run.folder / "network.json"))
    trained = NumpyNetwork(network, load((run.folder / "model.safetensors").read_bytes()))
    results = classify.evaluate(store.load_dataset(about["data"]), ClassifySettings.parse(about["settings"]), trained)
    metrics = packed["classify"].run.metrics()
    assert json.loads(json.dumps(files.without_nan(results.metrics))) == {name: metrics[name] for name in results.metrics}
    for name, table in results.tables.items():
        assert table.to_csv(index=False, lineterminator="\n") == (run.folder / "results" / f"{name}.csv").read_text()


def test_a_classifier_that_was_stopped_before_it_was_measured_comes_back(packed):
    one, parts = packed["classify"], opened(packed["classify"].content)
    change("status.json", state="stopped")(parts)
    for name in ("results/metrics.json", "results/confusion.csv"):
        del parts[name]
    assert (zip.unpack(zipped(one.run, parts)).folder / "results" / "predictions.csv").is_file()


def test_the_largest_classifier_fits():
    """However hostile its settings: its weights are a good part smaller than what a bundle may hold."""
    most = {"bidirectional": True, "layers": 2, "units": 512, "dense1": 512, "dense2": 512, "dimension": 300}
    most["cell"] = "lstm_peephole"
    bag = {"encoding": "onehot", "dense1": 512, "dense2": 512}
    for values in (most, bag):
        spec = classify.network(ClassifySettings.parse({**values, "timesteps": 1000, "vocabulary": 40_000}), 40_002, 50)
        assert 4 * sum(map(math.prod, zip.shapes(spec).values())) < 100_000_000


def test_a_text_is_written_on_as_before(packed):
    first, second = (
        "".join(islice(Writer(TextModel.of(run), "The ", seed=1).write(0.8), 80))
        for run in (packed["text"].run, zip.unpack(packed["text"].content))
    )
    assert first == second
    assert set(first) <= set(LINES)


def test_the_same_run_gives_the_same_bytes(packed, monkeypatch):
    one = packed["text"]
    monkeypatch.setenv("RNN_LAB_HOME", str(one.home))
    assert zip.pack(one.run) == one.content
    monkeypatch.setenv("RNN_LAB_HOME", str(one.home / "another"))
    assert zip.pack(zip.unpack(one.content)) == one.content


def test_a_bundle_holds_only_what_it_should(packed):
    own = ["settings.json", "status.json", "network.json", "preparation.json", "history.csv", "model.safetensors"]
    assert sorted(opened(packed["forecast"].content)) == sorted(
        [
            *own,
            *(f"results/{name}" for name in ("metrics.json", "forecast.csv", "future.csv")),
            "data/data.csv",
            "data/about.json",
        ]
    )
    text = ("data/data.txt", "data/others.json", "data/about.json")
    assert sorted(opened(packed["text"].content)) == sorted(
        [*own, "label.json", "results/metrics.json", "results/samples.jsonl", *text]
    )


def test_a_run_is_brought_back_only_once(packed):
    run = zip.unpack(packed["text"].content)
    run.relabel("Another name", "")
    with pytest.raises(UserError, match="This run is here already: the list of runs has it as Another name"):
        zip.unpack(packed["text"].content)
    assert list(runs.runs()) == [run]


def test_another_run_of_the_same_name_is_left_alone(packed):
    first = zip.unpack(packed["text"].content)
    parts = opened(packed["text"].content)
    change("status.json", message="Finished elsewhere.")(parts)
    second = zip.unpack(zipped(first, parts))
    assert second.id != first.id
    assert second.id[:-8] == first.id[:-8]
    assert second.status().message == "Finished elsewhere." != first.status().message
    assert [run.id for run in runs.runs()] == sorted([first.id, second.id], reverse=True)


def test_a_setting_that_came_later_has_its_default(packed):
    parts = opened(packed["text"].content)
    about = json.loads(parts["settings.json"])
    del about["settings"]["decay"]
    run = zip.unpack(zipped(packed["text"].run, {**parts, "settings.json": json.dumps(about).encode()}))
    assert run.about() == packed["text"].run.about()


def test_a_run_without_a_network_comes_back_too():
    run = queued_run()
    run.ask_to_stop()
    assert run.status().state == "stopped"
    content = zip.pack(run)
    assert sorted(opened(content)) == ["data/about.json", "data/data.csv", "settings.json", "status.json"]
    run.delete()
    assert zip.unpack(content).status().message == "Stopped before it began."


def test_a_run_whose_worker_died_is_packed_as_interrupted():
    run = queued_run()
    run.write_status(changed(run.written_status(), state="running", phase="training", epoch=3))
    (run.folder / "network.json").write_text("{}")  # its weights were not written yet
    content = zip.pack(run)
    assert "network.json" not in opened(content)
    run.delete()
    assert zip.unpack(content).written_status().state == "interrupted"


def test_what_cannot_be_packed():
    run = queued_run()
    with pytest.raises(UserError, match="still under way"):
        zip.pack(run)
    run.write_status(Status(state="failed", message="Why."))
    assert zip.pack(run)
    (runs.files.home() / "datasets" / run.about()["data"] / "data.csv").write_text("date,Value\n")
    with pytest.raises(UserError, match="gone or damaged"):
        zip.pack(run)


def test_a_run_that_is_too_large_is_not_packed():
    run = queued_run()
    run.write_status(Status(state="failed", message="Why."))
    (run.folder / "history.csv").write_bytes(bytes(100_000_001))
    with pytest.raises(UserError, match="too large for a zip of 200 MB"):
        zip.pack(run)


def test_what_cannot_be_written_leaves_nothing(packed, own_home):
    (own_home / "datasets").write_text("not a folder")
    with pytest.raises(UserError, match="could not be written"):
        zip.unpack(packed["text"].content)
    assert list((own_home / "runs").iterdir()) == []


@pytest.mark.parametrize("cell", get_args(Cell))
@pytest.mark.parametrize("reader", [OneHot(), Embedding(units=3), None])
def test_the_shapes_are_those_of_keras(cell, reader):
    from rnn_core.networks.keras import models

    symbols, first = (7, (reader,)) if reader else (0, ())
    layers = (*first, *stack(cell, 2, 5, 0.1, sequences=bool(reader)), Dense(units=4))
    spec = Network(timesteps=6, features=1 if reader else 2, symbols=symbols, layers=layers)
    weights = models.weights(spec, models.build(spec))
    assert zip.shapes(spec) == {name: values.shape for name, values in weights.items()}
    assert sum(map(math.prod, zip.shapes(spec).values())) == sum(int(row["parameters"]) for row in describe(spec))


@pytest.mark.parametrize("cell", get_args(Cell))
@pytest.mark.parametrize("both", [True, False])
def test_the_shapes_of_a_classifier_are_those_of_keras(cell, both):
    from rnn_core.networks.keras import models

    dense = Dense(units=3, activation="relu"), Dense(units=2)
    for body in ((Embedding(units=4), *stack(cell, 2, 5, 0.1, bidirectional=both)), (Embedding(units=4), Pooling()), (Bag(),)):
        spec = Network(timesteps=6, features=1, symbols=9, layers=(*body, *dense))
        built = models.weights(spec, models.build(spec))
        assert [(name, values.shape) for name, values in built.items()] == [*zip.shapes(spec).items()]
        assert [*built] == names(spec)
        assert sum(map(math.prod, zip.shapes(spec).values())) == sum(int(row["parameters"]) for row in describe(spec))


def test_every_experiment_can_be_brought_back():
    assert FORMS.keys() == experiments().keys()
    assert {FORMS[name].data for name in FORMS if experiment(name).data == "series"} == {Series}
    assert {FORMS[name].data for name in FORMS if experiment(name).data == "text"} == {Text}
    assert {FORMS[name].data for name in FORMS if experiment(name).data == "labelled"} == {Labelled}


# hostile bundles: each is the good one with one change


def refused(content: bytes, *words: str) -> None:
    """One sentence with these words, and nothing written."""
    with pytest.raises(UserError) as caught:
        zip.unpack(content)
    message = str(caught.value)
    assert all(word in message for word in words), message
    assert "\n" not in message
    assert not contents(files.home())
    assert not list(files.home().glob("*/*"))


def change(name: str, *path: str | int, **values: Any) -> Callable[[Parts], None]:
    """Set values of an object in a JSON file; a value of ... is left out."""

    def apply(parts: Parts) -> None:
        whole = place = json.loads(parts[name])
        for step in path:
            place = place[step]
        place.update(values)
        for key in [key for key, value in values.items() if value is ...]:
            del place[key]
        parts[name] = json.dumps(whole).encode()

    return apply


def put(name: str, content: bytes) -> Callable[[Parts], None]:
    return lambda parts: parts.update({name: content})


def without(name: str) -> Callable[[Parts], None]:
    return lambda parts: parts.__delitem__(name)


def replace(name: str, old: bytes, new: bytes) -> Callable[[Parts], None]:
    def apply(parts: Parts) -> None:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new)

    return apply


def weights(make: Callable[[dict[str, np.ndarray]], None]) -> Callable[[Parts], None]:
    def apply(parts: Parts) -> None:
        found = {name: values.copy() for name, values in load(parts["model.safetensors"]).items()}
        make(found)
        parts["model.safetensors"] = save(found)

    return apply


def data(make: Callable[[Parts], None]) -> Callable[[Parts], None]:
    """Change the data, and name the changed ones in the settings."""

    def apply(parts: Parts) -> None:
        make(parts)
        kept = {name: parts[f"data/{name}"] for name in store.FILES if f"data/{name}" in parts}
        change("settings.json", data=store.sha_of_files(kept))(parts)

    return apply


def spoil(value: float) -> Callable[[dict[str, np.ndarray]], None]:
    def make(found: dict[str, np.ndarray]) -> None:
        found["1/bias"][0] = value

    return make


DEEP = b"[" * 100_000 + b"]" * 100_000
S, M, H = "settings.json", "results/metrics.json", "history.csv"


def turned(metrics: bytes) -> bytes:
    """The columns that are forecast the other way round."""
    found = json.loads(metrics)
    return json.dumps({**found, "targets": dict(reversed(found["targets"].items()))}).encode()


def shorter(metrics: bytes) -> bytes:
    found = json.loads(metrics)
    return json.dumps({**found, "by_horizon": found["by_horizon"][1:]}).encode()


TEXT_CASES = {
    "no settings": (without(S), "settings.json is missing"),
    "no status": (without("status.json"), "status.json is missing"),
    "no data": (without("data/about.json"), "data/about.json is missing"),
    "half the data": (data(without("data/others.json")), "neither a series nor a text"),
    "no network": (without("network.json"), "network.json is missing"),
    "no preparation": (without("preparation.json"), "preparation.json is missing"),
    "no weights": (without("model.safetensors"), "model.safetensors is missing"),
    "no history": (without(H), "history.csv is missing"),
    "finished without metrics": (without(M), "metrics.json is missing"),
    "settings are a list": (put(S, b"[]"), "settings.json", "expected"),
    "settings are no JSON": (put(S, b"{"), "settings.json is not JSON"),
    "settings in another encoding": (lambda parts: parts.update({S: parts[S].decode().encode("utf-16")}), "not JSON"),
    "nested too deep": (put("label.json", DEEP), "label.json is not JSON"),
    "half a character": (change("label.json", title="\ud800"), "label.json is not JSON"),
    "a number that is none": (replace(M, b'"first"', b'"first": NaN, "second"'), "metrics.json is not JSON"),
    "a number too large": (replace(M, b'"first"', b'"first": 1e999, "second"'), "metrics.json is not JSON"),
    "unknown entry of settings.json": (change(S, owner="me"), "unknown entry 'owner'"),
    "lacking entry of settings.json": (change(S, title=...), "settings.json lacks 'title'"),
    "a title that is no text": (change(S, title=1), "settings.json", "'title'"),
    "an endless title": (change(S, title="x" * 20_000), "settings.json", "'title'"),
    "a hash that leads elsewhere": (change(S, data="../../../etc"), "settings.json", "'data'"),
    "no date": (change(S, created="yesterday"), "settings.json", "expected"),
    "a date without a zone": (change(S, created="2026-01-01T00:00:00"), "settings.json", "expected"),
    "a date that no page can show": (change(S, created="0001-01-01T00:00:00+00:00"), "settings.json", "expected"),
    "unknown experiment": (change(S, experiment="texts"), "There is no experiment 'texts'"),
    "the other experiment": (change(S, experiment="forecast", settings={}), "not for the experiment 'forecast'"),
    "unknown setting": (change(S, "settings", magic=1), "There is no setting 'magic'"),
    "a setting out of bounds": (change(S, "settings", units=10**9), "units is 1000000000"),
    "a setting of another type": (change(S, "settings", units="6"), "the setting units is of another type"),
    "a setting that is not true of the network": (change(S, "settings", units=7), "not the network of its settings"),
    "a state that may change": (change("status.json", state="queued"), "says that it is queued"),
    "a state that there is not": (change("status.json", state="done"), "status.json", "'state'"),
    "unknown entry of status.json": (change("status.json", owner="me"), "unknown entry 'owner'"),
    "an epoch in words": (change("status.json", epoch="two"), "status.json", "'epoch'"),
    "an endless name": (change("label.json", title="x" * 81), "label.json", "'title'"),
    "unknown entry of label.json": (change("label.json", owner="me"), "unknown entry 'owner'"),
    "unknown entry of network.json": (change("network.json", path="/"), "network.json has the unknown entry 'path'"),
    "a giant network": (change("network.json", "layers", 1, units=10**9), "network.json", "units"),
    "another layer": (change("network.json", "layers", 1, kind="lambda"), "network.json", "layers"),
    "another network": (change("network.json", timesteps=9), "not the network of its settings"),
    "characters twice": (change("preparation.json", symbols="a" * len(set(LINES))), "preparation.json", "does not go with"),
    "one character more": (change("preparation.json", symbols="".join(set(LINES)) + "€"), "not the network of"),
    "folded to nothing": (change("preparation.json", folded=3), "preparation.json", "does not go with"),
    "another objective": (change("preparation.json", objective="next-character"), "preparation.json", "does not go with"),
    "a preparation of another kind": (change("preparation.json", lowercase="no"), "preparation.json", "'lowercase'"),
    "unknown entry of preparation.json": (change("preparation.json", code="x"), "unknown entry 'code'"),
    "weights that are no numbers": (weights(spoil(math.nan)), "weights 1/bias", "not all numbers"),
    "endless weights": (weights(spoil(math.inf)), "weights 1/bias", "not all numbers"),
    "weights of another shape": (
        weights(lambda found: found.update({"1/bias": found["1/bias"][1:]})),
        "the shape (23,)",
        "(24,)",
    ),
    "weights of another type": (weights(lambda found: found.update({"1/bias": found["1/bias"].astype(float)})), "float64"),
    "a weight more": (weights(lambda found: found.update({"9/bias": found["1/bias"]})), "other weights"),
    "a weight less": (weights(lambda found: found.__delitem__("1/bias")), "other weights"),
    "weights far too many": (weights(lambda found: found.update({"1/bias": np.zeros(10**6, "f4")})), "larger than its network"),
    "no weights at all": (put("model.safetensors", b"\x80\x04K\x01."), "damaged"),
    "half the weights": (lambda parts: parts.update({"model.safetensors": parts["model.safetensors"][:-9]}), "damaged"),
    "metrics that lack what pages show": (change(M, loss=...), "metrics.json lacks 'loss'"),
    "metrics of another type": (change(M, "loss", best="low"), "metrics.json", "'loss.best'"),
    "a perplexity beyond numbers": (change(M, "validation", nats=1000), "metrics.json", "nats"),
    "a training loss beyond numbers": (change(M, "loss", best=1000), "metrics.json", "expected"),
    "a history without epochs": (replace(H, b"epoch", b"age"), "history.csv has other columns"),
    "a history of markup": (replace(H, b"seconds", b"<b>"), "history.csv has other columns"),
    "a history of words": (replace(H, b"\n2,", b"\ntwo,"), "line 3 of history.csv"),
    "an uneven history": (replace(H, b"\n2,", b"\n2,2,"), "line 3 of history.csv"),
    "an empty history": (put(H, b"epoch,loss\n"), "history.csv is no table"),
    "a column twice": (put(H, b"epoch,loss,loss\n1,1,1\n"), "history.csv is no table"),
    "samples that are none": (put("results/samples.jsonl", b"{}\n"), "samples.jsonl lacks 'epoch'"),
    "samples in no lines": (put("results/samples.jsonl", b"[1\n,2]\n"), "samples.jsonl is not JSON"),
    "the same sample twice": (
        lambda parts: parts.update({"results/samples.jsonl": 2 * parts["results/samples.jsonl"]}),
        "a temperature twice",
    ),
    "an endless sample": (
        replace("results/samples.jsonl", b'"text": "', b'"text": "' + b"x" * 10_001),
        "samples.jsonl",
        "'text'",
    ),
    "other data": (put("data/data.txt", b"Something else."), "not those that its settings name"),
    "data that are no text": (data(put("data/data.txt", b"\xff\xfe\xff")), "damaged"),
    "unknown entry of the data": (data(change("data/about.json", code="x")), "data/about.json has the unknown entry 'code'"),
    "data of another type": (data(change("data/about.json", notes="none")), "data/about.json", "'notes'"),
    "other authors of another kind": (data(put("data/others.json", b"[[1]]")), "data/others.json", "expected"),
}
FORECAST_CASES = {
    "no table": (without("results/forecast.csv"), "forecast.csv is missing"),
    "a table of other columns": (replace("results/future.csv", b"low,high", b"high,low"), "future.csv has other columns"),
    "a table of words": (replace("results/future.csv", b"\n2", b"\n2,x"), "line 2 of results/future.csv"),
    "a date that is none": (replace("results/future.csv", b"\n2", b"\n3-"), "line 2 of results/future.csv"),
    "a month that is none": (put("results/future.csv", b"date,forecast,low,high\n2020-13-01,1,1,1\n"), "damaged"),
    "a metric of too many digits": (change(M, "one_step", mase=10**18), "metrics.json is not JSON"),
    "a metric that is none": (change(M, "one_step", rmse=None), "metrics.json", "'one_step.rmse'"),
    "an unknown rival": (change(M, "baselines", oracle={}), "metrics.json", "baselines"),
    "no rival": (change(M, baselines={}), "metrics.json", "expected"),
    "no free run and no reason": (change(M, free_running=None), "metrics.json", "expected"),
    "another column": (change(M, target="no such"), "another column"),
    "no scale": (change("preparation.json", "scaler", scale=[0]), "preparation.json", "scaler.scale"),
    "a scale too many": (change("preparation.json", "scaler", scale=[1, 1]), "preparation.json does not go with"),
    "scaled in another way": (change("preparation.json", scaling="min-max"), "preparation.json does not go with"),
    "a column that is not there": (change(S, "settings", target="no such"), "preparation.json does not go with"),
    "both kinds of data": (data(put("data/data.txt", b"text")), "neither a series nor a text"),
    "data out of order": (data(lambda parts: parts.update({"data/data.csv": backwards(parts["data/data.csv"])})), "in order"),
    "no data in the table": (data(put("data/data.csv", b"date,Value\n")), "dates of its data"),
    "a target that is not there": (data(change("data/about.json", target="no such")), "columns of its data"),
    "a number beyond use": (data(put("data/data.csv", b"date,x\n2020-01-01,1\n2020-01-02,1e200\n")), "too large"),
    "a season of nothing": (data(change("data/about.json", season=0)), "season"),
    "a table too wide": (data(put("data/data.csv", b"," * 11_000_000)), "more than", "cells"),
    "a network of symbols": (change("network.json", symbols=5), "network.json"),
}


FIRST = "tfidf_logistic_regression"
R, W, C = "results/predictions.csv", "preparation.json", "results/confusion.csv"


def row(number: int, **values: Any) -> Callable[[Parts], None]:
    """Change cells of a line of the predictions, counted from 1."""

    def apply(parts: Parts) -> None:
        table = pd.read_csv(io.BytesIO(parts[R]), dtype=str, keep_default_na=False)
        for name, value in values.items():
            table.loc[number - 1, name] = value
        parts[R] = table.to_csv(index=False, lineterminator="\n").encode()

    return apply


def network_of(**values: Any) -> Callable[[Parts], None]:
    """A network within the bounds of all, which is not that of its settings, and a claim that its weights are there."""

    def apply(parts: Parts) -> None:
        change("network.json", **values)(parts)
        change("network.json", "layers", 0, units=1024)(parts)

    return apply


def say(begin: str) -> Callable[[Parts], None]:
    """Another judgement on the same shares."""

    def apply(parts: Parts) -> None:
        change(M, verdict=f"{begin}:{json.loads(parts[M])['verdict'].partition(':')[2]}")(parts)

    return apply


AHEAD_CASES = {
    "no table of the second column": (without("results/forecast_2.csv"), "forecast_2.csv is missing"),
    "a table of a third column": (put("results/forecast_3.csv", b"date,actual\n2020-01-01,1\n"), "another experiment"),
    "one column only": (change(M, targets={}), "another column"),
    "columns in another order": (lambda parts: parts.update({M: turned(parts[M])}), "another column"),
    "a step less": (lambda parts: parts.update({M: shorter(parts[M])}), "metrics.json"),
    "more steps than it says": (change(M, horizon=2), "metrics.json"),
    "no usual changes": (change("preparation.json", change=None), "preparation.json does not go with its settings"),
    "a usual change less": (change("preparation.json", change=[1.0]), "preparation.json does not go with its settings"),
    "a change of nothing": (change("preparation.json", change=[1.0, 0.0]), "'change.1'"),
    "no calendar": (change(S, "settings", calendar=False), "preparation.json does not go with its settings"),
    "more rows ahead": (change(S, "settings", horizon=4), "not the network of its settings"),
}
PATH_CASES = {
    "another activation": (change(S, "settings", activation="tanh"), "not the network of its settings"),
    "other coordinates": (change(M, coordinates=["x", "z"]), "other coordinates"),
    "a verdict of its own": (change(M, verdict="the best"), "metrics.json"),
    "fewer steps of one": (change(M, "constant_velocity", free_running=[1.0]), "metrics.json"),
    "a distance below 0": (change(M, "distance", one_step=-1.0), "metrics.json"),
    "no runs": (without("results/runs.csv"), "runs.csv is missing"),
    "other columns": (replace("results/path.csv", b"actual_1", b"actual_9"), "path.csv has other columns"),
    "columns that are not there": (data(change("data/about.json", columns=["x", "y", "z"])), "damaged"),
    "no step": (data(change("data/about.json", step=0.0)), "step of its data"),
    "a step without end": (data(change("data/about.json", step=1e9)), "step of its data"),
}
CLASSIFY_CASES = {
    "a giant embedding": (network_of(symbols=50_000), "network.json is not the network of its settings"),
    "a setting beyond its bounds": (change(S, "settings", vocabulary=10**6), "vocabulary is 1000000"),
    "a vector beyond its bounds": (change(S, "settings", dimension=10**6), "dimension is 1000000"),
    "longer texts than its settings allow": (change("network.json", timesteps=7), "not the network of its settings"),
    "one way only": (change("network.json", "layers", 2, bidirectional=False), "not the network of its settings"),
    "a file of another kind": (put("results/future.csv", b"date,forecast,low,high\n2020-01-01,1,1,1\n"), "another experiment"),
    "words twice": (change(W, words=["a", "a"]), "preparation.json does not go with its settings"),
    "a word less": (change(W, words=["a"]), "not the network of its settings"),
    "no words": (change(W, words=[]), "preparation.json", "'words'"),
    "more words than a setting allows": (change(W, words=[f"w{number}" for number in range(21)]), "does not go with"),
    "words without end": (change(W, words=[f"w{number}" for number in range(40_001)]), "preparation.json", "'words'"),
    "an endless word": (change(W, words=["x" * 1_000_001]), "preparation.json", "'words.0'"),
    "a word of markup": (change(W, words=["<b>"]), "preparation.json does not go with its settings"),
    "a word in capitals": (change(W, words=["A"]), "preparation.json does not go with its settings"),
    "words that are none": (change(W, words=[1]), "preparation.json", "'words.0'"),
    "other classes": (change(W, classes=["a", "b", "c"]), "preparation.json does not go with its settings"),
    "unknown entry of preparation.json": (change(W, code="x"), "unknown entry 'code'"),
    "no predictions": (without(R), "predictions.csv is missing"),
    "no confusion": (without(C), "confusion.csv is missing"),
    "predictions of other columns": (replace(R, b"place", b"row"), "predictions.csv has other columns"),
    "a text that is not there": (row(2, place="9999"), "line 3 of results/predictions.csv"),
    "a text before the first": (row(2, place="-1"), "line 3 of results/predictions.csv"),
    "a label that the text has not": (row(1, label="happy"), "line 2 of results/predictions.csv"),
    "an answer that is no class": (row(1, predicted="<b>"), "line 2 of results/predictions.csv"),
    "more than sure": (row(1, confidence="1.5"), "line 2 of results/predictions.csv"),
    "not a number": (row(1, label_probability="nan"), "line 2 of results/predictions.csv"),
    "a cell too many": (replace(R, b"\n", b",1\n"), "predictions.csv has other columns"),
    "a text twice": (lambda parts: parts.update({R: twice(parts[R])}), "a text twice"),
    "an answer less": (lambda parts: parts.update({R: parts[R][: parts[R].rindex(b"\n", 0, -1) + 1]}), "not go with its metrics"),
    "answers without end": (put(R, b"\n" * 1000), "more answers than there are texts"),
    "quoted in another way": (replace(R, b"\n", b"\r\n"), "predictions.csv is no table"),
    "predictions that are no text": (put(R, b"\xff\n"), "damaged"),
    "another confusion": (replace(C, b"0", b"1"), "confusion.csv does not go with"),
    "metrics of other classes": (change(M, classes=["a", "b", "c"], per_class=[]), "metrics.json", "expected"),
    "a class less": (change(M, counts={"train": [1, 2], "validation": [1, 1], "test": [1, 1]}), "metrics.json", "expected"),
    "no counts of the test": (change(M, "counts", test=...), "metrics.json", "expected"),
    "an unknown part": (change(M, "counts", more=[1, 1, 1]), "metrics.json", "counts"),
    "no rival": (change(M, baselines={}), "metrics.json", "expected"),
    "more than right": (change(M, "test", accuracy=1.2), "metrics.json", "'test.accuracy'"),
    "a verdict that is none": (change(M, verdict=["x"]), "metrics.json", "'verdict'"),
    "praise that the numbers do not give": (say("Better than the classical method"), "verdict does not go with its metrics"),
    "doubt that the numbers do not leave": (say("No clear difference"), "verdict does not go with its metrics"),
    "a verdict in other words": (change(M, verdict="Perfect."), "verdict does not go with its metrics"),
    "a rival that no answers give": (change(M, "baselines", "naive_bayes", accuracy=0.1234), "verdict does not go with"),
    "a rival that is not the best": (change(M, "baselines", FIRST, accuracy=0.9333), "verdict does not go with its metrics"),
    "another most frequent class": (change(M, most_frequent=0.9), "metrics are about other classes or texts"),
    "more training texts": (change(M, "counts", train=[90, 90, 90]), "metrics are about other classes or texts"),
    "a better class": (change(M, "per_class", 0, recall=0.99), "predictions.csv does not go with its metrics"),
    "a share that is none": (change(M, cut_texts=2), "metrics.json", "'cut_texts'"),
    "seconds that are none": (change(M, vector_seconds="<b>"), "metrics.json", "'vector_seconds'"),
    "an endless calibration": (change(M, calibration=[{"confidence": 1, "accuracy": 1, "texts": 1}] * 11), "'calibration'"),
    "weights of the way back missing": (weights(lambda found: found.__delitem__("2/backward_bias")), "other weights"),
}


def twice(table: bytes) -> bytes:
    """The first answer in place of the last."""
    lines = table.splitlines(keepends=True)
    return b"".join([*lines[:-1], lines[1]])


def backwards(table: bytes) -> bytes:
    header, *rows = table.splitlines(keepends=True)
    return header + b"".join(reversed(rows))


@pytest.mark.parametrize("case", TEXT_CASES)
def test_a_changed_text_run_is_refused(packed, case):
    changed_in_it(packed["text"], *TEXT_CASES[case])


@pytest.mark.parametrize("case", FORECAST_CASES)
def test_a_changed_forecast_run_is_refused(packed, case):
    changed_in_it(packed["forecast"], *FORECAST_CASES[case])


@pytest.mark.parametrize("case", CLASSIFY_CASES)
def test_a_changed_classifier_is_refused(packed, case):
    changed_in_it(packed["classify"], *CLASSIFY_CASES[case])


@pytest.mark.parametrize("case", AHEAD_CASES)
def test_a_changed_forecast_of_several_columns_is_refused(packed, case):
    changed_in_it(packed["several ahead"], *AHEAD_CASES[case])


@pytest.mark.parametrize("case", PATH_CASES)
def test_a_changed_path_is_refused(packed, case):
    changed_in_it(packed["path"], *PATH_CASES[case])


def test_the_table_of_another_experiment_is_refused(packed):
    parts = opened(packed["text"].content)
    put("results/confusion.csv", b"class,a\na,1\n")(parts)
    refused(zipped(packed["text"].run, parts), "confusion.csv is a table of another experiment")


def changed_in_it(one: Packed, apply: Callable[[Parts], None], *words: str) -> None:
    parts = opened(one.content)
    apply(parts)
    assert parts != opened(one.content)
    refused(zipped(one.run, parts), *words)


@pytest.mark.parametrize(
    "name",
    [
        "../../evil",
        "/etc/passwd",
        "ID/../evil",
        "ID/results/../settings.json",
        "ID\\label.json",
        "ID/results\\future.csv",
        "C:/label.json",
        "ID/",
        "ID/results/",
        "ID/results/more.json",
        "ID/data/more.csv",
        "ID/model.keras",
        "ID/lock",
        "ID/stop",
        "ID/log.txt",
        "ID/SETTINGS.JSON",
        "ID/label.json\0.txt",
        "ID/ID/label.json",
        "label.json",
        "another/label.json",
    ],
)
def test_a_file_that_is_none_of_a_run_is_refused(packed, name):
    one = packed["forecast"]
    name = name.replace("ID", one.run.id)
    entries = {f"{one.run.id}/{part}": content for part, content in opened(one.content).items()}
    made = io.BytesIO(raw(entries))
    with zipfile.ZipFile(made, "a") as archive:
        entry = zipfile.ZipInfo("x" * len(name))
        archive.writestr(entry, "{}")
    refused(made.getvalue().replace(b"x" * len(name), name.encode()), "is no file of a run")


@pytest.mark.parametrize("folder", ["..", "", "a b", "x" * 101, "é"])
def test_a_folder_that_is_no_run_is_refused(packed, folder):
    refused(raw({f"{folder}/{part}": content for part, content in opened(packed["text"].content).items()}), "folder")


def listed(content: bytes, name: str) -> int:
    """Where the zip's own list has this file."""
    return content.rindex(b"PK\1\2", 0, content.rindex(name.encode()))


def patched(content: bytes, place: int, form: str, value: int) -> bytes:
    return content[:place] + struct.pack(form, value) + content[place + struct.calcsize(form) :]


def size_said(offset: int) -> Callable[[bytes], bytes]:
    def make(content: bytes) -> bytes:
        place = listed(content, "label.json") + 24
        (size,) = struct.unpack_from("<L", content, place)
        return patched(content, place, "<L", size + offset)

    return make


def with_entry(**values: Any) -> Callable[[bytes], bytes]:
    """The label in an entry of another kind."""

    def make(content: bytes) -> bytes:
        entries = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(entries, "w") as new:
            for one in old.infolist():
                part = old.read(one)
                if one.filename.endswith("label.json"):
                    for name, value in values.items():
                        setattr(one, name, value)
                new.writestr(one, part)
        return entries.getvalue()

    return make


def with_more(name: str, content: bytes, count: int = 1) -> Callable[[bytes], bytes]:
    def make(good: bytes) -> bytes:
        made = io.BytesIO(good)
        with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
            folder = archive.namelist()[0].partition("/")[0]
            for number in range(count):
                archive.writestr(f"{folder}/{name.format(number)}", content)
        return made.getvalue()

    return make


ZIP_CASES = {
    "nothing": (lambda content: b"", "no zip"),
    "a text": (lambda content: b"Not a zip at all, just some words.", "no zip"),
    "half of it": (lambda content: content[: len(content) // 2], "no zip"),
    "something after it": (lambda content: content + b"x", "no zip"),
    "another list of its files": (lambda content: content[:-22] + b"PK\6\7" + bytes(16) + content[-22:], "no zip"),
    "an empty zip": (lambda content: raw({}), "folder"),
    "too large": (lambda content: bytes(200_000_001), "larger than 200 MB"),
    "too many files": (with_more("{}.json", b"{}", len(LIMITS)), f"more than {len(LIMITS)} files"),
    "a long list of few files": (with_entry(comment=b"x" * 20_000), f"more than {len(LIMITS)} files"),
    "a file twice": (with_more("label.json", b"{}"), "label.json is in it twice"),
    "a bomb": (with_more("results/future.csv", bytes(100_000_001)), "future.csv unpacks to more than 100 MB"),
    "a size that is too large to be true": (size_said(2**31), "label.json unpacks to more than 1 MB"),
    "a size that is larger than true": (size_said(1), "label.json has another size"),
    "a size that is smaller than true": (size_said(-1), "damaged"),
    "encrypted": (lambda content: patched(content, listed(content, "label.json") + 8, "<H", 1), "label.json is encrypted"),
    "a link": (with_entry(external_attr=(stat.S_IFLNK | 0o777) << 16), "label.json is a link"),
    "another compression": (with_entry(compress_type=zipfile.ZIP_BZIP2), "label.json is compressed in an unknown way"),
    "a letter changed": (lambda content: content.replace(b"PK\3\4", b"PK\3\5", 1), "damaged"),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("case", ZIP_CASES)
def test_a_changed_zip_is_refused(packed, case):
    make, *words = ZIP_CASES[case]
    refused(make(packed["text"].content), *words)


def test_all_files_together_may_not_be_too_large(packed, monkeypatch):
    monkeypatch.setattr(zip, "MOST_UNPACKED", 5_000)
    refused(packed["text"].content, "unpacks to more than")
