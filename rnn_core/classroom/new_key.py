"""Another key for the same person: all that belongs to the old one goes to the new, and the old opens nothing more."""

from rnn_core import runs
from rnn_core.access import Access
from rnn_core.classroom import lessons_done, members, tasks
from rnn_core.data import uploads
from rnn_core.experiments import own_presets
from rnn_core.runs import bin


def hand_over(before: str, after: str) -> None:
    """Runs, those in the bin too, uploads, presets, name, lessons and tasks of the owner with the id ``before``."""
    for run in (*runs.folders(), *(one.run for one in bin.binned())):
        try:
            access = run.access()
        except (OSError, ValueError):
            continue  # a damaged folder: whose it is cannot be read
        if access.owner == before:
            run.set_access(Access(after, access.shared))
    for upload in uploads.uploads():
        if upload.owner == before:
            uploads.give(upload, after)
    own_presets.hand_over(before, after)
    for place in (members.folder(), lessons_done.folder(), *(task.folder / "joined" for task in tasks.tasks())):
        path = place / f"{before}.json"
        if path.exists():
            path.replace(path.with_name(f"{after}.json"))
