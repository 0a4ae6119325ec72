"""A chart that is updated in place: no flicker, and the reader's zoom stays.

``st.plotly_chart`` mounts a new chart whenever its data change. This component keeps one and calls ``Plotly.react``.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

_JS = """
const load = () => window.Plotly ? Promise.resolve(window.Plotly)
  : (window.__rnnLabPlotly ??= new Promise((done, fail) => {
      const script = document.createElement('script');
      script.src = './assets/plotly.min.js';
      script.onload = () => done(window.Plotly);
      script.onerror = fail;
      document.head.appendChild(script);
    }));

const themed = (element, layout) => {
  const style = getComputedStyle(element);
  const value = name => style.getPropertyValue(name).trim();
  const lines = value('--st-border-color');
  const axis = { automargin: true, gridcolor: lines, zeroline: false, linecolor: lines };
  return {
    ...layout,
    paper_bgcolor: 'transparent',
    plot_bgcolor: 'transparent',
    font: { color: value('--st-text-color'), family: value('--st-font'), size: 13 },
    xaxis: { ...axis, ...layout.xaxis },
    yaxis: { ...axis, ...layout.yaxis },
  };
};

export default function (component) {
  const { data, parentElement } = component;
  let chart = parentElement.querySelector('.rnn-lab-chart');
  if (!chart) {
    chart = document.createElement('div');
    chart.className = 'rnn-lab-chart';
    chart.style.height = data.height + 'px';
    parentElement.appendChild(chart);
    new ResizeObserver(() => {  // Plotly looks at the window only, not at a fold that opens
      const drawn = chart._fullLayout?.width, wide = chart.clientWidth;
      if (drawn && wide && Math.abs(drawn - wide) > 1) Plotly.Plots.resize(chart);
    }).observe(chart);
  }
  load().then(Plotly => Plotly.react(
    chart, data.traces, themed(chart, data.layout), { responsive: true, displaylogo: false, displayModeBar: false }
  )).catch(() => { chart.textContent = 'The chart could not be loaded: reload the page.'; });
  return () => { if (window.Plotly && !chart.isConnected) window.Plotly.purge(chart); };
}
"""

_chart = st.components.v2.component("rnn_lab_live_chart", js=_JS, isolate_styles=False)


def live_chart(key: str, traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any], height: int = 300) -> None:
    """Draw plotly ``traces``. Set ``layout["uirevision"]``: as long as it stays, so does the reader's zoom."""
    _chart(key=key, data={"traces": list(traces), "layout": dict(layout), "height": height}, height=height)
