"""What a training leaves in the home is this account's alone, whatever the account's usual rights are."""

import os
import subprocess
import sys

import pytest

from rnn_core.config import ROOT


@pytest.mark.slow
def test_nobody_else_reads_a_home(own_home):
    home = own_home / "made"
    command = [sys.executable, "-m", "rnn_core", "train", "forecast", "--dataset", "sine", "--epochs", "1", "--units", "2"]
    environment = {**os.environ, "RNN_LAB_HOME": str(home)}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, umask=0o022)
    found = {str(path.relative_to(home)): path.stat().st_mode & 0o077 for path in (home, *home.rglob("*"))}
    assert len(found) > 15
    assert {name for name, others in found.items() if others} == set()
