"""The first page: what this is, and a first click that works."""

import streamlit as st

from pages.ui.understand.lesson_text import progress

st.title("See how a network remembers")
st.write(
    "RNN Lab lets you train recurrent neural networks without writing code: choose data, move a few sliders, press Train "
    "and watch. Everything runs on this computer, in the background, while you look at the curves. "
    "And every result stands beside the simplest guess there is, so you see what the network has really learned."
)

with st.container(border=True, horizontal=True, vertical_alignment="center", width=944, key="path"):
    st.markdown("**Step by step:** short lessons with a question each, from tomorrow's price to the gates inside a network.")
    st.caption(progress())
    st.page_link("lessons.py", label="Lessons", icon=":material/school:")

CARDS = (
    (
        ":material/candlestick_chart: Share prices",
        "Twelve years of Microsoft prices. Can a network know tomorrow's better than 'same as today'?",
        "forecast.py",
        "prices-msft",
        "Forecast prices",
    ),
    (
        ":material/thermostat: Seattle weather",
        "Four years of daily temperatures: a real season, and real noise on top of it.",
        "forecast.py",
        "seattle-weather",
        "Forecast the weather",
    ),
    (
        ":material/airwave: Sine wave",
        "The friendliest series there is. A good first look at what learning means.",
        "forecast.py",
        "sine",
        "Learn a wave",
    ),
    (
        ":material/casino: Random walk",
        "Nothing to be known here. Watch an honest tool say so.",
        "forecast.py",
        "random-walk",
        "Try the impossible",
    ),
    (
        ":material/edit_note: Hamlet",
        "A network learns to write like Shakespeare, one character after the other.",
        "text.py",
        "hamlet",
        "Generate text",
    ),
    (
        ":material/category: Film reviews",
        "Did the critic like the film? A network reads the sentence and says so, beside methods that only count words.",
        "classify.py",
        "rotten-tomatoes",
        "Classify texts",
    ),
    (
        ":material/route: Ladybug",
        "A ladybug runs in curves across a table. Can a network go on with closed eyes?",
        "trajectory.py",
        "ladybug",
        "Follow a path",
    ),
)

with st.container(horizontal=True, key="cards", width=960):  # three cards a row on a wide screen
    for title, sentence, page, dataset, action in CARDS:
        with st.container(border=True, width=304, height="stretch"):
            st.markdown(f"#### {title}")
            st.write(sentence)
            st.page_link(page, label=action, icon=":material/arrow_forward:", query_params={"dataset": dataset})

st.page_link("runs.py", label="Your runs", icon=":material/history:")
