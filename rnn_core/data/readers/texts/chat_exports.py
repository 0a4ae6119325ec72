"""Chats as JSON, exported by Telegram, Discord or Slack."""

import json
from collections.abc import Iterator
from typing import Any

import pandas as pd

Record = dict[str, Any]
FROM_DISCORD = ("Default", "Reply", "0", "19")  # the types of messages that people wrote
FROM_SLACK = (None, "bot_message", "file_share", "me_message", "thread_broadcast")


def read(text: str) -> tuple[pd.DataFrame, str] | None:
    """The authors and messages of a chat, in their order, and a note; None for another text."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    for program, records_of, message_of in FORMS:
        records = [one for one in records_of(found) if isinstance(one, dict)]
        rows = [message for one in records if (message := message_of(one))]
        if rows:
            table = pd.DataFrame(rows, index=range(1, len(rows) + 1), columns=["author", "message"], dtype="str")
            own = len(records) - len(rows)
            more = f", and {own:,} record{'' if own == 1 else 's'} that nobody wrote," if own else ""
            return table, f"Read as a {program} chat: {len(rows):,} messages; their dates and times{more} were left out."
    return None


def _telegram_records(found: Any) -> Iterator[Any]:
    """Those of one chat, or of all chats of an account."""
    if not isinstance(found, dict):
        return
    inside = found.get("chats")
    chats = inside.get("list") if isinstance(inside, dict) else [found]
    for chat in chats if isinstance(chats, list) else ():
        yield from _messages_of(chat)


def _messages_of(found: Any) -> list[Any]:
    inside = found.get("messages") if isinstance(found, dict) else None
    return inside if isinstance(inside, list) else []


def _telegram(one: Record) -> tuple[str, str] | None:
    if one.get("type") != "message" or "text" not in one or not {"from", "from_id"} & {*one}:
        return None
    parts = one["text"] if isinstance(one["text"], list) else [one["text"]]
    words = (part.get("text", "") if isinstance(part, dict) else part for part in parts)
    return _plain(one.get("from") or one.get("from_id")), "".join(map(_plain, words))


def _discord(one: Record) -> tuple[str, str] | None:
    author = one.get("author")
    if not isinstance(author, dict) or "content" not in one or str(one.get("type", "Default")) not in FROM_DISCORD:
        return None
    return _plain(author.get("nickname") or author.get("name") or author.get("username")), _plain(one["content"])


def _slack_records(found: Any) -> list[Any]:
    return found if isinstance(found, list) else _messages_of(found)


def _slack(one: Record) -> tuple[str, str] | None:
    if one.get("type") != "message" or not {"text", "ts"} <= {*one} or one.get("subtype") not in FROM_SLACK:
        return None
    given = one.get("user_profile")
    profile = given if isinstance(given, dict) else {}
    names = (profile.get("display_name"), profile.get("real_name"), one.get("username"), one.get("user"), one.get("bot_id"))
    return _plain(next(filter(None, names), "")), _plain(one["text"])


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


FORMS = (
    ("Telegram", _telegram_records, _telegram),
    ("Discord", _messages_of, _discord),
    ("Slack", _slack_records, _slack),
)
