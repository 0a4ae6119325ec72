"""RNN Lab's core: data, sequences, networks, training and results. It never imports Streamlit."""

__version__ = "0.1.0"
