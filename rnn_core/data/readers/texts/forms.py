"""A text file in whatever form people bring it: a chat, subtitles, a book with its licence, or words alone."""

from collections.abc import Sequence

from rnn_core.data.messages import Messages
from rnn_core.data.readers.texts import chat_exports, chat_lines, whatsapp
from rnn_core.data.readers.texts.around import left_out
from rnn_core.data.text import Text


def understood(text: str, title: str, source: str, notes: Sequence[str] = ()) -> Text | Messages:
    """The messages of a chat with their authors, or the text without what stands around it; a note tells what was left out."""
    for read in (whatsapp.read, chat_exports.read, chat_lines.read):
        if found := read(text):
            table, note = found
            return Messages(table, "message", title=title, source=source, notes=(*notes, note))
    words, told = left_out(text)
    return Text(words, title=title, source=source, notes=(*notes, *told))
