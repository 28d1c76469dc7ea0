"""Kinds of violation, their classes, and who else is competent."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from wbs.cases.errors import OfficeError
from wbs.cases.strict import Table, unique
from wbs.cases.text import Text


class Class(StrEnum):
    """Classes of occupational fraud after the ACFE's fraud tree, and conduct beside them."""

    CORRUPTION = "C"
    ASSET = "A"
    STATEMENT = "S"
    CONDUCT = "K"
    OTHER = "L"


@dataclass(frozen=True)
class Violation:
    """One kind of violation as the office's settings list it.

    `number` is what letters carry; it keeps its meaning for life. `competent` names channels (by key) that
    are competent besides this one. For the accountability report: `smap` marks the core of the anti-bribery
    system (ISO 37001), `priority` what the office counts before all else. No list goes by either.
    """

    number: int
    name: Text
    cls: Class
    competent: tuple[str, ...]
    smap: bool
    priority: bool


def read_violations(root: Table, channels: Collection[str]) -> tuple[Violation, ...]:
    """Every `[[violation]]`; who is competent must be one of the channels. Raises OfficeError."""
    violations = []
    for table in root.tables("violation"):
        cls = table.string("class")
        if cls not in set(Class):
            raise OfficeError(table.where("class"), f"must be one of {', '.join(Class)}")
        violation = Violation(
            number=table.integer("number"),
            name=table.text("name"),
            cls=Class(cls),
            competent=table.strings("competent"),
            smap=table.boolean("smap"),
            priority=table.boolean("priority"),
        )
        for key in violation.competent:
            if key not in channels:
                raise OfficeError(table.where("competent"), f"names no channel: {key}")
        table.close()
        violations.append(violation)
    unique("violation", (str(violation.number) for violation in violations))
    return tuple(violations)
