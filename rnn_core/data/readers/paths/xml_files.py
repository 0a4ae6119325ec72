"""XML files of recorded tracks: read safely, element by element."""

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, XMLParser, iterparse

from rnn_core.errors import UserError

Event = tuple[str, Element]  # "start" or "end", and of what


def events(text: str, name: str, form: str) -> Iterator[Event]:
    """The begin and the end of every element. Raises UserError for a broken file, and for a document type, which can grow."""
    if "<!doctype" in text.casefold() or "<!entity" in text.casefold():
        raise UserError(f"{name} declares a document type (DOCTYPE), which no {form} file needs; export it without one.")
    try:
        yield from iterparse(io.BytesIO(text.encode("utf-8")), ("start", "end"), XMLParser(encoding="utf-8"))
    except ParseError as error:
        raise UserError(f"{name} is no whole {form} file ({error}); export it again.") from error


def tag(element: Element) -> str:
    """Its name without that of its vocabulary."""
    return element.tag.rpartition("}")[2]


def text_of(element: Element, *names: str) -> str:
    """The words of the first part, however deep, of one of these names, "" without any."""
    found = (part.text for part in element.iter() if tag(part) in names and part.text)
    return next(found, "").strip()
