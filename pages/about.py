"""About: which version this is, where is measured what, what is kept of whom, and the keys."""

import tomllib
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import streamlit as st

from pages.ui.common.owner import who_box

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
MADE_WITH = {"TensorFlow": "tensorflow", "Keras": "keras", "NumPy": "numpy", "Streamlit": "streamlit"}
KEYS = (
    ("Tab, Shift Tab", "to the next control or link, and back"),
    ("Enter, space", "press a button, open a link or a fold"),
    ("Arrow keys", "move a slider by one step, go through a list or a menu"),
    ("Escape", "close a menu or a list"),
    ("p, ?", "where a network is trained: the picture alone for a projector, and the list of keys there"),
    ("Space, ← and →", "there, outside of fields: train or stop, go through the epochs"),
)

st.title("About")
with st.container(width=720):
    st.write("RNN Lab trains recurrent neural networks in front of your eyes and puts every result beside the simplest guess.")
    own = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"]
    found = ", ".join(f"{name} {version(package)}" for name, package in MADE_WITH.items() if find_spec(package))
    st.caption(f"Version {own}, on {found}.")
    st.subheader("What is measured where")
    st.write(
        "Trainings run on the computer that serves this page, in processes of their own; your browser only shows them. Errors "
        "and verdicts are measured on data that the network never learned from: the test part, or of a text what was held out. "
        "Where nothing was held out the page says so."
    )
    st.subheader("What is kept")
    st.write(
        "Runs, and the data that they were trained on, stay on that computer until you delete them on the page Runs; deleted "
        "ones lie in the bin for seven days more. Your browser gets a cookie that says which runs are yours. No usage is "
        "counted, and nothing is sent elsewhere: the server asks the internet only for data or word vectors that you choose to "
        "download."
    )
    who_box()
    st.subheader("Keys")
    st.table({"Key": [key for key, _ in KEYS], "What it does": [what for _, what in KEYS]}, hide_index=True)
