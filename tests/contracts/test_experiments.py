"""The contract of every experiment, whichever there are: the command line, the worker and the pages rely on it."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from rnn_core.bundle.archive import shapes
from rnn_core.data import Messages, Text, entries
from rnn_core.errors import UserError
from rnn_core.experiments import Experiment, Results, Task, experiment, experiments, preset
from rnn_core.experiments.base import Windows
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.numpy.told import silent
from rnn_core.networks.spec import Network
from rnn_core.runs import Losses, TrainingFacts
from rnn_core.settings import TrainingSettings

FACTS = TrainingFacts(
    loss=Losses(first=1.0, last=0.5, best=0.5),
    epochs=1,
    seconds=1.0,
    checkpoint="the last weights",
    parameters=1,
    device="CPU",
    kernel="fused loop",
)
every = pytest.mark.parametrize("one", experiments().values(), ids=lambda one: one.name)


def local_data(one: Experiment):
    """The last dataset of the experiment's kind that needs no network: those computed by a formula come late."""
    found = [entry for entry in entries(one.data) if not entry.remote and not entry.missing()][-1].load()
    found = found.choose() if isinstance(found, Messages) else found
    return replace(found, text=found.text[:3000]) if isinstance(found, Text) else found


def random_weights(network: Network) -> dict[str, np.ndarray]:
    """Weights of the right shapes."""
    rng = np.random.default_rng(0)
    return {name: rng.normal(0, 0.3, shape).astype(np.float32) for name, shape in shapes(network).items()}


def small(one: Experiment) -> TrainingSettings:
    return one.settings.parse({"units": 4, "epochs": 1, "layers": 1, "dropout": 0.2})


def test_the_forecast_is_an_experiment():
    assert "forecast" in experiments()
    assert experiment("forecast").title == "Forecast a series"


def test_an_unknown_experiment_names_the_closest():
    with pytest.raises(UserError, match=r"^There is no experiment 'forcast' \(did you mean 'forecast'\?\): choose one of "):
        experiment("forcast")


@every
def test_it_says_what_it_is(one):
    assert re.fullmatch(r"[a-z][a-z0-9-]*", one.name)
    assert experiments()[one.name] is one
    assert one.title
    assert one.title[0].isupper()
    assert "!" not in one.title
    assert issubclass(one.settings, TrainingSettings)
    assert entries(one.data), "there is no dataset of its kind"
    assert one.settings.__doc__
    assert one.task.__doc__
    assert one.evaluate.__doc__


@every
def test_its_first_preset_is_what_the_settings_default_to(one):
    assert isinstance(one.presets, Mapping)
    first = next(iter(one.presets))
    assert one.presets[first] == one.settings()
    for name, values in one.presets.items():
        assert type(values) is one.settings
        assert preset(one, name) is values
        assert one.settings.parse(values.model_dump(mode="json")) == values


@every
def test_its_task_fits_its_network(one):
    prepared = one.prepare(local_data(one), small(one))
    found = one.task(prepared)
    assert isinstance(found, Task)
    assert found.network == one.network(prepared)
    assert found.preparation == one.preparation_of(prepared)
    assert isinstance(found.network, Network)
    for part in filter(None, (found.training, found.validation)):
        assert type(part) is type(found.training)
        assert part.steps(8) > 0
        if isinstance(part, Windows):
            count = len(part.inputs)
            assert part.inputs.shape == (count, found.network.timesteps, found.network.features)
            assert part.inputs.dtype == np.float32
            assert np.isfinite(part.inputs).all()
            assert len(part.targets) == count > 0
        else:
            assert 0 <= part.ids.min() <= part.ids.max() < found.network.symbols
    assert one.preparation.model_validate_json(found.preparation.model_dump_json()) == found.preparation


@every
def test_its_task_is_the_same_every_time(one):
    first, second = (one.task(one.prepare(local_data(one), small(one))) for _ in range(2))
    assert first.network == second.network
    for name, value in vars(first.training).items():
        np.testing.assert_array_equal(value, getattr(second.training, name))


@every
def test_it_measures_any_network_of_its_task(one):
    prepared = one.prepare(local_data(one), small(one))
    network = one.network(prepared)
    trained = NumpyNetwork(network, random_weights(network))
    results = one.evaluate(prepared, trained, silent)
    assert isinstance(results, Results)
    written = json.dumps(results.document(FACTS), allow_nan=False)
    read = one.metrics.model_validate_json(written)
    assert Results(read).document() == {**json.loads(written), **Results(read).document()}
    for name, table in results.tables.items():
        assert re.fullmatch(r"[a-z_]+", name)
        assert len(table) > 0
    shares: list[float] = []
    assert one.evaluate(prepared, trained, shares.append).metrics == results.metrics
    assert shares == sorted(shares)
    assert len({*shares}) > 2  # whoever waits for it sees it move
    assert 0 <= shares[0] < shares[-1] <= 1
    assert one.score.of(read) is None or isinstance(one.score.of(read), float)


@every
def test_it_measures_on_other_data_by_what_its_preparation_holds(one):
    data, settings = local_data(one), small(one)
    prepared = one.prepare(data, settings)
    network = one.network(prepared)
    trained = NumpyNetwork(network, random_weights(network))
    other = one.prepare_other(data, settings, one.preparation_of(prepared))
    results = one.apply(other, trained)
    assert json.dumps(results.document(), allow_nan=False)
    assert isinstance(results.metrics, tuple(base for base in one.metrics.__bases__ if base is not TrainingFacts))
