"""The launcher: ``streamlit run app.py``. It serves the pages, plotly's script, and runs the job queue."""

import contextlib
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from pages.ui.common.guard import Guard
from pages.ui.common.owner_cookie import OwnerCookie
from pages.ui.common.pace import Pace
from pages.ui.common.teacher_cookie import TeacherCookie
from rnn_core.access import password_advice
from rnn_core.errors import UserError
from rnn_core.files import keep_private, open_many

if TYPE_CHECKING:
    from rnn_core.jobs.queue import Queue


def plotly_folder() -> Path:
    """The folder of plotly's own ``plotly.min.js`` in the installed package."""
    spec = find_spec("plotly")
    return Path(spec.origin).parent / "package_data" if spec and spec.origin else Path("plotly-is-missing")


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Start the queue with the server and end its workers with it.

    In a thread: loading what the queue needs takes longer than Streamlit's own start, and the first page need not wait.
    """
    threading.Thread(target=start).start()
    yield
    await anyio.to_thread.run_sync(stop)


def start() -> None:
    """Start the queue. What keeps it from starting is said here, and on the pages to whoever wants to train."""
    try:
        keep_private()
        open_many()
        if advice := password_advice():
            print(advice, file=sys.stderr)
        the_queue()
    except (UserError, OSError) as error:
        print(error, file=sys.stderr)


def stop() -> None:
    """End the queue, if there is one, and what is being computed."""
    from pages.ui.understand.study_panel import study_queue

    study_queue().close()
    with contextlib.suppress(UserError, OSError):
        the_queue().shutdown()


def the_queue() -> "Queue":
    """The server's one queue; the first call loads the modules that the pages need, too."""
    from pages.ui.common.state import queue

    return queue()


# The script lies inside pages/ on purpose: a folder pages/ beside it would wake Streamlit's older router (see
# ARCHITECTURE.md).
app = st.App(
    "pages/navigation.py",
    lifespan=lifespan,
    routes=[Mount("/assets", StaticFiles(directory=plotly_folder(), check_dir=False))],
    middleware=[Middleware(one) for one in (Guard, Pace, GZipMiddleware, OwnerCookie, TeacherCookie)],
)
