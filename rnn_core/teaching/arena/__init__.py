"""All cells side by side: the same data, as many numbers, as many seconds."""
