"""Every cell keeps what a cell keeps, and nobody outside its module asks for one by name."""

import ast
from pathlib import Path

import pytest

from rnn_core.experiments import experiments
from rnn_core.networks.cells import CELLS
from tests.cells import CHECKS, the_whole_way
from tests.toy import TOY

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", autouse=True)
def _threads():
    """As the worker sets them, before TensorFlow computes anything."""
    from rnn_core.networks.keras import sharded

    sharded.configure_threads()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("cell", CELLS)
def test_every_cell_keeps(cell, check):
    check(cell)


@pytest.mark.slow
@pytest.mark.parametrize("cell", CELLS)
def test_every_cell_goes_the_whole_way(cell, monkeypatch, tmp_path):
    monkeypatch.setitem(experiments(), "toy", TOY)
    the_whole_way(cell, tmp_path)


def test_nobody_compares_the_name_of_a_cell():
    asked = []
    for path in [*(ROOT / "rnn_core").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare):
                words = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)}
                if words & {*CELLS}:
                    asked.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert asked == []
