"""Everything that a class made: as one zip, and gone."""

import io
import zipfile

import pandas as pd

from rnn_core.bundle.archive import pack
from rnn_core.classroom import lessons_done, members, tasks
from rnn_core.classroom.marks import marks
from rnn_core.errors import UserError
from rnn_core.experiments.listing import Row, rows
from rnn_core.exports.spreadsheet import safe
from rnn_core.runs import ACTIVE, bin


def everything() -> bytes:
    """A zip: ``names.csv``, ``task-CODE.json`` and ``task-CODE.csv`` of each task, and each ended run as its own zip."""
    people, found = members.members(), rows()
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        names = [(one.owner, one.name, len(lessons_done.learned(one.owner).done)) for one in people.values()]
        table = pd.DataFrame(names, columns=["owner", "name", "lessons"])
        archive.writestr("names.csv", safe(table.to_csv(index=False)))
        for task in tasks.tasks():
            archive.writestr(f"task-{task.code}.json", task.model_dump_json(indent=1))
            archive.writestr(f"task-{task.code}.csv", safe(marks(task, people, found).to_csv(index=False)))
        for row in _of_the_class(found):
            try:
                packed = pack(row.run)
            except (OSError, ValueError, UserError):
                continue  # a damaged or unfinished one has nothing to take along
            archive.writestr(zipfile.ZipInfo(f"runs/{row.run.id}.zip"), packed)
    return whole.getvalue()


def forget() -> None:
    """Names, tasks and lessons for good, ended runs into the bin."""
    for row in _of_the_class(rows()):
        bin.throw_away(row.run)
    tasks.forget_all()
    members.forget_all()
    lessons_done.forget_all()


def _of_the_class(found: list[Row]) -> list[Row]:
    people = members.members()
    return [row for row in found if row.access.owner in people and row.state not in ACTIVE]
