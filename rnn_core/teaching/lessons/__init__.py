"""The lessons: a path from what recurrent networks are to one's own data. Each has one idea.

Each asks a question, opens a page with its settings, and says what happens once one has tried.
"""

from rnn_core.teaching.lessons.judging import BY_HEART, ON_TEST, OWN_DATA
from rnn_core.teaching.lessons.lesson import Lesson, Question, Table
from rnn_core.teaching.lessons.memory import COPY, GATES
from rnn_core.teaching.lessons.nets import KINDS, LOOP
from rnn_core.teaching.lessons.series import LADYBUG, PRICE, SEASON, WALK
from rnn_core.teaching.lessons.words import NUMBERS, TEMPERATURE, WEBKB

__all__ = ["LESSONS", "Lesson", "Question", "Table"]

LESSONS = {
    lesson.key: lesson
    for lesson in (
        KINDS,
        LOOP,
        PRICE,
        WALK,
        SEASON,
        TEMPERATURE,
        NUMBERS,
        GATES,
        COPY,
        ON_TEST,
        OWN_DATA,
        LADYBUG,
        BY_HEART,
        WEBKB,
    )
}
