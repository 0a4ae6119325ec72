"""What only the page Vanishing gradients shows."""
