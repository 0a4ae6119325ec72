"""Chats as JSON, exported by Telegram, Discord, Slack, Messenger, Instagram, Google Chat, Matrix or ChatGPT."""

import html
import json
from collections.abc import Iterator
from typing import Any

from rnn_core.data.readers.texts.chats import OWN_RECORDS, Chat, Message, chat

Record = dict[str, Any]
FROM_DISCORD = ("Default", "Reply", "0", "19")  # the types of messages that people wrote
FROM_SLACK = (None, "bot_message", "file_share", "me_message", "thread_broadcast")


def read(text: str) -> Chat | None:
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
            return chat(program, dict(enumerate(rows, start=1)), len(records) - len(rows), OWN_RECORDS)
    return None


def _telegram_records(found: Any) -> Iterator[Any]:
    """Those of one chat, or of all chats of an account."""
    if not isinstance(found, dict):
        return
    inside = found.get("chats")
    chats = inside.get("list") if isinstance(inside, dict) else [found]
    for one in chats if isinstance(chats, list) else ():
        yield from _messages_of(one)


def _messages_of(found: Any) -> list[Any]:
    inside = found.get("messages") if isinstance(found, dict) else None
    return inside if isinstance(inside, list) else []


def _telegram(one: Record) -> Message | None:
    if one.get("type") != "message" or "text" not in one or not {"from", "from_id"} & {*one}:
        return None
    parts = one["text"] if isinstance(one["text"], list) else [one["text"]]
    words = (part.get("text", "") if isinstance(part, dict) else part for part in parts)
    return _plain(one.get("from") or one.get("from_id")), "".join(map(_plain, words))


def _discord(one: Record) -> Message | None:
    author = one.get("author")
    if not isinstance(author, dict) or "content" not in one or str(one.get("type", "Default")) not in FROM_DISCORD:
        return None
    return _plain(author.get("nickname") or author.get("name") or author.get("username")), _plain(one["content"])


def _slack_records(found: Any) -> list[Any]:
    return found if isinstance(found, list) else _messages_of(found)


def _slack(one: Record) -> Message | None:
    if one.get("type") != "message" or not {"text", "ts"} <= {*one} or one.get("subtype") not in FROM_SLACK:
        return None
    given = one.get("user_profile")
    profile = given if isinstance(given, dict) else {}
    names = (profile.get("display_name"), profile.get("real_name"), one.get("username"), one.get("user"), one.get("bot_id"))
    return _plain(next(filter(None, names), "")), html.unescape(_plain(one["text"]))


def _messenger_records(found: Any) -> list[Any]:
    """Messenger and Instagram begin with the last one."""
    return sorted((one for one in _messages_of(found) if isinstance(one, dict)), key=_sent)


def _sent(one: Record) -> int:
    time = one.get("timestamp_ms", one.get("timestamp"))
    return time if isinstance(time, int) else 0


def _messenger(one: Record) -> Message | None:
    if "sender_name" in one and "timestamp_ms" in one and "content" in one:
        return _mended(_plain(one["sender_name"])), _mended(_plain(one["content"]))
    if "senderName" in one and one.get("type", "text") in ("text", "link") and one.get("text"):
        return _plain(one["senderName"]), _plain(one["text"])
    return None


def _mended(text: str) -> str:
    """Facebook writes every byte of a letter as a letter of its own."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _google(one: Record) -> Message | None:
    author = one.get("creator")
    if not isinstance(author, dict) or "text" not in one:
        return None
    return _plain(author.get("name") or author.get("email")), _plain(one["text"])


def _matrix(one: Record) -> Message | None:
    content = one.get("content")
    if one.get("type") != "m.room.message" or not isinstance(content, dict) or "sender" not in one:
        return None
    return _plain(one["sender"]), _plain(content.get("body"))


def _assistant_records(found: Any) -> Iterator[Any]:
    """Those of all conversations with an assistant."""
    for conversation in found if isinstance(found, list) else ():
        nodes = conversation.get("mapping") if isinstance(conversation, dict) else None
        if isinstance(nodes, dict):
            yield from (node.get("message") for node in nodes.values() if isinstance(node, dict))


def _assistant(one: Record) -> Message | None:
    author, content = one.get("author"), one.get("content")
    parts = content.get("parts") if isinstance(content, dict) else None
    words = [part for part in parts if isinstance(part, str) and part] if isinstance(parts, list) else []
    if not isinstance(author, dict) or author.get("role") not in ("user", "assistant") or not words:
        return None
    return _plain(author["role"]), "\n".join(words)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


FORMS = (
    ("Telegram", _telegram_records, _telegram),
    ("Discord", _messages_of, _discord),
    ("Slack", _slack_records, _slack),
    ("Messenger", _messenger_records, _messenger),
    ("Google", _messages_of, _google),
    ("Matrix", _messages_of, _matrix),
    ("ChatGPT", _assistant_records, _assistant),
)
