"""Which cases a screen may show: nothing on it tells a reader of one that they are kept out of.

A case is told of once its report can be read here and nobody excluded this reader from it. Of every other,
also one that a note or a misled reporter's letter names, a screen says what it says of a name made up.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from wbs.cases.casefile import Case
from wbs.desk.errors import DeskError

if TYPE_CHECKING:
    from wbs.desk.desk import Desk

_SHORTEST = 4


def is_visible(desk: "Desk", case: Case) -> bool:
    """Tell whether a case may be shown to this desk's reader."""
    return case.report is not None and desk.vault.reader not in case.excluded


def visible(desk: "Desk", case: bytes) -> Case | None:
    """Return the case of this id if it may be shown."""
    found = desk.cases.get(case)
    return found if found is not None and is_visible(desk, found) else None


def name_of(desk: "Desk", case: bytes) -> str:
    """Return the name of a case that another one speaks of; empty where it may not be shown."""
    found = visible(desk, case)
    return found.name if found is not None else ""


def names_of(desk: "Desk", cases: Iterable[bytes]) -> list[str]:
    """Return the names of those of the cases that may be shown."""
    return [name for case in cases if (name := name_of(desk, case))]


def find(desk: "Desk", name: str) -> Case:
    """Return the one case to be shown whose id begins with ``name``, 4 hex digits or more; else DeskError."""
    wanted = name.strip().lower()
    ids = [each for each in desk.cases if each.hex().startswith(wanted)] if len(wanted) >= _SHORTEST else []
    found = [case for case in map(desk.cases.__getitem__, ids) if is_visible(desk, case)]
    if not found:
        raise DeskError("Tidak ada kasus {name} di meja ini.", name=name)
    if len(found) > 1:
        raise DeskError("Beberapa kasus berawalan {name}. Ketik lebih panjang.", name=name)
    return found[0]
