"""The words and the code: where two well-known articles say one thing and compute another."""

import streamlit as st

from pages.ui.understand.further_reading import further_reading

st.title("The words and the code")
st.write(
    "Two articles that many have learned from teach recurrent networks with words and with code, and the two do not always "
    "agree. What the computer did is what the code says. The presets of RNN Lab follow the code, and say so."
)
HEADS = ("The words", "The code", "What it means for you")
ARTICLES = {
    "The stock price article: four LSTM layers forecast Facebook's price": (
        (
            "A forecast of the closing price",
            "Reads the column Open",
            "Look at which column is read before you compare figures. Here it is named in the form: Column to forecast.",
        ),
    ),
    "The chat article: a character LSTM writes like one user of a chat": (
        (
            "Learning rate 0.1",
            "0.01",
            "A factor of ten. The preset Article has 0.01; try both and compare the curves.",
        ),
        (
            "Samples at five temperatures after every fifth epoch",
            "Four temperatures, after epochs 1 and 15 of its run",
            "You will not see what the words announce. Here samples come after each epoch, to look through.",
        ),
    ),
    "In either of them": (
        (
            "A forget gate is 0 or 1: it forgets or keeps",
            "A sigmoid: any number between 0 and 1",
            "A memory fades by a share at each step. See the lesson Gates.",
        ),
        (
            "Here is the code, to be copied",
            "A variable is used that was never given a value",
            "The listing stops with an error, so it was not run as it is printed; its figures may come from another version.",
        ),
    ),
}
for title, rows in ARTICLES.items():
    st.subheader(title)
    st.table({head: [row[place] for row in rows] for place, head in enumerate(HEADS)}, hide_index=True)
st.subheader("Words for the same thing")
st.table(
    {
        "Here": ("loss of a classifier", "validation part", "skill", "quantitative", "qualitative"),
        "Elsewhere": ("cross-entropy, log loss", "dev set, development set", "1 − error / error of the guess", "", ""),
        "Meaning": (
            "−log of the probability that the right answer was given, on average; in nats, with the natural logarithm",
            "What settings and the best epoch are chosen on; never learned from",
            "The share of the simplest guess's error that the network takes away; below 0 it adds some",
            "Judged by a number: error, accuracy, nats",
            "Judged by looking: a picture, a text that was written, single mistakes",
        ),
    },
    hide_index=True,
)
further_reading("lstm", "forget_gate", "karpathy_blog", "olah_blog")
