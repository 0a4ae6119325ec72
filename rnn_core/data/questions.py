"""What a file leaves open: asked on pages, answered by flags on a command line, and told beside whatever comes of it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType

from rnn_core.errors import UserError

Answers = Mapping[str, str]  # by the id of a question
NO_ANSWERS: Answers = MappingProxyType({})
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Question:
    """It is asked even when the answer is given, so that it can be changed.

    ``id`` is the name of its flag: "day-first"; ``options`` are the answers and the words for each; ``taken`` is the answer
    given, else an honest default. Without one, "", there is nothing to train on before it is answered.
    """

    id: str
    text: str
    options: Mapping[str, str]
    taken: str = ""
    example: str = ""  # what it is about, as the file has it
    aside: bool = False  # whether names already answer it, so that a page need not show it at once

    @property
    def words(self) -> str:
        """Those of the answer taken, "" without one."""
        return self.options.get(self.taken, "")


class Unanswered(UserError):
    """A question must be answered first: the last one of ``questions``."""

    @property
    def flag(self) -> str:
        """How it is answered on a command line, in a sentence."""
        question = self.questions[-1]
        return f"Answer with --{question.id}: {listed([*question.options])}."


def ask(id: str, text: str, options: Mapping[str, str], answers: Answers, default: str = "", example: str = "") -> Question:
    """The question as it is answered. Raises UserError for an answer that is none of its options."""
    given = answers.get(id, "")
    if given and given not in options:
        alike = [option for option in options if option.casefold() == given.casefold()]
        if len(alike) != 1:
            raise UserError(f"{given!r} is no answer to --{id}: expected {listed([*options])}.")
        given = alike[0]
    return Question(id, text, options, given or default, example)


def answered(question: Question, sentence: str) -> str:
    """The answer taken. Raises Unanswered with the sentence, which says what is open, when there is none."""
    if question.taken:
        return question.taken
    error = Unanswered(sentence)
    error.questions = (question,)
    raise error


def listed(names: Sequence[str], most: int = 20) -> str:
    """ "a, b or c", or the first ones and how many more there are."""
    if len(names) > most:
        return f"{', '.join(names[:most])} or {len(names) - most:,} more"
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else "".join(names)


@contextmanager
def beside(notes: Sequence[str] = (), questions: Sequence[Question] = ()) -> Iterator[None]:
    """What was done and asked before an error stands beside it."""
    try:
        yield
    except UserError as error:
        error.notes = tuple(dict.fromkeys((*notes, *error.notes)))
        error.questions = tuple({one.id: one for one in (*questions, *error.questions)}.values())
        raise
