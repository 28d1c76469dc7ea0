"""Strict reading of parsed TOML: every key known, every key there, every value of its type."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from wbs.cases.errors import OfficeError
from wbs.cases.text import Text

_KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Table:
    """One table being read. Each reader takes its key away; `close` refuses what is left.

    All methods raise OfficeError with the key's full path.
    """

    def __init__(self, values: object, path: str = "") -> None:
        if not isinstance(values, Mapping):
            raise OfficeError(path, "must be a table")
        self._values = dict(values)
        self._path = path

    def where(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def keys(self) -> tuple[str, ...]:
        return tuple(self._values)

    def _take(self, key: str) -> object:
        if key not in self._values:
            raise OfficeError(self.where(key), "is missing")
        return self._values.pop(key)

    def optional_string(self, key: str) -> str | None:
        return self.string(key) if key in self._values else None

    def string(self, key: str, *, empty: bool = False) -> str:
        value = self._take(key)
        if not isinstance(value, str) or value != value.strip() or not (value or empty):
            raise OfficeError(self.where(key), "must be a text without blanks at its ends")
        return value

    def key(self) -> str:
        """The `key` that other places name this table by."""
        key = self.string("key")
        if not _KEY.fullmatch(key):
            raise OfficeError(self.where("key"), "must be made of a-z, 0-9 and hyphens")
        return key

    def integer(self, key: str, least: int = 1) -> int:
        return _integer(self._take(key), self.where(key), least)

    def integers(self, key: str) -> tuple[int, ...]:
        return tuple(_integer(item, where, 1) for item, where in self._items(key))

    def boolean(self, key: str) -> bool:
        value = self._take(key)
        if not isinstance(value, bool):
            raise OfficeError(self.where(key), "must be true or false")
        return value

    def text(self, key: str) -> Text:
        table = self.table(key)
        text = Text(table.string("id"), table.string("en"))
        table.close()
        return text

    def strings(self, key: str) -> tuple[str, ...]:
        found = []
        for item, where in self._items(key):
            if not isinstance(item, str):
                raise OfficeError(where, "must be a text")
            found.append(item)
        return tuple(found)

    def optional_strings(self, key: str) -> tuple[str, ...]:
        return self.strings(key) if key in self._values else ()

    def table(self, key: str) -> "Table":
        return Table(self._take(key), self.where(key))

    def tables(self, key: str) -> tuple["Table", ...]:
        return tuple(Table(item, where) for item, where in self._items(key))

    def days(self, key: str) -> dict[date, str]:
        """A table whose keys are ISO dates and whose values are names."""
        table = self.table(key)
        found: dict[date, str] = {}
        for day in table.keys():  # noqa: SIM118 - a Table is no mapping
            try:
                parsed = date.fromisoformat(day)
            except ValueError:
                raise OfficeError(table.where(day), "must be a date like 2026-01-31") from None
            found[parsed] = table.string(day)
        return found

    def close(self) -> None:
        for key in self._values:
            raise OfficeError(self.where(key), "is not a known key")

    def _items(self, key: str) -> list[tuple[object, str]]:
        value = self._take(key)
        if not isinstance(value, list):
            raise OfficeError(self.where(key), "must be a list")
        return [(item, f"{self.where(key)}[{number}]") for number, item in enumerate(value, 1)]


def _integer(value: object, where: str, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise OfficeError(where, f"must be a whole number of at least {least}")
    return value


def unique(where: str, keys: Iterable[str]) -> set[str]:
    """The keys, of which none may stand twice."""
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise OfficeError(f"{where}.{key}", "stands twice")
        seen.add(key)
    return seen
