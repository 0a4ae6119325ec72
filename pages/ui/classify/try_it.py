"""Ask a trained classifier: texts of one's own, words that are near each other, a map of the words."""

import numpy as np
import streamlit as st

from pages.ui.classify.in_units import in_units
from pages.ui.classify.loaded_run import classifier_of, predictions
from pages.ui.classify.moved_words import moved_words
from pages.ui.common.messages import tell
from rnn_core.errors import UserError
from rnn_core.experiments.classify import figures
from rnn_core.experiments.classify.predict import MOST_OCCLUDED, Classifier, Moved
from rnn_core.features.words import Unit
from rnn_core.runs import Run
from rnn_core.wording import percent

MOST_CHARACTERS = 20_000
SIDE_BY_SIDE = 380  # pixels that each half needs
STRONGEST, NEAREST, ON_THE_MAP = 8, 10, 200
KINDS = {
    "embedding": "The vectors were learned on this task (contextual): words near each other mean the same for the label.",
    "word2vec": "The vectors come from the words' neighbours in the training part (word2vec, global).",
    "glove": "The vectors come from a file, learned on other texts (global): words near each other are used alike in general.",
}


def ask_network(run: Run) -> None:
    """The three ways to ask, folded."""
    model = classifier_of(run)
    if model is None:
        return
    unit = model.vocabulary.unit
    with st.expander(in_units("Your own text, word by word", unit), icon=":material/edit:"):
        _own_text(run, model)
    with st.expander(in_units("Nearest words, and a map of the words", unit), icon=":material/scatter_plot:"):
        if not model.embeds:
            st.text("This run sees words one-hot: each has a place of its own, none is near another, so there is no map.")
            return
        _nearest(run, model)
        _map(run, model)


@st.fragment
def _own_text(run: Run, model: Classifier) -> None:
    if _key(run) not in st.session_state:
        st.session_state[_key(run)] = (0, *_drawn(run))
    number, text, label = st.session_state[_key(run)]
    typed = st.text_area("Text", text, key=f"{_key(run)}-{number}", height=110, max_chars=MOST_CHARACTERS)
    st.button("Another test text", icon=":material/casino:", on_click=_another, args=(run, number))
    if not model.vocabulary.split(typed, 1):
        st.text("Type a text: words of letters or digits.")
        return
    if label and typed == text:
        st.text(f"This is a text of the test part. Its label: {label}.")
    halves = st.grid(2, min_column_width=SIDE_BY_SIDE, gap="medium")
    chances = model.probabilities(typed)
    moved = _occlusion(run, model, typed)
    with halves.cell():
        st.text(f"The network's answer: {model.classes[chances.argmax()]}, {percent(chances.max(), 1)} sure.")
        st.plotly_chart(figures.chances(model.classes, chances), key="own-chances")
        _strongest(moved, model.vocabulary.unit)
    with halves.cell():
        _colored(model, typed, moved)


def _key(run: Run) -> str:
    return f"own-{run.id}"


def _another(run: Run, number: int) -> None:
    st.session_state[_key(run)] = (number + 1, *_drawn(run))  # a field of its own for each text, which begins with it


def _drawn(run: Run) -> tuple[str, str]:
    """A random text of the test part, and its label; empty when the data are gone."""
    table = predictions(run)
    if "text" not in table:
        return "", ""
    row = table.iloc[int(np.random.default_rng().integers(len(table)))]
    return str(row["text"])[:MOST_CHARACTERS], str(row["label"])


def _occlusion(run: Run, model: Classifier, text: str) -> list[Moved]:
    """Kept for the last text: a long one takes a moment."""
    key, asked = f"occlusion-{run.id}", (id(model), text)
    if st.session_state.get(key, (None,))[0] != asked:
        with st.spinner("Asking the network once for each word."):
            st.session_state[key] = asked, model.occlusion(text)
    return st.session_state[key][1]


def _strongest(moved: list[Moved], unit: Unit) -> None:
    strong = sorted((one for one in moved if one.change), key=lambda one: -abs(one.change))[:STRONGEST]
    if strong:
        st.text(in_units("The words that move it most:", unit))
        st.plotly_chart(figures.moved([one.word for one in strong], [one.change for one in strong]), key="own-words")


def _colored(model: Classifier, text: str, moved: list[Moved]) -> None:
    st.text("As the network reads it:")
    moved_words("own-colored", moved)
    count, unit = len(model.vocabulary.split(text)), model.vocabulary.unit
    if count > model.timesteps:
        st.text(f"It reads the first {model.timesteps:,} of the {count:,} {unit}; the setting Maximum length says how many.")
    if min(count, model.timesteps) > len(moved):
        st.text(f"Only the first {MOST_OCCLUDED} {unit} are tried here.")
    explained = (
        "Each word in turn is replaced by the unknown word, and the answer's probability changes (occlusion). Blue words speak "
        "for the answer, brown ones against it; crossed out are words that the network does not know. What to look for: do the "
        "words that you would have named carry the answer, or does it hang on names and little words? Does a 'not' turn others?"
    )
    st.caption(in_units(explained, unit))


@st.fragment
def _nearest(run: Run, model: Classifier) -> None:
    key = f"telling-{run.id}"
    if key not in st.session_state:
        st.session_state[key] = _telling(model)
    asked = st.text_input("Word", st.session_state[key], key=f"near-{run.id}", max_chars=60, width=320)
    try:
        found = model.nearest(asked, NEAREST)
    except UserError as error:
        tell(str(error), "warning")
        return
    rows = {"Word": [word for word, _ in found], "Cosine": [cosine for _, cosine in found]}
    config = {"Cosine": st.column_config.ProgressColumn(min_value=0, max_value=1, format="%.2f")}
    st.dataframe(rows, hide_index=True, column_config=config, width=520)
    st.text(KINDS[run.about().settings["encoding"]])
    st.caption(
        "Nearness is the cosine of the angle between two vectors: 1 for the same direction, 0 for none in common. What to look "
        "for: an embedding learned on few texts puts words together that vote for the same label, whatever they mean."
    )


def _telling(model: Classifier) -> str:
    """The frequent word that alone makes the network surest: a good one to begin with."""
    known = model.vocabulary.words[:ON_THE_MAP]
    return known[int(model.probabilities_of(known).max(axis=1).argmax())]


def _map(run: Run, model: Classifier) -> None:
    found = model.projected(ON_THE_MAP)
    answers = [model.classes[place] for place in model.probabilities_of(found.words).argmax(axis=1)]
    st.plotly_chart(figures.word_map(found.words, found.points, answers, found.explained), key="word-map")
    st.text(
        f"The vectors of the {len(found.words)} most frequent words, {model.network.network.layers[0].units} numbers each, seen "  # type: ignore[union-attr]
        f"from the side where they differ most (principal components). The two axes hold {percent(sum(found.explained))} of "
        "their variance; the rest is hidden."
    )
    st.text(KINDS[run.about().settings["encoding"]])
    st.caption(
        "Point at a dot to read its word; only the outermost are named. The colour is the network's answer to the word alone. "
        "What to look for: words without a say lie in the middle, those that decide at the ends."
    )
