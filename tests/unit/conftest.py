"""TensorFlow's threads, set before any test computes with it: tests train in this very process."""

import pytest


@pytest.fixture(scope="session", autouse=True)
def threads():
    from rnn_core.networks.keras import sharded

    sharded.configure_threads()
