"""A text whose pieces are coloured by a number each; whatever stands in it, it is never read as markup."""

from collections.abc import Sequence

import streamlit as st

_JS = """
export default function (component) {
  const { data, parentElement } = component;
  let box = parentElement.querySelector('.rnn-lab-steps');
  if (!box) {
    box = document.createElement('div');
    box.className = 'rnn-lab-steps';
    box.dir = 'auto';
    parentElement.appendChild(box);
  }
  box.replaceChildren();
  for (const piece of data.pieces) {
    const span = document.createElement('span');
    span.textContent = piece.text;
    span.title = piece.title;
    const color = piece.weight < 0 ? '#e07b39' : '#1f9a92';
    const depth = Math.round(85 * Math.min(1, Math.abs(piece.weight)));
    span.style.backgroundColor = `color-mix(in srgb, ${color} ${depth}%, transparent)`;
    box.append(span, data.between);
  }
}
"""

_CSS = """
.rnn-lab-steps {
  white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; overflow-y: auto; max-height: 18rem; line-height: 1.8;
  box-sizing: border-box; padding: 0.75rem 1rem; border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius);
  font-family: var(--st-code-font); font-size: 0.9rem; color: var(--st-text-color);
}
.rnn-lab-steps span { padding: 0.15rem 0; }
"""

_steps = st.components.v2.component("rnn_lab_colored_steps", js=_JS, css=_CSS, isolate_styles=False)


def colored_steps(key: str, names: Sequence[str], values: Sequence[float], deepest: float, between: str = "") -> None:
    """The pieces one after the other, one colour above 0 and one below, deepest at ``deepest``; the value stands on hover."""
    pieces = [
        {"text": "↵\n" if name == "\n" else name, "weight": round(value / deepest, 3), "title": f"{value:.3f}"}
        for name, value in zip(names, values, strict=True)
    ]
    _steps(key=key, data={"pieces": pieces, "between": between})
