"""What came of a task: a line for each who took part."""

from collections.abc import Mapping, Sequence

import pandas as pd

from rnn_core.classroom.members import Member
from rnn_core.classroom.tasks import Task, joined, results
from rnn_core.experiments.listing import Row


def marks(task: Task, members: Mapping[str, Member], rows: Sequence[Row]) -> pd.DataFrame:
    """``name``, ``reached``, ``score``, ``verdict``, ``run`` (id of the best), ``guess``; who reached the target first.

    What was reached once stays, whatever becomes of its run.
    """
    found, best = [], results(task, rows)
    for owner, place in joined(task).items():
        name = members[owner].name if owner in members else owner[:6]
        own = best[owner].model_dump() if owner in best else {"reached": False, "score": None, "verdict": "", "run": ""}
        found.append({"name": name, **own, "guess": place.guess})
    table = pd.DataFrame(found, columns=["name", "reached", "score", "verdict", "run", "guess"])
    return table.sort_values(["reached", "name"], ascending=[False, True], ignore_index=True)
