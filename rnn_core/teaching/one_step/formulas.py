"""The formulas of one step with the numbers put in, as LaTeX."""

from collections.abc import Callable, Mapping, Sequence

from rnn_core.teaching.one_step.cell import Steps
from rnn_core.teaching.one_step.stages import STAGES, shown, typed

WIDEST, WIDEST_INSIDE = 38, 30  # letters in one line of a sum, alone and inside a function
Terms = list[tuple[str, str]]  # each with letters, and with numbers
TIMES = r" \times "


def formulas(steps: Steps, stage: int, unit: int) -> list[str]:
    """One formula for each part of a stage, of some lines; of the whole cell (``stage`` 0) one line for each part."""
    if stage == 0:
        parts = [part for one in STAGES[steps.kind] for part in one.parts]
        rows = [rf"{_left(part, steps, unit)} &= {_short(steps, part, unit)}" for part in parts]
        return [_aligned(rows)]
    parts = list(STAGES[steps.kind][stage - 1].parts)
    return [_lines(_left(part, steps, unit), FORMULAS[part](steps, part, unit)) for part in parts] or [_comes_in(steps)]


def _aligned(rows: Sequence[str]) -> str:
    return r"\small\begin{aligned}" + r" \\[4pt] ".join(rows) + r"\end{aligned}"


def _lines(left: str, right: Sequence[str]) -> str:
    return _aligned([rf"{left} &= {right[0]}", *(rf"&= {line}" for line in right[1:])])


def _short(steps: Steps, part: str, unit: int) -> str:
    return " = ".join(FORMULAS[part](steps, part, unit)[-1 if part in steps.overrides else -2 :])


def _comes_in(steps: Steps) -> str:
    given = [("x", steps.x, typed), ("h", steps.h, shown)]
    if "c_new" in steps.numbers:
        given.append(("c", steps.c, shown))
    return _aligned(
        [
            rf"{_indexed(name, at, len(values))} &= \mathbf{{{_plain(show(float(value)))}}}"
            for name, values, show in given
            for at, value in enumerate(values)
        ]
    )


def _left(part: str, steps: Steps, unit: int) -> str:
    names = {"c_new": "c'", "h_new": "h'", "sum_h": "s"}
    return _indexed(names.get(part, part), unit, steps.units)


def _indexed(symbol: str, at: int, count: int) -> str:
    return symbol if count == 1 else f"{symbol}_{{{at + 1}}}"


def _plain(text: str) -> str:
    return text.replace("−", "-")


def _number(value: float) -> str:
    """As a factor or summand: in brackets where it is below 0."""
    text = _plain(shown(value))
    return f"({text})" if text.startswith("-") else text


def _typed(value: float) -> str:
    text = _plain(typed(value))
    return f"({text})" if text.startswith("-") else text


def _value(steps: Steps, name: str, unit: int) -> float:
    return float(steps.numbers[name][unit])


def _result(value: float) -> str:
    return rf"\mathbf{{{_plain(shown(value))}}}"


def _from_x(steps: Steps, part: str, unit: int) -> Terms:
    count = len(steps.x)
    return [
        (
            rf"w_{{{part}{at + 1 if count > 1 else ''}}} {_indexed('x', at, count)}",
            _typed(steps.weight("kernel", at, part, unit)) + TIMES + _typed(float(steps.x[at])),
        )
        for at in range(count)
    ]


def _from_h(steps: Steps, part: str, unit: int) -> Terms:
    count = steps.units
    return [
        (
            rf"u_{{{part}{at + 1 if count > 1 else ''}}} {_indexed('h', at, count)}",
            _typed(steps.weight("recurrent_kernel", at, part, unit)) + TIMES + _number(float(steps.h[at])),
        )
        for at in range(count)
    ]


def _bias(steps: Steps, part: str, unit: int, recurrent: bool = False) -> Terms:
    return [(rf"b{chr(39) if recurrent else ''}_{{{part}}}", _typed(steps.bias(part, unit, recurrent)))]


def _terms(steps: Steps, part: str, unit: int) -> Terms:
    """All that stands inside the sigmoid of a gate, or the tanh of a candidate."""
    found = _from_x(steps, part, unit) + _from_h(steps, part, unit)
    if part in steps.peepholes:
        seen = ("c'", _value(steps, "c_new", unit)) if part == "o" else ("c", float(steps.c[unit]))
        letter = _indexed(seen[0], unit, steps.units)
        found.append((rf"p_{{{part}}} {letter}", _typed(steps.peephole(part, unit)) + TIMES + _number(seen[1])))
    found += _bias(steps, part, unit)
    return found + (_bias(steps, part, unit, recurrent=True) if steps.kind == "gru" else [])


def _sum(texts: Sequence[str], around: str = "") -> str:
    """Added up, on several lines where it is long, inside ``around`` ( )."""
    lines = [texts[0]]
    for text in texts[1:]:
        longer = f"{lines[-1]} + {text}"
        if _letters(longer) > (WIDEST_INSIDE if around else WIDEST):
            lines.append(rf"{{}} + {text}")
        else:
            lines[-1] = longer
    inner = lines[0]
    if len(lines) > 1:
        inner = r"\begin{array}{l} " + r" \\ ".join(lines) + r" \end{array}"
    return rf"{around}\left({inner}\right)" if around else inner


def _letters(latex: str) -> int:
    """About how many letters wide a sum is on the page."""
    return len(latex.replace(TIMES, " x ").translate(dict.fromkeys(map(ord, "_{}"))))


def _spelled(terms: Terms, function: str = "") -> list[str]:
    return [_sum([letters for letters, _ in terms], function), _sum([numbers for _, numbers in terms], function)]


def _gate(steps: Steps, part: str, unit: int) -> list[str]:
    function, computed = r"\operatorname{sigmoid}", _value(steps, f"computed_{part}", unit)
    lines = [*_spelled(_terms(steps, part, unit), function), rf"{function}({_plain(shown(_value(steps, f'sum_{part}', unit)))})"]
    if part not in steps.overrides:
        return [*lines, _result(computed)]
    return [*lines, rf"{_plain(shown(computed))} \;\to\; {_result(steps.overrides[part])} \;\text{{by hand}}"]


def _candidate(steps: Steps, part: str, unit: int) -> list[str]:
    terms = _terms(steps, part, unit)
    if steps.kind == "gru":
        terms = [*_from_x(steps, part, unit), *_bias(steps, part, unit)]
        letters = TIMES.join(_indexed(name, unit, steps.units) for name in ("r", "a"))
        terms.append((letters, TIMES.join(_number(_value(steps, name, unit)) for name in ("r", "a"))))
    return [
        *_spelled(terms, r"\tanh"),
        rf"\tanh({_plain(shown(_value(steps, 'sum_g', unit)))})",
        _result(_value(steps, "g", unit)),
    ]


def _past_part(steps: Steps, part: str, unit: int) -> list[str]:
    terms = _from_h(steps, "g", unit) + _bias(steps, "g", unit, recurrent=True)
    return [*_spelled(terms), _result(_value(steps, "a", unit))]


def _weighted_sum(steps: Steps, part: str, unit: int) -> list[str]:
    return [*_spelled(_terms(steps, "h", unit)), _result(_value(steps, "sum_h", unit))]


def _rest_of_forget(steps: Steps, part: str, unit: int) -> list[str]:
    forget = _value(steps, "f", unit)
    return [f"1 - {_indexed('f', unit, steps.units)}", f"1 - {_number(forget)}", _result(1 - forget)]


def _input_gate(steps: Steps, part: str, unit: int) -> list[str]:
    return (_rest_of_forget if steps.kind == "lstm_coupled" else _gate)(steps, part, unit)


def _cell_state(steps: Steps, part: str, unit: int) -> list[str]:
    factors = {name: _value(steps, name, unit) for name in "fig"} | {"c": float(steps.c[unit])}
    return [*_two_products(steps, unit, ("f", "c"), ("i", "g"), factors), _result(_value(steps, "c_new", unit))]


def _two_products(
    steps: Steps, unit: int, one: tuple[str, str], other: tuple[str, str], factors: Mapping[str, float]
) -> list[str]:
    letters = [TIMES.join(_letter(name, steps, unit) for name in pair) for pair in (one, other)]
    numbers = [TIMES.join(_number(factors[name]) for name in pair) for pair in (one, other)]
    products = [_number(_value(steps, name, unit)) for name in ("kept", "written")]
    return [_sum(part) for part in (letters, numbers, products)]


def _letter(name: str, steps: Steps, unit: int) -> str:
    symbol = _indexed(name.removeprefix("1-"), unit, steps.units)
    return f"(1 - {symbol})" if name.startswith("1-") else symbol


def _new_state(steps: Steps, part: str, unit: int) -> list[str]:
    after = _result(_value(steps, "h_new", unit))
    if steps.kind == "simple_rnn":
        return [rf"\tanh({_indexed('s', unit, steps.units)})", rf"\tanh({_plain(shown(_value(steps, 'sum_h', unit)))})", after]
    if steps.kind == "gru":
        update = _value(steps, "z", unit)
        factors = {"z": update, "1-z": 1 - update, "h": float(steps.h[unit]), "g": _value(steps, "g", unit)}
        return [*_two_products(steps, unit, ("z", "h"), ("1-z", "g"), factors), after]
    output, cell, squashed = (_value(steps, name, unit) for name in ("o", "c_new", "squashed"))
    letters = (_indexed(name, unit, steps.units) for name in ("o", "c'"))
    return [
        r"{} \times \tanh({})".format(*letters),
        rf"{_number(output)} \times \tanh({_plain(shown(cell))})",
        rf"{_number(output)} \times {_number(squashed)}",
        after,
    ]


FORMULAS: Mapping[str, Callable[[Steps, str, int], list[str]]] = {
    "f": _gate,
    "z": _gate,
    "r": _gate,
    "o": _gate,
    "i": _input_gate,
    "g": _candidate,
    "a": _past_part,
    "sum_h": _weighted_sum,
    "c_new": _cell_state,
    "h_new": _new_state,
}
