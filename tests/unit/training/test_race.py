"""A training of so many seconds: it ends in time, keeps its best moment, and begins alike for a seed."""

from dataclasses import replace

import numpy as np
import pytest

from rnn_core.teaching.arena.far import SOLVED, copy_task
from rnn_core.teaching.arena.rivals import numbers, resized
from rnn_core.training import race
from tests.unit.training.test_least_squares import made


def task_of(cell, units, length=4):
    task = copy_task(length, 1)
    return replace(task, network=resized(task.network, cell, units))


@pytest.fixture(params=["cell", "attention"])
def racer(request):
    if request.param == "cell":
        made = race.cell(task_of("gru", 12), 32, seed=1)
        assert made.numbers == numbers(made.task.network)
        return made
    return race.attention_of(copy_task(4, 1), 8, 32, seed=1)


@pytest.mark.slow
def test_it_ends_when_enough_is_right(racer):
    found = race.race(racer, seconds=60, seed=1, enough=SOLVED)
    assert found.accuracy >= SOLVED
    assert found.curve[-1][0] < 60
    assert found.loss == min(loss for _, loss in found.curve) < found.curve[0][1] or len(found.curve) == 1
    data = racer.task.validation
    right = racer.predict(data.ids).argmax(axis=1) == data.classes
    assert right.mean() == pytest.approx(found.accuracy, abs=1e-6), "the weights of that moment are in the network"


@pytest.mark.slow
def test_it_ends_when_the_seconds_are_over():
    racer, told = race.cell(task_of("simple_rnn", 2, length=40), 32, seed=1), []
    found = race.race(racer, seconds=0.6, seed=1, tell=told.append)
    assert 1 <= len(found.curve) <= race.LOOKS
    assert found.curve[-1][0] >= 0.6 * (race.LOOKS - 1) / race.LOOKS
    assert told == sorted(told)
    assert found.steps > 0


@pytest.mark.slow
def test_a_reservoir_is_fitted_at_once():
    task = made()
    found = race.race(race.cell(task, 32, seed=1), seconds=60, seed=1)
    assert (len(found.curve), found.steps, found.accuracy) == (1, 1, None)
    assert found.curve[0][1] == found.loss < 0.5, "of a variance of 1"


def test_examples_come_in_another_order_each_turn():
    order = race.Turning(3)
    first, second = order.rng().permutation(50), order.rng().permutation(50)
    assert not np.array_equal(first, second)
    assert np.array_equal(race.Turning(3).rng().permutation(50), first)
