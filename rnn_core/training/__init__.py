"""From a run folder to its result, in a process of its own.

Only this package and ``networks.keras`` import Keras; pages import neither.
"""
