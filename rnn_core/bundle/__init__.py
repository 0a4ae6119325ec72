"""A run as one zip, out and in.

May import experiments and everything below.
"""
