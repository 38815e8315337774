"""Refusals that people read."""


class DomainError(Exception):
    """A rule of the city says no. ``message`` is Japanese and says what to do next.

    Subclasses stand beside the function that raises them and are named as the fact
    (``SessionFull``). The text may be given per instance when it carries a value.
    """

    message = ""

    def __init__(self, message: str = ""):
        super().__init__(message or self.message)
