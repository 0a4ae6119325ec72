"""plotly figures and drawings that several experiments share: data in, picture out."""
