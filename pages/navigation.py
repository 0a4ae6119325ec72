"""The only list of pages: sections, titles, icons, addresses."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from pages.ui.classroom.task_bar import task_bar
from pages.ui.common.messages import outcome, tell
from pages.ui.common.owner import noted_here, private_link_offered
from pages.ui.common.tab import head, tab
from pages.ui.train.announce import announce
from pages.ui.train.under_way import under_way_line
from pages.ui.understand.lesson_bar import lesson_bar
from rnn_core.errors import UserError

LOOK = Path(__file__).parent / "ui" / "look"
HERE = (st.context.url or "").rsplit("/", 1)[-1]

st.set_page_config(layout="wide")
tab("")  # before the navigation, which would fetch an icon from elsewhere
st.logo(LOOK / "logo.svg", size="large")
st.html(LOOK / "look.css")
st.html(LOOK / "train.css")

SECTIONS = {
    ":material/school: Learn": [
        st.Page("lessons.py", title="Lessons", icon=":material/school:", url_path="lessons"),
        st.Page("unrolled.py", title="Unrolled in time", icon=":material/view_timeline:", url_path="unrolled"),
        st.Page("one_step.py", title="One step by hand", icon=":material/calculate:", url_path="one-step"),
        st.Page("gradients.py", title="Vanishing gradients", icon=":material/trending_down:", url_path="gradients"),
        st.Page("arena.py", title="Arena", icon=":material/swords:", url_path="arena"),
        st.Page("words_and_code.py", title="The words and the code", icon=":material/translate:", url_path="words-and-code"),
    ],
    ":material/show_chart: Train": [
        st.Page("forecast.py", title="Forecast", icon=":material/show_chart:", url_path="forecast"),
        st.Page("text.py", title="Text", icon=":material/edit_note:", url_path="text"),
        st.Page("classify.py", title="Classify", icon=":material/category:", url_path="classify"),
        st.Page("trajectory.py", title="Path", icon=":material/route:", url_path="trajectory"),
    ],
    ":material/visibility: Look inside": [
        st.Page("microscope.py", title="Memory microscope", icon=":material/biotech:", url_path="microscope"),
        st.Page("past.py", title="Which past matters", icon=":material/manage_search:", url_path="past"),
        st.Page("dropout.py", title="Dropout, seen", icon=":material/blur_on:", url_path="dropout"),
    ],
    ":material/more_horiz: More": [
        st.Page("class_board.py", title="Class", icon=":material/groups:", url_path="class"),
        st.Page("speed.py", title="CPU against GPU", icon=":material/speed:", url_path="speed"),
        st.Page("about.py", title="About", icon=":material/info:", url_path="about"),
    ],
}


def marked(section: str, pages: Sequence[st.Page]) -> str:
    """The section's name, with that of the page that one looks at."""
    titles = [page.title for page in pages if page.url_path == HERE]
    return f"**{section}: {titles[0]}**" if titles else section


page = st.navigation(
    {
        "": [
            st.Page("home.py", title="Home", icon=":material/home:", default=True),
            st.Page("runs.py", title="Runs", icon=":material/history:", url_path="runs"),
        ],
        **{marked(section, pages): pages for section, pages in SECTIONS.items()},
    },
    position="top",
)
tab("" if page.title == "Home" else page.title)
head(page.title)
private_link_offered()
noted_here()
outcome()
announce()
task_bar()
lesson_bar(f"{page.url_path.replace('-', '_')}.py")
under_way_line(page.url_path)
try:
    page.run()
except UserError as error:  # of the server itself, such as a home that cannot be read: pages tell their own in place
    tell(str(error))
