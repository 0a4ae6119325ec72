"""The arena: as many numbers for all, what came out in words and as a picture, and one real, tiny competition."""

import json

import pytest

from rnn_core.errors import UserError
from rnn_core.networks.spec import Dense, Network, stack
from rnn_core.teaching.arena import far, figures, sentences
from rnn_core.teaching.arena.grounds import GROUNDS
from rnn_core.teaching.arena.rivals import ATTENTION, largest, numbers, resized
from rnn_core.teaching.studies import arena


def test_as_many_units_as_fit():
    assert largest(50, lambda units: units * units) == 7
    assert largest(50, lambda units: units * units, step=2) == 6
    assert largest(49, lambda units: units * units) == 7
    with pytest.raises(UserError, match=r"^5 numbers are too few for these data: the smallest network has 9"):
        largest(5, lambda units: units + 8)


def test_another_cell_in_the_same_network():
    network = Network(timesteps=3, features=2, layers=(*stack("lstm", 1, 5, 0), Dense(units=1)))
    small = resized(network, "simple_rnn", 3)
    assert (small.layers[0].kind, small.layers[0].units, small.layers[1]) == ("simple_rnn", 3, network.layers[1])
    assert numbers(small) == 3 * (2 + 3 + 1) + 4


def rival(name, errors, solved=0):
    tried = [{"length": one, "accuracy": 1.0} for one in far.LENGTHS[:solved]]
    more = [{"length": one, "accuracy": 0.25} for one in far.LENGTHS[solved : solved + 1]]
    return {"name": name, "units": 3, "numbers": 50, "errors": errors, "steps": [9], "curve": [], "lengths": tried + more}


def result(*rivals, guess=2.0):
    about = {"ground": "Wave", "measure": "error", "guess": {"error": guess, "who": "“Mean of the last 5”"}}
    return {**about, "processor": "x", "cores": 2, "rivals": list(rivals)}


def test_the_verdict():
    clear = result(rival("lstm", [1.0, 1.2, 1.1], 2), rival("gru", [1.3, 1.4, 1.5], 3), rival(ATTENTION, [3, 3, 3], 5))
    assert sentences.verdict(clear) == (
        "Wave: LSTM has the smallest error, 1.1, 45\u202f% below the simplest guess (2, from “Mean of the last 5”). "
        "Farthest back looks Attention: 1,000 steps; the longest asked."
    )
    close = result(rival("lstm", [1.0, 1.2, 1.1], 2), rival("gru", [1.15, 1.4, 1.5], 2))
    assert "Its seeds overlap with GRU: between them chance decides." in sentences.verdict(close)
    assert sentences.verdict(close).endswith("Farthest back looks LSTM and GRU: 30 steps; none learned 100 in the time.")


def test_the_verdict_where_nobody_wins():
    lost = result(rival("lstm", [2.5]), rival("gru", [2.2]))
    assert sentences.verdict(lost) == (
        "Wave: none beats the simplest guess (2, from “Mean of the last 5”); GRU comes nearest, 2.2. "
        "None learned to name a sign from 10 steps before in the time."
    )


def test_the_picture_has_the_best_at_its_top():
    drawn = figures.side_by_side(result(rival("lstm", [1.0, 1.2], 2), rival("gru", [0.4, 0.6], 0)))
    dots, middles, bars = drawn.data
    assert list(middles.y) == ["LSTM", "GRU"], "plotly's first row is the lowest"
    assert list(middles.x) == [1.1, 0.5]
    assert sorted(dots.x) == [0.4, 0.6, 1.0, 1.2]
    assert list(bars.x) == [2, 0], "places of the lengths"
    assert list(bars.customdata) == [30, 0]


@pytest.mark.parametrize("name", GROUNDS)
def test_what_a_guess_reaches(name):
    ground = GROUNDS[name]
    prepared = ground.prepared("lstm", 2, 0)
    error, who = ground.guess(prepared, ground.task(prepared))
    assert error > 0
    assert who


@pytest.mark.slow
def test_a_real_competition(monkeypatch):
    monkeypatch.setattr(arena, "every", lambda: ("gru", ATTENTION))
    monkeypatch.setattr(far, "LENGTHS", (3, 5))
    told = []
    settings = arena.ArenaSettings(ground="sine", numbers=1000, seconds=1, seeds=2)
    found = arena.work(settings, lambda share, words: told.append((share, words)))
    assert [one["name"] for one in found["rivals"]] == ["gru", ATTENTION]
    for one in found["rivals"]:
        assert 800 < one["numbers"] <= 1000
        assert len(one["errors"]) == len(one["steps"]) == 2
        assert all(0 < error < 1 for error in one["errors"])
        assert [tried["length"] for tried in one["lengths"]] in ([3], [3, 5])
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert told[0] == (0, "GRU, seed 1")
    assert shares[-1] <= 1
    assert json.loads(json.dumps(found)) == found
