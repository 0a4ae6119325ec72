"""The formulas of one step with the numbers put in, as LaTeX: read off the operations of the cell's own step."""

import re
from collections.abc import Sequence

from rnn_core.networks.numpy.graph import Node
from rnn_core.teaching.one_step.cell import Steps
from rnn_core.wording import decimals, typed

WIDEST, WIDEST_INSIDE = 38, 30  # letters in one line of a sum, alone and inside a function
TIMES = r" \times "
BRACKETED = re.compile(r"^\(([^()]*)\)$")  # a single number
FUNCTIONS = {
    "sigmoid": r"\operatorname{sigmoid}",
    "tanh": r"\tanh",
    "relu": r"\operatorname{relu}",
    "exp": r"\exp",
    "log": r"\ln",
    "maximum": r"\max",
}
Pair = tuple[str, str]  # with letters, and with numbers


def formulas(steps: Steps, stage: int, unit: int) -> list[str]:
    """One formula for each part of a stage, of some lines; of the whole cell (``stage`` 0) one line for each part."""
    formula = _Formula(steps, unit)
    if stage == 0:
        letters = [letter for one in steps.cell.stages for letter in one.letters]
        return [_aligned([rf"{formula.left(letter)} &= {formula.short(letter)}" for letter in letters])]
    found = [_lines(formula.left(letter), formula.lines(letter)) for letter in steps.cell.stages[stage - 1].letters]
    return found or [_comes_in(steps)]


def _aligned(rows: Sequence[str]) -> str:
    return r"\small\begin{aligned}" + r" \\[4pt] ".join(rows) + r"\end{aligned}"


def _lines(left: str, right: Sequence[str]) -> str:
    return _aligned([rf"{left} &= {right[0]}", *(rf"&= {line}" for line in right[1:])])


def _comes_in(steps: Steps) -> str:
    given = [("x", steps.x, typed), *((letter, values, decimals) for letter, values in steps.before.items())]
    return _aligned(
        [
            rf"{_indexed(name, at, len(values))} &= \mathbf{{{_plain(show(float(value)))}}}"
            for name, values, show in given
            for at, value in enumerate(values)
        ]
    )


def _indexed(symbol: str, at: int, count: int) -> str:
    return symbol if count == 1 else f"{symbol}_{{{at + 1}}}"


def _plain(text: str) -> str:
    return text.replace("−", "-")


def _number(value: float) -> str:
    """As a factor or summand: in brackets where it is below 0."""
    text = _plain(decimals(value))
    return f"({text})" if text.startswith("-") else text


def _typed(value: float) -> str:
    text = _plain(typed(value))
    return f"({text})" if text.startswith("-") else text


def _result(value: float) -> str:
    return rf"\mathbf{{{_plain(decimals(value))}}}"


class _Formula:
    """Of one unit. What stages show has its letter wherever it is used; all else is written out."""

    def __init__(self, steps: Steps, unit: int):
        self.steps, self.unit = steps, unit
        shown = {letter for stage in steps.cell.stages for letter in stage.letters} | {*steps.cell.letters}
        self.names = {steps.graph.results[letter]: letter for letter in sorted(shown)}

    def left(self, letter: str) -> str:
        """Its own letter, of a new state with a stroke."""
        return self._letter(f"{letter}'" if letter in self.steps.cell.letters else letter)

    def short(self, letter: str) -> str:
        """The last line but one, and the result."""
        return " = ".join(self.lines(letter)[-1 if letter in self.steps.overrides else -2 :])

    def lines(self, letter: str) -> list[str]:
        """With letters, with numbers, with what comes of the parts, and the result."""
        node = self.steps.graph.results[letter]
        found = [*self._written(node), *self._reduced(node)]
        name = f"{letter}_new" if letter in self.steps.cell.letters else letter
        if letter in self.steps.overrides:
            computed = float(self.steps.numbers[f"computed_{letter}"][self.unit])
            by_hand = rf"{_plain(decimals(computed))} \;\to\; {_result(self.steps.overrides[letter])} \;\text{{by hand}}"
            return [*dict.fromkeys(found), by_hand]
        return [*dict.fromkeys(found), _result(float(self.steps.numbers[name][self.unit]))]

    def _letter(self, symbol: str) -> str:
        return _indexed(symbol, self.unit, self.steps.units)

    def _value(self, node: Node) -> float:
        value = self.steps.values[node]
        return float(value if isinstance(value, float) else value[self.unit])

    def _written(self, node: Node) -> Pair:
        """The operation of a node, whatever its own name is."""
        if node.operation in FUNCTIONS:
            return self._function(node)
        if node.operation == "add" or node.place[:1] in (("x",), ("h",)):
            letters, numbers = zip(*self._summands(node), strict=True)
            return _sum(letters), _sum(numbers)
        if node.operation == "subtract":
            pairs = [self._factor(one) for one in node.inputs]
            return f"{pairs[0][0]} - {pairs[1][0]}", f"{pairs[0][1]} - {pairs[1][1]}"
        if node.operation == "divide":
            over, under = (self._factor(one) for one in node.inputs)
            return rf"\frac{{{over[0]}}}{{{under[0]}}}", rf"\frac{{{over[1]}}}{{{under[1]}}}"
        return self._product(node) if node.operation == "multiply" else self._used(node)

    def _reduced(self, node: Node) -> list[str]:
        """What comes of the operation's parts, where that is another line."""
        if node.operation in FUNCTIONS:
            return [f"{FUNCTIONS[node.operation]}({', '.join(_plain(decimals(self._value(one))) for one in node.inputs)})"]
        if node.operation == "add" and not any(one.place[:1] in (("x",), ("h",)) for one in self._parts(node)):
            return [_sum([_number(self._value(one)) for one in self._parts(node)])]
        if node.operation == "multiply":
            return [TIMES.join(_number(self._value(one)) for one in node.inputs)]
        return []

    def _used(self, node: Node) -> Pair:
        """A node inside another one: its letter and number where it has a name."""
        if node in self.names:
            return self.left(self.names[node]), _number(self._value(node))
        if node.operation == "constant":
            return _typed(node.value), _typed(node.value)
        if node.place[:1] == ("state",):
            return self._letter(node.place[1]), _number(self._value(node))
        if node.place[:1] == ("own",):
            weight = next(one for one in self.steps.cell.own if one.name == node.place[1])
            return f"{weight.letter or weight.name}_{{{node.place[2]}}}", _typed(self._value(node))
        return self._written(node)

    def _factor(self, node: Node) -> Pair:
        """In brackets where it is a sum; with numbers its value, then."""
        letters, numbers = self._used(node)
        several = node.operation in ("add", "subtract") or node.place[:1] in (("x",), ("h",))
        if node in self.names or not several:
            return letters, numbers
        return f"({letters})", _number(self._value(node))

    def _product(self, node: Node) -> Pair:
        pairs = [self._factor(one) for one in node.inputs]
        by_weight = any(one.place[:1] == ("own",) for one in node.inputs)
        return (" " if by_weight else TIMES).join(letters for letters, _ in pairs), TIMES.join(numbers for _, numbers in pairs)

    def _function(self, node: Node) -> Pair:
        name = FUNCTIONS[node.operation]
        if len(node.inputs) == 1 and node.inputs[0] not in self.names:
            inner = node.inputs[0]
            if inner.operation == "add" or inner.place[:1] in (("x",), ("h",)):
                letters, numbers = zip(*self._summands(inner), strict=True)
                return _sum(letters, name), _sum(numbers, name)
        pairs = [self._used(one) for one in node.inputs]
        inside = ", ".join(one for one, _ in pairs), ", ".join(BRACKETED.sub(r"\1", one) for _, one in pairs)
        return f"{name}({inside[0]})", f"{name}({inside[1]})"

    def _parts(self, node: Node) -> list[Node]:
        """Of a sum, and of sums in it that have no name."""
        if node.operation != "add":
            return [node]
        return [part for one in node.inputs for part in ([one] if one in self.names else self._parts(one))]

    def _summands(self, node: Node) -> list[Pair]:
        """Weights times inputs, times h, times states; then the biases; then all else."""
        first: list[Pair] = []
        biases: list[Pair] = []
        last: list[Pair] = []
        for one in self._parts(node):
            if one.place[:1] == ("x",):
                first += self._from_x(one.place[1])
                biases.append(self._bias(one.place[1], recurrent=False))
            elif one.place[:1] == ("h",) and (one not in self.names or one is node):
                first += self._from_h(one.place[1])
                biases += [self._bias(one.place[1], recurrent=True)] if self.steps.cell.second_bias else []
            elif any(inner.place[:1] == ("own",) for inner in one.inputs):
                first += [self._used(one)] if self._counts(one) else []
            else:
                last.append(self._used(one))
        return first + biases + last

    def _counts(self, node: Node) -> bool:
        """Whether the weight in a product is one of those that count."""
        rows = {inner.place[2] for inner in node.inputs if inner.place[:1] == ("own",)}
        choosable = {row for one in self.steps.cell.own if one.title for row in one.rows}
        return not (rows & choosable) - self.steps.looking

    def _from_x(self, part: str) -> list[Pair]:
        steps, count = self.steps, len(self.steps.x)
        return [
            (
                rf"w_{{{part}{at + 1 if count > 1 else ''}}} {_indexed('x', at, count)}",
                _typed(steps.weight("kernel", at, part, self.unit)) + TIMES + _typed(float(steps.x[at])),
            )
            for at in range(count)
        ]

    def _from_h(self, part: str) -> list[Pair]:
        steps, count = self.steps, self.steps.units
        return [
            (
                rf"u_{{{part}{at + 1 if count > 1 else ''}}} {_indexed('h', at, count)}",
                _typed(steps.weight("recurrent_kernel", at, part, self.unit)) + TIMES + _number(float(steps.h[at])),
            )
            for at in range(count)
        ]

    def _bias(self, part: str, recurrent: bool) -> Pair:
        return rf"b{chr(39) if recurrent else ''}_{{{part}}}", _typed(self.steps.bias(part, self.unit, recurrent))


def _sum(texts: Sequence[str], around: str = "") -> str:
    """Added up, on several lines where it is long, inside ``around`` ( )."""
    lines = [texts[0]]
    for text in texts[1:]:
        longer = f"{lines[-1]} + {text}"
        if _width(longer) > (WIDEST_INSIDE if around else WIDEST):
            lines.append(rf"{{}} + {text}")
        else:
            lines[-1] = longer
    inner = lines[0]
    if len(lines) > 1:
        inner = r"\begin{array}{l} " + r" \\ ".join(lines) + r" \end{array}"
    return rf"{around}\left({inner}\right)" if around else inner


def _width(latex: str) -> int:
    """About how many letters wide a sum is on the page."""
    return len(latex.replace(TIMES, " x ").translate(dict.fromkeys(map(ord, "_{}"))))
