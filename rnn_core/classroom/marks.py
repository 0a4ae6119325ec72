"""What came of a task: a line for each who took part."""

from collections.abc import Mapping, Sequence

import pandas as pd

from rnn_core.classroom.members import Member
from rnn_core.classroom.tasks import Task, joined, standing
from rnn_core.experiments.listing import Row


def marks(task: Task, members: Mapping[str, Member], rows: Sequence[Row]) -> pd.DataFrame:
    """``name``, ``reached``, ``score``, ``verdict``, ``run`` (id of the best), ``guess``; who reached the target first."""
    found = []
    for owner, place in joined(task).items():
        best = standing(task, rows, owner)
        found.append(
            {
                "name": members[owner].name if owner in members else owner[:6],
                "reached": best.reached,
                "score": best.row.score if best.row else None,
                "verdict": best.row.verdict if best.row else "",
                "run": best.row.run.id if best.row else "",
                "guess": place.guess,
            }
        )
    table = pd.DataFrame(found, columns=["name", "reached", "score", "verdict", "run", "guess"])
    return table.sort_values(["reached", "name"], ascending=[False, True], ignore_index=True)
