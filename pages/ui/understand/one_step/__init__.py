"""What only the page One step by hand shows."""
