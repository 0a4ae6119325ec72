"""Every test has a home folder of its own."""

import gc
import os

import pytest

from rnn_core.data import apart


@pytest.fixture(scope="module", autouse=True)
def quick_collection():
    """Streamlit collects garbage after each run of a page: what libraries hold for good is not looked through each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    """Point RNN Lab at an empty folder and hide whatever else is set for it."""
    for name in os.environ:
        if name.upper().startswith("RNN_LAB_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("RNN_LAB_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def shelf(own_home):
    """The folder of large files. A process that reads files and waits since another test would look into that one's home."""
    apart.close()
    folder = own_home / "data"
    folder.mkdir()
    return folder
