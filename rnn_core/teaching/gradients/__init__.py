"""How a gradient fades or grows on its way back, seen on the copy task."""
