"""Lessons on texts: temperature, words as numbers, the order of letters."""

from rnn_core.teaching.lessons.lesson import SAME, Lesson, Question
from rnn_core.teaching.page_link import PageLink

TEMPERATURE = Lesson(
    key="temperature",
    title="Temperature",
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

NUMBERS = Lesson(
    key="words",
    title="Words as numbers",
    text=(
        "A network reads numbers, so words, or letters, must become numbers. **One-hot**: a long row of zeros with a single one "
        "at the word's place; a text is the sum of its rows, a bag of words. **Embedding**: each word has a short list of "
        "numbers, learned on the task, and a cell reads one list after the other.",
        "The texts here are invented DNA: letters A, C, G and T in three classes. Every class has the very same letters; only "
        "their order differs.",
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

WEBKB = Lesson(
    key="webkb",
    title="The WebKB exercise",
    text=(
        "Pages of universities in four classes: student, faculty, course, project. A well-known exercise asks for two things: "
        "turn the words into vectors (GloVe: learned elsewhere, from billions of words), then build a recurrent layer of 256 "
        "units with dense layers of 128 and 64 on top, and see how well it tells the classes apart.",
        "GloVe's file is large. Here the vectors are learned first from the pages themselves (word2vec, which words stand near "
        "each other), and then used in the same way. With the file in place, the preset *WebKB exercise* takes GloVe.",
    ),
    question=Question(
        "Beside the network, RNN Lab counts words (TF-IDF) and draws straight borders between the counts. Which tells the pages "
        "apart more often?",
        ("The network, by far", "About equally often, or the counting", "Neither: both guess"),
        1,
        "Usually about equally often, or the counting a little more: in these pages single words (homework, professor) give the "
        "class away, and order adds little. A network earns its cost where order counts, as in 'Words as numbers'. The fold "
        "'Classes, and all methods compared' in your result has both.",
    ),
    todo="Fetch the pages once (a download), then press Train. It takes some minutes.",
    links=(
        PageLink(
            "classify.py",
            "The exercise, with vectors learned here",
            {
                "dataset": "webkb",
                "encoding": "word2vec",
                "dimension": "50",
                "cell": "lstm",
                "units": "256",
                "dense1": "128",
                "dense2": "64",
                "timesteps": "200",
                **SAME,
            },
        ),
    ),
    reading=("word2vec", "glove", "lstm"),
)
