"""Uploaded datasets that are kept by name."""

import pytest

from rnn_core.data import Text, keep, uploads
from rnn_core.errors import UserError


def test_an_upload_is_kept_under_its_newest_name_and_can_be_removed(own_home):
    text = Text("to be or not to be", "hamlet.txt")
    first = uploads.add(text, "  hamlet.txt ")
    assert (first.name, first.kind, first.id) == ("hamlet.txt", "text", keep(text))
    assert first.bytes == sum(map(len, text.files().values()))
    assert first.load().text == text.text
    second = uploads.add(text, "n" * 200)
    assert second.id == first.id
    assert [one.name for one in uploads.uploads()] == ["n" * 80]
    assert uploads.uploads("series") == []
    uploads.remove(second)
    assert uploads.uploads() == []
    assert second.load().text == text.text  # a run may still use it


def test_the_newest_upload_comes_first():
    for letter in "abc":
        uploads.add(Text(letter * 20, letter), letter)
    assert [one.name for one in uploads.uploads("text")] == ["c", "b", "a"]


def test_a_damaged_entry_does_not_hide_the_others(own_home):
    kept = uploads.add(Text("a" * 20, "a"), "a")
    (own_home / "uploads" / f"{'0' * 64}.json").write_text('{"id": ')
    (own_home / "uploads" / f"{'1' * 64}.json").write_text('{"other": 1}')
    assert uploads.uploads() == [kept]


def test_all_uploads_together_have_a_limit(monkeypatch):
    text = Text("a" * 1000, "a")
    monkeypatch.setattr(uploads, "QUOTA", 3000)
    uploads.add(text, "a")
    uploads.add(text, "again, which takes no more room")
    uploads.add(Text("b" * 1000, "b"), "b")
    with pytest.raises(UserError, match="limit is 0 MB: delete one"):
        uploads.add(Text("c" * 1000, "c"), "c")
    assert len(uploads.uploads()) == 2
