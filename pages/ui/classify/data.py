"""Labelled texts before training: the parts, the lengths, examples, words, and how the network will look."""

import numpy as np
import pandas as pd
import streamlit as st

from pages.ui.classify.loaded_texts import Ready
from pages.ui.classify.steps import steps
from pages.ui.data.picker import catalogue_table, source
from pages.ui.train.train_button import Start
from rnn_core.data import Labelled
from rnn_core.data.readers.label_counts import length_histogram, use_by_class
from rnn_core.experiments.classify import ClassifySettings
from rnn_core.experiments.classify import data_figures as figures
from rnn_core.experiments.classify.network import network
from rnn_core.networks.spec import describe, learned_in_words, parameters
from rnn_core.wording import percent

EXAMPLES = 3
MOST_SHOWN = 600  # characters of an example
ALL_CLASSES = 0
ENCODINGS = {
    "onehot": "One-hot: a text becomes one long row with a 1 for every word that occurs in it (a bag of words). Order is lost.",
    "embedding": "Each word's numbers begin at random and are learned: a **contextual embedding** (learned on the task).",
    "glove": "Each word's numbers come from a file, learned elsewhere on billions of words: **global (pretrained) embeddings**.",
    "word2vec": "word2vec first learns each word's numbers from its neighbours in the training part, without the classes: "
    "**pretrained embeddings**, here from your own texts.",
}
FROZEN = {False: "They stay as they are (frozen).", True: "The training may change them (fine-tuning)."}
CHARACTERS = "Most words of other texts would be unknown, so the network reads characters: the setting Tokens says so."


def class_data(start: Start[Labelled, ClassifySettings], ready: Ready) -> None:
    """What is learned from, what it looks like, and the network that would learn it."""
    data, settings = start.data, start.settings
    _about(data, ready, settings)
    st.markdown("##### Three parts")
    _parts(data, ready)
    st.markdown("##### The network with these settings")
    _network(ready, settings)
    st.markdown("##### How long the texts are")
    _lengths(ready, settings)
    with st.expander("Example texts", icon=":material/format_quote:", expanded=True):
        _examples(data, ready)
    with st.expander("A word and the classes", icon=":material/abc:"):
        _word(data, ready)
    with st.expander("From a text to the network, step by step", icon=":material/footprint:"):
        steps(data, ready, settings)
    with st.expander("All ready datasets", icon=":material/database:"):
        catalogue_table("labelled")


def _about(data: Labelled, ready: Ready, settings: ClassifySettings) -> None:
    st.text(
        f"{data.title}: {len(data.texts):,} texts of {len(data.classes)} classes to learn and choose from"
        f"{f', {len(data.test[0]):,} more in a test file' if data.test else ''}. The training part has "
        f"{ready.different:,} different {ready.vocabulary.unit}."
    )
    if settings.tokens == "auto" and ready.vocabulary.unit == "characters":
        st.text(CHARACTERS)
    source(data)


def _parts(data: Labelled, ready: Ready) -> None:
    counts = {str(part): column.to_numpy() for part, column in ready.counts.items()}
    drawn = figures.parts_by_class(data.classes, counts)
    st.plotly_chart(drawn, key="class-parts", alt="Texts of each class in the training, validation and test part")
    st.caption(
        "What to look for: are the classes of about the same size? If one is much larger, a network that always answers with it "
        "already looks good. Every class has the same share in each part (stratified); the seed decides which texts."
        + (" The test part is the test file." if data.test else "")
    )
    st.markdown(
        "* **Training**: the network learns from these texts, and only their words get numbers.\n"
        "* **Validation**: never learned from; after each epoch they tell how good the network is, and the best epoch is kept.\n"
        "* **Test**: looked at once, at the end, for the number you may report. Nothing is chosen by it."
    )


def _network(ready: Ready, settings: ClassifySettings) -> None:
    longest = int(ready.index.lengths[ready.parts.train].max())
    made = network(settings, ready.vocabulary.size, len(ready.counts), longest)
    rows = describe(made)
    table = pd.DataFrame(rows).rename(columns={"layer": "Layer", "output": "Shape (size, dimension)", "parameters": "Parameters"})
    st.dataframe(
        table, hide_index=True, height="content", column_config={"Parameters": st.column_config.NumberColumn(format="localized")}
    )
    st.text(f"{parameters(made):,} parameters (weights and biases) in all{learned_in_words(made)}.")
    pretrained = settings.encoding in ("glove", "word2vec")
    st.caption(f"{ENCODINGS[settings.encoding]}{f' {FROZEN[settings.tune]}' if pretrained else ''}")


def _lengths(ready: Ready, settings: ClassifySettings) -> None:
    lengths, longest = ready.index.lengths, settings.timesteps
    edge = max(int(np.percentile(lengths, 99)), min(longest + longest // 10, int(lengths.max())))
    st.plotly_chart(
        figures.lengths(length_histogram(np.minimum(lengths, edge)), longest, ready.vocabulary.unit), key="class-lengths"
    )
    cut, unit = int((lengths > longest).sum()), ready.vocabulary.unit
    last = f" The longest has {lengths.max():,}; texts beyond {edge:,} stand in the last bar." if lengths.max() > edge else ""
    share = f"{cut:,} of {len(lengths):,} texts ({percent(cut / len(lengths))})"
    st.text(f"{share} are longer than {longest:,} {unit} and are cut there.{last}")
    st.caption(
        "What to look for: the dashed line (none: no text is cut) should leave most texts whole. Further right costs time for "
        "words few texts have; longer texts (pale) lose their end."
    )


def _examples(data: Labelled, ready: Ready) -> None:
    choices = [ALL_CLASSES, *range(1, len(data.classes) + 1)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Class", choices, format_func=lambda number: ("All classes", *data.classes)[number], key="example-class"
        )
        more = st.button("Other examples", icon=":material/shuffle:")
    round = st.session_state["example-round"] = st.session_state.get("example-round", 0) + more
    labels = np.asarray(data.labels)[ready.parts.train]
    places = ready.parts.train if chosen == ALL_CLASSES else ready.parts.train[labels == data.classes[chosen - 1]]
    start = round * EXAMPLES % len(places)
    for place in np.roll(places, -start)[:EXAMPLES]:
        with st.container(border=True):
            text = data.texts[place]
            st.text(data.labels[place], help=None)
            st.text(text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]} …")
    st.caption("From the training part. What to look for: could you tell the class yourself, and by which words?")


def _word(data: Labelled, ready: Ready) -> None:
    key = f"class-word-{data.title}"
    one = ready.vocabulary.unit[:-1]
    asked = st.text_input(
        one.capitalize(), ready.telling, key=key, max_chars=60, help="Large and small letters count as the same."
    )
    found = ready.vocabulary.split(asked)
    if len(found) != 1:
        st.text(f"Type one {one}." if not found else f"Type one {one} only: the network reads them one by one, too.")
        return
    train = ready.parts.train
    labels = [data.labels[place] for place in train]
    use = use_by_class(labels, ready.index.times(found[0])[train], ready.index.lengths[train])
    st.plotly_chart(figures.word_shares(list(use.index), use["share"]), key="class-word")
    number, having, times = ready.vocabulary.number(found[0]), int(use["texts"].sum()), int(use["times"].sum())
    known = f"Its number is {number:,}." if number > 1 else "It is not in the vocabulary: the network reads the unknown word."
    st.text(f"In {having:,} of {len(train):,} texts of the training part; occurrences in all: {times:,}. {known}")
    st.caption(
        "What to look for: bars of different length make a word a hint. Bars of one length, as for 'the', say nothing about "
        "the class."
    )
