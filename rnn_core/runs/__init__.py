"""The run folder: the one truth about a run.

May import settings, access and files.
"""

from rnn_core.runs.run_folder import (
    ACCESS,
    ACTIVE,
    CHECKPOINT,
    LABEL,
    MOST_NOTE,
    MOST_TITLE,
    STATUS,
    STOP,
    UNFINISHED,
    Label,
    Run,
    State,
    Status,
    changed,
    create,
    find,
    folder,
    interrupted,
    runs,
    versions,
)

__all__ = [
    "ACCESS",
    "ACTIVE",
    "CHECKPOINT",
    "LABEL",
    "MOST_NOTE",
    "MOST_TITLE",
    "STATUS",
    "STOP",
    "UNFINISHED",
    "Label",
    "Run",
    "State",
    "Status",
    "changed",
    "create",
    "find",
    "folder",
    "interrupted",
    "runs",
    "versions",
]
