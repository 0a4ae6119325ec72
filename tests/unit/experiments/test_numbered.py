"""A series whose rows have numbers and no dates: every place that would show a date shows the number."""

import numpy as np
import pytest

from rnn_core.data import File, Series, fill, keep, load_dataset, read_table
from rnn_core.errors import UserError
from rnn_core.experiments.forecast import EXPERIMENT, explain
from rnn_core.experiments.forecast.evaluate import evaluate
from rnn_core.experiments.forecast.network import network
from rnn_core.experiments.forecast.settings import ForecastSettings
from rnn_core.figures import charts
from rnn_core.networks.numpy.network import NumpyNetwork
from tests.asked import Asked

ASKED = Asked(EXPERIMENT)
SETTINGS = {"cell": "simple_rnn", "timesteps": 4, "units": 2, "dropout": 0}


@pytest.fixture
def numbered() -> Series:
    """100 rows, of which row 12 holds nothing."""
    rows = "".join("\n" if row == 12 else f"{row % 7}.5,{row % 5}\n" for row in range(1, 101))
    return read_table(File(("x,y\n" + rows.replace("\n\n", "\n?,?\n")).encode(), "data.csv"), target="x")


def test_rows_keep_their_numbers(numbered):
    assert numbered.numbered
    assert [*numbered.placed(numbered.frame).index[9:13]] == [10, 11, 13, 14]
    assert load_dataset(keep(numbered)).numbered
    assert fill(numbered, 1).numbered


def test_results_are_told_by_the_numbers_of_rows(numbered):
    settings = ForecastSettings.parse(SETTINGS)
    prepared = EXPERIMENT.prepare(numbered, settings)
    shapes = {"0/kernel": (1, 2), "0/recurrent_kernel": (2, 2), "0/bias": (2,), "1/kernel": (2, 1), "1/bias": (1,)}
    weights = {name: np.full(shape, 0.5, np.float32) for name, shape in shapes.items()}
    found = evaluate(prepared, NumpyNetwork(network(settings), weights))
    assert [*found.tables["forecast"]["row"][[0, 14]]] == [86, 100]
    assert [*found.tables["future"]["row"][:3]] == [101, 102, 103]
    assert found.metrics.next.date == "row 101"
    assert found.metrics.parts["train"] == ("row 1", "row 70")
    assert found.metrics.numbered
    drawn = charts.one_step(found.tables["forecast"], "x")
    assert ([*drawn.data[0].x][:2], drawn.layout.xaxis.title.text) == ([86, 87], "row")
    assert explain.reading(prepared, network(settings), 0).names[-1] == "85"


def test_there_is_no_calendar_of_numbers(numbered):
    with pytest.raises(UserError, match="The rows have numbers, not dates, so there is no calendar to look at"):
        ASKED.task(numbered, ForecastSettings.parse({**SETTINGS, "calendar": True}))
