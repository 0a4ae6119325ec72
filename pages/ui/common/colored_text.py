"""A text whose pieces are coloured by a number each; whatever stands in it, it is never read as markup."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from rnn_core.figures.palette import MINUS, PLUS, Color

DEEPEST = 65  # percent of the colour behind the heaviest piece: the words on it stay readable in both themes

_JS = """
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let box = parentElement.querySelector('.rnn-lab-colored');
  if (!box) {
    box = document.createElement('div');
    box.className = 'rnn-lab-colored';
    box.dir = 'auto';
    parentElement.appendChild(box);
  }
  box.classList.toggle('rnn-words', data.between === ' ');
  box.replaceChildren();
  for (const piece of data.pieces) {
    const span = document.createElement('span');
    span.textContent = piece.text;
    span.title = piece.title;
    if (piece.mark) span.className = 'rnn-' + piece.mark;
    const share = Math.round(data.deepest * Math.min(1, Math.abs(piece.weight)));
    const color = piece.weight < 0 ? data.below : data.above;
    if (share) span.style.backgroundColor = `color-mix(in srgb, ${color} ${share}%, transparent)`;
    if (piece.place !== null) {
      span.classList.add('rnn-place');
      span.onclick = () => setTriggerValue('place', piece.place);
    }
    box.append(span, data.between);
  }
}
"""

_CSS = """
.rnn-lab-colored {
  white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; overflow-y: auto; max-height: 18rem; line-height: 1.9;
  box-sizing: border-box; padding: 0.75rem 1rem; border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius);
  font-family: var(--st-code-font); font-size: 1rem; color: var(--st-text-color);
}
.rnn-lab-colored span { padding: 0.15rem 0; }
.rnn-lab-colored.rnn-words { font-family: var(--st-font); }
.rnn-lab-colored.rnn-words span { padding: 0.1rem 0.3rem; border-radius: 0.35rem; }
.rnn-lab-colored .rnn-place { cursor: pointer; }
.rnn-lab-colored .rnn-place:hover { outline: 1px solid var(--st-text-color); }
.rnn-lab-colored .rnn-aside { opacity: 0.5; }
.rnn-lab-colored .rnn-next { outline: 2px solid var(--st-primary-color); font-weight: bold; }
.rnn-lab-colored .rnn-unknown { opacity: 0.5; text-decoration: line-through; }
"""

_text = st.components.v2.component("rnn_lab_colored_text", js=_JS, css=_CSS, isolate_styles=False)


@dataclass(frozen=True)
class Piece:
    """A character or a word. ``weight``, -1 to 1, colours it; ``title`` shows on hover; a click on it gives ``place``.

    ``mark``: "aside" is faint, "next" framed, "unknown" crossed out.
    """

    text: str
    weight: float = 0.0
    title: str = ""
    mark: str = ""
    place: int | None = None


def colored_text(
    key: str,
    pieces: Sequence[Piece],
    between: str = "",
    color: Color | None = None,
    on_place: Callable[[], None] = lambda: None,
) -> None:
    """The pieces one after the other: one colour below 0 and one above, or ``color`` for weights that are never below.

    ``between``: what parts them, a space for words. A click puts the place of its piece into ``st.session_state[key].place`` and
    calls ``on_place``.
    """
    below, above = (MINUS, PLUS) if color is None else (color.both, color.both)
    shown = [{**asdict(piece), "weight": round(piece.weight, 3)} for piece in pieces]
    data = {"pieces": shown, "between": between, "below": below, "above": above, "deepest": DEEPEST}
    _text(key=key, data=data, on_place_change=on_place)
