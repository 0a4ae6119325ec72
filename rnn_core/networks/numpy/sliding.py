"""A window that moves on place by place, in NumPy: what the network says after each, without reading every window anew."""

import numpy as np

from rnn_core.networks.numpy.stepping import Floats, State, Stepper


class SlidingWindows:
    """``rows`` sequences side by side, of whose last ``timesteps`` places the network says what comes next.

    All windows that hold a place read it together, in one step. The numbers are those of reading each window from its
    beginning; a long sequence takes ``timesteps`` times fewer steps, each of more rows.
    """

    def __init__(self, stepper: Stepper, rows: int = 1):
        self._stepper, self._rows = stepper, rows
        self._states = stepper.start(0)  # of the windows under way, the youngest first: (windows * rows, units)

    def read(self, projected: Floats) -> Floats:
        """Read one place a row, as ``Stepper.symbols`` or ``Stepper.project`` gives it. The outputs, (rows, outputs).

        They are those of the window that ends here; before ``timesteps`` places it is shorter.
        """
        begun = zip(self._stepper.start(self._rows), self._states, strict=True)
        before: list[State] = [tuple(map(np.concatenate, zip(new, old, strict=True))) for new, old in begun]
        windows = len(before[0][0]) // self._rows
        output, self._states = self._stepper.advance(np.tile(projected, (windows, 1)), before)
        if windows == self._stepper.network.timesteps:
            self._states = [tuple(part[: -self._rows] for part in state) for state in self._states]
        return self._stepper.logits(output[-self._rows :])
