"""Rules that the code as a whole keeps, read from its source or seen in a fresh process.

Each test names every place that breaks its rule.
"""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
CORE = sorted((ROOT / "rnn_core").rglob("*.py"))
PAGES = sorted((ROOT / "pages").rglob("*.py"))
ALL = [*CORE, *PAGES, ROOT / "app.py"]
HEAVY = {"tensorflow", "keras"}
WORKER_ONLY = ("rnn_core.training", "rnn_core.networks.keras")  # they alone import Keras
PICKLED = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
FLOORS = (  # from the top down: a package imports from itself and from the floors below its own
    {"app"},
    {"pages"},
    {"rnn_core.__main__"},
    {"rnn_core.cli"},
    {"rnn_core.jobs"},
    {"rnn_core.teaching"},
    {"rnn_core.training"},
    {"rnn_core.classroom"},
    {"rnn_core.bundle", "rnn_core.coach", "rnn_core.exports"},
    {"rnn_core.experiments"},
    {"rnn_core.codegen"},
    {"rnn_core.runs"},
    {"rnn_core.explain"},
    {"rnn_core.features", "rnn_core.figures", "rnn_core.metrics"},
    {"rnn_core.data"},
    {"rnn_core.settings"},
    {"rnn_core.networks"},
    {"rnn_core.access", "rnn_core.documents", "rnn_core.files"},
    {"rnn_core.config", "rnn_core.wording"},
    {"rnn_core.errors"},
)
MOST_FILES, MOST_MODULES = 22, 6  # in a folder; at the own level of rnn_core, its command line's door not counted


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


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
    return {one.split(".")[0] for one in imports(path)}


def within(one: str, packages: tuple[str, ...] | set[str]) -> bool:
    return any(one == package or one.startswith(f"{package}.") for package in packages)


def floor(one: str) -> int | None:
    return next((number for number, packages in enumerate(FLOORS) if within(one, packages)), None)


def package(one: str) -> str:
    """The part of a module's name that stands in ``FLOORS``."""
    return next(part for packages in FLOORS for part in packages if within(one, {part}))


MODULES = {module(path): path for path in ALL}


def imported_modules(path: Path) -> set[str]:
    """Those of ours, each by its own name: ``from a import b`` is ``a.b`` where that is a module, else ``a``."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {one if one in MODULES else str(node.module) for one in inner}
    return found & MODULES.keys()


def test_there_is_something_to_look_at():
    assert len(CORE) > 100
    assert len(PAGES) > 50
    windows = ROOT / "rnn_core" / "features" / "windows.py"
    assert "numpy" in tops(windows)
    assert imported_modules(windows) == {"rnn_core.errors"}
    assert floor("rnn_core.features.windows") < floor("rnn_core.data.series")


def test_the_core_knows_no_streamlit():
    assert [name(path) for path in CORE if tops(path) & {"streamlit", "pages", "app"}] == []


def test_only_training_and_the_keras_networks_import_keras():
    knows = [name(path) for path in ALL if tops(path) & HEAVY and not within(module(path), WORKER_ONLY)]
    assert knows == []


def test_nobody_imports_from_a_floor_above():
    upwards = []
    for path in ALL:
        own = floor(module(path))
        for other in imported_modules(path):
            below = floor(other)
            if own is not None and below is not None and package(module(path)) != package(other) and below <= own:
                upwards.append(f"{module(path)} -> {other}")
    assert upwards == []


def test_no_modules_import_each_other_in_a_circle():
    graph = {one: imported_modules(path) - {one} for one, path in MODULES.items()}
    while True:  # what imports nothing that is left can be in no circle
        free = {one for one, others in graph.items() if not others}
        if not free:
            break
        graph = {one: others - free for one, others in graph.items() if one not in free}
    assert not graph or circle(graph) == []


def circle(graph: dict[str, set[str]]) -> list[str]:
    """One circle in a graph in which every module imports another one of it."""
    way = [min(graph)]
    while way[-1] not in way[:-1]:
        way.append(min(graph[way[-1]]))
    return way[way.index(way[-1]) :]


def test_no_room_is_full():
    folders = {path.parent for path in [*CORE, *PAGES] if path.parent != ROOT}
    counts = {name(folder): len([one for one in folder.glob("*.py") if one.name != "__init__.py"]) for folder in folders}
    assert {folder: count for folder, count in counts.items() if count > MOST_FILES} == {}
    own = [one for one in (ROOT / "rnn_core").glob("*.py") if not one.name.startswith("__")]
    assert len(own) <= MOST_MODULES


def test_every_room_says_what_lives_there():
    folders = {path.parent for path in [*CORE, *PAGES]} - {ROOT / "pages"}
    silent = [name(folder) for folder in folders if not ast.get_docstring(tree(folder / "__init__.py"))]
    assert silent == []


def test_pages_import_their_helpers_by_their_full_name():
    rooms = {one.name for one in (ROOT / "pages" / "ui").iterdir() if one.is_dir()} | {"ui"}
    assert [name(path) for path in PAGES if tops(path) & rooms] == []


def test_what_a_server_loads_holds_neither_tensorflow_nor_keras():
    modules = {one for path in PAGES for one in imports(path) if one.startswith("rnn_core")}
    modules |= {"rnn_core.jobs.queue", "rnn_core.runs", "rnn_core.experiments", "rnn_core.cli.main"}
    modules |= {module(path) for path in PAGES if path.is_relative_to(ROOT / "pages" / "ui")}
    code = (
        "import importlib, json, sys\n"
        "from rnn_core.experiments import experiments\n"
        "from rnn_core.data import entries\n"
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
    assert {"rnn_core.jobs.queue", "rnn_core.experiments.forecast", "pages.ui.common.state", "streamlit"} <= loaded
    assert not loaded & HEAVY
    light = {
        "rnn_core.training",
        "rnn_core.training.progress",
        "rnn_core.training.worker",
    }  # the worker starts before TensorFlow is loaded
    assert {one for one in loaded if within(one, WORKER_ONLY)} <= light


def unsafe(path: Path) -> Iterator[str]:
    """What could run somebody's code, or show somebody's text as markup."""
    yield from tops(path) & PICKLED
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Name) and node.id in {"eval", "exec"}:
            yield node.id
        if isinstance(node, ast.keyword) and node.arg in {"allow_pickle", "unsafe_allow_html", "unsafe_allow_javascript"}:
            yield node.arg
        if isinstance(node, ast.Attribute) and node.attr in {"read_pickle", "to_pickle", "enable_unsafe_deserialization"}:
            yield node.attr
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.html" and not is_own_style(node):
            yield "st.html"


def is_own_style(call: ast.Call) -> bool:
    """Whether it loads a style sheet of ours, by its path."""
    given = [ast.unparse(argument) for argument in call.args]
    return len(given) == 1 and not call.keywords and re.fullmatch(r"LOOK / '\w+\.css'", given[0]) is not None


def test_nothing_is_pickled_or_evaluated():
    assert [f"{name(path)}: {found}" for path in ALL for found in unsafe(path)] == []


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


def markdown_of_others(path: Path) -> Iterator[int]:
    """Lines where ``st.markdown``, which shows whatever is put into it as markup, gets more than text of the source."""
    known = titles(tree(path))
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "markdown":
            names = {one.id for argument in node.args for one in ast.walk(argument) if isinstance(one, ast.Name)}
            if not names <= known:
                yield node.lineno


def test_markdown_is_only_what_stands_in_the_source():
    assert [f"{name(path)}:{line}" for path in PAGES for line in markdown_of_others(path)] == []


def test_functions_are_short():
    bodies = {
        f"{name(path)}:{node.name}": (node.end_lineno or 0) - node.body[0].lineno + 1
        for path in ALL
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    assert {one: lines for one, lines in bodies.items() if lines > 45} == {}


def test_files_are_short():
    most = {path: 90 if path.parent == ROOT / "pages" else 400 for path in [*CORE, *PAGES]}
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in most}
    assert {name(path): count for path, count in lines.items() if count > most[path]} == {}


def test_imports_in_programs_that_are_strings_and_in_documents_exist():
    """No type checker reads them."""
    texts = [
        *(ROOT / "tests").rglob("*.py"),
        *(ROOT / "benchmarks").glob("*.py"),
        *(ROOT / "docs").glob("*.md"),
        *ROOT.glob("*.md"),
    ]
    wrong = [
        f"{name(path)}: {found[0]}"
        for path in texts
        for found in re.finditer(r"from (rnn_core[\w.]*) import (\w+(?:, \w+)*)", path.read_text(encoding="utf-8"))
        for one in found[2].split(", ")
        if not exists(found[1], one)
    ]
    assert wrong == []


@cache
def exists(module: str, one: str) -> bool:
    """Whether a module, or a package's folder, holds the name."""
    place = ROOT.joinpath(*module.split("."))
    source = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    if not source.is_file():
        return False
    return (
        re.search(rf"\b{one}\b", source.read_text(encoding="utf-8")) is not None
        or (place / one).is_dir()
        or (place / f"{one}.py").is_file()
    )


def test_shares_are_written_one_way():
    """By ``rnn_core.wording.percent``; programs that people take home stand alone."""
    rounded = re.compile(r"\{[^{}]*:[.,\d]+%\}")
    told = [path for path in ALL if path.name != "program.py" and "codegen" not in path.parts]
    assert {name(path): found for path in told if (found := rounded.findall(path.read_text(encoding="utf-8")))} == {}
