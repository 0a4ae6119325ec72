"""The command line: what it reads, what it prints. It may import everything of ``rnn_core``."""
