"""Our own drawings (SVG) on a page, in the colours of its theme, and a file of each to take along."""

from collections.abc import Sequence

import streamlit as st

from rnn_core.figures import svg

# The drawing's own style stays inside the component; the page's colours reach it as CSS variables, so a change of theme
# needs no new drawing.
_JS = """
export default function (component) {
  const { data, parentElement } = component;
  let box = parentElement.querySelector('.drawn');
  if (!box) {
    box = document.createElement('div');
    box.className = 'drawn';
    parentElement.appendChild(box);
  }
  const read = (text) => new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  box.replaceChildren(...data.drawings.map((text, place) => {
    const drawing = document.importNode(read(text), true);
    drawing.classList.add(place === 0 ? 'wide' : 'narrow');
    return drawing;
  }));
  box.dataset.count = data.drawings.length;
}
"""

_CSS = """
:host { display: block; container-type: inline-size; }
.drawn { container-type: inline-size; }
.drawn svg { display: block; margin: 0 auto; max-width: 100%; height: auto; }
.drawn[data-count="2"] .narrow { display: none; }
@container (max-width: 940px) {
  .drawn[data-count="2"] .wide { display: none; }
  .drawn[data-count="2"] .narrow { display: block; }
}
"""

_drawn = st.components.v2.component("rnn_lab_diagram", js=_JS, css=_CSS)


def drawn(key: str, drawings: Sequence[str], name: str) -> None:
    """Show one drawing made by ``rnn_core.figures.svg``, or of two the first on a wide page and the second on a narrow one.

    Below stands a button that saves the first as the file ``name``.svg.
    """
    _drawn(key=key, data={"drawings": list(drawings)})
    st.download_button(
        "Picture (SVG)",
        svg.standalone(drawings[0]),
        f"{name}.svg",
        "image/svg+xml",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        key=f"{key}-file",
    )
