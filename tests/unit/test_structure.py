"""Rules that the code as a whole keeps, read from its source or seen in a fresh process."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORE = sorted((ROOT / "rnn_core").rglob("*.py"))
PAGES = sorted((ROOT / "pages").rglob("*.py"))
ALL = [*CORE, *PAGES, ROOT / "app.py"]
HEAVY = {"tensorflow", "keras"}
WORKER_ONLY = {
    "worker",
    "checkpoint",
    "pipeline",
    "training",
    "networks",
    "cells",
    "kernels",
    "devices",
    "fused",
    "sharded",
    "loops",
    "feeding",
    "sampler",
    "probe",
    "step_timer",
}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(path: Path) -> set[str]:
    """Every module that the file imports, wherever in it: ``a.b``, and ``a.b.c`` for ``from a.b import c``."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)} has a relative import"
            found |= {str(node.module)} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def tops(path: Path) -> set[str]:
    return {module.split(".")[0] for module in imports(path)}


def test_there_is_something_to_look_at():
    assert len(CORE) > 20
    assert len(PAGES) > 5
    assert "numpy" in tops(ROOT / "rnn_core" / "sequences.py")
    assert "rnn_core.errors.UserError" in imports(ROOT / "rnn_core" / "sequences.py")


@pytest.mark.parametrize("path", CORE, ids=name)
def test_the_core_knows_no_streamlit(path):
    assert not tops(path) & {"streamlit", "pages", "app"}


@pytest.mark.parametrize("path", [*PAGES, ROOT / "app.py"], ids=name)
def test_pages_never_load_tensorflow(path):
    assert not tops(path) & HEAVY
    assert not imports(path) & {f"rnn_core.{module}" for module in WORKER_ONLY}


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_pages_import_their_helpers_by_their_full_name(path):
    helpers = {one.stem for one in (ROOT / "pages" / "ui").glob("*.py")}
    assert not tops(path) & ({"ui"} | helpers)


def test_what_a_server_loads_holds_neither_tensorflow_nor_keras(tmp_path):
    modules = {one for path in PAGES for one in imports(path) if one.startswith("rnn_core")}
    modules |= {"rnn_core.jobs", "rnn_core.runs", "rnn_core.experiments", "rnn_core.figures", "rnn_core.__main__"}
    modules |= {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in PAGES if path.parent.name == "ui"}
    modules = {one.removesuffix(".__init__") for one in modules}
    code = (
        "import importlib, json, sys\n"
        "from rnn_core.experiments import experiments\n"
        "from rnn_core.datasets import entries\n"
        "for name in json.loads(sys.argv[1]):\n"
        "    try:\n"
        "        importlib.import_module(name)\n"
        "    except ModuleNotFoundError as error:\n"
        "        owner, _, attribute = name.rpartition('.')\n"
        "        getattr(importlib.import_module(owner), attribute)\n"
        "experiments(), entries()\n"
        "print(json.dumps(sorted(sys.modules)))\n"
    )
    arguments = [sys.executable, "-c", code, json.dumps(sorted(modules))]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert {"rnn_core.jobs", "rnn_core.figures", "rnn_core.experiments.forecast", "pages.ui.state", "streamlit"} <= loaded
    assert not loaded & HEAVY
    assert not loaded & {f"rnn_core.{module}" for module in WORKER_ONLY - {"worker"}}


@pytest.mark.parametrize("path", ALL, ids=name)
def test_nothing_is_pickled_or_evaluated(path):
    assert not tops(path) & {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Name):
            assert node.id not in {"eval", "exec"}
        if isinstance(node, ast.keyword):
            assert node.arg not in {"allow_pickle", "unsafe_allow_html", "unsafe_allow_javascript"}
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"read_pickle", "to_pickle", "enable_unsafe_deserialization", "html"} or is_escape(node)


def is_escape(node: ast.Attribute) -> bool:
    """Whether ``.html`` is something else than Streamlit's way to show HTML."""
    return not (isinstance(node.value, ast.Name) and node.value.id == "st")


def titles(module: ast.Module) -> set[str]:
    """Names that hold only text written in the file: those of loops over a constant, of the module."""
    constant = {
        target.id
        for node in module.body
        if isinstance(node, ast.Assign) and is_literal(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return {
        one.id
        for node in ast.walk(module)
        if isinstance(node, ast.For) and isinstance(node.iter, ast.Name) and node.iter.id in constant
        for one in ast.walk(node.target)
        if isinstance(one, ast.Name)
    }


def is_literal(node: ast.AST) -> bool:
    try:
        ast.literal_eval(node)  # type: ignore[arg-type]
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_markdown_is_only_what_stands_in_the_source(path):
    """``st.markdown`` shows whatever is put into it as markup, so nothing from data or files may come there."""
    module = tree(path)
    known = titles(module)
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "markdown":
            names = {one.id for argument in node.args for one in ast.walk(argument) if isinstance(one, ast.Name)}
            assert names <= known, f"line {node.lineno}"


@pytest.mark.parametrize("path", ALL, ids=name)
def test_functions_are_short(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            lines = (node.end_lineno or 0) - node.body[0].lineno + 1
            assert lines <= 45, f"{node.name} has {lines} lines"


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=name)
def test_pages_are_short(path):
    assert lines_of(path) <= 90


@pytest.mark.parametrize("path", CORE, ids=name)
def test_core_files_are_short(path):
    assert lines_of(path) <= 400
