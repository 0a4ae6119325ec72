"""A real server and a real Chromium. A missing browser fails the tests, it never skips them."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).parent.parent.parent
SLOW = 120_000  # milliseconds that a busy machine may take
expect.set_options(timeout=SLOW)


@contextmanager
def serving(home: Path, **environment: str):
    """Start the application on a free port of this machine; yields its address."""
    with server(home, **environment) as (address, _):
        yield address


@contextmanager
def server(home: Path, **environment: str):
    """As :func:`serving`; yields the process, too."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    own = {**os.environ, "RNN_LAB_HOME": str(home), **environment}
    with (home / "server.txt").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=own, stdout=log, stderr=log)
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(address: str, process: subprocess.Popen) -> None:
    pause = threading.Event()
    for _ in range(600):
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            pause.wait(0.1)
    raise AssertionError("the server did not answer within a minute")


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def address(home):
    with serving(home, RNN_LAB_WARM_SPARE="0") as found:  # a worker that waits and tries out takes a third of the time
        yield found


@pytest.fixture(scope="session")
def browser():
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(SLOW)
    yield context.new_page()
    context.close()
