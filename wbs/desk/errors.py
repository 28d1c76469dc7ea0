"""What can go wrong at a desk; each message is a sentence for the person who sits there.

A message is written in Indonesian with its values apart, so that whoever shows it can translate it first.

DeskError
├── VaultError      the vault cannot be opened or made
├── ShelfError      what lies on disk is damaged, missing or in use
├── BundleRefused   a bundle is not taken, as a whole
└── NotAllowed      the case's rules forbid the step: a state, an excluded reader, a second person
"""


class DeskError(Exception):
    """Any refusal of the desk: ``message`` is a sentence with the names of ``values`` in braces."""

    def __init__(self, message: str, **values: object) -> None:
        """Keep the sentence and its values apart."""
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        """Return the sentence in Indonesian."""
        return self.message.format(**self.values)


class VaultError(DeskError):
    """The vault cannot be opened or made."""


class ShelfError(DeskError):
    """What lies on disk is damaged, missing or in use."""


class BundleRefused(DeskError):  # noqa: N818 -- says what happened, as KeyringRefused does
    """A bundle is not taken, as a whole."""


class NotAllowed(DeskError):  # noqa: N818 -- says what happened
    """The case's rules forbid the step."""
