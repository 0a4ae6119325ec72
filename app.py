"""The launcher: ``streamlit run app.py``. It serves the pages, plotly's script, and runs the job queue."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path

import anyio
import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles


def plotly_folder() -> Path:
    """The folder of plotly's own ``plotly.min.js`` in the installed package."""
    spec = find_spec("plotly")
    return Path(spec.origin).parent / "package_data" if spec and spec.origin else Path("plotly-is-missing")


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Start the queue with the server and end its workers with it."""
    from pages.ui.state import queue

    jobs = queue()
    yield
    await anyio.to_thread.run_sync(jobs.shutdown)


# The script lies inside pages/ on purpose: a folder pages/ beside it would wake Streamlit's older router (see
# ARCHITECTURE.md).
app = st.App(
    "pages/navigation.py",
    lifespan=lifespan,
    routes=[Mount("/assets", StaticFiles(directory=plotly_folder(), check_dir=False))],
    middleware=[Middleware(GZipMiddleware)],
)
