"""A class at once: ``python -m benchmarks.crowd [--viewers 30] [--epochs 100] [--rounds 2] [--runs 100] [--only PART]``.

Two parts, each with a real server and a home of its own; needs Linux for memory and CPU.

* ``viewers``: many tabs look at one run while it trains. How soon does the live panel answer, and what does the training
  lose? The training goes alone, watched, alone, watched ..., as many epochs each time. The tabs run on the same machine and
  take their share of it, which is printed, too.
* ``queue``: many tiny runs wait in line. Do all finish, none twice, and what does the server keep of them in memory?
"""

import argparse
import asyncio
import os
import re
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import chain, pairwise
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.tab import Tab, cookie_of, opened_tab
from rnn_core import runs
from rnn_core.data import entry, keep
from rnn_core.experiments.forecast import ForecastSettings
from rnn_core.runs import Run
from tests.browser.conftest import server
from tests.helpers import TINY

LOOK_SECONDS = 0.5
WARM_EPOCHS = 5
TICKS = os.sysconf("SC_CLK_TCK")
LONG = 36_000  # seconds; such a run is stopped when all is measured


def main() -> None:
    """Measure what was asked for and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--viewers", type=int, default=30)
    parser.add_argument("--epochs", type=int, default=100, help="in each of the stretches that are compared")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--only", choices=["viewers", "queue"])
    chosen = parser.parse_args()
    print(f"{'':<58} {'measured':>20}   aim")
    if chosen.only != "queue":
        asyncio.run(watched_training(chosen.viewers, chosen.epochs, chosen.rounds))
    if chosen.only != "viewers":
        asyncio.run(long_line(chosen.runs))


def line(what: str, figure: str, aim: str = "", met: bool = True) -> None:
    """A line of the table."""
    print(f"{what:<58} {figure:>20}   {aim}{'' if met else ': MISSED'}", flush=True)


# many viewers of one run


@dataclass
class Seen:
    """What the viewers saw: seconds until each answer, its bytes, seconds until each page was there; CPU in shares of a core."""

    answers: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    server_share: list[float] = field(default_factory=list)
    viewers_share: list[float] = field(default_factory=list)
    others_share: list[float] = field(default_factory=list)


async def watched_training(viewers: int, epochs: int, rounds: int) -> None:
    """Train one run alone and watched, by turns."""
    alone, watched, seen = [], [], Seen()
    with own_home() as home:
        settings = {**ForecastSettings.article().model_dump(), "seconds": LONG}
        run = queued("prices-msft", settings, 1)[0]
        with server(home) as (address, process):
            await until(lambda: len(epoch_seconds(run)) > WARM_EPOCHS)
            for _ in range(rounds):
                alone.append(await stretch(run, epochs))
                async with watching(address, run, viewers, seen) as tabs:
                    watched.append(await measured_stretch(run, epochs, process.pid, tabs, seen))
            run.ask_to_stop()
            await until(lambda: not run.status().active)
    print_answers(seen, viewers)
    print_speed(alone, watched, viewers)


async def stretch(run: Run, epochs: int) -> list[float]:
    """Seconds of each of the next whole epochs."""
    first = len(epoch_seconds(run)) + 1
    await until(lambda: len(epoch_seconds(run)) >= first + epochs)
    return epoch_seconds(run)[first : first + epochs]


@asynccontextmanager
async def watching(address: str, run: Run, viewers: int, seen: Seen) -> AsyncIterator[list[Tab]]:
    """Tabs that all show the run, opened at one moment by one browser, as its cookie says."""
    cookie = await asyncio.to_thread(cookie_of, address)
    async with AsyncExitStack() as sockets, asyncio.TaskGroup() as group:
        tabs = [
            await sockets.enter_async_context(opened_tab(address, cookie, "forecast", f"run={run.id}")) for _ in range(viewers)
        ]
        polling = [group.create_task(one.watch()) for one in tabs]
        await until(lambda: all(one.answers for one in tabs))
        seen.opened += [one.opened for one in tabs]
        yield tabs
        for task in polling:
            task.cancel()


async def measured_stretch(run: Run, epochs: int, pid: int, tabs: list[Tab], seen: Seen) -> list[float]:
    """As :func:`stretch`, with what the tabs see meanwhile and what it costs."""
    for one in tabs:
        one.answers.clear()
    begin, before = time.monotonic(), [cpu_seconds(pid), time.process_time(), others_cpu_seconds()]
    seconds = await stretch(run, epochs)
    after, passed = [cpu_seconds(pid), time.process_time(), others_cpu_seconds()], time.monotonic() - begin
    shares = [(late - early) / passed for early, late in zip(before, after, strict=True)]
    for kept, share in zip((seen.server_share, seen.viewers_share, seen.others_share), shares, strict=True):
        kept.append(share)
    seen.answers += [wait for one in tabs for wait, _ in one.answers]
    seen.sizes += [size for one in tabs for _, size in one.answers]
    return seconds


def print_answers(seen: Seen, viewers: int) -> None:
    """How soon the live panel answered."""
    hundredths = quantiles(seen.answers, n=100)
    count = f"{viewers} viewers, {len(seen.answers):,} polls"
    line(f"live panel answers, p50 ({count})", f"{1000 * hundredths[49]:.0f} ms")
    line("live panel answers, p95", f"{1000 * hundredths[94]:.0f} ms", "< 300 ms", hundredths[94] < 0.3)
    line("live panel answers, slowest", f"{1000 * max(seen.answers):.0f} ms")
    line("size of an answer, median", f"{median(seen.sizes) / 1024:.1f} KB")
    line(f"all {viewers} pages opened at one moment: the last is there after", f"{max(seen.opened):.1f} s")
    line("CPU of the server while watched", f"{median(seen.server_share):.0%} of a core")
    line("CPU of the viewers' own process", f"{median(seen.viewers_share):.0%} of a core")
    line("CPU of programs that have no part in this", f"{median(seen.others_share):.0%} of a core")


def print_speed(alone: list[list[float]], watched: list[list[float]], viewers: int) -> None:
    """What the training lost."""
    before, beside = median(chain(*alone)), median(chain(*watched))
    for name, stretches in (("alone", alone), ("watched", watched)):
        words = ", ".join(f"{median(one):.3f}" for one in stretches)
        line(f"an epoch {name}: medians of {len(stretches[0])} epochs each, s", words)
    line(f"training slowed by {viewers} viewers", f"{beside / before - 1:+.1%}", "< 20 %", beside / before < 1.2)


def epoch_seconds(run: Run) -> list[float]:
    """Of each epoch but the first, which holds the compilation."""
    return [after - before for before, after in pairwise(run.history().get("seconds", []))]


# many runs in line


async def long_line(count: int) -> None:
    """Queue tiny runs, start a server, wait until all have ended, look at all."""
    with own_home() as home:
        waiting = queued("sine", {**TINY, "epochs": 1}, count)
        begin = time.monotonic()
        with server(home) as (address, process):
            await open_page(address, waiting[-1])  # what a page loads once is no growth
            before, held = memory(process.pid), holdings(process.pid)
            await until(lambda: not any(one.written_status().active for one in waiting))
            passed, after = time.monotonic() - begin, memory(process.pid)
            for run in waiting:
                await open_page(address, run)
            opened, kept = memory(process.pid), holdings(process.pid)
        done = sum(trained_once(run) for run in waiting)
    line(f"of {count} queued tiny runs trained once and finished", f"{done}", f"{count}", done == count)
    line("time for all of them", f"{passed:.0f} s")
    line("server memory before and after", f"{before:.0f} MB, {after:.0f} MB")
    line(f"server memory grown over {count} runs", f"{after - before:+.1f} MB", "< 20 MB", after - before < 20)
    line("and when each result was opened once in a tab of its own", f"{opened - after:+.1f} MB")
    line("open files, threads, processes before", ", ".join(map(str, held)))
    line("and after", ", ".join(map(str, kept)))


def trained_once(run: Run) -> bool:
    """Whether it finished and its log tells of each epoch exactly once."""
    log = (run.folder / "log.txt").read_text(encoding="utf-8")
    told = re.findall(r"^epoch (\d+) ", log, re.MULTILINE)
    return run.status().state == "finished" and told == ["1"] and run.history()["epoch"] == [1]


async def open_page(address: str, run: Run) -> None:
    """Show a run's page in a new tab and close it."""
    cookie = await asyncio.to_thread(cookie_of, address)
    async with opened_tab(address, cookie, "forecast", f"run={run.id}") as one:
        await one.run_page()


# homes, runs, processes


@contextmanager
def own_home() -> Iterator[Path]:
    """A temporary home of this process and the server it starts."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["RNN_LAB_HOME"] = folder
        yield Path(folder)


def queued(dataset: str, settings: dict[str, Any], count: int) -> list[Run]:
    """Queued runs that belong to nobody, so that any tab may show them; a server takes them up when it starts."""
    data: Any = entry(dataset).load()
    kept = keep(data)
    chosen = ForecastSettings.parse(settings)
    return [runs.create("forecast", dataset, kept, data.title, chosen) for _ in range(count)]


async def until(condition: Callable[[], object]) -> None:
    """Look now and then until ``condition`` holds."""
    while not condition():
        await asyncio.sleep(LOOK_SECONDS)


def memory(pid: int) -> float:
    """Resident memory of a process without its children, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


def holdings(pid: int) -> tuple[int, int, int]:
    """Open files and threads of a process, and its children."""
    place = Path(f"/proc/{pid}")
    stats = [_stat(int(one.name)) for one in Path("/proc").iterdir() if one.name.isdigit()]
    children = sum(one[1] == str(pid) for one in stats if one)
    return len(list((place / "fd").iterdir())), len(list((place / "task").iterdir())), children


def cpu_seconds(pid: int) -> float:
    """CPU time a process has used so far, without its children."""
    return _used(_stat(pid))


def others_cpu_seconds() -> float:
    """CPU time that processes of other groups have used so far: what disturbs the measurement."""
    jiffies = [int(one) for one in Path("/proc/stat").read_text(encoding="utf-8").splitlines()[0].split()[1:]]
    busy = sum(jiffies[:8]) - jiffies[3] - jiffies[4]  # but idle and waiting
    group = str(os.getpgrp())
    stats = [_stat(int(one.name)) for one in Path("/proc").iterdir() if one.name.isdigit()]
    return busy / TICKS - sum(_used(one) for one in stats if one and one[2] == group)


def _stat(pid: int) -> list[str]:
    """The fields of ``/proc/PID/stat`` after the name; none when the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    except OSError:
        return []


def _used(stat: list[str]) -> float:
    return (int(stat[11]) + int(stat[12])) / TICKS


if __name__ == "__main__":
    main()
