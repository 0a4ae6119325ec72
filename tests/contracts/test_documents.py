"""What the documents name exists."""

import ast
import re
import shlex
from pathlib import Path

import pytest

from rnn_core.cli.main import _parser

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^python -m rnn_core .*$", README, flags=re.MULTILINE)


def test_the_readme_shows_commands():
    assert len(COMMANDS) >= 6


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_readme_is_understood(command):
    _parser().parse_args(shlex.split(command)[3:])


def test_every_page_is_in_the_readme():
    tree = ast.parse((ROOT / "pages" / "navigation.py").read_text(encoding="utf-8"))
    titles = [
        keyword.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "Page"
        for keyword in node.keywords
        if keyword.arg == "title"
    ]
    assert titles
    assert [title for title in titles if f"**{title}**" not in README] == []


def test_every_make_target_of_the_documents_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z-]+)\b", README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    named &= {word for word in named if "-" in word or word in {"run", "test", "check", "bench"}}
    assert {"run", "test"} <= named <= targets


def test_every_file_of_the_architecture_exists():
    table = re.findall(r"^\| (`.*?) \|", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    names = [name for cell in table for name in re.findall(r"`((?:app|pages|rnn_core)[\w/.]*)`", cell)]
    assert len(names) > 15
    assert [name for name in names if not (ROOT / name).exists()] == []


def test_pictures_of_the_readme_exist():
    assert [name for name in re.findall(r"!\[.*?\]\((.*?)\)", README) if not (ROOT / name).exists()] == []
