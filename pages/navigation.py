"""The only list of pages: sections, titles, icons, addresses."""

from pathlib import Path

import streamlit as st

from pages.ui.common.messages import outcome, tell
from pages.ui.common.owner import private_link_offered
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
        "Understand": [
            st.Page("lessons.py", title="Lessons", icon=":material/school:", url_path="lessons"),
            st.Page("unrolled.py", title="Unrolled in time", icon=":material/view_timeline:", url_path="unrolled"),
            st.Page("one_step.py", title="One step by hand", icon=":material/calculate:", url_path="one-step"),
            st.Page("microscope.py", title="Memory microscope", icon=":material/biotech:", url_path="microscope"),
            st.Page("past.py", title="Which past matters", icon=":material/manage_search:", url_path="past"),
            st.Page("dropout.py", title="Dropout, seen", icon=":material/blur_on:", url_path="dropout"),
            st.Page("gradients.py", title="Vanishing gradients", icon=":material/trending_down:", url_path="gradients"),
            st.Page("speed.py", title="CPU against GPU", icon=":material/speed:", url_path="speed"),
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
