"""Lessons on what recurrent networks are: three kinds of networks, and the loop."""

from rnn_core.teaching.lessons.lesson import Lesson, Question, Table
from rnn_core.teaching.page_link import PageLink

KINDS = Lesson(
    key="kinds",
    title="Three kinds of networks",
    text=(
        "All learn from examples with known answers (supervised learning): a network says something, the error is measured, and "
        "every weight is moved a little so that the error becomes smaller. What differs is how they read.",
        "**A map of the brain, and where it misleads.** A well-known guide places each kind of network in a lobe. It helps to "
        "remember what each is for. It is an analogy and no more: a unit here is a number, made of a weighted sum, and learns by "
        "calculus that runs backwards through all steps; no brain is known to do that. Where the guide errs stands in the last "
        "column.",
        "**How it began.** In 1991 Sepp Hochreiter, a student of Jürgen Schmidhuber in Munich, showed in his diploma thesis why "
        "simple recurrent networks hardly learn what lies many steps back. In 1997 the two published a cell that keeps a value "
        "as long as it is needed, the long short-term memory (LSTM). Its forget gate came in 2000, the simpler GRU in 2014.",
        "**What they did and do.** Speech recognition (in 2015 Google reported 49 % fewer errors in transcribed voice mail with "
        "an LSTM), translation, handwriting, trading, cars that foresee how others move, demand and weather. Since about 2017 "
        "large language models use attention (transformers); small recurrent networks stay useful where values come in one by "
        "one and memory is scarce.",
    ),
    tables=(
        Table(
            ("Kind", "How it reads", "Made for"),
            (
                (
                    "Feed-forward (ANN)",
                    "A fixed list of numbers, all at once",
                    "Examples that stand alone: the price of a flat from its size and age",
                ),
                (
                    "Convolutional (CNN)",
                    "A small window of weights slides over the input",
                    "The same thing at any place: objects in pictures, sounds",
                ),
                (
                    "Recurrent (RNN)",
                    "One step after the other, with a memory (state)",
                    "Order and past count: text, speech, measurements, movements",
                ),
            ),
        ),
        Table(
            ("Kind", "Place on the guide's map", "Where the map misleads"),
            (
                (
                    "Feed-forward",
                    "Temporal lobe: long-term memory, as weights outlast the training",
                    "Weights outlast it in all three kinds; and lasting memories are not kept in one lobe",
                ),
                (
                    "Convolutional",
                    "Occipital lobe: seeing",
                    "The nearest of the three: it was modelled on the visual cortex. It reads sounds and texts as well",
                ),
                (
                    "Recurrent",
                    "Frontal lobe: short-term memory",
                    "The state is rewritten at each step by fixed rules; working memory involves many regions, and intention",
                ),
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
        "numbers (feed-forward), the cat may sit anywhere in the picture (convolutional).",
    ),
    todo="Go through the four steps under 'From a feed-forward net to a loop'.",
    links=(PageLink("unrolled.py", "From a feed-forward net to a loop", {"step": "1"}),),
    reading=("perceptron", "backpropagation", "convolution", "elman", "hochreiter", "lstm", "forget_gate", "gru", "transformer"),
)

LOOP = Lesson(
    key="loop",
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
