"""RNN Lab as an installed package: its files lie in ``home``, as they lie in the repository."""
