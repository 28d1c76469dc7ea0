"""The members of a JSON object, taken by name, type and bounds; anything unknown is refused."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

from wbs.letters.canonical import Value
from wbs.letters.errors import FormatError

_HEX = re.compile(r"[0-9a-f]*")
_DAY = re.compile(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}")
# Control and format characters, line and paragraph separators: they can make a line read as another one.
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})


class Fields:
    """One object being read: each member is taken once, and ``done`` refuses what nobody took.

    Every method raises FormatError, naming the place, for a member that is missing or not as asked.
    """

    def __init__(self, value: Value, where: str) -> None:
        """Start on an object that stands at ``where``, a name for messages."""
        if not isinstance(value, Mapping):
            raise FormatError(f"{where} is not an object")
        self._rest = dict(value)
        self._where = where

    def __contains__(self, name: str) -> bool:
        """Tell whether a member stands there and has not been taken."""
        return name in self._rest

    def take(self, name: str) -> Value:
        """Take a member of any type."""
        if name not in self._rest:
            raise FormatError(f"{self._where} has no {name}")
        return self._rest.pop(name)

    def text(self, name: str) -> str:
        """Take a string."""
        value = self.take(name)
        if not isinstance(value, str):
            raise self._wrong(name, "a string")
        return value

    def line(self, name: str, limit: int) -> str:
        """Take a string of 1 to ``limit`` characters that shows as one line, as it is written."""
        value = self.text(name)
        if not 0 < len(value) <= limit or value != value.strip():
            raise self._wrong(name, f"a line of at most {limit} characters")
        if any(unicodedata.category(character) in _UNSEEN for character in value):
            raise self._wrong(name, "a line of visible characters")
        return value

    def match(self, name: str, pattern: re.Pattern[str]) -> str:
        """Take a string that the pattern matches whole."""
        value = self.text(name)
        if pattern.fullmatch(value) is None:
            raise self._wrong(name, f"of the form {pattern.pattern}")
        return value

    def integer(self, name: str, low: int, high: int) -> int:
        """Take an integer from ``low`` to ``high``."""
        value = self.take(name)
        if not isinstance(value, int) or not low <= value <= high:
            raise self._wrong(name, f"an integer from {low} to {high}")
        return value

    def data(self, name: str, length: int) -> bytes:
        """Take ``length`` bytes, written as lower-case hex."""
        return read_hex(self.text(name), length, f"{name} of {self._where}")

    def day(self, name: str) -> date:
        """Take a date, written 2026-01-31."""
        value = self.text(name)
        if _DAY.fullmatch(value) is None:
            raise self._wrong(name, "a date written 2026-01-31")
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self._wrong(name, "a date that exists") from None

    def items(self, name: str, limit: int) -> Sequence[Value]:
        """Take an array of at most ``limit`` values."""
        value = self.take(name)
        if isinstance(value, str) or not isinstance(value, Sequence) or len(value) > limit:
            raise self._wrong(name, f"an array of at most {limit} values")
        return value

    def texts(self, name: str, limit: int) -> tuple[str, ...]:
        """Take an array of at most ``limit`` strings."""
        values = self.items(name, limit)
        if not all(isinstance(value, str) for value in values):
            raise self._wrong(name, "an array of strings")
        return tuple(str(value) for value in values)

    def done(self) -> None:
        """Refuse members that were not taken."""
        if self._rest:
            raise FormatError(f"{self._where} has an unknown member {min(self._rest)!r}")

    def _wrong(self, name: str, wanted: str) -> FormatError:
        return FormatError(f"{name} of {self._where} is not {wanted}")


def read_hex(text: str, length: int, what: str) -> bytes:
    """Read ``length`` bytes from lower-case hex; FormatError, naming ``what``, for anything else."""
    if len(text) != 2 * length or _HEX.fullmatch(text) is None:
        raise FormatError(f"{what} is not {length} bytes as lower-case hex")
    return bytes.fromhex(text)
