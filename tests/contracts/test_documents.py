"""What the documents name exists."""

import ast
import re
import shlex
from pathlib import Path

import pytest

from rnn_core.cli.main import _parser

ROOT = Path(__file__).parents[2]
DOCUMENTS = [*(ROOT / f"{name}.md" for name in ("README", "GLOSSARY", "ARCHITECTURE", "CONTRIBUTING")), *ROOT.glob("docs/*.md")]
TEXTS = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in sorted(DOCUMENTS)}
FILE = r"app\.py|(pages|rnn_core|tests|benchmarks|docs)/[\w./]*"
FEWEST_FILES = {"ARCHITECTURE.md": 15, "GLOSSARY.md": 30}


def code(text: str) -> list[str]:
    """Every line of the blocks of code, and every piece of code within a sentence."""
    blocks = re.findall(r"^```.*?\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    pieces = re.findall(r"`([^`]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    return [*(line for block in blocks for line in block.splitlines()), *(" ".join(piece.split()) for piece in pieces)]


def named(pattern: str) -> list[str]:
    """What stands in the first group of ``pattern`` where it fits the beginning of a piece of code of any document."""
    return [match[1] for text in TEXTS.values() for piece in code(text) if (match := re.match(pattern, piece))]


COMMANDS = named(r"python -m rnn_core (.+)")


def understood(command: str) -> bool:
    try:
        _parser().parse_args(shlex.split(command))
    except SystemExit as end:  # 0 after --help
        return end.code == 0
    return True


def test_every_command_is_described():
    known = re.findall(r"^    (\w+)", _parser().format_help(), flags=re.MULTILINE)
    assert "train" in known
    assert [name for name in known if name not in {command.split()[0] for command in COMMANDS}] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_understood(command):
    assert understood(command)


def test_every_benchmark_exists():
    modules = named(r"python -m benchmarks\.(\w+)")
    assert modules
    assert [name for name in modules if not (ROOT / "benchmarks" / f"{name}.py").exists()] == []


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
    assert [title for title in titles if f"**{title}**" not in TEXTS["README.md"]] == []


def test_every_make_target_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    asked = set(named(r"make ([a-z-]+)"))
    assert {"run", "test"} <= asked <= targets


@pytest.mark.parametrize("document", TEXTS)
def test_every_picture_and_link_exists(document):
    targets = re.findall(r"\]\(([^)\s#]+)", TEXTS[document])
    here = [target for target in targets if "://" not in target]
    assert [target for target in here if not ((ROOT / document).parent / target).exists()] == []


@pytest.mark.parametrize("document", TEXTS)
def test_every_file_exists(document):
    names = [piece for piece in code(TEXTS[document]) if re.fullmatch(FILE, piece)]
    assert len(names) >= FEWEST_FILES.get(document, 0)
    assert [name for name in names if not (ROOT / name).exists()] == []
