"""The recurrent cells: their forward step with every gate."""
