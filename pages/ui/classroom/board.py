"""The board of the class: tiles that renew themselves, who needs help first."""

from typing import Any

import streamlit as st

from pages.ui.common.state import queue
from pages.ui.stage.component import component
from pages.ui.views import page_of
from rnn_core.classroom import members
from rnn_core.classroom.board import Tile, board, summary
from rnn_core.experiments.listing import rows
from rnn_core.runs.words import count

LOOK_SECONDS = 2.0
ORDERS = {"help": "Who needs help", "name": "Name", "done": "Most done"}
OPEN, KEY = "open", "class-board"
_board = component("board", ("plot.js", "../classroom/board.js"), ("plot.css", "../classroom/board.css"))


def board_section() -> None:
    """How it is ordered, and the tiles."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        order = st.segmented_control(
            "Order", list(ORDERS), default="help", required=True, format_func=ORDERS.__getitem__, key="class-order",
            label_visibility="collapsed",
        )  # fmt: skip
        hidden = st.toggle("Hide names, for the projector", key="class-hidden")
    _open_asked()

    @st.fragment(run_every=LOOK_SECONDS)
    def live() -> None:
        if OPEN in st.session_state:
            st.rerun()  # only the whole page can go to another one
        tiles = tiles_now()
        if not tiles:
            st.info("Nobody is here yet: whoever opens a page of this server in a browser gets a tile.")
            return
        st.caption(summary(tiles))
        data = [_plain(tile, number, hidden) for number, tile in enumerate(_ordered(tiles, str(order)), 1)]
        _board(key=KEY, data={"tiles": data}, on_open_change=_asked)

    live()


@st.cache_data(ttl=1.0, show_spinner=False)
def tiles_now() -> list[Tile]:
    """One answer a second for all who look."""
    return board(members.members(), rows(), queue().places())


def _ordered(tiles: list[Tile], order: str) -> list[Tile]:
    if order == "name":
        return sorted(tiles, key=lambda tile: tile.name.casefold())
    return sorted(tiles, key=lambda tile: -tile.done) if order == "done" else tiles


def _plain(tile: Tile, number: int, hidden: bool) -> dict[str, Any]:
    return {
        "name": f"Tile {number}" if hidden else tile.name,
        "kind": tile.kind,
        "line": tile.line,
        "title": tile.title,
        "curve": tile.curve,
        "verdict": tile.verdict,
        "number": tile.number,
        "lessons": count(tile.lessons, "lesson") if tile.lessons else "",
        "run": tile.run.id if tile.run else "",
    }


def _asked() -> None:
    st.session_state[OPEN] = st.session_state[KEY].open


def _open_asked() -> None:
    """A tile was clicked: its run is opened in this tab, which knows its teacher."""
    asked = st.session_state.pop(OPEN, "")
    run = next((tile.run for tile in tiles_now() if tile.run and tile.run.id == asked), None)
    if run and (page := page_of(run.about().experiment)):
        st.switch_page(page, query_params={"run": run.id})
