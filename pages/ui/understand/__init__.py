"""What the pages of the section Understand show."""
