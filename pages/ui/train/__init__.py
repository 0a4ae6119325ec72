"""The form, the button, and what is seen while a network trains and after it."""
