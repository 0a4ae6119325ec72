"""What is seen of a path while it is learned: the free run of networks whose output is known, by hand."""

import numpy as np
import pytest

from rnn_core.errors import UserError
from rnn_core.experiments.free_running import FreeRun, one_path
from rnn_core.experiments.trajectory.data import prepare
from rnn_core.experiments.trajectory.network import network, task
from rnn_core.experiments.trajectory.settings import TrajectorySettings
from rnn_core.experiments.trajectory.snapshots import STEPS, Camera, Said, checked, scene
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.numpy.stepping import Stepper
from tests.contracts.test_experiments import random_weights
from tests.unit.experiments.test_trajectory import SMALL, bent, line, silent

SETTINGS = TrajectorySettings(**SMALL)


def test_the_scene_is_where_the_validation_part_begins():
    found = scene(prepare(bent(), SETTINGS))
    assert (found.part, found.coordinates, found.start) == ("validation", ("x", "y"), 60)
    assert found.known == tuple((time**2 / 2, 3.0 * time) for time in range(56, 60))
    assert found.actual == tuple((time**2 / 2, 3.0 * time) for time in range(60, 65))
    # t²/2 grows by 1 more at every step: going straight on misses it by 1, 3, 6, 10, 15
    assert found.straight_distance == pytest.approx(35 / 5)
    assert found.straight[0] == pytest.approx((59**2 / 2 + 58.5, 180))


def test_without_validation_it_is_the_end_of_what_is_learned_from_never_the_test():
    prepared = prepare(bent(), SETTINGS.model_copy(update={"validation": 0}))
    found = scene(prepared)
    assert (found.part, found.start, found.actual[-1][1]) == ("training", 75, 3.0 * 79)
    assert len(Camera(prepared, network(SETTINGS, 2))(silent(SETTINGS).weights)[0]["path"]) == 5


def test_it_is_no_longer_than_what_is_kept_for_validation_nor_than_costs_little():
    assert len(scene(prepare(bent(), SETTINGS.model_copy(update={"validation": 3}))).actual) == 3
    assert len(scene(prepare(bent(300), SETTINGS.model_copy(update={"validation": 100, "ahead": 200}))).actual) == STEPS


@pytest.mark.parametrize(("says", "distance"), [(0.0, 3 * np.sqrt(5)), (1.0, 0)])
def test_who_says_nothing_stands_still_and_who_says_the_usual_change_goes_on(says, distance):
    prepared = prepare(line(), SETTINGS)
    (row,) = Camera(prepared, network(SETTINGS, 2))(silent(SETTINGS, says=says).weights)
    assert row["distance"] == pytest.approx(distance, abs=1e-2)  # of steps 1 to 5: on average 3, each √5 long
    assert row["path"][-1] == pytest.approx([59 + 5 * says, 118 + 10 * says], abs=1e-2)


def test_where_numbers_are_lost_there_are_none():
    (row,) = Camera(prepare(line(), SETTINGS), network(SETTINGS, 2))(silent(SETTINGS, says=float("nan")).weights)
    assert row == {"path": [[None, None]] * 5, "distance": None}
    assert Said.model_validate({"epoch": 1, **row}).distance is None


@pytest.mark.parametrize("change", [{"cell": "lstm", "layers": 2}, {"cell": "gru", "target_transform": "level"}])
def test_a_path_read_once_is_that_of_reading_every_window_anew(change):
    settings = SETTINGS.model_copy(update=change)
    data, spec = prepare(bent(), settings).series, network(settings, 2)
    weights = random_weights(spec)
    expected = FreeRun(data, NumpyNetwork(spec, weights)).paths(np.array([60]), 9)[0, 0]
    np.testing.assert_allclose(one_path(data, Stepper(spec, weights), 60, 9), expected, rtol=1e-4)


def test_a_snapshot_from_elsewhere_is_measured_again_and_one_of_another_path_refused():
    prepared = prepare(line(), SETTINGS)
    still = ((59.0, 118.0),) * 5
    assert checked(prepared, Said(epoch=1, path=still, distance=0.1)).distance == pytest.approx(3 * np.sqrt(5))
    for strange in (still[:4], ((59.0, 118.0, 0.0),) * 5):
        with pytest.raises(UserError, match="not of its path"):
            checked(prepared, Said(epoch=1, path=strange, distance=0.1))


def test_a_training_takes_them():
    assert isinstance(task(prepare(line(), SETTINGS)).samples, Camera)
