"""A component made of the files beside this one."""

from pathlib import Path
from typing import Any

import streamlit as st

FOLDER = Path(__file__).parent


def component(name: str, scripts: tuple[str, ...], styles: tuple[str, ...]) -> Any:
    """The last of ``scripts`` exports what draws; those before it, and ``styles``, are shared pieces."""
    script, style = ("\n".join((FOLDER / file).read_text("utf-8") for file in some) for some in (scripts, styles))
    return st.components.v2.component(f"rnn_lab_{name}", js=script, css=style, isolate_styles=False)
