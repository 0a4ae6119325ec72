"""One step of a small cell with every number named: table, stages, formulas, drawing."""
