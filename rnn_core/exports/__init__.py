"""Take it home: a run as a Python script, as a notebook, and as a page to print. Nothing of ours is needed to use them."""
