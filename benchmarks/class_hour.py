"""The first minutes of a class: ``python -m benchmarks.class_hour [--pupils 30] [--within 60] [--rounds 1]``.

Pupils open the page of forecasts, each with a key of their own, within so many seconds, upload a table, train *Quick* on it and
look at the result. How long do pages take, and how long until the first point of one's curve? Then the same with one hostile
pupil more, who lets the page be drawn again and again, uploads a bomb and guesses the class password, and has as many long
runs in line as one may. Everything runs on this machine, the tabs too.

What a machine of eight cores would do is simulated: trainings of one core each were measured here, two at once; their
measured seconds are given to eight slots in the order in which the pupils pressed Train.
"""

import argparse
import asyncio
import heapq
import io
import os
import random
import time
import zipfile
from collections.abc import Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from statistics import median, quantiles

import numpy as np
import pandas as pd
from streamlit.proto.Common_pb2 import DoubleArray

from benchmarks.crowd import line, own_home, until
from benchmarks.results import processor
from benchmarks.tab import Tab, cookie_of, opened_tab
from rnn_core import runs
from rnn_core.access import owner_id
from rnn_core.runs import Run
from tests.browser.conftest import server

PASSWORD = "a long one for the class"
OWN_FILE, UPLOAD = "Your own file …", "Table with a date column (CSV, Excel, or SYNOP)"
SLOTS_HERE, SLOTS_THERE = 2, 8  # trainings at once: of one core each, here and on eight cores
LOOKS = 3  # of each pupil at the result


@dataclass
class Lesson:
    """What the pupils met: seconds of pages, from Train to the curve's first point, from there to the end; when they pressed."""

    pages: list[float]
    first: list[float]
    pressed: list[float]
    trained: list[float]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pupils", type=int, default=30)
    parser.add_argument("--within", type=float, default=60, help="seconds in which all come")
    chosen = parser.parse_args()
    print(f"{processor()}, {os.cpu_count()} cores\n{'':<58} {'measured':>20}   aim")
    quiet = asyncio.run(lesson(chosen.pupils, chosen.within, hostile=False))
    told("", quiet)
    there = simulated(quiet, SLOTS_THERE)
    line(f"simulated on {SLOTS_THERE} cores: slowest first curve, s", f"{max(there):.1f}", "< 60", max(there) < 60)
    beside = asyncio.run(lesson(chosen.pupils, chosen.within, hostile=True))
    told(" beside a hostile pupil", beside)
    for what, one, other in (("pages", quiet.pages, beside.pages), ("first curves", quiet.first, beside.first)):
        more = median(other) / median(one) - 1
        line(f"{what}: slower by the hostile pupil, in the middle", f"{more:+.0%}", "< 20 %", more < 0.2)


def told(beside: str, lesson: Lesson) -> None:
    """The lines of one lesson."""
    late = quantiles(lesson.pages, n=20)[-1]
    line(f"pages{beside}, p50 ({len(lesson.pages)})", f"{1000 * median(lesson.pages):.0f} ms")
    line(f"pages{beside}, p95", f"{1000 * late:.0f} ms", "< 300 ms", late < 0.3)
    line(f"from Train to the first point{beside}, p50", f"{median(lesson.first):.1f} s")
    line(f"from Train to the first point{beside}, slowest", f"{max(lesson.first):.1f} s")


def simulated(lesson: Lesson, slots: int) -> list[float]:
    """Seconds from Train to the first point with so many slots; a slot is held as long as a training held it here."""
    free, waits = [0.0] * slots, []
    for pressed, seconds in sorted(zip(lesson.pressed, lesson.trained, strict=True)):
        begin = max(pressed, heapq.heappop(free))
        waits.append(begin + min(seconds, median(lesson.trained)) - pressed)
        heapq.heappush(free, begin + seconds)
    return waits


async def lesson(pupils: int, within: float, hostile: bool) -> Lesson:
    """All of it, with a server and a home of its own."""
    seen, chance = Lesson([], [], [], []), random.Random(1)
    with own_home() as home:
        settings = {"RNN_LAB_CLASS_PASSWORD": PASSWORD, "RNN_LAB_RUNS_AT_ONCE": str(SLOTS_HERE)}
        with server(home, **settings) as (address, _):
            async with asyncio.TaskGroup() as group, AsyncExitStack() as tabs:
                disturbing = [group.create_task(one) for one in (hostile_ways(address, tabs) if hostile else ())]
                coming = [group.create_task(pupil(address, chance.uniform(0, within), seen)) for _ in range(pupils)]
                await asyncio.gather(*coming)
                for task in disturbing:
                    task.cancel()
    return seen


async def pupil(address: str, after: float, seen: Lesson) -> None:
    """One pupil, from the door to the result."""
    await asyncio.sleep(after)
    cookie = await asyncio.to_thread(cookie_of, address)
    async with opened_tab(address, cookie, "forecast") as tab:
        seen.pages += [await tab.run_page(), await tab.choose("Dataset", string_value=OWN_FILE)]
        seen.pages.append(await tab.upload(UPLOAD, "own.csv", table(random.Random(cookie).random())))
        pressed = time.monotonic()
        seen.pages.append(await tab.press("Train"))
        run = await trained_by(cookie)
        await until(run.history_written)
        seen.first.append(time.monotonic() - pressed)
        await until(lambda: not run.status().active)
        seen.pressed.append(pressed)
        seen.trained.append(held(run))
        for _ in range(LOOKS):
            seen.pages.append(await tab.run_page())


async def trained_by(cookie: str) -> Run:
    """The run of who has this cookie, as soon as it is there."""
    key = dict(one.split("=", 1) for one in cookie.split("; "))["rnn-lab-key"]
    await until(lambda: any(one.access().owner == owner_id(key) for one in runs.runs()))
    return next(one for one in runs.runs() if one.access().owner == owner_id(key))


def held(run: Run) -> float:
    """Seconds that a training held its slot, about: from its first file to its last."""
    times = [(run.folder / name).stat().st_mtime for name in ("network.json", "status.json")]
    return times[1] - times[0]


def table(phase: float) -> bytes:
    """A small table of days, another for each ``phase``."""
    rows = (f"{date:%Y-%m-%d},{value:.1f}" for date, value in days(phase))
    return "\n".join(("date,value", *rows)).encode()


def days(phase: float) -> Iterable[tuple[pd.Timestamp, float]]:
    """Two years with a week in them."""
    waves = 10 + 3 * np.sin(np.arange(730) * 2 * np.pi / 7 + phase)
    return zip(pd.date_range("2020-01-01", periods=730), waves, strict=True)


# the hostile pupil


def hostile_ways(address: str, tabs: AsyncExitStack) -> list:
    """All at once, from one browser."""
    cookie = cookie_of(address)
    return [way(address, cookie, tabs) for way in (floods, bombs, guesses, long_runs)]


async def floods(address: str, cookie: str, tabs: AsyncExitStack) -> None:
    """Lets a page be drawn as fast as it comes."""
    tab = await opened(address, cookie, tabs, "forecast")
    while True:
        await tab.run_page()


async def bombs(address: str, cookie: str, tabs: AsyncExitStack) -> None:
    """Uploads a workbook that becomes large, again and again."""
    tab = await opened(address, cookie, tabs, "forecast")
    await tab.choose("Dataset", string_value=OWN_FILE)
    while True:
        await tab.upload(UPLOAD, "bomb.xlsx", bomb())


async def guesses(address: str, cookie: str, tabs: AsyncExitStack) -> None:
    """Guesses the class password."""
    tab = await opened(address, cookie, tabs, "class")
    while True:
        tab.fill_in("Class password", string_value=random.random().hex())
        await tab.press("I am the teacher")


async def long_runs(address: str, cookie: str, tabs: AsyncExitStack) -> None:
    """Has as many long runs in line as one may."""
    tab = await opened(address, cookie, tabs, "forecast")
    while True:
        await tab.choose("Epochs", double_array_value=DoubleArray(data=[200]))
        await tab.press("Train")


async def opened(address: str, cookie: str, tabs: AsyncExitStack, page: str) -> Tab:
    """A tab that stays open."""
    tab = await tabs.enter_async_context(opened_tab(address, cookie, page))
    await tab.run_page()
    return tab


def bomb() -> bytes:
    """A workbook whose sheet has 200 MB in 200 KB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet1.xml", b"<row/>" * 33_000_000)
    return packed.getvalue()


if __name__ == "__main__":
    main()
