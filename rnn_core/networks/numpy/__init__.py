"""The network in NumPy, equal to Keras to 1e-5: answers, states, gradients, without Keras."""
