"""A web site on this machine, for the tests of downloads."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import pytest

from rnn_core.data.fetch.downloads import Download

ALL = 1 << 30


class Site(ThreadingHTTPServer):
    """It serves what is in ``files``, breaks off after ``allowed`` bytes of each answer, and remembers what was asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.files: dict[str, bytes] = {}
        self.allowed = [ALL]  # of the next answers; the last one stays
        self.knows_ranges = self.tells_lengths = True
        self.asked: list[tuple[str, str | None]] = []  # the name and the range

    @classmethod
    @contextmanager
    def open(cls, monkeypatch: pytest.MonkeyPatch) -> Iterator[Self]:
        """The site, until the block ends."""
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        with cls() as started:
            thread = threading.Thread(target=started.serve_forever, args=(0.01,))
            thread.start()
            yield started
            started.shutdown()
            thread.join()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    def offer(self, name: str, content: bytes, **more: Any) -> Download:
        """A file of this content, with its hash unless ``more`` says another one."""
        self.files[name] = content
        return Download(**{"url": f"http://{self.host}/{name}", "sha256": hashlib.sha256(content).hexdigest(), **more})


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        site, name, asked = self.server, self.path.removeprefix("/"), self.headers["Range"]
        assert isinstance(site, Site)
        site.asked.append((name, asked))
        if name not in site.files:
            self.send_error(404)
            return
        content = site.files[name]
        start = int(asked.removeprefix("bytes=")[:-1]) if asked and site.knows_ranges else 0
        if start and start >= len(content):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        if site.tells_lengths:
            self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        allowed = site.allowed.pop(0) if len(site.allowed) > 1 else site.allowed[0]
        self.wfile.write(content[start : start + allowed])

    def log_message(self, format: str, *args: object) -> None:
        pass
