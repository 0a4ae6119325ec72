"""Looking inside networks that read windows of a series, shared by the experiments that do: past, dropout."""
