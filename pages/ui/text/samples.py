"""The time machine: what the network wrote after each epoch, from noise to words."""

import json

import streamlit as st

from pages.ui.common.live_text import live_text
from rnn_core import files
from rnn_core.experiments.text import copies
from rnn_core.experiments.text.data import Prepared
from rnn_core.runs import Run


def samples_section(run: Run, prepared: Prepared | None) -> None:
    """A slider over the epochs, one text a temperature. ``prepared``: the run's text, to find copied pieces in."""
    st.subheader("Time machine")
    source = prepared.text[: prepared.train] if prepared else ""

    @st.fragment(run_every=2.0 if run.status().active else None)
    def show() -> None:
        rows = samples(run)
        if not rows:
            st.text("The first sample comes with the first step of the training.")
            return
        epochs = list(dict.fromkeys(row["epoch"] for row in rows))
        epoch = epochs[-1] if len(epochs) == 1 else _choose(run, epochs)
        chosen = [row for row in rows if row["epoch"] == epoch]
        st.text(f"All begin after the same passage of the training text: … {chosen[0]['prompt'][-40:]}")
        for left, right in zip(chosen[::2], chosen[1::2], strict=False):
            for place, row in zip(st.columns(2), (left, right), strict=True):
                with place:
                    _sample(run, row, source)
        st.caption(
            "What to look for: first the right letters, then words, then lines. Low temperatures are cautious and go round in "
            "circles, high ones are bold and invent words. Underlined: copied from the training text (30 characters or more)."
        )

    show()


def _choose(run: Run, epochs: list[float]) -> float:
    """The slider; while it stands at the end it stays there when new epochs come."""
    key = f"epoch-{run.id}"
    newest = st.session_state.get(f"{key}-newest")
    if st.session_state.get(key) in (None, newest):
        st.session_state[key] = epochs[-1]
    st.session_state[f"{key}-newest"] = epochs[-1]
    return float(st.select_slider("After epoch", epochs, key=key, format_func="{:g}".format))


def samples(run: Run) -> list[dict]:
    """The rows of ``results/samples.jsonl``; none before the first."""
    try:
        text = files.read_text(run.folder / "results" / "samples.jsonl")
    except FileNotFoundError:
        return []
    return [json.loads(line) for line in text.split("\n") if line]


def _sample(run: Run, row: dict, source: str) -> None:
    st.text(f"Temperature {row['temperature']:g}")
    pieces = marked(row["text"], source)
    live_text(f"sample-{row['temperature']}", f"{run.id}-{row['epoch']}-{row['temperature']}", pieces)
    loop = copies.loops(row["text"])
    st.text(f"Longest copy: {row['longest_copy']} characters." + (" It goes round in circles." if loop else ""))


def marked(text: str, source: str) -> list[dict]:
    """The text in pieces, copied ones marked."""
    pieces, done = [], 0
    for begin, end in copies.copied_spans(text, source) if source else []:
        pieces += [{"text": text[done:begin]}, {"text": text[begin:end], "mark": "copy"}]
        done = end
    return [piece for piece in [*pieces, {"text": text[done:]}] if piece["text"]]
