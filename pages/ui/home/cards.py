"""The cards of the page Home: each is one experiment to try, and the whole of it is clicked."""

from dataclasses import dataclass

import streamlit as st

from pages.ui.data.picker import UPLOAD
from pages.ui.home.thumbnails import thumbnail
from pages.ui.stage.drawing import color, picture
from pages.ui.stage.drawn import drawn

LEVELS = ("easy", "some thought", "takes patience")


@dataclass(frozen=True)
class Card:
    """``picture``: a name in ``thumbnails``; ``level``, 1 to 3: 0 where unknown; ``long``: how long a first training takes.

    The times are those of ``python -m benchmarks.home_minutes`` on two cores: 5 to 10 s, Hamlet 43 s.
    """

    picture: str
    title: str
    sentence: str
    page: str
    dataset: str
    level: int = 0
    long: str = "some seconds"


CARDS = (
    Card("weather", "Seattle weather", "A real season, and real noise on top of it.", "forecast.py", "seattle-weather", 1),
    Card("share", "Share prices", "Does it know more than “same as today”?", "forecast.py", "prices-msft", 2),
    Card("walk", "Random walk", "Nothing to be known. Watch a tool say so.", "forecast.py", "random-walk", 1),
    Card("hamlet", "Hamlet", "It learns to write, letter by letter.", "text.py", "hamlet", 2, "about a minute"),
    Card("film", "Film reviews", "Did the critic like it? It reads and says.", "classify.py", "rotten-tomatoes", 2),
    Card("ladybug", "Ladybug", "It goes on with closed eyes.", "trajectory.py", "ladybug", 1),
    Card("dna", "Invented DNA", "Hidden letters, and counting does not help.", "classify.py", "dna", 3),
    Card("own", "Your own data", "A table from your computer.", "forecast.py", UPLOAD),
)


def cards() -> None:
    """All of them."""
    st.subheader("Or take another one", anchor=False)
    with st.container(key="cards"):
        for card in CARDS:
            with st.container(border=True, key=f"card-{card.picture}"):
                drawn(
                    f"picture-{card.picture}",
                    "rl-thumbnail",
                    thumbnail(card.picture),
                    *([dots(card.level)] if card.level else ()),
                )
                st.page_link(card.page, label=card.title, query_params={"dataset": card.dataset})
                st.caption(card.sentence)
                st.caption(f"{card.long}, {LEVELS[card.level - 1]}" if card.level else "CSV, XLSX, TXT and more")


def dots(level: int) -> str:
    """So many of three are full."""
    looks = (color("net" if place < level else "edge") for place in range(len(LEVELS)))
    full = [f'<circle cx="{4 + 11 * place}" cy="4" r="4" style="fill:{look}"/>' for place, look in enumerate(looks)]
    return picture((30, 8), full, "")
