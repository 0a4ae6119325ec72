"""Pieces of a text that stand in the text it was learned from, word for word."""

from rnn_core.experiments.text import copies


def marked(text: str, source: str) -> list[dict[str, str]]:
    """The text in pieces, copied ones (30 characters or more) with the ``mark`` "copy"."""
    pieces, done = [], 0
    for begin, end in copies.copied_spans(text, source) if source else []:
        pieces += [{"text": text[done:begin]}, {"text": text[begin:end], "mark": "copy"}]
        done = end
    return [piece for piece in [*pieces, {"text": text[done:]}] if piece["text"]]
