"""Which steps of long data a network is shown: each that counts once, after those that fill its memory."""

import numpy as np

from rnn_core.explain import inputs
from rnn_core.explain.probing import Property
from rnn_core.networks.spec import Dense, Network, OneHot, Recurrent


def test_pieces_hold_every_step_once_after_those_before_it():
    values, counted, first = inputs.pieces(np.arange(20), 10, 20, warm=2, length=3)
    assert values.tolist() == [[9, 10, 11, 12, 13], [12, 13, 14, 15, 16], [15, 16, 17, 18, 19]]
    assert counted.tolist() == [[False, False, True, True, True]] * 3
    assert values[counted].tolist() == list(range(first, 20)) == list(range(11, 20))


def test_where_nothing_stands_before_the_first_steps_fill_the_memory():
    values, counted, first = inputs.pieces(np.arange(6), 0, 6, warm=2, length=10)
    assert (values[counted].tolist(), first) == ([2, 3, 4, 5], 2)


def test_what_is_true_of_steps_is_cut_with_them():
    (found,) = inputs.later([Property("level", np.arange(5.0))], 3)
    assert (found.name, found.values.tolist()) == ("level", [3, 4])


def test_a_sentence_says_what_was_not_learned_from():
    assert inputs.where(1_500, 1_500, "rows") == "1,500 rows that the network did not learn from"
    assert inputs.where(250, 200, "rows") == "250 rows, 200 of which it did not learn from"


def test_a_wide_network_is_looked_at_for_fewer_steps():
    def of(units):
        layers = (OneHot(), Recurrent(kind="lstm", units=units, return_sequences=True), Dense(units=50))
        return Network(timesteps=16, features=1, symbols=50, layers=layers)

    assert inputs.affordable(of(16)) == 4_000
    assert 400 <= inputs.affordable(of(1024)) < 2_500
