"""Streamlit's own test driver on the whole application."""

from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from pages.ui.common.state import queue
from rnn_core.data.readers.file import LargeFile

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def no_spare(monkeypatch, own_home):
    """No worker waits for the click: loading TensorFlow for each page that is opened would take most of the time."""
    monkeypatch.setenv("RNN_LAB_WARM_SPARE", "0")


@pytest.fixture(scope="session", autouse=True)
def no_components():
    """No page brings a component in a package, and looking through all packages takes a fifth of a second a test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", list)
        yield


@pytest.fixture
def app():
    started = AppTest.from_file(str(ROOT / "pages" / "navigation.py"), default_timeout=60).run()
    yield started
    queue().shutdown()
    queue.clear()


@pytest.fixture
def only_apart(monkeypatch):
    """A large file that is opened in the server's own process is an error."""

    def refused(file):
        raise AssertionError(f"{file.name} is read in the process of the server")

    monkeypatch.setattr(LargeFile, "head", refused)


def open_page(app, name):
    app.switch_page(name).run()
    assert not app.exception
    return app


def texts(app):
    return [element.value for element in app.text]
