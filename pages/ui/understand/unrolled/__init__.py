"""What only the page The loop, unrolled shows."""
