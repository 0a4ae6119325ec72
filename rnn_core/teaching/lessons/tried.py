"""Whether somebody has tried what a lesson asks for, and what came of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rnn_core.data import entries
from rnn_core.experiments import experiment, experiments
from rnn_core.experiments.listing import Row
from rnn_core.runs import ACTIVE
from rnn_core.teaching.lessons.lesson import Lesson
from rnn_core.teaching.page_link import PageLink


@dataclass(frozen=True)
class Tried:
    """One link of a lesson: whether it was ``done``; ``row``: the newest run of it, None on a page that explains."""

    link: PageLink
    done: bool
    row: Row | None = None


def tried(lesson: Lesson, rows: Sequence[Row], opened: Collection[str]) -> list[Tried]:
    """Of each link. ``rows``: one's own runs, the newest first; ``opened``: pages that links of the lesson have opened.

    A page that explains is tried when it was opened; an experiment when a network was measured on the link's dataset, or on one's
    own where it names none, with those settings in which the links of the lesson differ.
    """
    return [_tried(link, _telling(lesson.links, link), rows, opened) for link in lesson.links]


def _tried(link: PageLink, telling: Mapping[str, str], rows: Sequence[Row], opened: Collection[str]) -> Tried:
    name = link.page.removesuffix(".py")
    if name not in experiments():
        return Tried(link, link.page in opened)
    found = next((row for row in rows if row.experiment == name and _is_of(link, telling, row)), None)
    return Tried(link, found is not None, found)


def _is_of(link: PageLink, telling: Mapping[str, str], row: Row) -> bool:
    if row.state in ACTIVE or row.score is None:
        return False
    chosen = experiment(row.experiment)
    ready = {entry.id for entry in entries(chosen.data)}
    if row.dataset != link.settings["dataset"] if "dataset" in link.settings else row.dataset in ready:
        return False
    wanted = chosen.settings.parse(dict(telling)).model_dump(mode="json")
    return all(row.settings[name] == wanted[name] for name in telling)


def _telling(links: Sequence[PageLink], link: PageLink) -> dict[str, str]:
    """The settings of a link that tell it from others of the same page and dataset."""
    alike = [one for one in links if one.page == link.page and one.settings.get("dataset") == link.settings.get("dataset")]
    return {
        name: value
        for name, value in link.settings.items()
        if name != "dataset" and any(one.settings.get(name) != value for one in alike)
    }


def enough(found: Sequence[Tried]) -> bool:
    """Whether a network was measured for each link that trains one; pages that explain are left to who looks at them."""
    trained = [one for one in found if one.link.page.removesuffix(".py") in experiments()]
    return bool(trained) and all(one.done for one in trained)
