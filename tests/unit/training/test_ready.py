"""What was tried out is trained as if it had not been: the same curve, and nothing is built again."""

import pytest

from rnn_core import runs
from rnn_core.data import KINDS, keep, store
from rnn_core.experiments import experiment
from rnn_core.runs import Run
from rnn_core.settings import TrainingSettings
from rnn_core.training import kernel_plan, ready, time_probe, worker

SETTINGS = {
    "forecast": {"units": 4, "timesteps": 5, "layers": 2, "dropout": 0.3, "epochs": 3},
    "forecast at once": {"cell": "echo_state", "units": 4, "timesteps": 5},
    "text": {"units": 8, "dropout": 0.2, "batch_size": 4, "epochs": 3, "seconds": None},  # states carried, the rate decays
    "classify": {"units": 4, "epochs": 2, "optimizer": "rmsprop", "clipnorm": 1.0},
}


@pytest.fixture
def built(monkeypatch) -> list[int]:
    """Grows by one with each network that is built."""
    made: list[int] = []
    prepare = kernel_plan.prepare
    monkeypatch.setattr(kernel_plan, "prepare", lambda *args, **values: made.append(1) or prepare(*args, **values))
    yield made
    ready.forget()


def trained(name: str, data: str, settings: TrainingSettings) -> Run:
    run = runs.create(name, "small", data, "Small", settings)
    worker.train(run.folder)
    assert run.status().state == "finished", run.status().message
    return run


def curve(run: Run) -> dict[str, list[float]]:
    return {name: values for name, values in run.history().items() if name != "seconds"}


def tried(name: str, data: str, settings: TrainingSettings, looks: int = 1000) -> float | None:
    left = iter(range(looks))
    where = str(store.folder() / data)
    return time_probe.seconds(name, where, settings.model_dump(), lambda: next(left, None) is None)


@pytest.mark.parametrize("name", SETTINGS)
def test_a_network_that_was_tried_out_has_the_curve_of_a_cold_start(name, built):
    values, name = SETTINGS[name], name.split()[0]
    chosen = experiment(name)
    data, settings = keep(KINDS[chosen.data].small()), chosen.settings.parse(values)
    cold = trained(name, data, settings)
    assert tried(name, data, settings) > 0
    assert len(built) == 2
    warm = trained(name, data, settings)
    assert len(built) == 2
    assert curve(warm) == curve(cold)
    again = trained(name, data, settings)  # what was trained is no beginning for another
    assert len(built) == 3
    assert curve(again) == curve(cold)


def test_also_when_the_trial_was_broken_off(built):
    chosen = experiment("forecast")
    data, settings = keep(KINDS["series"].small()), chosen.settings.parse(SETTINGS["forecast"])
    cold = trained("forecast", data, settings)
    for looks in (3, 4, 5):
        assert tried("forecast", data, settings, looks) is None
        before = len(built)
        assert curve(trained("forecast", data, settings)) == curve(cold)
        assert len(built) == before


def test_only_when_a_training_ends_may_be_another(built):
    chosen = experiment("forecast")
    data, settings = keep(KINDS["series"].small()), chosen.settings.parse(SETTINGS["forecast"])
    for change, builds in (({"epochs": 5, "patience": 3}, 0), ({"seed": 9}, 1), ({"learning_rate": 0.5}, 1)):
        tried("forecast", data, settings)
        before = len(built)
        other = chosen.settings.parse({**settings.model_dump(), **change})
        run = trained("forecast", data, other)
        assert len(built) == before + builds
        ready.forget()
        assert curve(run) == curve(trained("forecast", data, other))
