"""What every chat becomes: a table of authors and messages, and a note."""

from collections.abc import Mapping

import pandas as pd

Message = tuple[str, str]  # its author, and what was written
Chat = tuple[pd.DataFrame, str]
OWN_LINES = ("line of the program itself", "lines of the program itself")
OWN_RECORDS = ("record that nobody wrote", "records that nobody wrote")


def chat(program: str, messages: Mapping[int, Message], own: int, what: tuple[str, str]) -> Chat:
    """The messages by where they stand in the file, and a note that ``own`` others, ``what`` in words, were left out."""
    table = pd.DataFrame(list(messages.values()), index=list(messages), columns=["author", "message"], dtype="str")
    more = f", and {own:,} {what[own != 1]}," if own else ""
    article = "an" if program.startswith("I") else "a"
    note = f"Read as {article} {program} chat: {len(messages):,} messages; their dates and times{more} were left out."
    return table, note
