"""Settings, said once: default, bounds, title, help and the article's value live in the field.

The form, the command line's flags, the checks and ``settings.json`` are all made from here.
"""

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Annotated, Any, ClassVar, Literal, Self, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, ErrorDetails, core_schema

from rnn_core.errors import UserError
from rnn_core.networks.cells import CELLS
from rnn_core.networks.cells.echo_state import RADIUS
from rnn_core.wording import percent

EXTRAS = ("step", "needs", "words", "rare")  # what the form wants to know and pydantic does not check
SHARES = ("validation", "test", "share")  # shown in percent
FAST_ON_CARDS = " and ".join(cell.title for cell in CELLS.values() if cell.cudnn)
ABOUT_CELLS = (
    " ".join(cell.about for cell in CELLS.values()) + f" A graphics card has a fast kernel (cuDNN) for {FAST_ON_CARDS} only."
)
RESERVOIRS = tuple(name for name, cell in CELLS.items() if cell.seeing and not cell.recurrent_kernel.trainable)
MOST_BUDGET = 86_400  # seconds
WORDS = {
    "adam": "Adam",
    "rmsprop": "RMSprop",
    "sgd": "SGD",
    "cpu": "CPU",
    "gpu": "GPU",
    "onehot": "One-hot",
    "glove": "GloVe",
    "word2vec": "word2vec",
    "reviews-embedding": "Reviews embedding",
    "reviews-one-hot": "Reviews one-hot",
    "webkb-exercise": "WebKB exercise",
}


@dataclass(frozen=True)
class OneOf:
    """A text that is one of the names that a table holds when somebody asks."""

    names: Callable[[], Iterable[str]]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._known, handler(source))

    def _known(self, value: str) -> str:
        if value not in self.names():
            raise ValueError(f"choose one of {', '.join(self.names())}")
        return value


CellName = Annotated[str, OneOf(lambda: CELLS)]
CellOrNone = Annotated[str, OneOf(lambda: ("none", *CELLS))]


def setting(default: Any, title: str, help: str, *, group: str, article: Any = None, **bounds: Any) -> Any:
    """A field of a :class:`Settings`.

    ``group`` is the heading it stands under in the form; ``article`` the value of the article that the
    experiment follows (None where it has none); ``bounds`` are pydantic's (``ge``, ``le``, ...) and ``step``.
    Further ``needs``: the choices of other settings under which alone this one has an effect, ``{"cell": ("lstm", "gru")}``;
    ``words``: choices as people write them, where :func:`word` does not know it; ``rare``: not shown where it has no effect.
    """
    extra = {"group": group, "article": article, **{name: bounds.pop(name, None) for name in EXTRAS}}
    return Field(default=default, title=title, description=help, json_schema_extra=extra, **bounds)


@dataclass(frozen=True)
class Renamed:
    """What a setting is called now, and its values that had other names: runs, zips and links made before hold the old ones."""

    name: str
    values: Mapping[str, str]


class Settings(BaseModel):
    """Base of every experiment's settings. ``earlier``: the names that settings had, and what became of them."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
    earlier: ClassVar[Mapping[str, Renamed]] = {}

    @classmethod
    def today(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Values by the names that settings have now."""
        found = dict(values)
        for name, now in cls.earlier.items():
            if name in found:
                value = found.pop(name)
                found.setdefault(now.name, now.values.get(str(value), value))
        return found

    @classmethod
    def parse(cls, values: Mapping[str, Any]) -> Self:
        """Check ``values`` (strings are converted). Raises UserError with one sentence about the first mistake."""
        try:
            return cls.model_validate(cls.today(values))
        except ValidationError as error:
            raise UserError(_sentence(cls, error.errors()[0])) from error

    @classmethod
    def article(cls) -> Self:
        """The settings of the article the experiment follows."""
        values = {name: extra(field, "article") for name, field in cls.model_fields.items()}
        return cls.parse({name: value for name, value in values.items() if value is not None})


LENGTH = {"epochs", "seconds", "patience"}  # settings that say when a training ends, and no more


class TrainingSettings(Settings):
    """What every experiment's network and training have in common."""

    cell: CellName = setting(
        "lstm",
        "Cell",
        "What carries the memory from step to step. " + ABOUT_CELLS,
        group="Network",
        article="lstm",
    )
    spectral_radius: float = setting(
        RADIUS,
        "Spectral radius",
        "How much of its memory a reservoir keeps from step to step: near 0 it forgets at once, near 1 its echoes last long, "
        "above 1 they may never end.",
        group="Network",
        ge=0,
        le=1.5,
        step=0.05,
        needs={"cell": RESERVOIRS},
        rare=True,
    )
    layers: int = setting(1, "Layers", "Recurrent layers on top of each other.", group="Network", article=4, ge=1, le=4)
    units: int = setting(
        32, "Units", "Numbers that each layer remembers (its memory size).", group="Network", article=45, ge=1, le=512
    )
    dropout: float = setting(
        0.1,
        "Dropout",
        "Share of each layer's outputs that is switched off at random while training, against learning by heart.",
        group="Network",
        article=0.2,
        ge=0,
        le=0.9,
        step=0.05,
    )
    optimizer: Literal["adam", "rmsprop", "sgd"] = setting(
        "adam",
        "Optimizer",
        "The rule that turns errors into small changes of the weights.",
        group="Training",
        article="adam",
    )
    learning_rate: float = setting(
        0.005,
        "Learning rate",
        "How large those changes are. Too high: the loss jumps about. Too low: it hardly moves.",
        group="Training",
        article=0.001,
        ge=0.00001,
        le=1,
    )
    clipnorm: float = setting(
        0,
        "Gradient clipping (norm)",
        "Shortens changes that are longer than this, against exploding gradients. 0 = off.",
        group="Training",
        article=0,
        ge=0,
        le=10,
        step=0.1,
    )
    batch_size: int = setting(
        64,
        "Batch size",
        "Windows looked at before each change of the weights.",
        group="Training",
        article=32,
        ge=1,
        le=1024,
    )
    epochs: int = setting(
        30, "Epochs", "How often the whole training part is gone through.", group="Training", article=100, ge=1, le=500
    )
    seconds: float | None = setting(
        None,
        "Time budget (seconds)",
        "Train until this time is spent, whatever the number of epochs; getting ready and measuring are not counted. "
        "Empty = count epochs.",
        group="Training",
        gt=0,
        le=MOST_BUDGET,
    )
    patience: int = setting(
        0,
        "Early stopping (patience)",
        "Stop when the validation loss has not improved for this many epochs. 0 = off.",
        group="Training",
        article=0,
        ge=0,
        le=500,
    )
    seed: int = setting(
        1,
        "Seed",
        "Start of the random numbers: the same seed and settings give the same result on the same machine.",
        group="Training",
        ge=0,
        le=2**31 - 1,
    )
    device: Literal["auto", "cpu", "gpu"] = setting(
        "auto",
        "Device",
        "Where to train. Auto uses a free graphics card (GPU) if there is one.",
        group="Training",
        article="auto",
    )
    kernel: Literal["auto", "fast", "mixed", "keras"] = setting(
        "auto",
        "Kernel",
        "How the recurrent layers are computed on a CPU. RNN Lab's loops (auto means them, too) are faster than Keras and give "
        "the same numbers, but for the chance in dropout. Mixed precision: the loops with products of 16-bit numbers (bfloat16), "
        "up to 1.4 times as fast on a processor with instructions for it (AVX-512 BF16, AMX), slower than the other loops on "
        "any other; the curve is a slightly different one. A graphics card (GPU) always uses Keras.",
        group="Training",
        words={"fast": "RNN Lab's loops", "mixed": "Mixed precision", "keras": "Keras"},
    )

    @property
    def at_once(self) -> bool:
        """Whether what reads the recurrent layers is fitted by least squares instead of trained epoch after epoch."""
        return False

    def as_trained(self) -> Self:
        """With how long the training will really be, whatever was asked for: a fit at once is one epoch."""
        return self.model_copy(update={"epochs": 1, "seconds": None, "patience": 0}) if self.at_once else self

    @property
    def radius(self) -> float | None:
        """With which a reservoir's recurrent weights begin; None where the cell is trained."""
        return self.spectral_radius if self.cell in RESERVOIRS else None


def changed(name: str, default: Any, of: type[Settings] = TrainingSettings, **changes: Any) -> Any:
    """A field of ``of`` with another default and, in ``changes``, another ``title``, ``help``, ``article`` or bound."""
    field = of.model_fields[name]
    bounds = {key: bound(field, key) for key in ("gt", "ge", "le") if bound(field, key) is not None}
    same = {key: extra(field, key) for key in ("group", "article", *EXTRAS)}
    return setting(default, **{"title": str(field.title), "help": field.description, **bounds, **same, **changes})


def extra(field: FieldInfo, key: str) -> Any:
    """``group``, ``article`` or one of ``EXTRAS`` of a field made by :func:`setting`."""
    return field.json_schema_extra[key] if isinstance(field.json_schema_extra, dict) else None


def choices(field: FieldInfo) -> tuple[str, ...]:
    """The values of a field that is one of some words, else an empty tuple."""
    named = next((item.names() for item in field.metadata if isinstance(item, OneOf)), ())
    return get_args(field.annotation) if get_origin(field.annotation) is Literal else tuple(named)


def lists(model: type[Settings]) -> set[str]:
    """The settings that hold several values."""
    return {name for name, field in model.model_fields.items() if isinstance(field.default, tuple)}


def idle(model: type[Settings], name: str, values: Mapping[str, Any]) -> str:
    """Why a setting has no effect beside these others, in words; nothing when it has one."""
    for other, wanted in (extra(model.model_fields[name], "needs") or {}).items():
        if values[other] not in wanted:
            field = model.model_fields[other]
            *most, last = (choice_word(field, one) for one in wanted)
            return f"Without effect now: it needs {field.title} = {' or '.join(filter(None, (', '.join(most), last)))}."
    return ""


def bound(field: FieldInfo, name: str) -> Any:
    """The value of a bound (``ge``, ``gt``, ``le``) of a field, or None."""
    return next((getattr(item, name) for item in field.metadata if hasattr(item, name)), None)


def _sentence(model: type[Settings], error: ErrorDetails) -> str:
    name = str(error["loc"][0]) if error["loc"] else ""
    if error["type"] == "extra_forbidden":
        return f"There is no setting '{name}'{close(name, model.model_fields)}."
    if name not in model.model_fields:
        return f"{error['msg'].removeprefix('Value error, ')}"
    found = f"{name} is {shorten(repr(error['input']), 80)}"
    allowed = choices(model.model_fields[name])
    if allowed:
        return f"{found}: choose one of {', '.join(allowed)}{close(str(error['input']), allowed)}."
    if model.model_fields[name].annotation not in (int, float, float | None):
        return f"{found}: give text."
    low, high = _range(model.model_fields[name])
    whole = "a whole number" if model.model_fields[name].annotation is int else "a number"
    return f"{found}: give {whole} {low}{' and ' if low and high else ''}{high}.".replace(" .", ".")


def _range(field: FieldInfo) -> tuple[str, str]:
    low, above, high = bound(field, "ge"), bound(field, "gt"), bound(field, "le")
    start = f"of at least {low}" if low is not None else f"above {above}" if above is not None else ""
    return start, f"at most {high}" if high is not None else ""


def word(value: str) -> str:
    """A choice as people write it: "RMSprop", "SimpleRNN"."""
    return CELLS[value].title if value in CELLS else WORDS.get(value, value.capitalize())


def choice_word(field: FieldInfo, value: str) -> str:
    """One of a field's choices as people write it."""
    return str((extra(field, "words") or {}).get(value) or word(value))


def shown(name: str, value: Any) -> str:
    """The value of a setting as the form shows it."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int | float):
        return f"{percent(value)}" if name in SHARES and value <= 1 else f"{value:g}"
    if not isinstance(value, str):
        return ", ".join(value or ()) or "none"
    return (value if name == "target" else word(value)) or "none"


def close(word: str, known: Any) -> str:
    """`` (did you mean 'x'?)`` for the known word nearest to ``word``, or nothing."""
    match = difflib.get_close_matches(word, list(known), n=1)
    return f" (did you mean '{match[0]}'?)" if match else ""
