"""The class at a glance: a tile for each member, who needs help first."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rnn_core import files
from rnn_core.classroom.lessons_done import learned
from rnn_core.classroom.members import Member, here
from rnn_core.experiments import listing
from rnn_core.experiments.listing import Row
from rnn_core.runs import ACTIVE, STATUS, Headline, Run, words

QUIET_SECONDS = 5 * 60  # without a training: then somebody may not know how to go on
AWAY_SECONDS = 15 * 60  # the browser was not seen
TWICE = 2  # clearly worse results one after the other
LONGEST_LINE = 60

# Kinds of tiles in the order in which a teacher wants to see them.
KINDS = ("failed", "worse", "quiet", "training", "waiting", "done", "new", "away")


@dataclass(frozen=True)
class Tile:
    """What a member is doing. ``kind``: one of ``KINDS``. ``line``: in words; ``curve``: the loss at some epochs of ``run``.

    ``verdict`` of the newest result: "better", "even", "worse", "none" where nothing is judged, "" where there is no result;
    ``number``: it in a word, "−7 %". ``done``: finished trainings; ``lessons``: how many are done. ``seconds``: since they last
    did something.
    """

    owner: str
    name: str
    kind: str
    line: str
    run: Run | None = None
    title: str = ""
    curve: tuple[float, ...] = ()
    verdict: str = ""
    number: str = ""
    done: int = 0
    lessons: int = 0
    seconds: float = 0.0


def board(members: Mapping[str, Member], rows: Sequence[Row], places: Mapping[str, int], now: float | None = None) -> list[Tile]:
    """A tile for each member. ``rows``: all runs, the newest first; ``places``: of waiting runs in line, 0 is the next."""
    moment = time.time() if now is None else now
    own: dict[str, list[Row]] = {owner: [] for owner in members}
    for row in rows:
        if row.access.owner in own and row.state != listing.DAMAGED:
            own[row.access.owner].append(row)
    tiles = [_tile(member, own[owner], places, moment) for owner, member in members.items()]
    return sorted(tiles, key=lambda tile: (KINDS.index(tile.kind), -tile.seconds, tile.name))


def _tile(member: Member, rows: Sequence[Row], places: Mapping[str, int], now: float) -> Tile:
    headlines = [found for row in rows if row.state not in ACTIVE and (found := listing.headline(row.run))]
    shown = next((row for row in rows if row.state in ACTIVE and row.state != "queued"), rows[0] if rows else None)
    quiet = now - max([member.seen if not rows else 0.0, *(_changed(row.run) for row in rows[:3])])
    kind, line = _doing(member, rows, headlines, places, now, quiet)
    return Tile(
        owner=member.owner,
        name=member.name,
        kind=kind,
        line=line,
        run=shown.run if shown else None,
        title=shown.data if shown else "",
        curve=shown.curve if shown else (),
        verdict=headlines[0].state if headlines else "",
        number=headlines[0].number if headlines else "",
        done=len(headlines),
        lessons=len(learned(member.owner).done),
        seconds=quiet,
    )


def _doing(
    member: Member, rows: Sequence[Row], headlines: Sequence[Headline], places: Mapping[str, int], now: float, quiet: float
) -> tuple[str, str]:
    """Kind and words."""
    active = [row for row in rows if row.state in ACTIVE]
    training = next((row for row in active if row.state != "queued"), None)
    if training:
        status = training.run.written_status()
        of = f" of {status.epochs}" if status.epochs else ""
        return "training", f"Epoch {status.epoch}{of}" if status.phase == "training" else _short(status.message or "begins")
    if active:
        place = min((places[row.run.id] for row in active if row.run.id in places), default=0)
        return "waiting", f"{place + 1} in line"
    if rows and rows[0].state == "failed":
        return "failed", _short(f"Failed: {rows[0].run.written_status().message}")
    if not here(member, AWAY_SECONDS, now):
        return "away", f"not seen for {words.duration(now - member.seen)}"
    if len(headlines) >= TWICE and all(one.state == "worse" for one in headlines[:TWICE]):
        return "worse", "Clearly worse, twice"
    if quiet >= QUIET_SECONDS:
        return "quiet", f"Nothing for {words.duration(quiet)}"
    if not rows:
        return "new", "has not trained yet"
    return "done", f"Done, {words.count(len(headlines), 'run')}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LINE else f"{text[: LONGEST_LINE - 1]}…"


def _changed(run: Run) -> float:
    """When its status was last written, in seconds since 1970."""
    return files.written(run.folder / STATUS)[0] / 1e9


def summary(tiles: Sequence[Tile]) -> str:
    """How many are here, train, wait."""
    counts = {kind: sum(tile.kind == kind for tile in tiles) for kind in KINDS}
    parts = [f"{len(tiles) - counts['away']} here", f"{counts['training']} train", f"{counts['waiting']} wait"]
    return " · ".join(parts)
