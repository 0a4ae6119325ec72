"""Live writing: the trained network goes on from a beginning, one character at a time, in this very process."""

import uuid
from dataclasses import dataclass, field

import numpy as np
import streamlit as st

from pages.ui.common.live_chart import live_chart
from pages.ui.common.live_text import live_text
from pages.ui.common.messages import tell
from pages.ui.text.copied import marked
from pages.ui.text.loaded_text import model_of, others_of, text_of
from rnn_core.errors import UserError
from rnn_core.experiments.text.generation import TextModel, Writer, probabilities
from rnn_core.features.characters import visible
from rnn_core.figures import charts
from rnn_core.runs import Run

TURN_SECONDS = 0.25
MOST_CHARACTERS = 4_000
PASSAGE = 60
CHOICES = 8
TEMPERATURES = (0.2, 0.5, 1.0, 1.2)
SIDE_BY_SIDE = 400


@dataclass
class Writing:
    """What one session is writing. ``pieces`` as :func:`live_text` shows them; ``sure`` are the chosen probabilities.

    ``turn``: how often it was paused or went on.
    """

    writer: Writer
    prompt: str
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    text: str = ""
    sure: list[float] = field(default_factory=list)
    playing: bool = True
    turn: int = 0

    def go_on(self, count: int, temperature: float) -> None:
        """Write ``count`` characters more."""
        symbols = self.writer.model.vocabulary.symbols
        for _ in range(min(count, MOST_CHARACTERS - len(self.text))):
            chances = self.writer.probabilities()[0]
            chosen = int(self.writer.next(temperature)[0])
            self.text += symbols[chosen]
            self.sure.append(float(chances[chosen]))
        if len(self.text) >= MOST_CHARACTERS:
            self.playing = False

    def play(self, wanted: bool, turn: int) -> None:
        """Pause or go on, where the button was of this turn: a press that comes again, behind a later one, changes nothing."""
        if turn == self.turn:
            self.playing = wanted and len(self.text) < MOST_CHARACTERS
            self.turn += 1

    def take(self, symbol: str) -> None:
        """Write a character that the reader chose."""
        chances = self.writer.probabilities()[0]
        self.sure.append(float(chances[self.writer.model.vocabulary.symbols.index(symbol)]))
        self.writer.take(symbol)
        self.text += symbol


def writing_section(run: Run) -> None:
    """Beginning, controls, the growing text and the next character's probabilities."""
    model = model_of(run)
    if model is None:
        return
    st.subheader("Write on")
    _beginning(run, model)
    writing: Writing | None = st.session_state.get(_key(run))
    tabs = st.tabs(["One text", "Four temperatures"])
    with tabs[0]:
        _one(run, model, writing)
    with tabs[1]:
        _four(run, model)


def _key(run: Run) -> str:
    return f"writing-{run.id}"


@dataclass(frozen=True)
class _Offered:
    """What the field begins with. It is the field's default, not its value set for one run of the page: whatever run of it the
    browser misses, it is there. The ``number`` gives each its own field."""

    text: str
    number: int = 0


def _offered(run: Run) -> _Offered:
    key = f"offered-{run.id}"
    if key not in st.session_state:
        st.session_state[key] = _Offered(_passage(run))
    offered: _Offered = st.session_state[key]
    return offered


def _offer(run: Run, text: str) -> None:
    st.session_state[f"offered-{run.id}"] = _Offered(text, _offered(run).number + 1)


def _prompt_key(run: Run) -> str:
    return f"prompt-{run.id}-{_offered(run).number}"


def _beginning(run: Run, model: TextModel) -> None:
    others = others_of(run)
    if others:
        chosen = st.selectbox(
            "Begin as another author did",
            range(len(others)),
            index=None,
            format_func=lambda number: f"{others[number][0]}: {others[number][1][:60]}",
            key=f"other-{run.id}",
            on_change=lambda: _begin_as(run, others),
        )
        if chosen is not None:
            st.text(f"What {others[chosen][0]} really wrote: {others[chosen][1]}")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        beginning = st.text_area("Beginning", _offered(run).text, key=_prompt_key(run), height=80, max_chars=2_000)
        st.button("Random passage", icon=":material/casino:", on_click=lambda: _offer(run, _passage(run)))
    if unknown := model.unknown(beginning):
        tell(f"The network has never seen these characters and skips them: {' '.join(unknown[:40])}", "warning")


def _begin_as(run: Run, others: tuple[tuple[str, str], ...]) -> None:
    number = st.session_state[f"other-{run.id}"]
    if number is not None:
        message = others[number][1]
        _offer(run, message[: max(1, len(message) // 2)])


def _passage(run: Run) -> str:
    """A random piece of the training text; the characters alone when the text is no longer here."""
    prepared = text_of(run)
    if prepared is None:
        return ""
    begin = int(np.random.default_rng().integers(max(1, prepared.train - PASSAGE)))
    return prepared.text[begin : min(begin + PASSAGE, prepared.train)]


def _start(run: Run, model: TextModel) -> None:
    seed = st.session_state.get("writing-seed")
    try:
        prompt = st.session_state[_prompt_key(run)]
        st.session_state[_key(run)] = Writing(Writer(model, prompt, seed=None if seed is None else int(seed)), prompt)
    except UserError as error:
        st.session_state[_key(run)] = None
        st.session_state["writing-problem"] = str(error)


def _one(run: Run, model: TextModel, writing: Writing | None) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button("Write", type="primary", icon=":material/edit:", on_click=_start, args=(run, model))
        if writing:
            _pause_or_go_on(run, writing)
            st.button("Clear", icon=":material/close:", on_click=lambda: st.session_state.pop(_key(run), None))
        st.number_input("Seed (empty: another text each time)", value=None, min_value=0, step=1, key="writing-seed", width=220)
    if problem := st.session_state.pop("writing-problem", None):
        tell(problem)
    playing = bool(writing and writing.playing)

    @st.fragment(run_every=TURN_SECONDS if playing else None)
    def live() -> None:
        temperature, speed, colored = _controls()
        if not writing:
            return
        if writing.playing:
            writing.go_on(max(1, round(speed * TURN_SECONDS)), temperature)
        _text(writing, speed, colored)
        _next(writing, temperature)
        if playing and not writing.playing:
            st.rerun()
        if not writing.playing:  # here, so that they have the characters that one chooses
            _to_take_away(writing.prompt + writing.text)

    live()


def _pause_or_go_on(run: Run, writing: Writing) -> None:
    args = (run, writing, writing.turn)
    if writing.playing:
        st.button("Pause", icon=":material/pause:", on_click=_play, args=(*args, False), key="writing-pause")
    else:
        st.button("Go on", icon=":material/play_arrow:", on_click=_play, args=(*args, True), key="writing-go-on")


def _play(run: Run, shown: Writing, turn: int, wanted: bool) -> None:
    """Of what is written now: the button may still be that of the text before."""
    now: Writing | None = st.session_state.get(_key(run))
    if now:
        now.play(wanted, turn if now is shown else now.turn)


def _to_take_away(text: str) -> None:
    with st.container(horizontal=True):
        st.download_button("Download", text, "text.txt", "text/plain", on_click="ignore", key="writing-download")
    with st.expander("Copy", icon=":material/content_copy:"):
        st.code(f"\n{text}\n", language=None, wrap_lines=True)  # which takes one empty line off each end


def _controls() -> tuple[float, int, bool]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        temperature = st.slider(
            "Temperature",
            0.0,
            2.0,
            0.5,
            0.05,
            key="temperature",
            help="0 always takes the likeliest character; 0.2, 0.5, 1.0 and 1.2 are those of the article; 2 is wild. It acts on "
            "the next character.",
        )
        speed = st.slider("Characters a second", 2, 200, 30, key="speed")
        colored = st.toggle(
            "Colour doubt", key="doubt", help="The deeper the colour, the less likely the network itself found the character."
        )
    return temperature, speed, colored


def _text(writing: Writing, speed: int, colored: bool) -> None:
    pieces: list[dict] = [{"text": writing.prompt, "mark": "prompt"}]
    for character, sure in zip(writing.text, writing.sure, strict=True):
        pieces.append({"text": character, "sure": round(sure, 3)} if colored else {"text": character})
    typed = writing.playing and not colored  # in a pause nothing is still to come
    live_text("writing", f"{writing.id}-{colored}", pieces, speed if typed else 0, height=260)


def _next(writing: Writing, temperature: float) -> None:
    """Bars, and in a pause buttons to choose the next character oneself."""
    logits = writing.writer.logits[0]
    before, after = probabilities(logits, 1.0), probabilities(logits, temperature)
    likeliest = np.argsort(-before)[:CHOICES]
    symbols = writing.writer.model.vocabulary.symbols
    names = [visible(symbols[number]) for number in likeliest]
    drawn = charts.next_characters(names, before[likeliest], after[likeliest]).to_plotly_json()
    layout = {name: value for name, value in drawn["layout"].items() if name != "template"}
    live_chart("next", drawn["data"], {**layout, "uirevision": writing.id}, height=240)
    st.caption(
        "The next character: what the network says, and after the temperature: softmax(logits / T). What to look for: a low "
        "temperature makes the high bars higher, a high one levels them."
    )
    if not writing.playing:
        st.text("You choose the next character:")
        with st.container(horizontal=True):
            for number, name in zip(likeliest, names, strict=True):
                st.button(name, key=f"take-{number}", on_click=writing.take, args=(symbols[number],))


def _four(run: Run, model: TextModel) -> None:
    st.caption("The same beginning at the four temperatures of the article.")
    if st.button("Write four texts", icon=":material/view_column:"):
        try:
            writer = Writer(model, st.session_state[_prompt_key(run)], rows=len(TEMPERATURES))
        except UserError as error:
            tell(str(error))
            return
        heat = np.asarray(TEMPERATURES, np.float32)
        ids = np.stack([writer.next(heat) for _ in range(SIDE_BY_SIDE)], axis=1)
        st.session_state[f"four-{run.id}"] = [model.vocabulary.decode(row) for row in ids]
    prepared = text_of(run)
    source = prepared.text[: prepared.train] if prepared else ""
    grid = [*st.columns(2), *st.columns(2)]
    for place, temperature, text in zip(grid, TEMPERATURES, st.session_state.get(f"four-{run.id}", ()), strict=False):
        with place:
            st.text(f"Temperature {temperature:g}")
            live_text(f"four-{temperature}", text[:40], marked(text, source), height=260)
