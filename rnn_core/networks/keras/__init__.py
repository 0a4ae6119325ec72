"""The network as Keras layers, and the fast loops on a CPU. Only the worker imports this package."""
