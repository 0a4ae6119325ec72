"""Further reading: what the pages name is in the list, and the list is in order."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

from pages.ui.understand.further_reading import SOURCES, further_reading
from pages.ui.views import page_of
from rnn_core.experiments import experiments

PAGES = Path(__file__).parents[2] / "pages"
OF_EXPERIMENTS = {page_of(name): name for name in experiments()}
WITHOUT = {
    "home.py",
    "runs.py",
    "about.py",
    "navigation.py",
    "lessons.py",
    "class_board.py",
    *OF_EXPERIMENTS,
}  # a lesson has its own


def calls(path):
    """The keys of each call of ``further_reading`` in a file."""
    found = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    named = [node for node in found if getattr(node.func, "id", "") == "further_reading"]
    return [[key.value for key in node.args if isinstance(key, ast.Constant)] for node in named]


READ = {path.name: calls(path) for path in sorted(PAGES.glob("*.py")) if path.name not in WITHOUT}
READ |= {page: [list(import_module(f"pages.ui.{name}.views").VIEWS.reading)] for page, name in OF_EXPERIMENTS.items()}


@pytest.mark.parametrize("page", READ)
def test_each_page_ends_with_sources_that_are_listed(page):
    (keys,) = READ[page]
    assert keys
    assert set(keys) <= set(SOURCES)
    assert len(set(keys)) == len(keys)


def test_sources_have_a_lasting_address_each_their_own():
    addresses = [source.address for source in SOURCES.values() if source.address]
    assert len(addresses) >= len(SOURCES) - 1
    assert len(set(addresses)) == len(addresses)
    assert all(address.startswith("https://") for address in addresses)
    assert all(1950 < source.year < 2030 for source in SOURCES.values())


def test_a_source_that_is_not_listed_is_an_error():
    with pytest.raises(KeyError, match="no-such-source"):
        further_reading("no-such-source")
