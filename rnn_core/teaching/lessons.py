"""The lessons: a short path from "predict tomorrow's price" to "open the gates".

Each opens a page with its settings and asks one question before. What a reveal says of trained networks is what usually happens;
what it says of formulas holds always.
"""

from dataclasses import dataclass

from rnn_core.teaching.page_link import PageLink

Rows = tuple[tuple[str, ...], ...]
SAME = {"seed": "1"}  # a link with a setting puts all others to their defaults, whatever the session had


@dataclass(frozen=True)
class Table:
    """Column heads and rows of text."""

    heads: tuple[str, ...]
    rows: Rows


@dataclass(frozen=True)
class Question:
    """``right``: the place of the choice that is true, from 0. ``reveal``: what happens, and where to see it."""

    text: str
    choices: tuple[str, ...]
    right: int
    reveal: str


@dataclass(frozen=True)
class Lesson:
    """``key``: its name in the address. ``text``: what to know before; ``todo``: what to do on the pages that ``links`` open."""

    key: str
    title: str
    text: tuple[str, ...]
    question: Question
    todo: str
    links: tuple[PageLink, ...]
    table: Table | None = None
    reading: tuple[str, ...] = ()


PRICE = Lesson(
    key="price",
    title="Predict tomorrow's price",
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

CHANCE = Lesson(
    key="chance",
    title="A pattern, and pure chance",
    text=(
        "Two series that are computed: a wave of some 25 rows with a little noise, and a random walk whose every step is drawn "
        "by chance. The same network learns from each, and on both its error on the training part (the training loss) will fall.",
    ),
    question=Question(
        "On which of the two will the network be better than 'tomorrow = today'?",
        ("On both: the loss falls on both", "Only on the wave", "Only on the random walk", "On neither"),
        1,
        "Usually only on the wave, and there by far. The next step of the random walk cannot be known by anybody; a falling "
        "training loss does not mean that there is something to know. Often the network is even several times worse than "
        "'tomorrow = today', because the walk goes where it never was in training. Compare the first sentences of the two "
        "results.",
    ),
    todo="Train on both and compare the first sentence of each result. The page Runs shows the two side by side.",
    links=(
        PageLink("forecast.py", "The wave", {"dataset": "sine", **SAME}),
        PageLink("forecast.py", "The random walk", {"dataset": "random-walk", **SAME}),
    ),
    reading=("diebold_mariano",),
)

BACKGROUND = Lesson(
    key="background",
    title="What recurrent networks are for",
    text=(
        "Three kinds of network, three kinds of problem:",
        "**The brain: an analogy, no more.** Nerve cells excite each other in loops, and one thought colours the next; that "
        "gave the idea its name. A unit here is a number, made of a weighted sum. It learns by calculus that runs backwards "
        "through all steps, and no brain is known to do that in this form.",
        "**How it began.** In 1991 Sepp Hochreiter, a student of Jürgen Schmidhuber in Munich, showed in his diploma thesis why "
        "simple recurrent networks hardly learn what lies many steps back: the error signal fades, or grows without end, on its "
        "way. In 1997 the two published a cell that keeps a value as long as it is needed, the long short-term memory (LSTM). "
        "Its forget gate came in 2000 (Gers, Schmidhuber and Cummins), the simpler GRU in 2014 (Cho and others).",
        "**What they did and do.** Speech recognition, translation, handwriting, keyboards that suggest a word, music, "
        "forecasts of demand and weather. Since about 2017 large language models use attention (transformers) instead; small "
        "recurrent networks stay useful where values come in one by one and memory is scarce.",
    ),
    table=Table(
        ("Kind", "How it reads", "Made for", "Weak where"),
        (
            (
                "Feed-forward",
                "A fixed list of numbers, all at once",
                "Examples that stand alone: the price of a flat from its size, age and rooms",
                "Order or length of the input vary; it remembers nothing",
            ),
            (
                "Convolutional",
                "A small window of weights slides over the input",
                "The same thing at any place: objects in pictures, sounds",
                "Things that belong together lie far apart",
            ),
            (
                "Recurrent",
                "One step after the other, with a memory (state)",
                "Order and past count: text, speech, measurements, movements",
                "The steps cannot be computed side by side; very long pasts fade",
            ),
        ),
    ),
    question=Question(
        "For which of these is a recurrent network the natural choice?",
        (
            "The price of a flat from its size, age and number of rooms",
            "Whether there is a cat in a photo",
            "The next word of a sentence that is being typed",
        ),
        2,
        "The next word: it depends on all words before, whose number varies and whose order counts. The flat is a fixed list of "
        "numbers (feed-forward), the cat may sit anywhere in the picture (convolutional). The first picture below shows how a "
        "feed-forward net becomes a recurrent one.",
    ),
    todo="Go through the four steps under 'From a feed-forward net to a loop'.",
    links=(PageLink("unrolled.py", "From a feed-forward net to a loop", {"step": "1"}),),
    reading=("perceptron", "backpropagation", "convolution", "elman", "hochreiter", "lstm", "forget_gate", "gru", "transformer"),
)

UNROLLED = Lesson(
    key="unrolled",
    title="One network, used again and again",
    text=(
        "To see what a recurrent network does, draw it once for each time step: unrolled in time. The arrows carry arrays of "
        "numbers, and their shapes (batch, timesteps, features) stand beside them. A weight is one number that training "
        "adjusts.",
    ),
    question=Question(
        "A network reads 20 rows and then answers. Another one, alike in all else, reads 40. How many more weights has it?",
        ("Twice as many", "Four times as many", "Just as many"),
        2,
        "Just as many, always: every step uses the same weights. That is why one network can read series of any length. Move "
        "the slider Timesteps on the page and look at the table 'Its weights'. On the second page you can follow a single step "
        "with real numbers.",
    ),
    todo="Compare the two pictures, then compute one step.",
    links=(
        PageLink("unrolled.py", "20 steps", {"timesteps": "20"}),
        PageLink("unrolled.py", "40 steps", {"timesteps": "40"}),
        PageLink("one_step.py", "One step by hand", {"cell": "SimpleRNN"}),
    ),
    reading=("elman", "bptt", "karpathy_blog"),
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

SHAKESPEARE = Lesson(
    key="write",
    title="Write like Shakespeare",
    text=(
        "A network reads Hamlet character by character and learns to guess the next one. To write, it draws each character by "
        "chance, with the probabilities it has learned. The temperature changes these: low makes the likely ones likelier, high "
        "evens them out.",
    ),
    question=Question(
        "You let the trained network write at temperature 0.2 and at 1.2. Which text goes round in circles?",
        ("That of 0.2", "That of 1.2", "Both alike"),
        0,
        "Usually that of 0.2: it nearly always takes the likeliest character and falls into the same words again and again. At "
        "1.2 hardly anything is repeated, but many words do not exist. See it in your own run: under 'Write on', the tab 'Four "
        "temperatures'.",
    ),
    todo="Train, then open 'Four temperatures' under 'Write on'. The arrow keys show what it wrote after each epoch.",
    links=(PageLink("text.py", "Learn Hamlet", {"dataset": "hamlet", "epochs": "5", **SAME}),),
    reading=("karpathy_blog", "graves", "visualizing"),
)

ORDER = Lesson(
    key="order",
    title="Does the order count?",
    text=(
        "Sequences of the letters A, C, G and T in three classes, invented by RNN Lab. Every class has the very same letters; "
        "only their order differs. A bag of words (one-hot) counts which letters occur and forgets the order.",
    ),
    question=Question(
        "How often will a network be right that reads the sequences as bags of words?",
        ("In about a third of the cases", "In about two thirds", "Nearly always"),
        0,
        "In about a third, as by guessing: what tells the classes apart has been thrown away before the network sees it, and no "
        "training brings it back. A GRU, which reads letter after letter, is usually right in two thirds of the cases or more. "
        "See the first sentence of both results; on 'Which past matters' you see which letters moved an answer.",
    ),
    todo="Train both. Then see which letters the second network looks at.",
    links=(
        PageLink(
            "classify.py", "As bags of words", {"dataset": "dna", "encoding": "onehot", "cell": "none", "dense1": "16", **SAME}
        ),
        PageLink("classify.py", "Letter after letter", {"dataset": "dna", "encoding": "embedding", "cell": "gru", **SAME}),
        PageLink("past.py", "Which past matters"),
    ),
    reading=("word2vec", "glove", "saliency_words"),
)

WORDS_AND_CODE = Lesson(
    key="words-and-code",
    title="The words and the code",
    text=(
        "Well-known articles teach recurrent networks with words and with code, and the two do not always agree. What the "
        "computer did is what the code says. Here are places where it matters; the presets of RNN Lab follow the code and say "
        "so.",
    ),
    table=Table(
        ("The words", "The code", "What it means for you"),
        (
            (
                "A forecast of the closing price (stock price article)",
                "Reads the column Open",
                "Look at which column is read before you compare figures. Here it is named in the form: Column to forecast.",
            ),
            (
                "Learning rate 0.1 (chat-text article)",
                "0.01",
                "A factor of ten. The preset Article has 0.01; try both and compare the curves.",
            ),
            (
                "Samples at five temperatures after every fifth epoch (chat-text article)",
                "Four temperatures, after epochs 1 and 15 of its run",
                "You will not see what the words announce. Here samples come after each epoch, to look through.",
            ),
            (
                "A forget gate is 0 or 1: it forgets or keeps",
                "A sigmoid: any number between 0 and 1",
                "A memory fades by a share at each step. See the last lesson.",
            ),
            (
                "Here is the code, to be copied",
                "A variable is used that was never given a value",
                "The listing stops with an error, so it was not run as it is printed; its figures may come from another version.",
            ),
        ),
    ),
    question=Question(
        "The words say closing price, the code reads the opening price. You forecast both. Will the first sentence of the "
        "result differ?",
        (
            "Yes: the closing price can be forecast, the opening price cannot",
            "Yes: the other way round",
            "No: both are no better than 'tomorrow = today'",
        ),
        2,
        "Usually not: neither is better than 'tomorrow = today'. The mistake is easy to miss, because the two columns look "
        "alike. Compare the first sentences of your two results.",
    ),
    todo="Train on both columns.",
    links=(
        PageLink("forecast.py", "The opening price", {"dataset": "prices-msft", "target": "Open", **SAME}),
        PageLink("forecast.py", "The closing price", {"dataset": "prices-msft", "target": "Close", **SAME}),
    ),
)

FADING = Lesson(
    key="fading",
    title="Why the first word is forgotten",
    text=(
        "A network learns by an error signal (gradient) that runs back from the answer through all steps. At each step it is "
        "multiplied by about the same factor. Over many steps that decides what can be learned at all.",
    ),
    question=Question(
        "The factor is 0.9. How much of the signal arrives 50 steps back?",
        ("About a half", "About half a percent", "Just nothing"),
        1,
        "About half a percent: 0.9 multiplied 50 times by itself is 0.005. Never quite nothing, but too little to learn from: "
        "the gradient vanishes. With 1.1 it would be 117 times as large: it explodes. An LSTM has a path on which the factor is "
        "its forget gate and can stay near 1. The page shows it for each cell, and what helps.",
    ),
    todo="Compare the cells, over 50 steps and over 10.",
    links=(
        PageLink("gradients.py", "50 steps back", {"k": "50"}),
        PageLink("gradients.py", "10 steps back", {"k": "10"}),
    ),
    reading=("hochreiter", "bengio", "pascanu", "lstm"),
)

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

LESSONS = {
    lesson.key: lesson
    for lesson in (PRICE, CHANCE, BACKGROUND, UNROLLED, LADYBUG, BY_HEART, SHAKESPEARE, ORDER, WORDS_AND_CODE, FADING, GATES)
}
