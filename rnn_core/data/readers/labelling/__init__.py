"""How files without columns say the label of a text: on its line, or by their own name or that of their folder."""
