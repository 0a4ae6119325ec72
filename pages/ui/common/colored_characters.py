"""A text with coloured characters of which each can be clicked; whatever stands in it, it is never read as markup."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

_JS = """
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let box = parentElement.querySelector('.rnn-lab-characters');
  if (!box) {
    box = document.createElement('div');
    box.className = 'rnn-lab-characters';
    box.dir = 'auto';
    parentElement.appendChild(box);
  }
  box.replaceChildren();
  for (const piece of data.pieces) {
    const span = document.createElement('span');
    span.textContent = piece.text;
    span.title = piece.title;
    if (piece.mark) span.className = 'rnn-' + piece.mark;
    const color = piece.weight < 0 ? '#e07b39' : '#1f9a92';
    const share = Math.round(75 * Math.abs(piece.weight));
    if (share) span.style.backgroundColor = `color-mix(in srgb, ${color} ${share}%, transparent)`;
    if (piece.place !== null) span.onclick = () => setTriggerValue('place', piece.place);
    box.append(span);
    if (piece.break) box.append('\\n');
  }
}
"""

_CSS = """
.rnn-lab-characters {
  white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; box-sizing: border-box; padding: 0.75rem 1rem;
  border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius); font-family: var(--st-code-font);
  font-size: 1rem; line-height: 1.9; color: var(--st-text-color);
}
.rnn-lab-characters span { cursor: pointer; padding: 0.15rem 0; }
.rnn-lab-characters span:hover { outline: 1px solid var(--st-text-color); }
.rnn-lab-characters .rnn-aside { opacity: 0.5; }
.rnn-lab-characters .rnn-next { outline: 2px solid var(--st-primary-color); font-weight: bold; }
"""

_characters = st.components.v2.component("rnn_lab_colored_characters", js=_JS, css=_CSS, isolate_styles=False)


def colored_characters(key: str, pieces: Sequence[dict[str, Any]], on_place: Callable[[], None]) -> None:
    """Show ``pieces``: ``text``, ``title``, ``weight`` (-1 to 1), ``mark`` ("", "aside", "next"), ``place``, ``break`` after it.

    A click puts the place of its piece into ``st.session_state[key].place`` and calls ``on_place``.
    """
    _characters(key=key, data={"pieces": list(pieces)}, on_place_change=on_place)
