"""Lessons on judging: learning by heart, choosing on the test, one's own data."""

from rnn_core.teaching.lessons.lesson import SAME, Lesson, Question
from rnn_core.teaching.page_link import PageLink

SEATTLE = {
    "dataset": "seattle-weather",
    "target": "temp_max",
    "features": "precipitation~temp_min~wind",
    "units": "64",
    "learning_rate": "0.01",
    "epochs": "60",
    **SAME,
}
BY_HEART = Lesson(
    key="by-heart",
    title="Learning by heart",
    text=(
        "Four years of weather in Seattle, four numbers a day, and a network with more weights than there are numbers to learn "
        "from. Some of the days it never learns from (validation); how well it forecasts them is drawn beside the training "
        "loss.",
    ),
    question=Question(
        "The training loss will fall for all 60 epochs. What will the validation loss do?",
        ("Fall as well, to the end", "Fall first, then rise again", "Stay where it is from the start"),
        1,
        "Usually it falls for some ten epochs and then rises, while the training loss goes on falling: the network begins to "
        "learn the training days by heart (overfitting). RNN Lab therefore keeps the weights of the lowest validation loss. "
        "With half of the outputs switched off at random in training (dropout) the two curves usually stay closer together.",
    ),
    todo="Train with and without dropout, and look at the two curves of each training under 'How it learned'.",
    links=(
        PageLink("forecast.py", "Without dropout", {**SEATTLE, "dropout": "0"}),
        PageLink("forecast.py", "With dropout", {**SEATTLE, "dropout": "0.5"}),
        PageLink("dropout.py", "Dropout, seen"),
    ),
    reading=("dropout", "dropout_rnn", "gal"),
)

ON_TEST = Lesson(
    key="on-the-test",
    title="Choosing on the test",
    text=(
        "Data are kept apart in three parts. From *training* the network learns. On *validation* one chooses: the epoch, the "
        "settings (dev set is another name for it). The *test* part says, once and at the end, what the chosen network is worth.",
        "Here the price of a share again, three times the same network; only the seed, that is the random numbers at the start, "
        "differs.",
    ),
    question=Question(
        "You train with three seeds and report the one with the best result on the test. What have you reported?",
        (
            "What the network is worth",
            "More than it is worth: part of it is luck",
            "Less than it is worth",
        ),
        1,
        "More than it is worth. The three results differ although nothing but chance differs, and who takes the best of them "
        "takes the luck along; next month it is gone. Therefore choose on validation, look at the test once, and report what all "
        "seeds did. The page Runs shows your three side by side.",
    ),
    todo="Train all three and write down the number on top of each result.",
    links=tuple(
        PageLink("forecast.py", f"Seed {seed}", {"dataset": "prices-msft", "seed": seed, "epochs": "10"})
        for seed in ("1", "2", "3")
    ),
    reading=("diebold_mariano",),
)

OWN_DATA = Lesson(
    key="own-data",
    title="Your own data",
    text=(
        "A table with a date column: prices, temperatures, steps a day, visitors. RNN Lab says how it was read and asks where "
        "that is not clear.",
        "Before you train, decide what would count as a success: smaller than which simple guess, on which part? Measure it in "
        "numbers (quantitative); then look at the picture and ask where and when it errs (qualitative).",
    ),
    question=Question(
        "Most series that people bring have a few hundred rows. What is the likeliest result?",
        (
            "The network is clearly better than every simple guess",
            "A simple guess is as good, or better",
            "The network cannot be trained at all",
        ),
        1,
        "A simple guess is usually as good: a few hundred rows hold little that is not in the last value or the last season. "
        "That is a result, too, and worth knowing before one trusts a forecast. Where your network is better, try another seed "
        "and see whether it stays so.",
    ),
    todo="Choose 'Your own file …' as dataset, upload a table with dates, and press Train.",
    links=(PageLink("forecast.py", "Forecast my own file", SAME),),
    reading=("diebold_mariano",),
)
