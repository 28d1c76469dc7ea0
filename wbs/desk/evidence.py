"""The evidence list of a case: each attachment, where it came from, and through whose hands it went.

What stands in it is said by somebody: the reporter's signed letter (names, sizes, hashes, what was removed),
the courier's manifests (half-days; unsigned), colleagues' signed notes, and this desk's own journal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from wbs.cases.casefile import Case
from wbs.desk import rules
from wbs.desk.attachments import Numbered, attachments
from wbs.desk.desk import Desk
from wbs.desk.errors import NotAllowed
from wbs.desk.state import Imported
from wbs.letters.halfday import HalfDay
from wbs.letters.note import Grant, Opened
from wbs.letters.reader import Reader


@dataclass(frozen=True)
class Passed:
    """A colleague's note: on this day ``author`` let ``to`` into a letter."""

    day: date
    author: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class Exhibit:
    """One attachment and its chain of hands, each part None or empty where this desk does not know it.

    ``drops``: SHA-256 of every sealed file that its letter came in. ``half_day``: the earliest in which the
    portal took one. ``brought``: the import that first brought one here. ``shown``: when it was first shown
    here. ``saved``: on which days it was written out here.
    """

    numbered: Numbered
    half_day: HalfDay | None
    drops: tuple[bytes, ...]
    brought: Imported | None
    shown: date | None
    passed: tuple[Passed, ...]
    saved: tuple[date, ...]


@dataclass(frozen=True)
class Evidence:
    """The list as this desk makes it on a day.

    ``opened``: who noted on which day that they opened the case. ``readers``: everyone named, as the newest
    keyring that knows them has them.
    """

    case: Case
    instance: bytes
    fingerprint: bytes
    keyring: int
    reader: str
    day: date
    exhibits: tuple[Exhibit, ...]
    opened: tuple[tuple[date, str], ...]
    readers: tuple[Reader, ...]


def evidence(desk: Desk, case: Case) -> Evidence:
    """Return the list of a case; NotAllowed if it has no attachment, or this reader no part in it."""
    rules.check_part(desk, case)
    exhibits = tuple(_exhibit(desk, case, each) for each in attachments(case))
    if not exhibits:
        raise NotAllowed("Kasus {case} tidak punya lampiran, jadi tidak ada daftar bukti.", case=case.name)
    opened = tuple(
        (note.letter.day, note.letter.author) for note in case.notes if isinstance(note.letter.body, Opened)
    )
    named = {desk.vault.reader, *(author for _, author in opened)}
    named |= {
        each for exhibit in exhibits for passed in exhibit.passed for each in (passed.author, *passed.to)
    }
    return Evidence(
        case=case,
        instance=desk.vault.pin.instance,
        fingerprint=desk.vault.pin.fingerprint,
        keyring=desk.chain.current.sequence,
        reader=desk.vault.reader,
        day=desk.today,
        exhibits=exhibits,
        opened=opened,
        readers=tuple(reader for each in sorted(named) if (reader := desk.reader(each)) is not None),
    )


def _exhibit(desk: Desk, case: Case, numbered: Numbered) -> Exhibit:
    state, message = desk.shelf.state, numbered.message
    imports = [state.brought[drop] for drop in message.drops if drop in state.brought]
    return Exhibit(
        numbered=numbered,
        half_day=message.half_day,
        drops=message.drops,
        brought=min(imports, key=lambda each: each.day, default=None),
        shown=state.shown.get(message.hash),
        passed=tuple(_passed(case, message.drops)),
        saved=tuple(
            each.day
            for each in state.saved
            if (each.letter, each.path) == (message.hash, numbered.attachment.path)
        ),
    )


def _passed(case: Case, drops: tuple[bytes, ...]) -> Iterator[Passed]:
    for note in case.notes:
        body = note.letter.body
        if isinstance(body, Grant) and body.drop in drops:
            yield Passed(note.letter.day, note.letter.author, body.to)
