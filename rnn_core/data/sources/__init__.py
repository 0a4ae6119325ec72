"""The catalogue, one module a source: a module with ``ENTRIES`` is found by itself."""
