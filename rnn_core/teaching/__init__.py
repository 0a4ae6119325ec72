"""Explanations without a run: one step by hand, the loop unrolled, gradients, lessons, studies.

May import experiments and everything below.
"""
