"""Text that grows character by character, with marked pieces; whatever stands in it, it is never read as markup."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.ui.common.colored_text import DEEPEST
from rnn_core.figures.palette import LEARNED, NETWORK

_JS = """
const paint = (place, piece) => {
  const span = document.createElement('span');
  span.textContent = piece.text;
  if (piece.mark) span.className = 'rnn-' + piece.mark;
  if (piece.sure !== undefined) {
    const doubt = Math.round(place.data.deepest * (1 - piece.sure));
    span.style.backgroundColor = `color-mix(in srgb, ${place.data.color} ${doubt}%, transparent)`;
  }
  place.appendChild(span);
};

export default function (component) {
  const { data, parentElement } = component;
  let box = parentElement.querySelector('.rnn-lab-text');
  if (!box) {
    box = document.createElement('div');
    box.className = 'rnn-lab-text';
    box.dir = 'auto';
    parentElement.appendChild(box);
  }
  if (box.dataset.id !== data.id || data.pieces.length < box.childNodes.length) {
    box.replaceChildren();
    box.dataset.id = data.id;
  }
  box.data = data;
  const behind = () => box.data.pieces.length - box.childNodes.length;
  const step = () => {
    if (!behind() || !box.isConnected) { box.timer = 0; return; }
    const follow = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
    // Never more than a second behind: the timers of a hidden tab come once a second, later once a minute.
    do paint(box, box.data.pieces[box.childNodes.length]); while (behind() > box.data.speed);
    if (follow) box.scrollTop = box.scrollHeight;
    box.timer = setTimeout(step, 1000 / data.speed);
  };
  if (!data.speed) {
    while (behind()) paint(box, box.data.pieces[box.childNodes.length]);
  } else if (!box.timer) step();
}
"""

_CSS = f"""
.rnn-lab-text {{
  white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; overflow-y: auto; box-sizing: border-box; height: 100%;
  padding: 0.75rem 1rem; border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius);
  font-family: var(--st-code-font); font-size: 0.875rem; line-height: 1.6; color: var(--st-text-color);
}}
.rnn-prompt {{ opacity: 0.55; }}
.rnn-copy {{ text-decoration: underline {LEARNED.mark.css} 2px; text-underline-offset: 3px; }}
"""

_text = st.components.v2.component("rnn_lab_live_text", js=_JS, css=_CSS, isolate_styles=False)


def live_text(key: str, id: str, pieces: Sequence[dict[str, Any]], speed: float = 0, height: int = 220) -> None:
    """Show ``pieces``: each has ``text`` and perhaps ``mark`` ("prompt", "copy") or ``sure`` (0-1, paints doubt).

    As long as ``id`` stays, new pieces are appended, ``speed`` of them a second; 0 shows all at once.
    """
    data = {"id": id, "pieces": list(pieces), "speed": speed, "color": NETWORK.both, "deepest": DEEPEST}
    _text(key=key, data=data, height=height)
