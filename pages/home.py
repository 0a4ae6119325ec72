"""The first page: what to begin with, as a picture; what to go on with; what else there is."""

from pathlib import Path

import streamlit as st

from pages.ui.home.begin import begin, go_on
from pages.ui.home.cards import cards

LOOK = Path(__file__).parent / "ui" / "look"

st.html(LOOK / "home.css")
with st.container(key="home"):
    with st.container(key="first"):
        begin()
        with st.container(key="further"):
            go_on()
    cards()
