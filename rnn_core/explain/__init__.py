"""What goes on inside a trained network: influence, units, dropout.

May import experiments and everything below.
"""
