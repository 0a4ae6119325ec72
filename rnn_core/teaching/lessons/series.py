"""Lessons on forecasts: a price, a walk, a season, a path with closed eyes."""

from rnn_core.teaching.lessons.lesson import SAME, Lesson, Question
from rnn_core.teaching.page_link import PageLink

PRICE = Lesson(
    key="price",
    title="Tomorrow's price",
    text=(
        "Twelve years of Microsoft's share prices. A network (an LSTM) reads the opening prices of 20 days and says the next "
        "one. Articles show such a forecast as a line that lies almost on the true one, which looks like a way to get rich.",
    ),
    question=Question(
        "How large will the network's typical error be, beside that of simply saying 'tomorrow = today'?",
        (
            "Far smaller: it has learned from two thousand days",
            "About the same, or larger",
            "Nearly zero: the lines lie on each other",
        ),
        1,
        "Usually about the same or a little larger. The two lines look alike because the network says today's price again, one "
        "day late. In your own run look at the verdict on top, and in the fold 'Errors, and all forecasts compared' at the row "
        "'Tomorrow = today'.",
    ),
    todo="Press Train and wait for the sentence at the top of the result.",
    links=(PageLink("forecast.py", "Forecast Microsoft's price", {"dataset": "prices-msft", **SAME}),),
    reading=("fama", "diebold_mariano", "lstm"),
)

WALK = Lesson(
    key="walk",
    title="A walk nobody can forecast",
    text=(
        "A random walk: every step is drawn by chance, so the past says nothing about the next one. The same network learns "
        "from it as from any series, and its error on the training part (the training loss) will fall.",
    ),
    question=Question(
        "How large will its typical error be on the part it has not seen, beside that of 'tomorrow = today'?",
        ("Smaller: the training loss falls, so it has learned something", "About as large", "Several times as large"),
        2,
        "Usually several times as large. No past says where the next step goes, so 'tomorrow = today' cannot be beaten; and the "
        "walk leaves the range of values that the network has learned from, where it is lost. A falling training loss does not "
        "mean that there is something to know. With 'Network says' set to the change, it is only about as good as the guess.",
    ),
    todo="Press Train, and watch whether the network's line follows where the walk goes.",
    links=(PageLink("forecast.py", "The random walk", {"dataset": "random-walk", **SAME}),),
    reading=("fama", "diebold_mariano"),
)

SEASON = Lesson(
    key="season",
    title="A season",
    text=(
        "The temperature of San Francisco, hour by hour for a year. It goes up and down with the day, so two simple guesses "
        "come to mind: the last hour (tomorrow = today, here: the next hour is like this one), and the same hour yesterday "
        "(seasonal naive).",
    ),
    question=Question(
        "The network's error will be about a quarter of that of the last hour. What will the verdict be?",
        (
            "Better: a quarter of the error is a clear success",
            "No better: the same hour yesterday is a better guess still",
            "It cannot be said without more data",
        ),
        1,
        "The same hour yesterday errs by 0.15 degrees on average, the last hour by 0.74, and the network usually lies between, "
        "nearer to the better one. So the verdict is not good, however small the error looks: a forecast is measured by the "
        "best simple guess there is. The fold 'Errors, and all forecasts compared' has all of them.",
    ),
    todo="Press Train, then open the fold 'Errors, and all forecasts compared'.",
    links=(PageLink("forecast.py", "San Francisco, hour by hour", {"dataset": "sf-temperature", **SAME}),),
    reading=("diebold_mariano",),
)

LADYBUG = Lesson(
    key="eyes-closed",
    title="With closed eyes",
    text=(
        "A ladybug runs in curves. The network sees its last 20 points and says the next one; it learns that very well. Then it "
        "closes its eyes: it reads its own answer as if it were the next point, again and again (free-running).",
    ),
    question=Question(
        "How far from the true path is it after 50 points with closed eyes, beside its error after one?",
        ("As far: each step is as easy as the first", "Farther, many times", "Nearer: errors cancel out"),
        1,
        "Farther, usually dozens of times: each small error becomes part of what it reads next, so errors grow. Still it "
        "usually stays much nearer than going straight on. In your own run press play below the picture 'With closed eyes', then "
        "open the fold 'Error by step'.",
    ),
    todo="Press Train, then play the picture 'With closed eyes'.",
    links=(PageLink("trajectory.py", "Follow the ladybug", {"dataset": "ladybug", **SAME}),),
    reading=("graves", "scheduled_sampling", "gru"),
)
