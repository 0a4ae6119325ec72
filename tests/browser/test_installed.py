"""The wheel, built and installed: one package, whose command serves, trains and, without TensorFlow, looks at runs."""

import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import threading
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rnn_core.config import ROOT

pytestmark = pytest.mark.slow
PACKAGES = Path(sysconfig.get_path("purelib"))
NOT_IN_A_VIEWER = ("tensorflow", "keras", "_tensorflow", "libtensorflow")
NOTHING_TO_TRAIN_WITH = (
    "This installation opens, compares and explains runs, but has no TensorFlow to train with: "
    'pip install "rnn-lab[train]", then start it again.\n'
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    copy = place / "source"  # building leaves folders behind
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*cache", ".venv", ".git", "__pycache__", "build", "*.egg-info"))
    subprocess.run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", place, copy], check=True)
    (made,) = place.glob("*.whl")
    return made


def installed(wheel: Path, place: Path, *left_out: str) -> Path:
    """An environment of its own with the wheel and, by links, all packages of this one but those left out. Its programs."""
    venv.create(place, with_pip=False)
    programs, packages = place / "bin", Path(next(place.glob("lib/python*/site-packages")))
    links = place / "linked" / "site-packages"  # by another name Streamlit takes itself for one under development
    links.mkdir(parents=True)
    for one in PACKAGES.iterdir():
        if not one.name.startswith((*left_out, "rnn_lab", "__pycache__")):
            (links / one.name).symlink_to(one)
    (packages / "linked.pth").write_text(f"{links}\n")
    pip = [sys.executable, "-m", "pip", "-q", "--python", programs / "python"]
    subprocess.run([*pip, "install", "--no-deps", wheel], check=True)
    return programs


@pytest.fixture(scope="module")
def whole(wheel, tmp_path_factory) -> Path:
    return installed(wheel, tmp_path_factory.mktemp("whole"))


def said(programs: Path, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "RNN_LAB_HOME": str(home)}
    environment.pop("PYTHONPATH", None)
    return subprocess.run([programs / "rnn-lab", *arguments], cwd=home, env=environment, capture_output=True, text=True)


@contextmanager
def served(programs: Path, home: Path) -> Iterator[str]:
    """The application, started by its command; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "RNN_LAB_HOME": str(home)}
    process = subprocess.Popen([programs / "rnn-lab", "--no-browser", f"--port={port}"], cwd=home, env=environment)
    try:
        address, pause = f"http://127.0.0.1:{port}", threading.Event()
        for _ in range(600):
            assert process.poll() is None
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
                    break
            except OSError:
                pause.wait(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def test_the_wheel_is_one_package_with_all_that_the_pages_need(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (about,) = (one for one in names if one.endswith("METADATA"))
        needs = archive.read(about).decode().splitlines()
    assert {name.split("/")[0] for name in names} == {"rnn_lab", about.split("/")[0]}
    for folder in ("pages", "rnn_core"):
        ours = {
            f"{path.relative_to(ROOT)}"
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in str(path)
        }
        assert {name.removeprefix("rnn_lab/home/") for name in names if name.startswith(f"rnn_lab/home/{folder}/")} == ours
    assert {"rnn_lab/home/app.py", "rnn_lab/home/.streamlit/config.toml"} <= {*names}
    wanted = {one for one in (ROOT / "requirements.txt").read_text().splitlines() if "==" in one and not one.startswith("#")}
    assert {line.removeprefix("Requires-Dist: ").split(";")[0] for line in needs if line.startswith("Requires-Dist")} == wanted


def test_the_command_serves_and_trains_and_leaves_nothing(whole, tmp_path, page):
    done = said(whole, "train", "forecast", "--dataset", "sine", "--epochs", "1", "--units", "4", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.splitlines()[-1]).parent == tmp_path / "runs"
    with served(whole, tmp_path) as address:
        page.goto(f"{address}/forecast?dataset=sine")
        page.get_by_role("button", name="Train", exact=True).click()
        page.get_by_text("Typical error").first.wait_for()
        page.goto(f"{address}/about")
        page.get_by_text("Version 0.1.0, on TensorFlow").wait_for()
    pip = [sys.executable, "-m", "pip", "-q", "--python", whole / "python"]
    subprocess.run([*pip, "uninstall", "-y", "rnn-lab"], check=True)
    assert [one.name for one in whole.iterdir() if "rnn" in one.name] == []
    assert [one.name for one in next(whole.parent.glob("lib/python*/site-packages")).iterdir() if "rnn" in one.name] == []


def test_a_wrong_flag_is_told(wheel, tmp_path):
    programs = installed(wheel, tmp_path / "other")
    done = said(programs, "--prot", "3", home=tmp_path)
    expected = "There is no flag --prot: there are --port, --host and --no-browser, and 'rnn-lab --help'.\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", expected)
    assert said(programs, "--port", "many", home=tmp_path).stderr == "--port is 'many': give it as --port 8600.\n"


def test_without_tensorflow_it_looks_at_runs_and_says_what_is_missing(wheel, tmp_path, page):
    whole, viewer = installed(wheel, tmp_path / "w"), installed(wheel, tmp_path / "v", *NOT_IN_A_VIEWER)
    done = said(whole, "train", "forecast", "--dataset", "sine", "--epochs", "1", "--units", "4", home=tmp_path)
    run, home = Path(done.stdout.splitlines()[-1]), tmp_path / "viewers"
    home.mkdir()
    assert said(whole, "export", run.name, "run", "run.zip", home=tmp_path).returncode == 0
    brought = said(viewer, "import", str(tmp_path / "run.zip"), home=home)  # measured again there, in NumPy
    assert brought.returncode == 0, brought.stderr
    name = Path(brought.stdout.splitlines()[-1]).name
    assert "finished" in said(viewer, "runs", home=home).stdout
    assert said(viewer, "export", name, "alive", "page.html", home=home).returncode == 0
    refused = said(viewer, "train", "forecast", "--dataset", "sine", home=home)
    assert (refused.returncode, refused.stderr) == (2, NOTHING_TO_TRAIN_WITH)
    with served(viewer, home) as address:
        page.goto(f"{address}/forecast?run={name}")
        page.get_by_text("Typical error").first.wait_for()
        page.goto(f"{address}/forecast?dataset=sine")
        page.get_by_role("button", name="Train", exact=True).click()
        page.get_by_text("has no TensorFlow to train with").wait_for()
        page.goto(f"{address}/about")
        page.get_by_text("Version 0.1.0, on NumPy").wait_for()
