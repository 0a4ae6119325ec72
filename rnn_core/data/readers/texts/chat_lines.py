"""Chats that programs export line by line (:mod:`rnn_core.data.readers.texts.chat_programs`)."""

import re
from collections.abc import Sequence

from rnn_core.data.readers.texts.chat_programs import PROGRAMS, Program
from rnn_core.data.readers.texts.chats import OWN_LINES, Chat, Message, chat

FEWEST = 3  # messages
HEAD = 12  # lines that may stand above the first one


def read(text: str) -> Chat | None:
    """The authors and messages of a chat, by the line where each begins, and a note; None for another text."""
    lines = text.removeprefix("\ufeff").rstrip("\n").split("\n")
    return next((found for program in PROGRAMS if (found := _read_as(program, lines))), None)


def _read_as(program: Program, lines: Sequence[str]) -> Chat | None:
    begins = {number: found for number, line in enumerate(lines) if (found := _begin(program, line.rstrip()))}
    filled = sum(bool(line.strip()) for line in lines)
    if len(begins) < max(FEWEST, program.share * filled) or min(begins) > HEAD:
        return None
    own = [line for number, line in enumerate(lines) if number < min(begins) and line.strip()]
    messages = {}
    for (number, found), end in zip(begins.items(), [*list(begins)[1:], len(lines)], strict=True):
        between = lines[number + 1 : end]
        own += [line for line in between if line.strip() and program.own.fullmatch(line.strip())]
        messages[number + 1] = _message(found, [line for line in between if not program.own.fullmatch(line.strip())])
    if 2 * sum(bool(said.strip()) for _, said in messages.values()) < len(messages):  # lines of a log, say
        return None
    return chat(program.name, messages, len(own), OWN_LINES)


def _begin(program: Program, line: str) -> re.Match[str] | None:
    return next((found for form in program.begins if (found := form.fullmatch(line))), None)


def _message(found: re.Match[str], below: Sequence[str]) -> Message:
    """What stands beside the author and in the lines below; LINE puts several lines in quotation marks."""
    parts = found.groupdict()
    said = "\n".join([parts.get("said") or "", *(line.removeprefix("\t") for line in below)]).strip("\n")
    if "\n" in said and said.startswith('"') and said.endswith('"'):
        said = said[1:-1]
    return parts["author"].strip(), said
