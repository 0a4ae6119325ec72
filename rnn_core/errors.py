"""The one exception for what a user can mend."""


class UserError(ValueError):
    """Bad input, told in plain words: what was found, what was expected, how to fix it.

    Pages show the message as it is; the command line prints it on stderr and exits with code 2.
    """
