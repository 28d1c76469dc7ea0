"""One reader of the keyring."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, TypeAlias

from wbs.letters.codec import DAY, READER_ID, RECIPIENT, SIGNING_KEY, choice, line

Role: TypeAlias = Literal["intake", "investigator", "outside"]


@dataclass(frozen=True)
class Reader:
    """One person who reads: a role for a title, never a name; both public keys as text; days inclusive.

    The id stands for that person for good: with new keys it stays, for a new person it is new, since
    letters exclude readers by id.
    """

    id: Annotated[str, READER_ID]
    title: Annotated[str, line(100)]
    unit: Annotated[str, line(100)]
    role: Annotated[Role, choice("intake", "investigator", "outside")]
    recipient: Annotated[str, RECIPIENT]
    signing_key: Annotated[str, SIGNING_KEY]
    not_before: Annotated[date, DAY]
    expires: Annotated[date, DAY]

    def is_current(self, today: date) -> bool:
        """Tell whether letters may be sealed to this reader today."""
        return self.not_before <= today <= self.expires
