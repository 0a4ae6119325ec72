"""Several runs side by side: forecasts over each other, curves, a setting against the score, the settings that differ."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.runs.table import score
from rnn_core.experiments import experiment
from rnn_core.experiments.listing import DAMAGED, Row, best, differing, differing_in_words
from rnn_core.experiments.side_by_side import of_one_kind, of_one_loss, same_test
from rnn_core.figures import charts, comparisons

MOST = 6  # whose lines can be told apart
TOLD = 2  # settings that a name tells
ALL = "All"
WINDOWS = ("Last 60", "Last 200", ALL)
PLAIN = {"displayModeBar": False}


def compare(chosen: Sequence[Row]) -> None:
    """Pictures first, then the table."""
    st.subheader("Side by side")
    if damaged := sum(row.state == DAMAGED for row in chosen):
        st.text(f"{damaged} of them {'is' if damaged == 1 else 'are'} damaged and left out.")
        chosen = [row for row in chosen if row.state != DAMAGED]
    if not chosen:
        return
    named = _names(chosen)
    if len(chosen) > MOST:
        st.text(f"Lines are drawn of the first {MOST} of {len(chosen)}.")
    kinds = of_one_kind(chosen)
    if len(kinds) > 1:
        st.text("They are of different data or kinds: each has its own picture, as their losses and scores cannot be compared.")
    for number, kind in enumerate(kinds):
        _of_one_kind(kind, named, number)
    _table(chosen, list(named.values()))
    winner = best(chosen)
    if winner:
        st.text(f"Best by {winner.score_title.lower()}: {named[winner.run.id]}.")
    else:
        st.text("No best one: only runs of one kind on the same data can be ranked.")


def _of_one_kind(kind: Sequence[Row], named: dict[str, str], place: int) -> None:
    """``place``: of the kind among the others, for the keys of its pictures."""
    _forecasts(kind[:MOST], named, place)
    _curves(kind[:MOST], named, place)
    _settings(kind, named, place)


def _names(chosen: Sequence[Row]) -> dict[str, str]:
    """Of each run, by its id: numbered, and by what it differs in where it has no name of its own and the data are the same."""
    differ = differing_in_words(chosen) if len({row.data for row in chosen}) == 1 else {}
    told = [
        ", ".join(f"{title} {values[place]}" for title, values in list(differ.items())[:TOLD]) for place in range(len(chosen))
    ]
    names = (row.title or words or row.data for row, words in zip(chosen, told, strict=True))
    return {row.run.id: f"{number}. {name}" for number, (row, name) in enumerate(zip(chosen, names, strict=True), start=1)}


def _curves(kind: Sequence[Row], named: dict[str, str], place: int) -> None:
    found = [
        group for one in of_one_loss(kind) if (group := {row.run.id: history for row in one if (history := row.run.history())})
    ]
    if not found:
        return
    st.markdown("##### How they learned")
    if len(found) > 1:
        st.text("What they forecast is scaled in different ways: losses of one way are drawn together.")
    for number, group in enumerate(found):
        curves = {named[id]: history for id, history in group.items()}
        drawn = charts.compared_losses(curves, experiment(kind[0].experiment).loss_unit, _colors(named))
        st.plotly_chart(drawn, key=f"compared-{place}-{number}", config=PLAIN)
    st.caption("What to look for: which curve falls sooner, and which ends lower.")


def _forecasts(kind: Sequence[Row], named: dict[str, str], place: int) -> None:
    found = same_test(kind)
    if not found:
        return
    st.markdown("##### Their forecasts of the same test part")
    tables = {named[row.run.id]: table for row, table in found}
    unit = getattr(found[0][0].run.metrics(experiment("forecast").metrics), "unit", "")
    rows = st.segmented_control("Rows", WINDOWS, default=WINDOWS[0], required=True, key=f"overlaid-rows-{place}")
    drawn = comparisons.overlaid(tables, unit, _colors(named), None if rows == ALL else int(rows.removeprefix("Last ")))
    st.plotly_chart(drawn, key=f"overlaid-{place}", config=PLAIN)
    left = [named[row.run.id] for row in kind if named[row.run.id] not in tables]
    st.caption("What to look for: where two networks leave each other, and which of them then lies nearer to the actual line.")
    if left:
        st.text(f"Of another test part or without a result, so not in this picture: {', '.join(left)}.")


def _settings(kind: Sequence[Row], named: dict[str, str], place: int) -> None:
    """A setting that differs against the score."""
    scored = [row for row in kind if row.score is not None]
    differ = differing(scored)
    if not differ:
        return
    st.markdown("##### A setting against the score")
    title = st.segmented_control(
        "Setting that differs", list(differ), default=next(iter(differ)), required=True, key=f"scatter-setting-{place}"
    )
    words, names = differing_in_words(scored)[title], [named[row.run.id] for row in scored]
    values = [value if _is_number(value) else word for value, word in zip(differ[title], words, strict=True)]
    across = dict(zip(names, values, strict=True))
    scores = {name: row.score or 0.0 for name, row in zip(names, scored, strict=True)}
    drawn = comparisons.by_setting(title, across, scored[0].score_title, scores, _colors(named), scored[0].guess)
    st.plotly_chart(drawn, key=f"scatter-{place}", config=PLAIN)
    st.caption(
        "What to look for: dots above each other differ in something else, the seed perhaps. The setting matters as far as the "
        "dots lie further apart than those do."
    )


def _colors(named: dict[str, str]) -> dict[str, str]:
    return comparisons.colors(list(named.values()))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _table(chosen: Sequence[Row], names: Sequence[str]) -> None:
    rows = {"Data": [row.data for row in chosen], "Score": [score(row) for row in chosen]}
    rows |= {"Verdict": [row.verdict for row in chosen]}
    rows |= differing_in_words(chosen)
    st.dataframe(
        {"": list(rows), **{name: [row[place] for row in rows.values()] for place, name in enumerate(names)}}, hide_index=True
    )
