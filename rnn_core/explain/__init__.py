"""What goes on inside a trained network: influence, units, dropout. What an experiment has of it stands in its ``explain``.

May import features, figures, metrics, data, networks.
"""
