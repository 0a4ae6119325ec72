"""What came out of the arena: a sentence, a picture, the numbers."""

from typing import Any

import pandas as pd
import streamlit as st

from rnn_core.teaching.arena import figures
from rnn_core.teaching.arena.far import SOLVED
from rnn_core.teaching.arena.rivals import title
from rnn_core.teaching.arena.sentences import Rival, error, ranked, remembered, verdict
from rnn_core.teaching.studies.arena import ArenaSettings
from rnn_core.wording import percent


def arena_result(result: dict[str, Any], settings: ArenaSettings) -> None:
    """``result``: see :func:`rnn_core.teaching.studies.arena.work`."""
    st.subheader(verdict(result))
    st.plotly_chart(figures.side_by_side(result), key="arena", alt=verdict(result))
    st.caption(
        f"At most {settings.numbers:,} numbers and {settings.seconds} s of training each, on {result['processor']} with "
        f"{result['cores']} cores; another machine computes more or less in that time. Left: a dot a seed, a line at the middle "
        "one, each network at its best moment on the validation part; an echo state network's readout is fitted at once. "
        f"Right: the longest sequence of which at least {percent(SOLVED)} of the first signs are named, trained once for each "
        "length. What to look for: who is good on the left without looking far back, and who remembers what these data do not "
        "ask for?"
    )
    with st.expander("The numbers", icon=":material/table:"):
        st.dataframe(pd.DataFrame(map(_row, ranked(result["rivals"]))), hide_index=True)


def _row(rival: Rival) -> dict[str, Any]:
    tried = ", ".join(f"{one['length']:,}: {percent(one['accuracy'])}" for one in rival["lengths"])
    return {
        "network": title(rival["name"]),
        "units": rival["units"],
        "numbers": rival["numbers"],
        "error": float(f"{error(rival):.3g}"),
        "seeds": ", ".join(f"{one:.3g}" for one in rival["errors"]),
        "changes of the weights": min(rival["steps"]),
        "remembers": remembered(rival),
        "right answers by steps": tried,
    }
