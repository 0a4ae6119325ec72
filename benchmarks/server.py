"""The server as a class feels it: start, first epoch after the click, page reruns while a run trains, memory, 30 viewers.

``python -m benchmarks.server [--only rerun]``: a real server, a real Chromium; needs Linux for the memory figure. The viewers
are those of ``python -m benchmarks.crowd``.
"""

import argparse
import asyncio
import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Page, WebSocket, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.crowd import watched_training
from rnn_core.runs import Run
from tests.browser.conftest import serving

ROUNDS = 3
RERUNS = 40
VIEWERS, EPOCHS_WATCHED = 30, 25


def main() -> None:
    """Measure everything, or one part, and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=["start", "click", "rerun", "viewers"])
    only = parser.parse_args().only
    print(f"load of the last minute, before all: {os.getloadavg()[0]:.1f}")
    if only in (None, "start"):
        starts = [start_seconds() for _ in range(ROUNDS)]
        print(f"start to first page: median {median(starts):.2f} s of {sorted(round(one, 2) for one in starts)}")
    if only in (None, "click", "rerun"):
        in_a_browser(only)
    if only in (None, "viewers"):
        asyncio.run(watched_training(VIEWERS, EPOCHS_WATCHED, rounds=2))
    print(f"load of the last minute, after all: {os.getloadavg()[0]:.1f}")


def in_a_browser(only: str | None) -> None:
    """What one person sees, and what the server has taken of memory then."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        for preset in ("Quick", "Tutorial") if only != "rerun" else ():
            measured = [first_epoch(page, address, Path(folder), preset, "prices-msft") for _ in range(ROUNDS)]
            for name in ("first batch", "first epoch"):
                print(f"{preset}: click to {name}: median {median(one[name] for one in measured):.2f} s", flush=True)
        if only != "click":
            found = rerun_seconds(page, address)
            last = quantiles(found, n=20)[-1]
            print(
                f"page rerun while a run trains, its living picture seen: median {1000 * median(found):.0f} ms, "
                f"95 of 100 under {1000 * last:.0f} ms ({len(found)} reruns)"
            )
        print(f"server memory after that: {memory(address):.0f} MB", flush=True)
        browser.close()


def start_seconds() -> float:
    """From the start of the process to the answer of the first page."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.monotonic()
        with serving(Path(folder)) as address, urllib.request.urlopen(f"{address}/forecast") as answer:
            answer.read()
            return time.monotonic() - start


def open_forecast(page: Page, address: str, dataset: str, preset: str) -> None:
    """The page, ready for the click."""
    page.goto(f"{address}/forecast?dataset={dataset}")
    page.get_by_text(preset, exact=True).click()
    settled(page)


def settled(page: Page) -> None:
    """Wait until no script runs."""
    page.wait_for_timeout(500)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=60_000)


def first_epoch(page: Page, address: str, home: Path, preset: str, dataset: str) -> dict[str, float]:
    """Seconds from the click on Train, with the warm spare ready, to the first batch and the end of the first epoch."""
    open_forecast(page, address, dataset, preset)
    page.wait_for_timeout(25_000)  # the spare worker warms up
    start = time.monotonic()
    page.get_by_role("button", name="Train", exact=True).click()
    page.wait_for_url(re.compile("run="))
    run = Run(home / "runs" / page.url.split("run=")[1])
    seen: dict[str, float] = {}
    while "first epoch" not in seen:
        if run.written_status().phase == "training":
            seen.setdefault("first batch", time.monotonic() - start)
        if run.history():
            seen["first epoch"] = time.monotonic() - start
        page.wait_for_timeout(20)
    run.ask_to_stop()
    while run.status().active:
        page.wait_for_timeout(100)
    return seen


def rerun_seconds(page: Page, address: str) -> list[float]:
    """Of whole page runs while a run trains: from the browser's request to the end of the script."""
    sent: list[float] = []
    measured: list[float] = []

    def asked(payload: str | bytes) -> None:
        message = BackMsg.FromString(payload if isinstance(payload, bytes) else payload.encode())
        if message.WhichOneof("type") == "rerun_script" and not message.rerun_script.fragment_id:  # not the live picture's own
            sent.append(time.monotonic())

    def received(payload: str | bytes) -> None:
        message = ForwardMsg.FromString(payload if isinstance(payload, bytes) else payload.encode())
        if message.WhichOneof("type") == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            measured.append(time.monotonic() - sent[-1])

    def watch(socket: WebSocket) -> None:
        socket.on("framesent", asked)
        socket.on("framereceived", received)

    page.on("websocket", watch)
    open_forecast(page, address, "prices-msft", "Tutorial")
    page.get_by_role("button", name="Train", exact=True).click()
    page.get_by_text(re.compile(r"^Epoch \d+ of")).wait_for(timeout=60_000)
    page.locator(".st-key-learning").wait_for()
    settled(page)
    measured.clear()
    for number in range(RERUNS):
        page.get_by_role("radio", name="Seconds" if number % 2 == 0 else "Epochs").click()
        while len(measured) <= number:
            page.wait_for_timeout(20)
        settled(page)
    page.get_by_test_id("stMain").get_by_role("button", name="Stop").click()
    return measured


def memory(address: str) -> float:
    """Resident memory of the server in MB."""
    port = address.rsplit(":", 1)[1]
    pids = subprocess.run(["pgrep", "-f", f"server.port {port}"], capture_output=True, text=True, check=True).stdout.split()
    status = Path(f"/proc/{pids[0]}/status").read_text(encoding="utf-8")
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


if __name__ == "__main__":
    main()
