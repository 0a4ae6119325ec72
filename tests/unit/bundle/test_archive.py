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
from typing import Any

import numpy as np
import pandas as pd
import pytest
from safetensors.numpy import load, save

from rnn_core import files, runs
from rnn_core.bundle import archive
from rnn_core.bundle.archive import MOST_FILES
from rnn_core.data import Labelled, Series, Text, keep, store
from rnn_core.data.readers.labels import clean
from rnn_core.data.sources.synthetic_paths import ladybug
from rnn_core.data.store import Dataset
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.experiments.classify.network import network
from rnn_core.experiments.classify.settings import ClassifySettings
from rnn_core.experiments.forecast.metrics import ForecastMetrics
from rnn_core.experiments.text.generation import TextModel, Writer
from rnn_core.experiments.text.settings import TextSettings
from rnn_core.networks.cells import CELLS
from rnn_core.networks.numpy.network import names
from rnn_core.networks.spec import Bag, Dense, Embedding, Network, OneHot, Pooling, describe, stack
from rnn_core.runs import BEING_MEASURED, Run, Snapshot, Status, changed
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
        return {name: Packed(home, run, archive.pack(run)) for name, run in made.items()}


SEVERAL = {"also": ["u"], "calendar": True, "horizon": 3, "target_transform": "difference", "timesteps": 5, "dropout": 0.2}
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
    labels = ('"sad", blue', "glad", "None")
    words = ("rain grey don't cold", "sun warm bright sing", "x1 the a 7")
    texts = tuple(f"the {word} {number}" for number in range(8) for mood in words for word in mood.split())
    return clean(Labelled(texts, tuple(label for _ in range(8) for label in labels for _ in range(4)), "Moods"))


def contents(folder: Path) -> Parts:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def opened(content: bytes) -> Parts:
    """Names without the run's folder."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name.partition("/")[2]: file.read(name) for name in file.namelist()}


def zipped(run: Run, parts: Parts) -> bytes:
    return raw({f"{run.id}/{name}": part for name, part in parts.items()})


def raw(entries: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in entries.items():
            file.writestr(name, part)
    return made.getvalue()


# there and back


def brought(content: bytes) -> Run:
    """Bring a run and measure it, as the queue does."""
    run = archive.unpack(content)
    assert (run.status().state, run.status().message) == ("queued", BEING_MEASURED)
    worker.train(run.folder)
    return run


def results(folder: Path) -> dict[str, Any]:
    """Its results but for what another machine took for them."""
    found = _read(folder / "results")
    return {path.name: _untimed(content) if path.suffix == ".json" else content for path, content in found}


def _untimed(metrics: bytes) -> dict[str, Any]:
    return {name: value for name, value in json.loads(metrics).items() if name not in ("prepare_seconds", "measure_seconds")}


def _read(folder: Path) -> list[tuple[Path, bytes]]:
    return [(path, path.read_bytes()) for path in sorted(folder.iterdir()) if path.suffix != ".jsonl"]


@pytest.mark.parametrize("name", ["forecast", "several ahead", "path", "text", "classify"])
def test_a_run_comes_back_as_it_was(packed, own_home, name):
    one = packed[name]
    run = brought(one.content)
    assert run.folder == own_home / "runs" / one.run.id
    theirs = {part: content for part, content in contents(one.run.folder).items() if part not in LEFT_OUT}
    mine = {part: content for part, content in contents(run.folder).items() if part not in LEFT_OUT}
    assert mine.keys() == theirs.keys()
    own = [part for part in mine if not part.startswith("results/") and part != "status.json"]
    assert [part for part in own if mine[part] != theirs[part]] == []
    assert results(run.folder) == results(one.run.folder)  # to the last digit
    assert contents(own_home / "datasets") == {
        part: content for part, content in contents(one.home / "datasets").items() if part.startswith(one.run.about().data)
    }
    assert list(runs.runs()) == [run]
    assert changed(run.status(), heartbeat=0) == changed(one.run.status(), heartbeat=0)
    assert run.history() == one.run.history()
    assert snapshots(run) == snapshots(one.run)
    assert not run.held()


def snapshots(run: Run) -> list[Snapshot]:
    """What the network said while it learned."""
    form = experiment(run.about().experiment).sample
    return run.samples(form) if form else []


def test_until_it_is_measured_a_run_has_no_results(packed):
    run = archive.unpack(packed["forecast"].content)
    assert run.status().active
    assert run.metrics(ForecastMetrics) is None
    assert not (run.folder / "preparation.json").exists()


LIES: dict[str, tuple[str, Callable[[], Callable[[Parts], None]]]] = {
    "praise": ("forecast", lambda: change(M, skill=0.99, verdict="better", judgement={"kind": "better", "numbers": {}})),
    "a perfect score": ("classify", lambda: change(M, "test", accuracy=1.0)),
    "other predictions": ("classify", lambda: put("results/predictions.csv", b"place,label\n1,glad\n")),
    "a fine forecast": ("forecast", lambda: put("results/forecast.csv", b"date,actual\n2020-01-01,1\n")),
    "another scaler": ("forecast", lambda: change("preparation.json", "scaler", scale=[5.0])),
    "nothing copied": ("text", lambda: replace("results/samples.jsonl", b'"longest_copy": ', b'"longest_copy": 9')),
    "a path followed closely": ("path", lambda: replace("results/samples.jsonl", b'"distance": ', b'"distance": 1e-9, "of": ')),
    "metrics of nothing": ("path", lambda: change(M, distance=..., skill=...)),
}


@pytest.mark.parametrize("lie", LIES)
def test_what_a_zip_claims_is_measured_instead_of_believed(packed, lie):
    name, make = LIES[lie]
    parts = opened(packed[name].content)
    make()(parts)
    assert parts != opened(packed[name].content)
    run = brought(zipped(packed[name].run, parts))
    assert run.status().state == "finished"
    assert results(run.folder) == results(packed[name].run.folder)
    assert snapshots(run) == snapshots(packed[name].run)


NOT_ITS_NETWORK: dict[str, tuple[str, Callable[[], Callable[[Parts], None]]]] = {
    "other units": ("text", lambda: change(S, "settings", units=7)),
    "other timesteps": ("text", lambda: change("network.json", timesteps=9)),
    "more rows ahead": ("several ahead", lambda: change(S, "settings", horizon=4)),
    "another activation": ("path", lambda: change(S, "settings", activation="tanh")),
    "longer texts": ("classify", lambda: change("network.json", timesteps=7)),
}


@pytest.mark.parametrize("case", NOT_ITS_NETWORK)
def test_a_network_that_is_not_that_of_its_settings_fails_in_a_sentence(packed, case):
    name, make = NOT_ITS_NETWORK[case]
    parts = opened(packed[name].content)
    make()(parts)
    run = brought(zipped(packed[name].run, parts))
    assert run.status().state == "failed"
    assert run.status().message.startswith("The network of this run is not that of its settings and data")
    assert not (run.folder / "results" / "metrics.json").exists()


def test_a_column_that_the_data_do_not_have_fails_in_a_sentence(packed):
    parts = opened(packed["forecast"].content)
    change(S, "settings", target="no such")(parts)
    assert "There is no column 'no such'" in brought(zipped(packed["forecast"].run, parts)).status().message


def test_a_run_that_was_stopped_while_it_waited_can_be_measured_later(packed):
    run = archive.unpack(packed["forecast"].content)
    run.ask_to_stop()
    assert run.status().state == "stopped"
    assert run.resumable()
    run.resume()
    worker.train(run.folder)
    assert results(run.folder) == results(packed["forecast"].run.folder)


def test_a_name_and_a_note_come_along(packed):
    run = archive.unpack(packed["text"].content)
    assert (run.title(), run.label().note) == ("Foxes", "They jump.")
    assert archive.unpack(packed["forecast"].content).title() == packed["forecast"].run.about().title


def test_a_classifier_that_was_stopped_before_it_was_measured_comes_back(packed):
    one, parts = packed["classify"], opened(packed["classify"].content)
    change("status.json", state="stopped")(parts)
    del parts["results/metrics.json"]
    run = archive.unpack(zipped(one.run, parts))
    assert run.status().state == "stopped"
    assert run.brought() is None
    assert not (run.folder / "results" / "metrics.json").exists()


def test_unknown_entries_are_not_taken_along(packed):
    parts = opened(packed["text"].content)
    for name in (S, "status.json", "label.json"):
        change(name, owner="me")(parts)
    run = archive.unpack(zipped(packed["text"].run, parts))
    assert b"owner" not in b"".join((run.folder / name).read_bytes() for name in (S, "status.json", "label.json"))


def test_the_largest_classifier_fits():
    """However hostile its settings: its weights are a good part smaller than what a bundle may hold."""
    most = {"bidirectional": True, "layers": 2, "units": 512, "dense1": 512, "dense2": 512, "dimension": 300}
    most["cell"] = "lstm_peephole"
    bag = {"encoding": "onehot", "dense1": 512, "dense2": 512}
    for values in (most, bag):
        spec = network(ClassifySettings.parse({**values, "timesteps": 1000, "vocabulary": 40_000}), 40_002, 50)
        assert 4 * sum(map(math.prod, archive.shapes(spec).values())) < 100_000_000


def test_a_text_is_written_on_as_before(packed):
    first, second = (
        "".join(islice(Writer(TextModel.of(run), "The ", seed=1).write(0.8), 80))
        for run in (packed["text"].run, brought(packed["text"].content))
    )
    assert first == second
    assert set(first) <= set(LINES)


def test_the_same_run_gives_the_same_bytes(packed, monkeypatch):
    one = packed["text"]
    monkeypatch.setenv("RNN_LAB_HOME", str(one.home))
    assert archive.pack(one.run) == one.content
    monkeypatch.setenv("RNN_LAB_HOME", str(one.home / "another"))
    again = opened(archive.pack(brought(one.content)))
    rewritten = {"status.json": b"", "results/samples.jsonl": b"", M: b""}  # its heartbeat; 0 as 0.0; how long it took
    assert {**again, **rewritten} == {**opened(one.content), **rewritten}
    assert _untimed(again[M]) == _untimed(opened(one.content)[M])


def test_a_bundle_holds_only_what_it_should(packed):
    own = ["settings.json", "status.json", "network.json", "preparation.json", "history.csv", "model.safetensors"]
    assert sorted(opened(packed["forecast"].content)) == sorted(
        [
            *own,
            *(f"results/{name}" for name in ("metrics.json", "forecast.csv", "future.csv", "samples.jsonl")),
            "data/data.csv",
            "data/about.json",
        ]
    )
    text = ("data/data.txt", "data/others.json", "data/about.json")
    assert sorted(opened(packed["text"].content)) == sorted(
        [*own, "label.json", "results/metrics.json", "results/samples.jsonl", *text]
    )


def test_a_run_is_brought_back_only_once(packed):
    run = archive.unpack(packed["text"].content)
    run.relabel("Another name", "")
    with pytest.raises(UserError, match="This run is here already: the list of runs has it as Another name"):
        archive.unpack(packed["text"].content)
    assert list(runs.runs()) == [run]


def test_another_run_of_the_same_name_is_left_alone(packed):
    first = archive.unpack(packed["text"].content)
    parts = opened(packed["text"].content)
    change(S, title="From elsewhere")(parts)
    second = archive.unpack(zipped(first, parts))
    assert second.id != first.id
    assert second.id[:-8] == first.id[:-8]
    assert second.about().title == "From elsewhere" != first.about().title
    assert [run.id for run in runs.runs()] == sorted([first.id, second.id], reverse=True)


def test_a_setting_that_came_later_has_its_default(packed):
    parts = opened(packed["text"].content)
    about = json.loads(parts["settings.json"])
    del about["settings"]["decay"]
    run = archive.unpack(zipped(packed["text"].run, {**parts, "settings.json": json.dumps(about).encode()}))
    assert run.about() == packed["text"].run.about()


def test_a_run_without_a_network_comes_back_too():
    run = queued_run()
    run.ask_to_stop()
    assert run.status().state == "stopped"
    content = archive.pack(run)
    assert sorted(opened(content)) == ["data/about.json", "data/data.csv", "settings.json", "status.json"]
    run.delete()
    assert archive.unpack(content).status().message == "Stopped before it began."


def test_a_run_whose_worker_died_is_packed_as_interrupted():
    run = queued_run()
    run.write_status(changed(run.written_status(), state="running", phase="training", epoch=3))
    (run.folder / "network.json").write_text("{}")  # its weights were not written yet
    content = archive.pack(run)
    assert "network.json" not in opened(content)
    run.delete()
    assert archive.unpack(content).written_status().state == "interrupted"


def test_what_cannot_be_packed():
    run = queued_run()
    with pytest.raises(UserError, match="still under way"):
        archive.pack(run)
    run.write_status(Status(state="failed", message="Why."))
    assert archive.pack(run)
    (files.home() / "datasets" / run.about().data / "data.csv").write_text("date,Value\n")
    with pytest.raises(UserError, match="gone or damaged"):
        archive.pack(run)


def test_a_run_that_is_too_large_is_not_packed():
    run = queued_run()
    run.write_status(Status(state="failed", message="Why."))
    (run.folder / "history.csv").write_bytes(bytes(5_000_001))
    with pytest.raises(UserError, match="too large for a zip of 200 MB"):
        archive.pack(run)


def test_what_cannot_be_written_leaves_nothing(packed, own_home):
    (own_home / "datasets").write_text("not a folder")
    with pytest.raises(UserError, match="could not be written"):
        archive.unpack(packed["text"].content)
    assert list((own_home / "runs").iterdir()) == []


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("reader", [OneHot(), Embedding(units=3), None])
def test_the_shapes_are_those_of_keras(cell, reader):
    from rnn_core.networks.keras import models

    symbols, first = (7, (reader,)) if reader else (0, ())
    layers = (*first, *stack(cell, 2, 5, 0.1, sequences=bool(reader)), Dense(units=4))
    spec = Network(timesteps=6, features=1 if reader else 2, symbols=symbols, layers=layers)
    weights = models.weights(spec, models.build(spec))
    assert archive.shapes(spec) == {name: values.shape for name, values in weights.items()}
    assert sum(map(math.prod, archive.shapes(spec).values())) == sum(int(row["parameters"]) for row in describe(spec))


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("both", [True, False])
def test_the_shapes_of_a_classifier_are_those_of_keras(cell, both):
    from rnn_core.networks.keras import models

    dense = Dense(units=3, activation="relu"), Dense(units=2)
    for body in ((Embedding(units=4), *stack(cell, 2, 5, 0.1, bidirectional=both)), (Embedding(units=4), Pooling()), (Bag(),)):
        spec = Network(timesteps=6, features=1, symbols=9, layers=(*body, *dense))
        built = models.weights(spec, models.build(spec))
        assert [(name, values.shape) for name, values in built.items()] == [*archive.shapes(spec).items()]
        assert [*built] == names(spec)
        assert sum(map(math.prod, archive.shapes(spec).values())) == sum(int(row["parameters"]) for row in describe(spec))


# hostile bundles: each is the good one with one change


def refused(content: bytes, *words: str) -> None:
    """One sentence with these words, and nothing written."""
    with pytest.raises(UserError) as caught:
        archive.unpack(content)
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


TEXT_CASES = {
    "no settings": (without(S), "settings.json is missing"),
    "no status": (without("status.json"), "status.json is missing"),
    "no data": (without("data/about.json"), "data/about.json is missing"),
    "half the data": (data(without("data/others.json")), "neither a series nor a text"),
    "no network": (without("network.json"), "network.json is missing"),
    "no weights": (without("model.safetensors"), "model.safetensors is missing"),
    "finished without metrics": (without(M), "metrics.json is missing"),
    "settings are a list": (put(S, b"[]"), "settings.json", "expected"),
    "settings are no JSON": (put(S, b"{"), "settings.json is not JSON"),
    "settings in another encoding": (lambda parts: parts.update({S: parts[S].decode().encode("utf-16")}), "not JSON"),
    "nested too deep": (put("label.json", DEEP), "label.json is not JSON"),
    "half a character": (change("label.json", title="\ud800"), "label.json is not JSON"),
    "a number that is none": (replace(M, b'"first"', b'"first": NaN, "second"'), "metrics.json is not JSON"),
    "a number too large": (replace(M, b'"first"', b'"first": 1e999, "second"'), "metrics.json is not JSON"),
    "lacking entry of settings.json": (change(S, title=...), "settings.json lacks 'title'"),
    "a title that is no text": (change(S, title=1), "settings.json", "'title'"),
    "an endless title": (change(S, title="x" * 20_000), "settings.json", "'title'"),
    "a hash that leads elsewhere": (change(S, data="../../../etc"), "settings.json", "'data'"),
    "no date": (change(S, created="yesterday"), "settings.json", "expected"),
    "a date without a zone": (change(S, created="2026-01-01T00:00:00"), "settings.json", "expected"),
    "a date that no page can show": (change(S, created="0001-01-01T00:00:00+00:00"), "settings.json", "expected"),
    "unknown experiment": (change(S, experiment="texts"), "There is no experiment 'texts'"),
    "the other experiment": (change(S, experiment="forecast", settings={"units": 3}), "not for the experiment 'forecast'"),
    "unknown setting": (change(S, "settings", magic=1), "There is no setting 'magic'"),
    "a setting out of bounds": (change(S, "settings", units=10**9), "units is 1000000000"),
    "a setting of another type": (change(S, "settings", units="6"), "the setting units is of another type"),
    "a state that may change": (change("status.json", state="queued"), "says that it is queued"),
    "a state that there is not": (change("status.json", state="done"), "status.json", "'state'"),
    "an epoch in words": (change("status.json", epoch="two"), "status.json", "'epoch'"),
    "an endless name": (change("label.json", title="x" * 81), "label.json", "'title'"),
    "unknown entry of network.json": (change("network.json", path="/"), "network.json has the unknown entry 'path'"),
    "a giant network": (change("network.json", "layers", 1, units=10**9), "network.json", "units"),
    "another layer": (change("network.json", "layers", 1, kind="lambda"), "network.json", "layers"),
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
    "a history without epochs": (replace(H, b"epoch", b"age"), "history.csv has other columns"),
    "a history of markup": (replace(H, b"seconds", b"<b>"), "history.csv has other columns"),
    "a history of words": (replace(H, b"\n2,", b"\ntwo,"), "damaged"),
    "an uneven history": (replace(H, b"\n2,", b"\n2,2,"), "line 3 of history.csv"),
    "a column twice": (put(H, b"epoch,loss,loss\n1,1,1\n"), "history.csv has other columns"),
    "a history without end": (put(H, b"epoch,loss\n" + b"1,1\n" * 20_001), "more than 20,000 epochs"),
    "samples without end": (put("results/samples.jsonl", b"{}\n" * 10_001), "more than 10,000 lines"),
    "an endless loss": (put(H, b"epoch,loss\n1,inf\n"), "line 2 of history.csv"),
    "samples that are none": (put("results/samples.jsonl", b"{}\n"), "samples.jsonl lacks 'epoch'"),
    "samples in no lines": (put("results/samples.jsonl", b"[1\n,2]\n"), "samples.jsonl is not JSON"),
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
    "a metric of too many digits": (change(M, "one_step", mase=10**18), "metrics.json is not JSON"),
    "both kinds of data": (data(put("data/data.txt", b"text")), "neither a series nor a text"),
    "data out of order": (data(lambda parts: parts.update({"data/data.csv": backwards(parts["data/data.csv"])})), "in order"),
    "no data in the table": (data(put("data/data.csv", b"date,Value\n")), "dates of its data"),
    "a target that is not there": (data(change("data/about.json", target="no such")), "columns of its data"),
    "a number beyond use": (data(put("data/data.csv", b"date,x\n2020-01-01,1\n2020-01-02,1e200\n")), "too large"),
    "a season of nothing": (data(change("data/about.json", season=0)), "season"),
    "a table too wide": (data(put("data/data.csv", b"," * 11_000_000)), "more than", "cells"),
    "a network of symbols": (change("network.json", symbols=5), "network.json"),
}


def network_of(**values: Any) -> Callable[[Parts], None]:
    """A network within the bounds of all, which is not that of its settings, and a claim that its weights are there."""

    def apply(parts: Parts) -> None:
        change("network.json", **values)(parts)
        change("network.json", "layers", 0, units=1024)(parts)

    return apply


PATH_CASES = {
    "columns that are not there": (data(change("data/about.json", columns=["x", "y", "z"])), "damaged"),
    "no step": (data(change("data/about.json", step=0.0)), "step of its data"),
    "a step without end": (data(change("data/about.json", step=1e9)), "step of its data"),
}
CLASSIFY_CASES = {
    "a giant embedding": (network_of(symbols=50_000), "have the shape"),
    "a setting beyond its bounds": (change(S, "settings", vocabulary=10**6), "vocabulary is 1000000"),
    "a vector beyond its bounds": (change(S, "settings", dimension=10**6), "dimension is 1000000"),
    "seconds that are none": (change(M, vector_seconds="<b>"), "metrics.json", "'vector_seconds'"),
    "samples of no text": (put("results/samples.jsonl", b'{"epoch": 1}\n'), "samples.jsonl lacks 'counts'"),
    "fewer than no texts": (replace("results/samples.jsonl", b'"counts": [[', b'"counts": [[-1, '), "samples.jsonl"),
    "weights of the way back missing": (weights(lambda found: found.__delitem__("2/backward_bias")), "other weights"),
}


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


@pytest.mark.parametrize("case", PATH_CASES)
def test_a_changed_path_is_refused(packed, case):
    changed_in_it(packed["path"], *PATH_CASES[case])


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
    with zipfile.ZipFile(made, "a") as file:
        entry = zipfile.ZipInfo("x" * len(name))
        file.writestr(entry, "{}")
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


def swollen(name: str, size: int) -> Callable[[bytes], bytes]:
    """One of its files so large, which packs to next to nothing."""

    def make(good: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(good)) as file:
            return raw({one: bytes(size) if one.endswith(name) else file.read(one) for one in file.namelist()})

    return make


def with_more(name: str, content: bytes, count: int = 1) -> Callable[[bytes], bytes]:
    def make(good: bytes) -> bytes:
        made = io.BytesIO(good)
        with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as file:
            folder = file.namelist()[0].partition("/")[0]
            for number in range(count):
                file.writestr(f"{folder}/{name.format(number)}", content)
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
    "too many files": (with_more("{}.json", b"{}", MOST_FILES), f"more than {MOST_FILES} files"),
    "a long list of few files": (with_entry(comment=b"x" * 20_000), f"more than {MOST_FILES} files"),
    "a file twice": (with_more("label.json", b"{}"), "label.json is in it twice"),
    "a bomb": (swollen("history.csv", 5_000_001), "history.csv unpacks to more than 5 MB"),
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
    monkeypatch.setattr(archive, "MOST_UNPACKED", 5_000)
    refused(packed["text"].content, "unpacks to more than")
