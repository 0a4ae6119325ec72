"""Short dialogues in many languages, from the package chatterbot-corpus."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from rnn_core.data.catalogue import Entry, at_hand
from rnn_core.data.fetch.package_files import PackageFile
from rnn_core.data.readers.decoding import unix_lines
from rnn_core.data.text import Text

SOURCE = "Volunteers, in the package chatterbot-corpus"
LICENCE = "BSD (the package chatterbot-corpus)"
CHARACTERS = {  # of the languages with enough to learn from
    "english": 210_960,
    "bengali": 8_318,
    "chinese": 12_266,
    "dutch": 31_986,
    "french": 6_407,
    "german": 9_232,
    "indonesian": 13_563,
    "italian": 54_402,
    "japanese": 27_999,
    "korean": 22_116,
    "persian": 117_983,
    "portuguese": 29_414,
    "russian": 3_304,
    "spanish": 39_862,
    "swedish": 4_911,
    "traditionalchinese": 12_184,
    "turkish": 9_253,
    "ukrainian": 43_701,
}
NAMES = {"chinese": "Simplified Chinese", "traditionalchinese": "Traditional Chinese"}


def dialogues(language: str) -> Text:
    """All dialogues of a language, a line for each turn, with an empty line between two dialogues.

    Raises UserError without the package.
    """
    files = sorted(_folder(language).path().glob("*.yml"))
    read = [_conversations(file) for file in files]
    broken = read.count(None)
    told = f"{broken} of {len(files)} files of the package cannot be read and {'was' if broken == 1 else 'were'} left out."
    text = "\n\n".join("\n".join(turns) for conversations in read for turns in conversations or ())
    return Text(unix_lines(text), _title(language), SOURCE, LICENCE, notes=(told,) if broken else ())


def _conversations(file: Path) -> list[list[str]] | None:
    """The turns of every conversation of a file; None when the file cannot be read."""
    import yaml  # here, so that the catalogue is there at once

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times as fast
    try:
        content: Any = yaml.load(file.read_text(encoding="utf-8"), loader)
    except (yaml.YAMLError, ValueError, OSError):
        return None
    found = content.get("conversations") if isinstance(content, dict) else None
    return list(_whole(found)) if isinstance(found, list) else None


def _whole(conversations: list) -> Iterator[list[str]]:
    """Those that are lists of text; YAML makes something else of some lines with a colon."""
    for turns in conversations:
        if isinstance(turns, list) and turns and all(isinstance(turn, str) for turn in turns):
            yield turns


def _folder(language: str) -> PackageFile:
    return PackageFile("chatterbot_corpus", f"data/{language}")


def _title(language: str) -> str:
    return f"Dialogues in {NAMES.get(language, language.capitalize())}"


def _entry(language: str) -> Entry:
    return Entry(
        id=f"dialogues-{NAMES.get(language, language).lower().replace(' ', '-')}",
        title=_title(language),
        sentence="Questions to a chat program and its answers, two or more short lines each.",
        source=SOURCE,
        licence=LICENCE,
        size=f"{CHARACTERS[language]:,} characters",
        period="",
        load=at_hand(partial(dialogues, language)),
        missing=_folder(language).missing,
        kind="text",
    )


ENTRIES = tuple(_entry(language) for language in CHARACTERS)
