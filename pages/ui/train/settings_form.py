"""A form made from an experiment's settings: one widget a field, nothing said twice."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import streamlit as st
from pydantic.fields import FieldInfo

from pages.ui.train.undo import remember, undo_button, undoable
from rnn_core.experiments import Experiment
from rnn_core.settings import SHARES, bound, choice_word, choices, extra, idle, lists, word

COLUMNS = ("target", "also", "features")  # settings that name columns of a series, one column in one of them
LONG_NAMES = 20  # letters of all presets' names: more do not stand in one line, and only pills look well in several
GROUPS = ("Data", "Path", "Words", "Network", "Training")
HOW_LONG = ("epochs", "seconds")
USUAL_SECONDS = 30.0
BEGUN = "preset-begun"  # in the session: the preset that was changed since
Options = Mapping[str, Mapping[Any, str]]


@dataclass(frozen=True)
class Choices:
    """What there is to choose because of the data, or of what is on this machine.

    ``columns`` of a series, each with the words for it, and its usual one as ``target``; ``options`` of other settings, with the
    words for them; ``hidden``: settings that have no meaning beside these data; ``titles`` of those that mean less.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    target: str = ""
    options: Options = field(default_factory=dict)
    hidden: Collection[str] = ()
    titles: Mapping[str, str] = field(default_factory=dict)


def key(experiment: Experiment, name: str) -> str:
    """The widget's key, under which the session keeps its value."""
    return f"{experiment.name}.{name}"


def fill(experiment: Experiment, values: Mapping[str, Any]) -> None:
    """Set the form to these settings."""
    for name, value in values.items():
        if name in experiment.settings.model_fields:
            many = name in lists(experiment.settings)
            st.session_state[key(experiment, name)] = list(value) if many else value


def fill_preset(experiment: Experiment, name: str | None) -> None:
    """Set the form to a preset; the column to forecast becomes the dataset's usual one again."""
    if name:
        fill(experiment, experiment.presets[name].model_dump())


def settings_form(
    experiment: Experiment, there: Choices, main: Sequence[str], locked: Collection[str] = (), hidden: Collection[str] = ()
) -> dict[str, Any]:
    """Show the form and return its values, not yet checked: ``main`` settings and how long in the open, the others folded.

    ``locked`` settings cannot be changed and ``hidden`` ones are not shown; both keep the values that the session has.
    A setting that has no effect beside the others is grey.
    """
    fields, columns = experiment.settings.model_fields, there.columns
    hidden = {*hidden, *there.hidden}
    preset_shown = not locked and not hidden - {*there.hidden}
    now = {name: st.session_state.get(key(experiment, name), info.default) for name, info in fields.items()}
    hidden |= {name for name, info in fields.items() if extra(info, "rare") and idle(experiment.settings, name, now)}
    if not columns:  # there are no data yet; the rest of the form stays, or the session would forget it
        hidden = {*hidden, *COLUMNS} & set(fields)
    for name, info in fields.items():
        st.session_state.setdefault(key(experiment, name), info.default)
    if columns:
        _fit_columns(experiment, list(columns), there.target)
    _fit_options(experiment, there.options)
    _remember(experiment, there)
    if preset_shown:
        _preset_choice(experiment)
    values: dict[str, Any] = {name: st.session_state[key(experiment, name)] for name in hidden}
    form = _Form(experiment, columns, there.options, locked, there.titles)
    shown = [name for name in fields if name not in hidden]
    values |= {name: form.field(name) for name in main if name in shown}
    values |= _how_long(form, [name for name in HOW_LONG if name in shown])
    rest = [name for name in shown if name not in values]
    with st.expander(f"All settings ({len(rest)} more)", icon=":material/tune:"):
        for group in GROUPS:
            of_group = [name for name in rest if extra(fields[name], "group") == group]
            if of_group:
                st.markdown(f"**{group}**")
                values |= {name: form.field(name) for name in of_group}
    return values


@dataclass(frozen=True)
class _Form:
    """What the widgets of a form need."""

    experiment: Experiment
    columns: Mapping[str, str]
    options: Options
    locked: Collection[str]
    titles: Mapping[str, str]

    @property
    def now(self) -> dict[str, Any]:
        """All values, as the session has them."""
        return {name: st.session_state[key(self.experiment, name)] for name in self.experiment.settings.model_fields}

    def field(self, name: str) -> Any:
        """One setting's widget, and its value."""
        return _field(self, name)


def _how_long(form: _Form, shown: Sequence[str]) -> dict[str, Any]:
    """Epochs, or seconds: the one that counts is shown."""
    if len(shown) < len(HOW_LONG) or {*shown} & {*form.locked}:
        return {name: form.field(name) for name in shown}
    seconds, choice = key(form.experiment, "seconds"), key(form.experiment, "how-long")
    st.session_state[choice] = "Epochs" if st.session_state[seconds] is None else "Seconds"

    def changed() -> None:
        st.session_state[seconds] = USUAL_SECONDS if st.session_state[choice] == "Seconds" else None

    without = bool(idle(form.experiment.settings, "epochs", form.now))
    st.segmented_control("How long", ["Epochs", "Seconds"], required=True, key=choice, on_change=changed, disabled=without)
    counted = "epochs" if st.session_state[seconds] is None else "seconds"
    other = next(name for name in HOW_LONG if name != counted)
    return {counted: form.field(counted), other: st.session_state[key(form.experiment, other)]}


def _preset_choice(experiment: Experiment) -> None:
    name = key(experiment, "preset")
    st.session_state[name] = now = _preset_in_use(experiment)
    long = sum(len(word(preset)) for preset in experiment.presets) > LONG_NAMES
    (st.pills if long else st.segmented_control)(
        "Start from",
        list(experiment.presets),
        format_func=word,
        key=name,
        on_change=lambda: fill_preset(experiment, st.session_state[name]),
        persist_state="session",
        help=experiment.presets_help,
    )
    _back(experiment, None if now else st.session_state.get(key(experiment, BEGUN)))


def _back(experiment: Experiment, changed: str | None) -> None:
    """Back to the preset that was ``changed``, if one was, or by one change."""
    if not changed and not undoable(experiment.name):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="preset-changed"):
        st.caption(f"{word(changed)}, changed" if changed else " ", width="stretch")
        if undoable(experiment.name):
            undo_button(experiment.name, partial(_as_before, experiment))
        if changed:
            again, key_of_it = partial(fill_preset, experiment, changed), key(experiment, "preset-reset")
            st.button("Reset", type="tertiary", icon=":material/restart_alt:", on_click=again, key=key_of_it)


def _remember(experiment: Experiment, there: Choices) -> None:
    """For Undo: what the form shows, and from which preset it came to be."""
    fields, begun = experiment.settings.model_fields, key(experiment, BEGUN)
    st.session_state[begun] = _preset_in_use(experiment) or st.session_state.get(begun)
    values = {name: st.session_state[key(experiment, name)] for name in (*fields, BEGUN)}
    fitted = [name for name in fields if name in COLUMNS or name in there.options]
    remember(experiment.name, values, fitted, (list(there.columns), {name: list(known) for name, known in there.options.items()}))


def _as_before(experiment: Experiment, values: dict[str, Any]) -> None:
    fill(experiment, values)
    st.session_state[key(experiment, BEGUN)] = values[BEGUN]


def _preset_in_use(experiment: Experiment) -> str | None:
    """The preset that the form shows, whatever the column; none as soon as one slider was moved."""
    for name, preset in experiment.presets.items():
        values = preset.model_dump(exclude={*COLUMNS})
        if all(st.session_state[key(experiment, field)] == value for field, value in values.items()):
            return name
    return None


def _fit_columns(experiment: Experiment, columns: Sequence[str], target: str) -> None:
    """Another dataset has other columns; a column has one part."""
    chosen = key(experiment, "target")
    others = [key(experiment, name) for name in COLUMNS if name != "target"]
    if st.session_state.get(chosen) not in columns:
        st.session_state.update({chosen: target, **{name: [] for name in others}})
    taken = {st.session_state[chosen]}
    for name in others:
        st.session_state[name] = [one for one in st.session_state.get(name, ()) if one in columns and one not in taken]
        taken |= {*st.session_state[name]}


def _fit_options(experiment: Experiment, options: Options) -> None:
    """What there is to choose may have changed: take the nearest number, else the first."""
    for name, known in options.items():
        value = st.session_state[key(experiment, name)]
        if value not in known:
            first = next(iter(known))
            near = min(known, key=lambda one: abs(one - value)) if isinstance(first, int) else first
            st.session_state[key(experiment, name)] = near


def _field(form: _Form, name: str) -> Any:
    """One setting's widget, and its value."""
    experiment, columns, options = form.experiment, form.columns, form.options
    field = experiment.settings.model_fields[name]
    now = form.now
    why = idle(experiment.settings, name, now)
    common: dict[str, Any] = {
        "label": form.titles.get(name, field.title),
        "key": key(experiment, name),
        "help": f"{_help(field)} {why}".strip(),
        "persist_state": "session",
        "disabled": name in form.locked or bool(why),
    }
    if name == "target":
        return st.selectbox(options=list(columns), format_func=columns.__getitem__, **common)
    if name in COLUMNS:
        before = COLUMNS[: COLUMNS.index(name)]
        taken = {st.session_state[key(experiment, "target")], *(one for other in before[1:] for one in now[other])}
        return st.multiselect(options=[one for one in columns if one not in taken], format_func=columns.__getitem__, **common)
    if name in options:
        return st.selectbox(options=list(options[name]), format_func=options[name].__getitem__, **common)
    return _widget(name, field, common)


def _widget(name: str, field: FieldInfo, common: dict[str, Any]) -> Any:
    if choices(field):
        return st.selectbox(options=choices(field), format_func=partial(choice_word, field), **common)
    if field.annotation is bool:
        return st.toggle(**common)
    if field.annotation is str:
        return st.text_input(**common)
    if name in SHARES and (bound(field, "le") <= 1 or st.session_state[common["key"]] < 1):
        lowest, highest = (0.01, 1.0) if name == "share" else (0.0, max(0.5, st.session_state[common["key"]]))
        return st.slider(min_value=lowest, max_value=highest, step=0.01, format="percent", **common)
    if field.annotation in (int, float) and bound(field, "le") <= 10_000:
        return _slider(field, common)
    if field.default is None:
        return st.number_input(value=None, min_value=0.0, max_value=float(bound(field, "le")), step=10.0, **common) or None
    return st.number_input(min_value=bound(field, "ge") or 0, max_value=bound(field, "le"), **common)


def _slider(field: FieldInfo, common: dict[str, Any]) -> Any:
    low, high = bound(field, "ge"), bound(field, "le")
    if field.annotation is int:
        return st.slider(min_value=low, max_value=high, step=1, **common)
    if low:
        return st.select_slider(options=_decades(low, high, st.session_state[common["key"]]), format_func="{:g}".format, **common)
    st.session_state[common["key"]] = float(st.session_state[common["key"]])
    return st.slider(min_value=float(low), max_value=float(high), step=extra(field, "step"), **common)


def _decades(low: float, high: float, present: float) -> list[float]:
    """1, 2, 5, 10, ... from ``low`` to ``high``, with the present value among them."""
    values = [float(f"{digit}e{power}") for power in range(-9, 9) for digit in (1, 2, 5)]
    return sorted({*(value for value in values if low <= value <= high), present})


def _help(field: FieldInfo) -> str:
    article = extra(field, "article")
    if article is None:
        return str(field.description)
    if isinstance(article, bool):
        return f"{field.description} The article has it {'on' if article else 'off'}."
    shown = choice_word(field, article) if isinstance(article, str) else f"{article:g}"
    return f"{field.description} The article uses {shown}."
