"""A learned text as a program in plain Keras: the same characters, network and probabilities as the run."""

from rnn_core.codegen import source
from rnn_core.codegen.fit import Fitting
from rnn_core.codegen.own_cells import own_cells
from rnn_core.codegen.program import SETTINGS, File, Program, Section, weights_file
from rnn_core.data import Text
from rnn_core.experiments.take_home import Measured
from rnn_core.experiments.text.data import Prepared, prepare
from rnn_core.experiments.text.evaluate import MOST_WINDOWS, PROMPT_CHARACTERS, ROWS, WARM_UP
from rnn_core.experiments.text.metrics import TextMetrics
from rnn_core.experiments.text.network import FEWEST_PIECES, examples
from rnn_core.experiments.text.settings import TextSettings
from rnn_core.features.characters import RARE

Found = Measured[Text, TextSettings, TextMetrics]

DATA = "text.txt"
READ = """\
text = (FOLDER / "text.txt").read_bytes().decode("utf-8")
text = text[: max(1, round(SHARE * len(text)))]
"""
LOWERCASE = "text = text.lower()  # fewer characters to learn\n"
SPLIT = "train = len(text) - round(VALIDATION * len(text))  # characters to learn from; the rest is held out\n"
SYMBOLS = '''
symbols = sorted(set(text[:train]))
number = {symbol: place for place, symbol in enumerate(symbols)}


def encode(text):
    """Characters as numbers; those that the training part does not have are left out."""
    return np.fromiter((number[one] for one in text if one in number), dtype="int32")


'''
SYMBOLS_FOLDED = '''
counts = collections.Counter(text[:train])
symbols = sorted(one for one in counts if counts[one] >= RARE)
if OTHER not in symbols:
    symbols.append(OTHER)  # stands for all rare characters
number = {symbol: place for place, symbol in enumerate(symbols)}


def encode(text):
    """Characters as numbers; rare and unknown ones share a number."""
    return np.fromiter((number.get(one, number[OTHER]) for one in text), dtype="int32")


'''
NUMBERS = """\
ids, held_out = encode(text[:train]), encode(text[train:])
print(f"{len(ids):,} characters to learn from, {len(held_out):,} held out, {len(symbols)} different ones.")
"""
BUILD = {
    True: '''\
def build(rows=None):
    """The network. With `rows` it reads so many texts side by side and remembers, from call to call, what it has read."""
    return {layers}


build().summary()
''',
    False: '''\
def build():
    """The network, reading windows of characters."""
    return {layers}


build().summary()
''',
}
SIDE_BY_SIDE = f"""\
# So many streams of the text are read side by side, each with enough text of its own.
rows = max(1, min(BATCH_SIZE, len(ids) // ({FEWEST_PIECES} * TIMESTEPS)))
"""
STREAMS = '''\
class Streams(keras.utils.PyDataset):
    """The text as `rows` streams, read `timesteps` characters at a time; each character's target is the next one.

    With `shift` each epoch begins a little later or earlier, so that what does not fill a batch is not always the same.
    """

    def __init__(self, ids, timesteps, shift=False):
        super().__init__()
        length = (len(ids) - 1) // rows
        self.inputs = ids[: rows * length].reshape(rows, length)
        self.targets = ids[1 : rows * length + 1].reshape(rows, length)
        self.timesteps, self.batches = timesteps, length // timesteps
        self.spare = length - self.batches * timesteps if shift else 0
        self.epoch = self.first = 0

    def __len__(self):
        return self.batches

    def on_epoch_begin(self):
        self.first = int(np.random.default_rng((SEED, self.epoch)).integers(self.spare + 1))
        self.epoch += 1

    def __getitem__(self, batch):
        begin = self.first + batch * self.timesteps
        piece = slice(begin, begin + self.timesteps)
        return self.inputs[:, piece], self.targets[:, piece]


'''
STREAMED = "Streams(ids, TIMESTEPS, shift=True),\nshuffle=False,\n"
STREAMED_VALIDATION = "validation_data=Streams(held_out, min(TIMESTEPS, (len(held_out) - 1) // rows)),\n"
CUTS = '''\
def windows(ids, starts):
    """The TIMESTEPS characters from each start on, (windows, TIMESTEPS), and the one after them, (windows,)."""
    return ids[starts[:, None] + np.arange(TIMESTEPS)], ids[starts + TIMESTEPS]


'''
CUT = "*windows(ids, np.arange(0, len(ids) - TIMESTEPS, STEP)),\nbatch_size=BATCH_SIZE,\n"
CUT_VALIDATION = "validation_data=windows(after, np.arange(0, len(held_out), STEP)),\n"
AFTER = "after = np.concatenate([ids[-TIMESTEPS:], held_out])  # the held-out text, and the window before its first character\n"
LOAD = """\
    weights = network.get_weights()
else:
    # Arrays of numbers only: allow_pickle=False refuses anything that could run.
    with np.load(FOLDER / "weights.npz", allow_pickle=False) as stored:
        weights = [stored[name] for name in stored.files]
"""
LOSS = "cross_entropy"
CROSS_ENTROPY = """\
cross_entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)  # the mean of -log(probability)


"""
WRITER = {
    True: """\
writer = build(rows=1)
writer.set_weights(weights)


def read(new, before):
    \"\"\"The logits of the next character. The network remembers what came before.\"\"\"
    return writer.predict_on_batch(new[None])[0, -1]


""",
    False: """\
writer = build()
writer.set_weights(weights)


def read(new, before):
    \"\"\"The logits of the next character. The network sees only the last TIMESTEPS characters, as it was trained.\"\"\"
    return writer.predict_on_batch(np.concatenate([before, new])[None, -TIMESTEPS:])[0]


""",
}
NEXT = '''\
def softmax(logits):
    """Logits as probabilities: positive numbers that add up to 1."""
    powers = np.exp(logits.astype(float) - logits.max())
    return powers / powers.sum()


seen = encode(PROMPT)
logits = read(seen, seen[:0])
chances = softmax(logits)
table = pd.DataFrame({"number": np.arange(len(symbols)), "character": symbols, "probability": chances})
table.to_csv(FOLDER / "next_characters.csv", index=False)
for place in np.argsort(-chances)[:5]:
    print(f"{symbols[place]!r}: {chances[place]:.1%}")
'''
WRITE = """\
rng = np.random.default_rng(SEED)
written = []
for _ in range(LENGTH):
    chosen = rng.choice(len(symbols), p=softmax(logits / TEMPERATURE))
    written.append(symbols[chosen])
    new = np.array([chosen], dtype="int32")
    logits, seen = read(new, seen), np.concatenate([seen, new])[-TIMESTEPS:]
(FOLDER / "generated.txt").write_text(PROMPT + "".join(written), encoding="utf-8")
print(f"{TITLE}: after {PROMPT!r} the network writes")
print("".join(written))
"""
CARRIED = f"""\
# The held-out text is read as several streams side by side, each after the characters before it.
before = min(WARM_UP, len(ids))
streams = max(1, min({ROWS}, len(held_out) // {WARM_UP}))
length = -(-len(held_out) // streams)  # of each stream; the last may be shorter and is filled up
whole = np.concatenate([ids[-before:], held_out, np.zeros(streams * length - len(held_out), "int32")])
places = np.arange(streams)[:, None] * length + np.arange(before + length - 1)
counts = places + 1 < before + len(held_out)  # is the next character of the text, or does it only fill up?
counts[:, : before - 1] = False  # and what is read to warm up only
judge = build()
judge.set_weights(weights)
nats = keras.metrics.SparseCategoricalCrossentropy(from_logits=True, name="nats")
judge.compile(loss=cross_entropy, weighted_metrics=[nats])
judge.evaluate(whole[places], whole[places + 1], sample_weight=counts.astype("float32"), batch_size=8, verbose=0)
measured = float(nats.result())
"""
WINDOWED = """\
writer.compile(loss=cross_entropy)
measured = writer.evaluate(*windows(after, starts), batch_size=512, verbose=0)
"""
EVENLY = f"starts = starts[np.linspace(0, len(starts) - 1, {MOST_WINDOWS}).astype(int)]  # so many are enough\n"
TOLD = """\
print(f"Loss on the held-out text: {measured:.4f} nats a character; RNN Lab measured {MEASURED:.4f}.")
print(f"A network that knows nothing: {np.log(len(symbols)):.4f}.")
"""


def program(run: Found) -> Program:
    """The program of a text run; it writes ``next_characters.csv`` (number, character, probability) and ``generated.txt``."""
    prepared = prepare(run.data, run.settings)
    fitting = _fitting(prepared)
    return Program(
        name="text",
        sections=(
            Section(
                "What is needed",
                "Keras computes the network, NumPy the characters as numbers, pandas writes a table.",
                source.start([*(["collections"] if prepared.vocabulary.folded else []), *fitting.modules]),
            ),
            _settings(run, prepared, fitting),
            _text(prepared),
            *own_cells(run.network),
            *_network(run, prepared, fitting),
            *_results(prepared),
        ),
        files={DATA: File(run.data.text.encode("utf-8"), "the text"), **weights_file(run.weights)},
        gives="next_characters.csv, the probability of each character after a passage of the text, and generated.txt",
    )


def _every(prepared: Prepared) -> bool:
    return prepared.settings.objective == "every-character"


def _fitting(prepared: Prepared) -> Fitting:
    settings, every = prepared.settings, _every(prepared)
    validated = examples(prepared)[1] is not None
    data = (STREAMED, STREAMED_VALIDATION) if every else (CUT, CUT_VALIDATION)
    return Fitting(
        settings=settings,
        data=data[0] + (data[1] if validated else ""),
        loss=LOSS,
        validated=validated,
        keeps_best=True,
        decay=settings.decay == "cosine",
        forgets=every,
    )


def _settings(run: Found, prepared: Prepared, fitting: Fitting) -> Section:
    settings, measured = run.settings, run.metrics.validation
    folded, every = prepared.vocabulary.folded, _every(prepared)
    names = ["share", *(["rare"] if folded else []), "validation", "timesteps", *([] if every else ["step"]), *fitting.constants]
    prompt = prepared.text[: min(prepared.train, max(PROMPT_CHARACTERS, settings.timesteps))]
    values = [
        ("TITLE", run.title, "What the text is called."),
        ("PROMPT", prompt, "What the network reads before it writes on."),
        ("TEMPERATURE", 0.5, "Low: cautious and repetitive. High: bold, with invented words."),
        ("LENGTH", 300, "So many characters are written."),
        *([("OTHER", RARE, "The symbol that stands for rare characters.")] if folded else []),
        *([("WARM_UP", WARM_UP + 1, "Characters read before those that are measured.")] if every and measured else []),
        *([("MEASURED", measured.nats, "The loss on the held-out text as RNN Lab measured it.")] if measured else []),
    ]
    code = [source.constants(settings, names), *(source.constant(*value) for value in values)]
    return Section(*SETTINGS, "\n".join(code))


def _text(prepared: Prepared) -> Section:
    folded = prepared.vocabulary.folded
    return Section(
        "The text",
        "The last part of the text is held out. The characters of the training part get a number each, in the order of their "
        "codes.",
        READ + (LOWERCASE if prepared.settings.lowercase else "") + SPLIT + (SYMBOLS_FOLDED if folded else SYMBOLS) + NUMBERS,
    )


def _network(run: Found, prepared: Prepared, fitting: Fitting) -> tuple[Section, ...]:
    every = _every(prepared)
    shape = 'batch_shape=(rows, None), dtype="int32"' if every else 'shape=(None,), dtype="int32"'
    listed = source.layers(run.network, shape, "a number for each symbol (logit)", ", stateful=rows is not None" if every else "")
    layers = listed.replace("\n", "\n    ")
    prelude = SIDE_BY_SIDE + "\n\n" + STREAMS if every else (AFTER if len(prepared.held_out) else "") + "\n\n" + CUTS
    begin = f"if TRAIN:\n    keras.utils.set_random_seed(SEED)\n    network = build({'rows' if every else ''})\n"
    reading = (
        "The network reads on and on and guesses after each character."
        if every
        else "The network sees a window of characters and guesses the one after it."
    )
    return (
        Section("The network", f"The layers one by one. {reading}", BUILD[every].replace("{layers}", layers)),
        Section(
            "The weights",
            "What the network has learned is a list of arrays: read from a file, or learned again.",
            f"{CROSS_ENTROPY}{prelude.lstrip()}{fitting.callbacks.lstrip()}\n\n{begin}{fitting.code}{LOAD}",
        ),
    )


def _results(prepared: Prepared) -> tuple[Section, ...]:
    every, held_out = _every(prepared), len(prepared.held_out)
    found = [
        Section(
            "The next character",
            "After the prompt the network gives a probability to each character.",
            WRITER[every] + NEXT,
        ),
        Section("Writing on", "One character after the other is chosen by chance and read as well.", WRITE),
    ]
    if held_out:
        code = (
            CARRIED if every else "starts = np.arange(len(held_out))\n" + (EVENLY if held_out > MOST_WINDOWS else "") + WINDOWED
        )
        words = "How surprised the network is by text that it has never seen: the mean of -log(probability), in nats."
        found.append(Section("The held-out text", words, code + TOLD))
    return tuple(found)
