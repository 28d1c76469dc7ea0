"""Kinds of violation, their classes, and who else is competent."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from wbs.cases.text import Text


class Class(StrEnum):
    """Classes of occupational fraud after the ACFE's fraud tree, and conduct beside them."""

    CORRUPTION = "C"
    ASSET = "A"
    STATEMENT = "S"
    CONDUCT = "K"
    OTHER = "L"


CLASS_LABELS: Final = {
    Class.CORRUPTION: Text("Korupsi", "Corruption"),
    Class.ASSET: Text("Penyalahgunaan aset", "Asset misappropriation"),
    Class.STATEMENT: Text("Pernyataan palsu", "False statements"),
    Class.CONDUCT: Text("Perilaku", "Conduct"),
    Class.OTHER: Text("Lainnya", "Other"),
}


@dataclass(frozen=True)
class Violation:
    """One kind of violation as the office's settings list it.

    `number` is what letters carry; it keeps its meaning for life. `competent` names channels (by key) that
    are competent besides this one; `smap` marks the core of the anti-bribery system (ISO 37001); `priority`
    goes to the head of every list.
    """

    number: int
    name: Text
    cls: Class
    competent: tuple[str, ...]
    smap: bool
    priority: bool
