"""A classifier as a program in plain Keras: the same words, parts, network and probabilities as the run."""

from rnn_core.codegen import source
from rnn_core.codegen.fit import Fitting
from rnn_core.codegen.own_cells import own_cells
from rnn_core.codegen.program import LOAD, SETTINGS, File, Program, Section, weights_file
from rnn_core.data import Labelled, labelled
from rnn_core.experiments.classify.metrics import ClassifyMetrics
from rnn_core.experiments.classify.sentences import METHODS
from rnn_core.experiments.classify.settings import ClassifySettings
from rnn_core.experiments.take_home import Measured
from rnn_core.networks.spec import Embedding

Found = Measured[Labelled, ClassifySettings, ClassifyMetrics]

MODULES = {  # besides those of the training
    "words": ("collections", "json", "re", "unicodedata"),
    "characters": ("collections", "json", "unicodedata"),
}
READ = '''\
def read(name):
    """A table with a row a text: the text and its label."""
    lines = (FOLDER / name).read_bytes().decode("utf-8").split("\\n")
    return pd.DataFrame([json.loads(line) for line in lines if line])


table = read("texts.jsonl")
names = sorted(set(table["label"]))  # the classes; a class's number is its place in this list
labels = np.array(list(table["label"]))
'''
SPLIT = '''

def draw(validation, test):
    """Places of the texts to learn from, of those for validation and of those for the test, every class in each of them."""
    rng = np.random.default_rng(SEED)
    parts = [[], [], []]
    for name in np.unique(labels):
        places = rng.permutation(np.flatnonzero(labels == name))
        counts = [max(1, round(share * len(places))) if share else 0 for share in (validation, test)]
        for part, chosen in zip(parts, np.split(places, np.cumsum(counts))):
            part.append(chosen)
    held_out, tested, learned = (rng.permutation(np.concatenate(part)) for part in parts)
    return learned, held_out, tested


'''
PARTS = """\
train, validation, test = draw(VALIDATION, TEST)
test_table = table
"""
PARTS_WITH_FILE = """\
train, validation, _ = draw(VALIDATION, 0)
test_table = read("test.jsonl")  # the second file is the test part
test = np.arange(len(test_table))
"""
COUNTED = """\
print(f"{len(train)} texts to learn from, {len(validation)} for validation, {len(test)} for the test.")
"""
SPLIT_TEXT = {
    "words": '''\
def words(text):
    """Runs of letters and digits in lower case, with the apostrophes inside them."""
    plain = unicodedata.normalize("NFC", text.lower()).replace("\\u2019", "'")
    return re.findall(r"[^\\W_]+(?:'[^\\W_]+)*", plain)
''',
    "characters": '''\
def words(text):
    """The characters in lower case, each of them a word of its own; of blanks side by side one."""
    return list(" ".join(unicodedata.normalize("NFC", text.lower()).split()))
''',
}
WORDS = '''

counts = collections.Counter(word for text in table["text"].iloc[train] for word in words(text))
vocabulary = sorted(counts, key=lambda word: (-counts[word], word))[:VOCABULARY]
number = {word: place for place, word in enumerate(vocabulary, start=2)}


def encode(texts):
    """The numbers of the words of each text, (texts, TIMESTEPS): 1 for an unknown word, 0 behind the end of the text."""
    ids = np.zeros((len(texts), TIMESTEPS), dtype="int32")
    for row, text in zip(ids, texts):
        found = [number.get(word, 1) for word in words(text)[:TIMESTEPS]] or [1]
        row[: len(found)] = found
    return ids


def part(rows, places):
    """Inputs (texts, TIMESTEPS) and class numbers (texts,) of the texts at these places."""
    chosen = rows.iloc[places]
    return encode(chosen["text"]), np.array([names.index(label) for label in chosen["label"]])


inputs, classes = part(table, train)
validation_inputs, validation_classes = part(table, validation)
test_inputs, test_classes = part(test_table, test)
print(f"{len(vocabulary)} words have a number. Inputs to learn from: {inputs.shape}.")
'''
BALANCE = """\

# All classes weigh the same: a text of a small class counts more.
weights = (len(classes) / (len(names) * np.bincount(classes)[classes])).astype("float32")
"""
FITTED = "inputs,\nclasses,\nbatch_size=BATCH_SIZE,\nvalidation_data=(validation_inputs, validation_classes),\n"
WEIGHED = "sample_weight=weights,\n"
LOSS = 'keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"]'
BEGUN = """\
    # {words}
    with np.load(FOLDER / "weights.npz", allow_pickle=False) as stored:
        network.layers[0].set_weights([stored["0/embeddings"]])
"""
FROZEN = "The run began with ready vectors of words and left them as they were (frozen): they are the first of its weights."
TUNED = (
    "The run began with ready vectors of words and changed them. What it began with is not here: this training begins with "
    "the vectors that the run ended with, which know its texts already, so its result is no fair comparison."
)
ANSWERS = '''\
def softmax(logits):
    """Logits as probabilities: positive numbers that add up to 1 in each row."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


chances = softmax(network.predict(test_inputs, batch_size=512, verbose=0).astype(float))
answers = chances.argmax(axis=1)
predictions = pd.DataFrame(
    {
        "place": test,  # of the text in its file, counted from 0
        "label": [names[one] for one in test_classes],
        "predicted": [names[one] for one in answers],
        "confidence": chances.max(axis=1),
        "label_probability": chances[np.arange(len(test)), test_classes],
    }
)
predictions.to_csv(FOLDER / "predictions.csv", index=False)
right = np.mean(answers == test_classes)
frequent = np.mean(test_classes == np.bincount(classes).argmax())
print(f"{TITLE}: answers for {len(test)} test texts, written to predictions.csv.")
print(f"Right: {right:.4f} of them; RNN Lab measured {MEASURED:.4f}. Always the most frequent class: {frequent:.4f}.")
for name, share in OTHERS.items():
    print(f"On the same texts {name} was right on {share:.4f}.")
print("Rows: the labels; columns: the answers.")
print(pd.crosstab(predictions["label"], predictions["predicted"]).to_string())
'''


def program(run: Found) -> Program:
    """The program of a classifier; it writes ``predictions.csv`` (place, label, predicted, confidence, label_probability)."""
    data, settings = run.data, run.settings
    fitting = Fitting(
        settings=settings.model_copy(update={"timesteps": run.network.timesteps}),  # no more than the longest text has
        data=FITTED + (WEIGHED if settings.balance else ""),
        loss=LOSS,
        validated=True,
        keeps_best=True,
    )
    needs = "Keras computes the network, NumPy draws the parts and numbers the words, pandas holds the tables."
    return Program(
        name="classify",
        sections=(
            Section("What is needed", needs, source.start(sorted([*MODULES[run.metrics.tokens], *fitting.modules]))),
            _settings(run, fitting, data.test is not None),
            *_data(run, data.test is not None),
            *own_cells(run.network),
            *_network(run, fitting),
        ),
        files={**_files(data), **weights_file(run.weights)},
        gives="predictions.csv: for each text of the test part its label, the network's answer and how sure it is",
    )


def _files(data: Labelled) -> dict[str, File]:
    words = {
        labelled.DATA: "the texts and their labels, one a line",
        labelled.TEST: "the texts of the second file, which are the test part",
    }
    given = data.files()
    return {name: File(given[name], told) for name, told in words.items() if name in given}


def _settings(run: Found, fitting: Fitting, with_file: bool) -> Section:
    names = ["validation", *([] if with_file else ["test"]), "vocabulary", "timesteps", *fitting.constants]
    others = {METHODS[name]: found.accuracy for name, found in run.metrics.baselines.items()}
    code = [
        source.constant("TITLE", run.title, "What the texts are called."),
        source.constants(fitting.settings, names),
        source.constant("MEASURED", run.metrics.test.accuracy, "The share of right answers that RNN Lab measured."),
        source.constant("OTHERS", others, "And of classical methods, which learned from the same texts."),
    ]
    return Section(*SETTINGS, "\n".join(code))


def _data(run: Found, with_file: bool) -> tuple[Section, ...]:
    return (
        Section(
            "The texts and their parts",
            "The texts are divided by chance, once, before anything is learned: those to learn from, those on which the best "
            "epoch is chosen, and those that are looked at only at the end.",
            READ + SPLIT + (PARTS_WITH_FILE if with_file else PARTS) + COUNTED,
        ),
        Section(
            "Words as numbers",
            "The most frequent words of the texts to learn from get a number each; short texts are filled up, long ones cut.",
            SPLIT_TEXT[run.metrics.tokens] + WORDS + (BALANCE if run.settings.balance else ""),
        ),
    )


def _network(run: Found, fitting: Fitting) -> tuple[Section, ...]:
    listed = source.layers(run.network, 'shape=(TIMESTEPS,), dtype="int32"', "a number for each class (logit)")
    callbacks = f"{fitting.callbacks}\n\n" if fitting.callbacks.strip() else ""
    return (
        Section(
            "The network",
            "The layers one by one, from the numbers of the words to one number a class.",
            f"keras.utils.set_random_seed(SEED)\nnetwork = {listed}\nnetwork.summary()\n",
        ),
        Section(
            "The weights",
            "What the network has learned is a list of arrays: read from a file, or learned again.",
            f"{callbacks}if TRAIN:\n{_begun(run)}{fitting.code}{LOAD}",
        ),
        Section(
            "The answers",
            "For each text of the test part the network gives a probability to each class; the likeliest is its answer.",
            ANSWERS,
        ),
    )


def _begun(run: Found) -> str:
    """What a training does first that began with ready vectors."""
    settings, first = run.settings, run.network.layers[0]
    ready = settings.encoding in ("glove", "word2vec")
    if not ready or not isinstance(first, Embedding):
        return ""
    words = source.comment(TUNED if first.trainable else FROZEN).removeprefix("# ").replace("\n", "\n    ")
    return BEGUN.format(words=words)
