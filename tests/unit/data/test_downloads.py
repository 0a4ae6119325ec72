"""Files from the web: fetched once, broken off and gone on with, checked, shared between processes; GloVe's vectors, too."""

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from filelock import FileLock

from rnn_core.data.fetch import downloads
from rnn_core.data.fetch.downloads import Download
from rnn_core.errors import UserError
from rnn_core.features.word_vectors import glove
from rnn_core.features.word_vectors.vectors import read
from tests.site import Site

CONTENT = bytes(range(256)) * 40
INSTEAD = "; every dataset that is not a download works without a network, or you can upload its files yourself."


@pytest.fixture
def site(monkeypatch) -> Iterator[Site]:
    monkeypatch.setattr(downloads, "PART", 1_000)
    with Site.open(monkeypatch) as started:
        yield started


def large(site: Site) -> Download:
    """A file of a known size."""
    return site.offer("some.zip", CONTENT, size=len(CONTENT), instead="do without it")


def unsized(site: Site) -> Download:
    """The same file, with nothing but its hash known."""
    return replace(large(site), size=0)


def unchecked(site: Site, content: bytes) -> Download:
    """A text that its publisher may improve."""
    return site.offer("some.txt", content, sha256=None)


def ranges(site: Site) -> list[str | None]:
    return [asked for _, asked in site.asked]


def refused(download: Download) -> str:
    with pytest.raises(UserError) as caught:
        download.fetch()
    assert not download.is_here()
    message = str(caught.value)
    assert message.endswith(f"; {download.instead}.")
    return message.removesuffix(f"; {download.instead}.")


# fetched, and gone on with


@pytest.mark.parametrize("offer", [large, unsized])
def test_it_is_fetched_once(site, own_home, offer):
    download = offer(site)
    heard: list[float] = []
    assert not download.is_here()
    assert download.arrived() == 0
    assert download.fetch(heard.append) == download.path == own_home / "downloads" / "some.zip"
    assert download.path.read_bytes() == CONTENT
    assert download.arrived() == 1
    assert heard == sorted(heard)
    assert 0 < heard[0] < heard[-1] == 1
    assert download.read().content == CONTENT
    assert site.asked == [("some.zip", None)]
    assert not list(download.path.parent.glob("*.part"))


@pytest.mark.parametrize("offer", [large, unsized])
@pytest.mark.parametrize("tells_lengths", [True, False])
def test_after_a_break_it_goes_on_by_itself(site, offer, tells_lengths):
    site.allowed, site.tells_lengths = [4_000, 3_000, 10_000], tells_lengths
    download = offer(site)
    if tells_lengths or download.size:
        heard: list[float] = []
        assert download.read(heard.append).content == CONTENT
        assert ranges(site) == [None, "bytes=4000-", "bytes=7000-"]
        assert heard == sorted(heard)
    else:
        assert refused(download).endswith("as its checksum differs")  # what nobody can tell from the whole


def test_a_later_try_goes_on_where_the_first_one_ended(site):
    site.allowed = [4_000, 0]
    download = large(site)
    assert refused(download) == (
        f"{site.host} could not be reached to download some.zip (0 of 0 MB are here, and the next try goes on from there)"
    )
    assert download.arrived() == 4_000 / len(CONTENT)
    site.allowed = [len(CONTENT)]
    assert download.read().content == CONTENT
    assert ranges(site) == [None, "bytes=4000-", "bytes=4000-"]


def test_what_came_before_it_was_stopped_stays(site):
    def stop(fraction: float) -> None:
        if fraction > 0.5:
            raise KeyboardInterrupt

    download = large(site)
    with pytest.raises(KeyboardInterrupt):
        download.fetch(stop)
    assert 0.5 < download.arrived() < 0.7
    assert download.read().content == CONTENT
    assert ranges(site) == [None, "bytes=6000-"]


@pytest.mark.parametrize(("offer", "asked"), [(large, []), (unsized, [f"bytes={len(CONTENT)}-"])])
def test_a_part_that_is_whole_already_is_taken(site, offer, asked):
    download = offer(site)
    download.path.parent.mkdir()
    download._part.write_bytes(CONTENT)
    assert download.read().content == CONTENT
    assert ranges(site) == asked


def test_a_server_that_knows_no_parts_sends_it_again(site):
    site.allowed, site.knows_ranges = [4_000, len(CONTENT)], False
    assert large(site).read().content == CONTENT
    assert ranges(site) == [None, "bytes=4000-"]


def test_a_server_that_always_breaks_off_is_not_asked_for_ever(site):
    site.allowed, site.knows_ranges = [4_000], False
    assert "could not be reached" in refused(large(site))
    assert len(site.asked) == 2


def test_a_text_without_a_hash_begins_anew(site):
    site.allowed = [4]
    download = unchecked(site, b"some words")
    assert "could not be reached" in refused(download)
    site.allowed, site.files["some.txt"] = [100], b"other words"
    assert download.read().content == b"other words"
    assert ranges(site) == [None, None]


def test_it_can_be_kept_under_another_name(site, own_home):
    download = site.offer("input.txt", b"right", called="plays.txt")
    assert download.fetch() == own_home / "downloads" / "plays.txt"
    assert (download.read().content, download.read().name) == (b"right", "plays.txt")


def test_a_second_process_waits_for_the_first(site, monkeypatch):
    monkeypatch.setattr(downloads, "WAIT_SECONDS", 0.01)
    download = large(site)
    download.path.parent.mkdir()
    download._part.write_bytes(CONTENT[:2_560])
    first = FileLock(f"{download.path}.lock", thread_local=False)
    first.acquire()
    heard: list[float] = []

    def tell(fraction: float) -> None:
        heard.append(fraction)
        if first.is_locked:
            download._part.replace(download.path)
            download.path.write_bytes(CONTENT)
            first.release()

    assert download.read(tell).content == CONTENT
    assert heard[0] == 0.25
    assert site.asked == []


# checked


@pytest.mark.parametrize("offer", [large, unsized])
def test_a_part_of_another_version_is_found_out_and_forgotten(site, offer):
    download = offer(site)
    download.path.parent.mkdir()
    download._part.write_bytes(b"x" * 5_000)
    assert refused(download) == f"The file some.zip at {site.host} is not the expected one, as its checksum differs"
    assert not download._part.exists()
    assert download.read().content == CONTENT


def test_another_size_is_refused_before_it_is_fetched(site):
    download = large(site)
    site.files["some.zip"] = CONTENT[:-1]
    assert refused(download) == f"The file some.zip at {site.host} is not the expected one, as its size differs"


def test_a_damaged_copy_is_fetched_again(site):
    download = site.offer("some.csv", b"right")
    download.fetch()
    download.path.write_bytes(b"wrong")
    assert not download.is_here()
    assert download.read().content == b"right"
    assert len(site.asked) == 2


def test_a_damaged_copy_is_not_used_offline():
    download = Download("http://127.0.0.1:9/some.csv", hashlib.sha256(b"right").hexdigest())
    download.path.parent.mkdir()
    download.path.write_bytes(b"wrong")
    refused(download)
    assert not download.path.exists()


def test_a_text_without_a_hash_is_fetched_once(site):
    download = unchecked(site, "Ähnlich\r\n".encode())
    assert download.read().content == "Ähnlich\r\n".encode()
    site.files["some.txt"] = b"corrected"
    assert download.is_here()
    assert download.read().content == "Ähnlich\r\n".encode()
    assert len(site.asked) == 1


def test_a_damaged_text_without_a_hash_is_fetched_again(site):
    download = unchecked(site, b"right")
    download.path.parent.mkdir()
    download.path.write_bytes(b"\0\0")
    assert not download.is_here()
    assert download.read().content == b"right"


@pytest.mark.parametrize("tells_lengths", [True, False])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<!DOCTYPE html><title>Log in</title>", "it is not plain text"),
        (b"PK\x03\x04", "it is not plain text"),
        (b" \n", "it is not plain text"),
        (b"x" * 5_000_001, "it is larger than 5 MB"),
    ],
)
def test_what_is_no_text_is_not_kept(site, content, reason, tells_lengths):
    site.tells_lengths = tells_lengths
    download = unchecked(site, content)
    assert refused(download) == f"The file some.txt at {site.host} is not the expected one, as {reason}"
    assert [path.name for path in download.path.parent.iterdir()] == ["some.txt.lock"]


# what else can go wrong


def test_sentences(site):
    changed = site.offer("changed.csv", b"other", sha256="0" * 64)
    assert refused(changed) == f"The file changed.csv at {site.host} is not the expected one, as its checksum differs"
    assert refused(replace(changed, url=f"http://{site.host}/gone.csv")) == f"{site.host} answered 404 when asked for gone.csv"
    offline = replace(changed, url="http://127.0.0.1:9/offline.csv")
    assert refused(offline) == "127.0.0.1:9 could not be reached to download offline.csv"
    assert f"; {changed.instead}." == INSTEAD


def test_it_cannot_be_saved(site, own_home):
    (own_home / "downloads").write_text("a file where the folder should be")
    assert refused(large(site)).startswith("some.zip could not be saved in ")


# what is fetched


def test_glove_is_taken_from_the_shelf_or_fetched(site, own_home, monkeypatch):
    archive = own_home / "made.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for dimension in (2, 3):
            file.writestr(f"glove.6B.{dimension}d.txt", f"the{' 1' * dimension}\n")
    content = archive.read_bytes()
    offered = site.offer("glove.6B.zip", content, size=len(content))
    monkeypatch.setattr(glove, "ARCHIVE", offered)
    assert glove.here(3) is None
    assert read(glove.fetch(3), ["the"], 3).dimension == 3
    assert glove.here(2) == glove.fetch(2) == offered.path
    (own_home / "data").mkdir()
    shelved = own_home / "data" / "glove.6B.zip"
    shelved.write_bytes(content)
    assert glove.here(3) == shelved
    (own_home / "data" / "glove.6B.3d.txt").write_text("the 1 2 3\n")
    assert glove.here(3) == own_home / "data" / "glove.6B.3d.txt"
    assert glove.here(2) == shelved
    assert len(site.asked) == 1
