"""The only list of pages: sections, titles, icons, addresses."""

from pathlib import Path

import streamlit as st

from pages.ui.owner import private_link_offered
from pages.ui.words import outcome, tell
from rnn_core.errors import UserError

LOOK = Path(__file__).parent / "ui" / "look"

st.set_page_config("RNN Lab", page_icon=LOOK / "icon.png", layout="wide")
st.logo(LOOK / "logo.svg", size="large")

page = st.navigation(
    {
        "": [
            st.Page("home.py", title="Home", icon=":material/home:", default=True),
            st.Page("forecast.py", title="Forecast", icon=":material/show_chart:", url_path="forecast"),
            st.Page("text.py", title="Text", icon=":material/edit_note:", url_path="text"),
            st.Page("classify.py", title="Classify", icon=":material/category:", url_path="classify"),
            st.Page("trajectory.py", title="Path", icon=":material/route:", url_path="trajectory"),
            st.Page("runs.py", title="Runs", icon=":material/history:", url_path="runs"),
        ],
    },
    position="top",
)
private_link_offered()
outcome()
try:
    page.run()
except UserError as error:  # of the server itself, such as a home that cannot be read: pages tell their own in place
    tell(str(error))
