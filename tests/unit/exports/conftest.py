"""Runs trained once for all tests, and their programs run once: all of them for slow tests, else one of each experiment."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rnn_core.exports.notebook import notebook
from rnn_core.exports.script import script
from rnn_core.runs import Run
from rnn_core.training import worker
from tests.unit.exports.taken import AGAIN, CHOSEN, FIRST, NOTEBOOKS, Ran, queued, run_all, to_train, unpacked


@pytest.fixture(scope="session")
def house(tmp_path_factory) -> Path:
    """The home of these runs."""
    return tmp_path_factory.mktemp("house")


@pytest.fixture(autouse=True)
def same_home(own_home, house, monkeypatch):
    monkeypatch.setenv("RNN_LAB_HOME", str(house))


@contextmanager
def living_in(house: Path) -> Iterator[None]:
    """As ``own_home`` and ``same_home``, outside of a test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.upper().startswith("RNN_LAB_"):
                patch.delenv(name)
        patch.setenv("RNN_LAB_HOME", str(house))
        yield


def trained_runs(names, house: Path) -> dict[str, Run]:
    with living_in(house):
        made = {name: queued(name) for name in names}
        for run in made.values():
            worker.train(run.folder)
            assert run.status().state == "finished", run.status().message
    return made


@pytest.fixture(scope="session")
def first_runs(house):
    return trained_runs(FIRST, house)


@pytest.fixture(scope="session")
def all_runs(house, first_runs):
    return {**first_runs, **trained_runs([name for name in CHOSEN if name not in FIRST], house)}


@pytest.fixture(scope="session")
def first_ran(house, first_runs, tmp_path_factory) -> Ran:
    with living_in(house):
        folders = {name: unpacked(script(run), tmp_path_factory.mktemp("script")) for name, run in first_runs.items()}
    return run_all(folders, tmp_path_factory.mktemp("away"))


@pytest.fixture(scope="session")
def all_ran(house, all_runs, first_ran, tmp_path_factory) -> Ran:
    """The programs of the other settings, notebooks, and programs that train again."""
    with living_in(house):
        folders = {
            name: unpacked(script(run), tmp_path_factory.mktemp("script")) for name, run in all_runs.items() if name not in FIRST
        }
        for name in NOTEBOOKS:
            folders[f"{name}, notebook"] = unpacked(notebook(all_runs[name]), tmp_path_factory.mktemp("notebook"))
        for name in AGAIN:
            place = unpacked(script(all_runs[name]), tmp_path_factory.mktemp("again"))
            folders[f"{name}, again"] = to_train(place, alone=name != "ready vectors")
    ran = run_all(folders, tmp_path_factory.mktemp("away"))
    return Ran({**first_ran.folders, **ran.folders}, [*first_ran.ours, *ran.ours])


def slow(request) -> bool:
    return request.node.get_closest_marker("slow") is not None


@pytest.fixture
def trained(request) -> dict[str, Run]:
    """Finished runs by the names of their settings."""
    return request.getfixturevalue("all_runs" if slow(request) else "first_runs")


@pytest.fixture
def ran(request) -> Ran:
    """Their programs, which have run."""
    return request.getfixturevalue("all_ran" if slow(request) else "first_ran")
