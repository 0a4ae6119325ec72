"""Large downloads: broken off and gone on with, checked, shared between processes; and where GloVe's vectors come from."""

import hashlib
import threading
import zipfile
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from filelock import FileLock

from rnn_core.data.fetch import resumable
from rnn_core.data.fetch.resumable import LargeDownload
from rnn_core.errors import UserError
from rnn_core.features.word_vectors import glove
from rnn_core.features.word_vectors.vectors import read

CONTENT = bytes(range(256)) * 40


class Site(ThreadingHTTPServer):
    """A web site on this machine with one file, which breaks off after ``allowed`` bytes of each answer."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.content = CONTENT
        self.allowed = [len(CONTENT)]  # of the next answers; the last one stays
        self.ranges = True
        self.asked: list[str | None] = []

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    def offer(self) -> LargeDownload:
        digest = hashlib.sha256(CONTENT).hexdigest()
        return LargeDownload(f"http://{self.host}/some.zip", len(CONTENT), digest, "do without it")


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        site = self.server
        assert isinstance(site, Site)
        site.asked.append(self.headers["Range"])
        if not site.content:
            self.send_error(404)
            return
        start = int(self.headers["Range"].removeprefix("bytes=")[:-1]) if self.headers["Range"] and site.ranges else 0
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(site.content) - 1}/{len(site.content)}")
        self.send_header("Content-Length", str(len(site.content) - start))
        self.end_headers()
        allowed = site.allowed.pop(0) if len(site.allowed) > 1 else site.allowed[0]
        self.wfile.write(site.content[start : start + allowed])

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(resumable, "PART", 1_000)
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def refused(download: LargeDownload) -> str:
    with pytest.raises(UserError) as caught:
        download.fetch()
    assert not download.is_here()
    message = str(caught.value)
    assert message.endswith("; do without it.")
    return message.removesuffix("; do without it.")


def test_it_is_fetched_once(site, own_home):
    download = site.offer()
    heard: list[float] = []
    assert download.arrived() == 0
    assert download.fetch(heard.append) == own_home / "downloads" / "some.zip"
    assert download.path.read_bytes() == CONTENT
    assert download.arrived() == 1
    assert heard == sorted(heard)
    assert 0 < heard[0] < heard[-1] == 1
    assert download.fetch() == download.path
    assert site.asked == [None]
    assert not list(download.path.parent.glob("*.part"))


def test_after_a_break_it_goes_on_by_itself(site):
    site.allowed = [4_000, 3_000, 10_000]
    heard: list[float] = []
    assert site.offer().fetch(heard.append).read_bytes() == CONTENT
    assert site.asked == [None, "bytes=4000-", "bytes=7000-"]
    assert heard == sorted(heard)


def test_a_later_try_goes_on_where_the_first_one_ended(site):
    site.allowed = [4_000, 0]
    download = site.offer()
    assert refused(download) == (
        f"{site.host} could not be reached to download some.zip (0 of 0 MB are here, and the next try goes on from there)"
    )
    assert download.arrived() == 4_000 / len(CONTENT)
    site.allowed = [len(CONTENT)]
    assert download.fetch().read_bytes() == CONTENT
    assert site.asked == [None, "bytes=4000-", "bytes=4000-"]


def test_what_came_before_it_was_stopped_stays(site):
    def stop(fraction: float) -> None:
        if fraction > 0.5:
            raise KeyboardInterrupt

    download = site.offer()
    with pytest.raises(KeyboardInterrupt):
        download.fetch(stop)
    assert 0.5 < download.arrived() < 0.7
    assert download.fetch().read_bytes() == CONTENT
    assert site.asked == [None, "bytes=6000-"]


def test_a_server_that_knows_no_parts_sends_it_again(site):
    site.allowed, site.ranges = [4_000, len(CONTENT)], False
    assert site.offer().fetch().read_bytes() == CONTENT
    assert site.asked == [None, "bytes=4000-"]


def test_a_server_that_always_breaks_off_is_not_asked_for_ever(site):
    site.allowed, site.ranges = [4_000], False
    assert "could not be reached" in refused(site.offer())
    assert len(site.asked) == 2


def test_a_part_of_another_version_is_found_out_and_forgotten(site):
    download = site.offer()
    download.path.parent.mkdir()
    download._part.write_bytes(b"x" * 5_000)
    assert refused(download) == f"The file some.zip at {site.host} is not the expected one, as its checksum differs"
    assert download.arrived() == 0
    assert download.fetch().read_bytes() == CONTENT


def test_another_size_is_refused_before_it_is_fetched(site):
    site.content = CONTENT[:-1]
    assert refused(site.offer()) == f"The file some.zip at {site.host} is not the expected one, as its size differs"


def test_what_else_can_go_wrong(site, own_home):
    site.content = b""
    assert refused(site.offer()) == f"{site.host} answered 404 when asked for some.zip"
    offline = replace(site.offer(), url="http://127.0.0.1:9/some.zip")
    assert refused(offline) == "127.0.0.1:9 could not be reached to download some.zip"
    for file in (own_home / "downloads").iterdir():
        file.unlink()
    (own_home / "downloads").rmdir()
    (own_home / "downloads").write_text("a file where the folder should be")
    assert refused(site.offer()).startswith("some.zip could not be saved in ")


def test_a_second_process_waits_for_the_first(site, monkeypatch):
    monkeypatch.setattr(resumable, "WAIT_SECONDS", 0.01)
    download = site.offer()
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

    assert download.fetch(tell).read_bytes() == CONTENT
    assert heard[0] == 0.25
    assert site.asked == []


def test_glove_is_taken_from_the_shelf_or_fetched(site, own_home, monkeypatch):
    archive = own_home / "made.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for dimension in (2, 3):
            file.writestr(f"glove.6B.{dimension}d.txt", f"the{' 1' * dimension}\n")
    site.content = archive.read_bytes()
    site.allowed = [len(site.content)]
    digest = hashlib.sha256(site.content).hexdigest()
    offered = LargeDownload(f"http://{site.host}/glove.6B.zip", len(site.content), digest, "do without it")
    monkeypatch.setattr(glove, "ARCHIVE", offered)
    assert glove.here(3) is None
    assert read(glove.fetch(3), ["the"], 3).dimension == 3
    assert glove.here(2) == glove.fetch(2) == offered.path
    (own_home / "data").mkdir()
    shelved = own_home / "data" / "glove.6B.zip"
    shelved.write_bytes(site.content)
    assert glove.here(3) == shelved
    (own_home / "data" / "glove.6B.3d.txt").write_text("the 1 2 3\n")
    assert glove.here(3) == own_home / "data" / "glove.6B.3d.txt"
    assert glove.here(2) == shelved
    assert len(site.asked) == 1
