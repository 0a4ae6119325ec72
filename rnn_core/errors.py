"""The one exception for what a user can mend."""

from typing import Any


class UserError(ValueError):
    """Bad input, told in plain words: what was found, what was expected, how to fix it.

    Pages show the message as it is; the command line prints it on stderr and exits with code 2. Of a file that was read in part
    ``notes`` say what was done, and ``questions`` (:class:`rnn_core.data.questions.Question`) what can be answered otherwise.
    """

    notes: tuple[str, ...] = ()
    questions: tuple[Any, ...] = ()
