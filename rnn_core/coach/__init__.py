"""What to learn from a run that has ended: one finding, one next step; runs side by side.

May import experiments and everything below.
"""
