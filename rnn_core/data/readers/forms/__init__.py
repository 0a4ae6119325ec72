"""Forms that tables have beyond plain rows of plain numbers: what stands around the rows, and what goes with a number."""
