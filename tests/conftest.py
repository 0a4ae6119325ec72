"""Every test has a home folder of its own."""

import os

import pytest


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    """Point RNN Lab at an empty folder and hide whatever else is set for it."""
    for name in os.environ:
        if name.upper().startswith("RNN_LAB_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("RNN_LAB_HOME", str(tmp_path))
    return tmp_path
