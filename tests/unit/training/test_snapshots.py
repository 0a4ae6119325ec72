"""What a network says while it trains: after the first and the last epoch always, in between as far as it costs nothing."""

import json

import numpy as np
import pandas as pd
import pytest

from rnn_core.data import Series
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.experiments.forecast.data import prepare
from rnn_core.experiments.forecast.settings import ForecastSettings
from rnn_core.experiments.forecast.snapshots import Camera, Said, Scene, checked, scene
from rnn_core.networks.spec import Dense, Network, Recurrent
from rnn_core.training import snapshots
from tests.helpers import queued_run
from tests.trained import trained

SETTINGS = ForecastSettings(timesteps=3, validation=20, test=10, units=1)


def counted(rows: int = 60) -> Series:
    dates = pd.date_range("2020-01-01", periods=rows, name="date")
    return Series(pd.DataFrame({"value": np.arange(rows, dtype=float) ** 2}, index=dates), "value", "Squares")


def test_the_scene_is_the_validation_part_beside_the_row_before():
    found = scene(prepare(counted(), SETTINGS))
    assert (found.part, found.target, len(found.dates)) == ("validation", "value", 20)
    assert (found.dates[0], found.dates[-1]) == ("2020-01-31", "2020-02-19")
    assert (found.actual[0], found.actual[-1]) == (30**2, 49**2)
    assert (found.naive[0], found.naive[-1]) == (29**2, 48**2)
    steps = np.arange(30, 50) ** 2 - np.arange(29, 49) ** 2
    assert found.naive_error == pytest.approx(np.sqrt(np.mean(steps**2)))


def test_without_a_validation_part_it_is_the_end_of_what_is_learned_from_never_the_test():
    found = scene(prepare(counted(), SETTINGS.model_copy(update={"validation": 0})))
    assert (found.part, found.actual[-1], len(found.actual)) == ("training", 49**2, 47)


def test_a_network_that_says_nothing_says_the_middle_of_its_scale():
    network = Network(
        timesteps=3, features=1, layers=(Recurrent(kind="simple_rnn", units=1, return_sequences=False), Dense(units=1))
    )
    weights = {
        "0/kernel": np.zeros((1, 1), np.float32),
        "0/recurrent_kernel": np.zeros((1, 1), np.float32),
        "0/bias": np.zeros(1, np.float32),
        "1/kernel": np.zeros((1, 1), np.float32),
        "1/bias": np.zeros(1, np.float32),
    }
    (row,) = Camera(prepare(counted(), SETTINGS), network)(weights)
    mean = np.mean(np.arange(30) ** 2)  # of the training part, which 0 stands for
    assert row["said"] == pytest.approx([mean] * 20, rel=1e-4)
    assert row["error"] == pytest.approx(np.sqrt(np.mean((mean - np.arange(30, 50) ** 2) ** 2)), rel=1e-4)


def test_a_snapshot_of_other_data_is_refused():
    prepared = prepare(counted(), SETTINGS)
    assert checked(prepared, Said(epoch=1, said=(0.0,) * 20, error=1.0)).error == 1
    with pytest.raises(UserError, match="not of its data"):
        checked(prepared, Said(epoch=1, said=(0.0,) * 19, error=1.0))


def test_a_training_keeps_its_first_and_its_last_epoch():
    run = trained(queued_run(epochs=5))
    chosen = experiment("forecast")
    rows = run.samples(chosen.sample)
    assert [row.epoch for row in rows][:1] + [row.epoch for row in rows][-1:] == [0, 5]
    assert all(len(row.said) == len(rows[0].said) for row in rows)


def test_of_a_long_training_every_second_one_goes(own_home, monkeypatch):
    run = queued_run()
    taken = snapshots.Snapshots(run, lambda weights: [{"error": 1.0}], None)
    monkeypatch.setattr(snapshots.models, "weights", lambda network, model: {})
    for epoch in range(snapshots.MOST_EPOCHS + 1):
        taken._take(epoch, taken.make)
    kept = [json.loads(line)["epoch"] for line in taken.path.read_text().splitlines()]
    assert kept == [0, *range(2, snapshots.MOST_EPOCHS + 1, 2)]


def test_the_scene_of_a_run_holds_no_row_of_the_test():
    prepared = prepare(counted(), SETTINGS)
    found: Scene = scene(prepared)
    assert max(found.dates) < str(prepared.series.dates[prepared.series.split.validation_stop].date())


def steps_of(taken: snapshots.Snapshots, monkeypatch, epochs: int) -> list[dict]:
    """So many whole epochs, then the end; whatever costs too much is left out."""
    monkeypatch.setattr(snapshots.models, "weights", lambda network, model: {})
    monkeypatch.setattr(snapshots, "SHARE", 0.0)
    taken.set_params({"steps": 2})
    taken.on_train_begin()
    for epoch in range(epochs):
        taken.on_epoch_begin(epoch)
        taken.on_train_batch_end(1)
        taken.on_epoch_end(epoch)
    taken.close(epochs)
    return [json.loads(line) for line in taken.path.read_text().splitlines()]


def test_the_last_one_is_the_long_one_in_place_of_a_short_one_of_the_same_epoch(own_home, monkeypatch):
    def short(weights):
        return [{"text": "a"}]

    def long(weights):
        return [{"text": "abc"}]

    for epochs, expected in ((0, [(0, "abc")]), (1, [(0, "a"), (1, "abc")]), (4, [(0, "a"), (1, "a"), (4, "abc")])):
        found = steps_of(snapshots.Snapshots(queued_run(), short, None, long), monkeypatch, epochs)
        assert [(row["epoch"], row["text"]) for row in found] == expected


def test_a_training_that_goes_on_and_learns_nothing_keeps_what_it_had(own_home, monkeypatch):
    run, made = queued_run(), iter(range(9))
    first = steps_of(snapshots.Snapshots(run, lambda weights: [{"n": next(made)}], None), monkeypatch, 3)
    gone_on = snapshots.Snapshots(run, lambda weights: [{"n": next(made)}], None, print)
    gone_on.on_train_begin()
    gone_on.close(3)
    again = [json.loads(line) for line in gone_on.path.read_text().splitlines()]
    assert again == first == [{"epoch": 0, "n": 0}, {"epoch": 1, "n": 1}, {"epoch": 3, "n": 2}]
