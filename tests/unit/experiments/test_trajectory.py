"""Following a path: what is measured of networks whose output is known, by hand."""

import numpy as np
import pytest

from rnn_core.data import Path
from rnn_core.data.sources.synthetic_paths import ladybug
from rnn_core.errors import UserError
from rnn_core.experiments.trajectory import EXPERIMENT
from rnn_core.experiments.trajectory.data import generated
from rnn_core.experiments.trajectory.network import network
from rnn_core.experiments.trajectory.settings import TrajectorySettings
from rnn_core.networks.numpy.network import NumpyNetwork
from tests.asked import Asked

ASKED = Asked(EXPERIMENT)

SMALL = {"cell": "simple_rnn", "units": 2, "timesteps": 4, "ahead": 5, "test": 20, "validation": 20}


def line(points: int = 100, slope: float = 2.0) -> Path:
    """Straight on, by 1 and ``slope`` a point."""
    time = np.arange(points)
    return Path(np.column_stack([time * 1.0, slope * time]), 1.0, "Line")


def bent(points: int = 100) -> Path:
    time = np.arange(points)
    return Path(np.column_stack([time**2 / 2, 3.0 * time]), 1.0, "Parabola")


def silent(settings: TrajectorySettings, coordinates: int = 2, says: float = 0.0) -> NumpyNetwork:
    """A network that always says the same."""
    spec, units = network(settings, coordinates), settings.units
    shapes = {
        "0/kernel": (coordinates, units),
        "0/recurrent_kernel": (units, units),
        "0/bias": (units,),
        "1/kernel": (units, coordinates),
    }
    weights = {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}
    return NumpyNetwork(spec, {**weights, "1/bias": np.full(coordinates, says, np.float32)})


def test_who_says_no_change_stands_still():
    settings = TrajectorySettings(**SMALL)
    results = ASKED.evaluate(line(), settings, silent(settings))
    metrics = results.document()
    step = np.sqrt(5)
    assert metrics["distance"]["one_step"] == pytest.approx(step, rel=1e-5)
    assert metrics["distance"]["free_running"] == pytest.approx([step * k for k in range(1, 6)], rel=1e-5)
    assert metrics["standing_still"]["free_running"] == pytest.approx(metrics["distance"]["free_running"], rel=1e-5)
    assert metrics["constant_velocity"]["one_step"] == pytest.approx(0, abs=1e-9)
    assert metrics["verdict"] == "no better"


def test_who_says_the_usual_change_goes_straight_on():
    settings = TrajectorySettings(**SMALL)
    metrics = ASKED.evaluate(line(), settings, silent(settings, says=1.0)).document()
    assert metrics["distance"]["one_step"] == pytest.approx(0, abs=1e-4)
    assert max(metrics["distance"]["free_running"]) < 1e-3


def test_constant_velocity_by_hand():
    settings = TrajectorySettings(**SMALL)
    metrics = ASKED.evaluate(bent(), settings, silent(settings)).document()
    # t²/2 grows by 1 more at every step: going straight on misses it by 1, 3, 6, 10, 15
    assert metrics["constant_velocity"]["free_running"] == pytest.approx([1, 3, 6, 10, 15])
    assert metrics["constant_velocity"]["one_step"] == pytest.approx(1)


def test_tables_and_parts():
    settings = TrajectorySettings(**SMALL)
    results = ASKED.evaluate(bent(), settings, silent(settings))
    path, runs = results.tables["path"], results.tables["runs"]
    assert list(path) == [
        "point",
        *(f"{name}_{place}" for name in ("actual", "one_step", "constant_velocity") for place in (1, 2)),
    ]
    assert path["point"].tolist() == list(range(80, 100))
    assert path["actual_2"].tolist() == [3.0 * at for at in range(80, 100)]
    np.testing.assert_allclose(path["one_step_1"], [at**2 / 2 for at in range(79, 99)], rtol=1e-4)
    assert runs.groupby("start")["step"].apply(list).tolist() == [[1, 2, 3, 4, 5]] * 8
    assert runs["start"].min() == 80
    assert runs["start"].max() == 95
    assert results.document()["parts"] == {"train": [1, 60], "validation": [61, 80], "test": [81, 100]}
    assert results.document()["windows"] == {"train": 56, "validation": 20, "test": 20, "timesteps": 4, "features": 2}


def test_a_free_run_is_no_longer_than_the_test_part():
    settings = TrajectorySettings(**{**SMALL, "ahead": 50})
    metrics = ASKED.evaluate(line(), settings, silent(settings)).document()
    assert len(metrics["distance"]["free_running"]) == 20
    assert metrics["starts"] == 1


def test_a_network_that_says_places():
    settings = TrajectorySettings(**SMALL, target_transform="level")
    found, data = ASKED.task(line(), settings), ASKED.arrange(line(), settings)
    np.testing.assert_allclose(data.in_units(found.training.targets), line().points[4:60], rtol=1e-5)
    assert "change" not in found.preparation
    metrics = ASKED.evaluate(line(), settings, silent(settings)).document()  # always the mean of the training part
    middle = line().points[:60].mean(axis=0)
    distance = np.sqrt(((line().points[80:] - middle) ** 2).sum(axis=1)).mean()
    assert metrics["distance"]["one_step"] == pytest.approx(distance, rel=1e-5)


def test_another_path_is_measured_whole_with_the_scaler_of_the_training():
    settings = TrajectorySettings(**SMALL)
    preparation = ASKED.task(line(), settings).preparation
    other = Path(line(50, slope=-7).points, 1.0, "Other", ("u", "v"))
    metrics = ASKED.apply(other, settings, preparation, silent(settings, says=1.0)).document()
    assert metrics["windows"]["test"] == 46
    assert metrics["coordinates"] == ["x", "y"]
    assert metrics["distance"]["one_step"] == pytest.approx(9, rel=1e-4)  # it goes up by 2, the path down by 7


def test_a_path_in_space_needs_a_network_in_space():
    settings = TrajectorySettings(**SMALL)
    space = Path(np.column_stack([line().points, line().points[:, 0] ** 1.5]), 1.0, "Space", ("x", "y", "z"))
    assert len(ASKED.evaluate(space, settings, silent(settings, 3)).document()["coordinates"]) == 3
    with pytest.raises(UserError, match="has 3 coordinates, but this network follows paths of 2"):
        ASKED.apply(space, settings, ASKED.task(line(), settings).preparation, silent(settings))


def test_the_ladybug_is_made_of_the_settings():
    settings = TrajectorySettings(points=700, waves=2, speed=0.5, noise=0.1, path_seed=3)
    made = generated("ladybug", settings)
    assert np.array_equal(made.points, ladybug(700, 2, 0.5, 0.1, 3).points)
    assert generated("drunkard", settings) is None


def test_the_preset_is_the_courses():
    chosen = EXPERIMENT.presets["ladybug"]
    known = {"cell": "gru", "activation": "relu", "units": 200, "timesteps": 20, "batch_size": 512, "epochs": 16, "layers": 1}
    assert {name: getattr(chosen, name) for name in known} == known
    assert (chosen.points, chosen.scaling, chosen.dropout, chosen.optimizer, chosen.learning_rate) == (
        12_000,
        "standard",
        0,
        "adam",
        0.001,
    )
    layers = network(chosen, 2).layers
    assert (layers[0].kind, layers[0].activation, layers[1].units) == ("gru", "relu", 2)


def test_a_path_on_a_straight_line_in_one_direction_is_refused():
    flat = Path(np.column_stack([np.arange(100.0), np.ones(100)]), 1.0, "Flat")
    with pytest.raises(UserError, match="The column 'y' is constant"):
        ASKED.arrange(flat, TrajectorySettings(**SMALL))
