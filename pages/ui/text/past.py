"""Which past matters of a text: the characters before one place, coloured by what they did to the next one."""

import math
from collections.abc import Sequence

import numpy as np
import streamlit as st

from pages.ui.common.colored_text import Piece, colored_text
from pages.ui.runs.opened_run import prepared_of, written
from pages.ui.text.loaded_text import model_of
from rnn_core.errors import UserError
from rnn_core.experiments.text import explain
from rnn_core.experiments.text.data import Prepared
from rnn_core.experiments.text.explain import CharacterInfluence, Passage
from rnn_core.experiments.text.generation import TextModel
from rnn_core.explain import figures, occlusion
from rnn_core.features.characters import Ids, visible
from rnn_core.runs import Run
from rnn_core.wording import percent

WIDER = 40  # characters shown before those that are tried, and after the next one
STRONG = 0.5  # nats that are coloured lightly even where no character moves more
GONE = "The text of this run is no longer on this machine: load or upload it again to look into it."
AHEAD = {"came": "The one that came", "likeliest": "The likeliest"}  # they stand in the address


def past_of_text(run: Run) -> None:
    """Raises UserError when the run's text is no longer here."""
    prepared, model = _text(run), model_of(run)
    assert model is not None
    whole = np.concatenate([prepared.ids, prepared.held_out])
    place, likeliest = _asked(prepared, len(whole))
    passage = explain.passage(model, whole, place)
    draws = explain.draws_affordable(model)
    found = explain.of_characters(model, passage, prepared.counts, likeliest, draws=draws)
    _said(model, found, passage)
    _colored(model, whole, place, found)
    _bars(model, passage, found, draws)
    _average(run, prepared, model, whole, prepared.counts)


def _text(run: Run) -> Prepared:
    try:
        prepared: Prepared = prepared_of(run)
    except UserError as error:
        raise UserError(GONE) from error
    return prepared


def _first(prepared: Prepared, count: int) -> int:
    """The first place that can be asked about: of the held-out part where there is one, with a past of its own."""
    bound = len(prepared.ids) if len(prepared.held_out) else 0
    return min(bound + explain.SHOWN, count - 1)


def _asked(prepared: Prepared, count: int) -> tuple[int, bool]:
    """The place in the text, in the address as ``?place=``, and which next character is meant."""
    first = _first(prepared, count)
    if st.session_state.get("place", 1) > count - first:
        st.session_state["place"] = count - first
    part = "held-out part" if len(prepared.held_out) else "text"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.number_input(
            f"Place in the {part} (1 to {count - first:,})", 1, count - first, 1, key="place", bind="query-params", width=280
        )
        st.button("Another place", icon=":material/casino:", on_click=_anywhere, args=(count - first,))
        symbol = st.segmented_control(
            "Which next character",
            list(AHEAD),
            default="came",
            required=True,
            format_func=AHEAD.__getitem__,
            key="symbol",
            bind="query-params",
        )
    st.session_state["past-first"] = first
    return first + number - 1, symbol == "likeliest"


def _anywhere(count: int) -> None:
    st.session_state["place"] = int(np.random.default_rng().integers(1, count + 1))


def _said(model: TextModel, found: CharacterInfluence, passage: Passage) -> None:
    symbols = model.vocabulary.symbols
    likeliest = found.chances.argmax()
    rank = int((found.chances > found.chances[passage.target]).sum()) + 1
    chances = [percent(found.chances[place], 1) for place in (likeliest, passage.target)]
    st.text(
        f"The likeliest next character: {visible(symbols[likeliest])} ({chances[0]}). "
        f"The one that came: {visible(symbols[passage.target])} ({chances[1]}, place {rank} of {len(symbols)})."
    )


def _times(change: float) -> str:
    """A change of the logarithm in words."""
    factor = math.exp(min(abs(change), 50))
    return f"{factor:,.2f} times as likely" if change >= 0 else f"{factor:,.2f} times less likely"


def _colored(model: TextModel, whole: Ids, place: int, found: CharacterInfluence) -> None:
    begin = place - len(found.changes)
    largest = max(STRONG, float(np.abs(found.changes).max()))
    pieces: list[Piece] = []
    for at in range(max(0, begin - WIDER), min(len(whole), place + 1 + WIDER)):
        symbol = model.vocabulary.symbols[whole[at]]
        tried = begin <= at < place
        change = float(found.changes[at - begin]) if tried else 0.0
        mark = "" if tried else "next" if at == place else "aside"
        title = f"makes it {_times(change)}" if tried else ""
        pieces.append(_piece(symbol, change / largest, title, mark, at))
    st.text(f"The {len(found.changes)} characters before the next one (framed):")
    colored_text("past-characters", pieces, on_place=_clicked)
    st.caption(
        "Blue characters make the next one likelier, brown ones less likely. What to look for: inside a word the letters just "
        "before decide; after a space it is the word before, if the network remembers so far. Click a character to ask about it."
    )


def _piece(symbol: str, weight: float, title: str, mark: str, at: int) -> Piece:
    number = at - st.session_state["past-first"] + 1
    text = visible(symbol) if symbol != " " or mark == "next" else symbol
    return Piece(text + "\n" * (symbol == "\n"), weight, title, mark, number if number >= 1 else None)


def _clicked() -> None:
    st.session_state["place"] = int(st.session_state["past-characters"].place)


def _bars(model: TextModel, passage: Passage, found: CharacterInfluence, draws: int) -> None:
    names: Sequence[str] = [visible(model.vocabulary.symbols[one]) for one in passage.ids]
    hover = [f"{name} makes it {_times(change)}" for name, change in zip(names, found.changes, strict=True)]
    drawn = figures.past_of_symbols(names, found.changes, "log-probability (nats)", hover, "the characters, in reading order")
    st.plotly_chart(drawn, key="past", alt="The influence of each character on the next one")
    st.text(occlusion.reach_sentence(found.changes, "characters"))
    st.caption(
        f"Each character in turn is replaced by {draws} others, drawn as often as they occur; a bar is the natural "
        "logarithm of the next one's probability less its mean then (occlusion). What to look for: how far back there are bars: "
        "that is this network's memory here."
    )


def _average(run: Run, prepared: Prepared, model: TextModel, whole: Ids, counts: np.ndarray) -> None:
    """On request, as it takes some seconds."""
    st.subheader("On average")
    if not st.toggle("Over many places of the text", key="average", bind="query-params"):
        return
    count, sizes = _kept_average(str(run.folder), written(run), prepared, model, whole, prepared.counts)
    drawn = figures.past_on_average(sizes, "nats", "characters")
    st.plotly_chart(drawn, key="over-many", alt="The mean size of each character's influence")
    st.text(f"Over {count} places. {occlusion.reach_sentence(sizes, 'characters')}")
    st.caption(
        "The mean size of the bars above, whatever their direction, of the character that came. What to look for: how fast it "
        "falls: a network that only knows which letters follow each other needs two or three, one that knows words needs more."
    )


@st.cache_data(show_spinner="Asking the network about many places", max_entries=50)
def _kept_average(
    folder: str, written: int, _prepared: Prepared, _model: TextModel, _whole: Ids, _counts: np.ndarray
) -> tuple[int, np.ndarray]:
    places = explain.average_places(_model, _first(_prepared, len(_whole)), len(_whole))
    return len(places), explain.average_of_characters(_model, _whole, places, _counts)
