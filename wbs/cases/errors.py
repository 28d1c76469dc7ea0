"""What this room raises.

CasesError
├── OfficeError          the office's settings are not what they must be; names the key
├── IllegalTransition    the state graph has no such move
├── MalformedEntry       a letter that is not of the format stood among the entries of a fold
└── StatisticsError      counts that may not be published: too many dimensions, an unknown one
"""


class CasesError(Exception):
    """Root of the errors of `wbs.cases`."""


class OfficeError(CasesError):
    """A key of the office's settings is unknown, missing or ill-formed."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"office settings: {key}: {problem}")
        self.key = key


class IllegalTransition(CasesError):
    """The state graph has no such move, or the outcome does not fit the state."""


class MalformedEntry(CasesError):
    """An entry's letter is not of the format; the shelf refuses such letters before they come here."""


class StatisticsError(CasesError):
    """The counts asked for may not be published in this form."""
