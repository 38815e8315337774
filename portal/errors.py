"""Refusals that people read, and errors of the machine that pass."""

import errno

# The disk, the quota of the account, or the largest file the system allows.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class FilesAway(OSError):
    """The place where files are kept does not answer, or does not let the portal in."""


class DomainError(Exception):
    """A rule of the city says no. ``message`` is Japanese and says what to do next.

    Subclasses stand beside the function that raises them and are named as the fact
    (``SessionFull``). The text may be given per instance when it carries a value.
    """

    message = ""

    def __init__(self, message: str = ""):
        super().__init__(message or self.message)
