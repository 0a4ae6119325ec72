"""Lessons on memory: gates, and what lies far back."""

from rnn_core.teaching.lessons.lesson import Lesson, Question
from rnn_core.teaching.page_link import PageLink

GATES = Lesson(
    key="gates",
    title="Open the gates",
    text=(
        "An LSTM keeps its memory in a cell state. At each step three gates, numbers between 0 and 1, say how much of it is "
        "kept (forget gate), how much of the new is let in (input gate) and how much is shown (output gate).",
    ),
    question=Question(
        "A forget gate stays at 0.99 for 100 steps, and nothing new is let in. How much of the memory is left?",
        ("99 %", "About a third", "Nothing"),
        1,
        "About a third: 0.99 multiplied 100 times by itself is 0.37. A gate that looks open still forgets; only near 1 does a "
        "memory last for hundreds of steps. Open your own network under the microscope and look for units whose forget gate "
        "stays high: they carry what lasts.",
    ),
    todo="Open a network that you have trained; if there is none, the page trains one.",
    links=(PageLink("microscope.py", "Memory microscope"), PageLink("one_step.py", "A gate by hand", {"cell": "LSTM"})),
    reading=("lstm", "forget_gate", "visualizing", "olah_blog"),
)

COPY = Lesson(
    key="copy",
    title="The copy task",
    text=(
        "One sign, then many steps of nothing in particular, and at the end the network must name the sign: the simplest task "
        "that needs memory. It learns by an error signal (gradient) that runs back from the answer through all steps, and at "
        "each step is multiplied by about the same factor. Over many steps that decides what can be learned at all.",
    ),
    question=Question(
        "The factor is 0.9. How much of the signal arrives 50 steps back?",
        ("About a half", "About half a percent", "Just nothing"),
        1,
        "About half a percent: 0.9 multiplied 50 times by itself is 0.005. Never quite nothing, but too little to learn from: "
        "the gradient vanishes. With 1.1 it would be 117 times as large: it explodes. An LSTM has a path on which the factor is "
        "its forget gate and can stay near 1. The page shows it for each cell, and in the Arena they do the task itself.",
    ),
    todo="Compare the cells, over 50 steps and over 10.",
    links=(
        PageLink("gradients.py", "50 steps back", {"k": "50"}),
        PageLink("gradients.py", "10 steps back", {"k": "10"}),
    ),
    reading=("hochreiter", "bengio", "pascanu", "lstm"),
)
