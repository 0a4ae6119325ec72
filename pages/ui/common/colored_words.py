"""A text with coloured words; whatever stands in it, it is never read as markup."""

from collections.abc import Sequence

import streamlit as st

from rnn_core.experiments.classify.predict import Moved

STRONG = 0.02  # a change of probability that is coloured lightly even where no word moves more

_JS = """
export default function (component) {
  const { data, parentElement } = component;
  let box = parentElement.querySelector('.rnn-lab-words');
  if (!box) {
    box = document.createElement('div');
    box.className = 'rnn-lab-words';
    box.dir = 'auto';
    parentElement.appendChild(box);
  }
  box.replaceChildren();
  for (const piece of data.pieces) {
    const span = document.createElement('span');
    span.textContent = piece.text;
    span.title = piece.title;
    if (!piece.known) span.className = 'rnn-unknown';
    const color = piece.weight < 0 ? '#e07b39' : '#1f9a92';
    span.style.backgroundColor = `color-mix(in srgb, ${color} ${Math.round(75 * Math.abs(piece.weight))}%, transparent)`;
    box.append(span, ' ');
  }
}
"""

_CSS = """
.rnn-lab-words {
  overflow-wrap: anywhere; overflow-y: auto; max-height: 16rem; box-sizing: border-box; padding: 0.75rem 1rem; line-height: 2;
  border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius); color: var(--st-text-color);
}
.rnn-lab-words span { padding: 0.1rem 0.3rem; border-radius: 0.35rem; }
.rnn-lab-words .rnn-unknown { opacity: 0.5; text-decoration: line-through; }
"""

_words = st.components.v2.component("rnn_lab_colored_words", js=_JS, css=_CSS, isolate_styles=False)


def colored_words(key: str, moved: Sequence[Moved]) -> None:
    """The words one after the other, one colour for and one against the answer, the deeper the more they move it."""
    largest = max([STRONG, *(abs(one.change) for one in moved)])
    pieces = [
        {
            "text": one.word,
            "weight": round(one.change / largest, 3),
            "known": one.known,
            "title": f"{100 * one.change:+.1f} percentage points" if one.known else "unknown to the network",
        }
        for one in moved
    ]
    _words(key=key, data={"pieces": pieces})
