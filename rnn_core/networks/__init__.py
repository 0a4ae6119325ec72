"""A network as data, and its twins in Keras and NumPy.

Only ``networks.keras`` imports Keras.
"""
