"""What can go wrong in the ceremony; each message is a sentence for the person who does it.

A message is written in Indonesian with its values apart, so that whoever shows it can translate it first.
"""


class CeremonyError(Exception):
    """A step that was not done: ``message`` is a sentence with the names of ``values`` in braces."""

    def __init__(self, message: str, **values: object) -> None:
        """Keep the sentence and its values apart."""
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        """Return the sentence in Indonesian."""
        return self.message.format(**self.values)
