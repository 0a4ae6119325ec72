"""The form of JSON in a bundle: what is not exactly as we write it is refused."""

import json
from textwrap import shorten
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from rnn_core.errors import UserError

EXACT = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
MISTAKES = dict.fromkeys(("extra_forbidden", "unexpected_keyword_argument"), "has the unknown entry") | {"missing": "lacks"}
MOST_DIGITS = 18  # of a whole number


def refused(what: str) -> UserError:
    """The sentence for all that is not a bundle of ours."""
    return UserError(f"This is not a run as RNN Lab packs it ({what}): download the run again and bring that file unchanged.")


def shaped(kind: Any, content: bytes, name: str) -> Any:
    """The JSON of a file as a ``kind``: a model, or what else pydantic knows. Raises UserError when it is none."""
    try:
        value = json.loads(content.decode("utf-8"), parse_int=_whole)
        plain = json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8")  # refuses NaN and halves of characters
    except (ValueError, RecursionError) as error:
        raise refused(f"{name} is not JSON") from error
    try:
        return TypeAdapter(kind).validate_json(plain)
    except ValidationError as error:
        first = error.errors()[0]
        where = shorten(".".join(map(str, first["loc"])), 60)
        raise refused(f"{name} {MISTAKES.get(first['type'], 'has something else than expected in')} '{where}'") from error


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:  # no table could show it
        raise ValueError("a number of endless digits")
    return int(digits)
