"""What a cell says of itself: the interface of the modules in this folder.

A cell is one step, written once. ``step(xp, act, x, h, state, own)`` gets ``xp``, which computes (``keras.ops``, ``functions`` in
NumPy, nodes of a graph), the layer's activation ``act``, and dictionaries of arrays (batch, units): of each column of the kernel
the input's part of its sum, ``x["f"]`` (x W + b), and the memory's part, ``h["f"]`` (h U); the states before the step,
``state["c"]``; and the rows of the cell's further weights, ``own["peephole"]["f"]``. It returns the new states and all that is
worth showing by name: ``{"h": ..., "c": ..., "f": ..., "kept": ...}``.

All else follows from the step: the network in NumPy and in Keras, single steps, every value on the way, gradients, formulas.
So a step may use its arguments alone, ``+ - * /``, and of ``xp`` what ``numpy/functions.py`` names. Exported programs hold its
text.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from rnn_core.networks.cells.pen import Pen, Seen

Role = Literal["long", "short", "given", "forget", "input", "candidate", "output"]  # what a colour stands for
Arrays = Mapping[str, Any]
Step = Callable[[Any, Callable[[Any], Any], Arrays, Arrays, Arrays, Mapping[str, Arrays]], dict[str, Any]]
Shapes = dict[str, tuple[int, ...]]
# of tensors by name: how they start, what that is multiplied by, whether they are trained
USUAL_STARTS = {"kernel": ("glorot", 1.0, True), "recurrent_kernel": ("orthogonal", 1.0, True), "bias": ("zeros", 1.0, True)}


@dataclass(frozen=True)
class State:
    """What goes from step to step: ``h``, by the ``name`` that it has in pictures of a network."""

    letter: str
    name: str
    title: str  # "short-term memory"
    role: Role
    heading: str  # "Hidden state"
    meaning: str  # in a few words
    look_for: str  # in a picture of all units over time
    signed: bool = True  # it may lie below 0
    gate: bool = False


@dataclass(frozen=True)
class Part:
    """A gate, or a candidate: what a step gives by its ``letter``.

    ``traced``: shown in pictures of a network, by ``name``. ``gate``: between 0 and 1, and can be set by hand.
    """

    letter: str
    name: str
    title: str  # "forget gate"
    role: Role
    meaning: str = ""
    look_for: str = ""
    gate: bool = True
    traced: bool = True
    first_bias: float = 0.0

    @property
    def heading(self) -> str:
        """Over a picture."""
        return self.title.capitalize()


Shown = State | Part


@dataclass(frozen=True)
class Weight:
    """How a tensor starts, and whether training changes it.

    ``scale`` multiplies the start; ``uniform``: even between -1 and 1. ``rows``: of a further weight, a row of ``units`` numbers
    for each of these columns of the kernel; ``letter``: its name in formulas; ``heading``: of its column in a table; ``title``
    and ``help``: of the choice which rows count.
    """

    name: str
    start: Literal["glorot", "orthogonal", "uniform", "zeros"] = "zeros"
    scale: float = 1.0
    trainable: bool = True
    rows: tuple[str, ...] = ()
    letter: str = ""
    heading: str = ""
    title: str = ""
    help: str = ""


@dataclass(frozen=True)
class Stage:
    """A stage of one step by hand: its title, the letters whose formulas belong to it, and what to look for."""

    title: str
    letters: tuple[str, ...]
    look_for: Callable[[Seen], str]


@dataclass(frozen=True)
class Example:
    """Numbers that show one thing clearly: of each part the weight of x, of h, the bias, and those of further weights.

    ``inputs``: other ones than usual. ``start``: states that begin otherwise than usual. ``second_says_when``: with two inputs
    the gates read the second alone, all else the first; what it shows then.
    """

    rows: Mapping[str, tuple[float, ...]]
    says: str
    inputs: tuple[float, ...] = ()
    start: Mapping[str, float] = field(default_factory=dict)
    second_says_when: str = ""


@dataclass(frozen=True, eq=False)
class Cell:
    """All about a cell. Letters of ``columns`` stand in the order of the kernel's blocks, ``parts`` as a reader meets them.

    The first state is what the cell says, the second, where there is one, its long memory. ``recurrent``: the columns that see
    h, all where None. ``second_bias``: the memory's part of the sums has a bias of its own. ``keeper``: the gate that says how
    much of the memory stays. ``place``: in lists.
    """

    name: str  # in settings.json and network.json
    title: str
    step: Step
    columns: tuple[str, ...]
    parts: tuple[Part, ...]
    states: tuple[State, ...]
    about: str  # a sentence for the form's help
    reading: str  # what to look for where one unit's values stand below each other
    stages: tuple[Stage, ...]
    whole: str  # what to look for in the drawing of the whole cell
    draw: Callable[[Pen], None]
    place: int = 100
    recurrent: tuple[str, ...] | None = None
    second_bias: bool = False
    kernel: Weight = Weight("kernel", "glorot")
    recurrent_kernel: Weight = Weight("recurrent_kernel", "orthogonal")
    bias: Weight = Weight("bias")
    own: tuple[Weight, ...] = ()
    keeper: str = ""
    rival: str = "lstm"  # what else to try
    keras: str = ""  # the layer's name where Keras has it
    cudnn: bool = False  # a graphics card has a fast kernel
    keras_class: str = ""  # of the class for Keras where it has none; made of the name if empty
    height: int = 448  # of the drawing
    examples: Mapping[str, Example] = field(default_factory=dict)

    def __post_init__(self) -> None:
        letters = {part.letter for part in self.parts}
        if not {*self.columns} <= letters or not {*self.seeing} <= {*self.columns}:
            raise ValueError(f"{self.name}: every column is a part, and every part that sees h a column")
        if not {row for one in self.own for row in one.rows} <= {*self.columns}:
            raise ValueError(f"{self.name}: a further weight has its rows for columns")
        if self.second_bias and self.seeing != self.columns:
            raise ValueError(f"{self.name}: with a second bias every column sees h")

    @property
    def seeing(self) -> tuple[str, ...]:
        """The columns that see h, in the order of the recurrent kernel's blocks."""
        return self.columns if self.recurrent is None else self.recurrent

    @property
    def letters(self) -> tuple[str, ...]:
        """Of the states."""
        return tuple(state.letter for state in self.states)

    @property
    def memory(self) -> State:
        """What carries over long times."""
        return self.states[min(1, len(self.states) - 1)]

    @property
    def gates(self) -> tuple[str, ...]:
        """Letters of the columns that are gates: these can be set by hand."""
        return tuple(one for one in self.columns if self.part(one).gate)

    @property
    def class_name(self) -> str:
        """Of the class for Keras."""
        return self.keras_class or "".join(word.title() for word in self.name.split("_")) + "Cell"

    @property
    def shown(self) -> dict[str, Shown]:
        """What can be shown of a network at every step, by name."""
        every: list[Shown] = [*self.states, *(part for part in self.parts if part.traced)]
        return {one.name: one for one in every}

    @property
    def class_facts(self) -> dict[str, Any]:
        """What the class for Keras says of itself where it differs from most."""
        first = {one: self.part(one).first_bias for one in self.columns}
        starts = {one.name: (one.start, one.scale, one.trainable) for one in self.weights}
        said: list[tuple[str, Any, Any]] = [
            ("columns", self.columns, ()),
            ("states", self.letters, ("h",)),
            ("first_biases", {one: bias for one, bias in first.items() if bias}, {}),
            ("seeing", self.recurrent, None),
            ("second_bias", self.second_bias, False),
            ("rows", {one.name: one.rows for one in self.own}, {}),
            ("starts", starts, USUAL_STARTS),
        ]
        return {name: value for name, value, usual in said if value != usual}

    def part(self, letter: str) -> Part:
        """By its letter."""
        return next(part for part in self.parts if part.letter == letter)

    @property
    def weights(self) -> tuple[Weight, ...]:
        """All tensors in Keras' order, in which those that training leaves as they are stand last."""
        every = (self.kernel, *([self.recurrent_kernel] if self.seeing else []), self.bias, *self.own)
        return tuple(sorted(every, key=lambda one: not one.trainable))

    def shapes(self, features: int, units: int) -> Shapes:
        """Of all tensors, by name, in Keras' order."""
        columns = len(self.columns) * units
        found: Shapes = {
            "kernel": (features, columns),
            "recurrent_kernel": (units, len(self.seeing) * units),
            "bias": (2, columns) if self.second_bias else (columns,),
            **{one.name: (len(one.rows), units) for one in self.own},
        }
        return {one.name: found[one.name] for one in self.weights}

    def blocks(self, sums: Any, letters: tuple[str, ...] | None = None) -> Arrays:
        """(..., columns * units) -> of each column its block (..., units)."""
        names = self.columns if letters is None else letters
        units = sums.shape[-1] // max(1, len(names))
        return {one: sums[..., at * units : (at + 1) * units] for at, one in enumerate(names)}

    def rows(self, weights: Arrays) -> dict[str, Arrays]:
        """The further weights by name and row."""
        return {one.name: {row: weights[one.name][at] for at, row in enumerate(one.rows)} for one in self.own}

    def biases(self, weights: Arrays) -> tuple[Any, Any]:
        """Of the input's part of the sums, and of the memory's: 0 where it has none."""
        return (weights["bias"][0], weights["bias"][1]) if self.second_bias else (weights["bias"], 0)
