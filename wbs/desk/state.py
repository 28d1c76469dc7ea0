"""What the journal says, as a value: which files exist, what is queued, how far the desk has imported.

Whatever follows from the letters themselves (cases, counters, who acknowledged) is not kept here: the fold
of the letters says it.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Annotated, ClassVar, TypeAlias

from wbs.cases.thread import SLOT_LIFE
from wbs.letters.codec import DAY, HALF_DAY, HASH, array, hex_bytes, integer, line, record, tagged
from wbs.letters.halfday import HalfDay

_MANY = 1 << 20
# A bundle's last day may be ahead of a desk's by a zone or a slow clock.
AHEAD = timedelta(days=1)


@dataclass(frozen=True)
class SeenDrop:
    """A sealed letter of a bundle: the hash of its file and when it arrived."""

    drop: Annotated[bytes, HASH]
    half_day: Annotated[HalfDay, HALF_DAY]


@dataclass(frozen=True)
class QueuedSlot:
    """A sealed reply for the board: the slot's name, whose case, and the hash of the reply inside."""

    r: Annotated[bytes, hex_bytes(16)]
    case: Annotated[bytes, HASH]
    reply: Annotated[bytes, HASH]


@dataclass(frozen=True, kw_only=True)
class Imported:
    """A volume of a bundle was taken in, up to this record's ``drops``; see ``bundle.Manifest``.

    ``keyring`` is the newest sequence seen, ``board`` the slots of ours that the portal shows.
    """

    op: ClassVar[str] = "imported"
    day: Annotated[date, DAY]
    since: Annotated[HalfDay | None, HALF_DAY] = None
    until: Annotated[HalfDay, HALF_DAY]
    volume: Annotated[int, integer(1, 9999)]
    volumes: Annotated[int, integer(1, 9999)]
    keyring: Annotated[int, integer(1, 999_999)]
    drops: Annotated[tuple[SeenDrop, ...], array(record(SeenDrop), _MANY)]
    board: Annotated[tuple[bytes, ...], array(hex_bytes(16), _MANY)]


@dataclass(frozen=True, kw_only=True)
class Wrote:
    """Letters of this desk were written: ``drops`` are sealed notes and reports, ``slots`` sealed replies."""

    op: ClassVar[str] = "wrote"
    day: Annotated[date, DAY]
    drops: Annotated[tuple[bytes, ...], array(HASH, _MANY)] = ()
    slots: Annotated[tuple[QueuedSlot, ...], array(record(QueuedSlot), _MANY)] = ()


@dataclass(frozen=True, kw_only=True)
class Packed:
    """An outbox was made of what was queued then."""

    op: ClassVar[str] = "packed"
    day: Annotated[date, DAY]
    sha256: Annotated[bytes, HASH]


@dataclass(frozen=True, kw_only=True)
class Pruned:
    """Letters for others were removed by age."""

    op: ClassVar[str] = "pruned"
    day: Annotated[date, DAY]
    drops: Annotated[tuple[bytes, ...], array(HASH, _MANY)]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Letters of a reporter were shown here, by the hash of letter.json; early desks noted no day."""

    op: ClassVar[str] = "shown"
    letters: Annotated[tuple[bytes, ...], array(HASH, _MANY)]
    day: Annotated[date | None, DAY] = None


@dataclass(frozen=True, kw_only=True)
class Saved:
    """An attachment was about to be written out in plaintext: ``letter`` by the hash of letter.json.

    Noted once the bytes are safe and before they get their name, so that no copy leaves unnoted.
    """

    op: ClassVar[str] = "saved"
    day: Annotated[date, DAY]
    letter: Annotated[bytes, HASH]
    path: Annotated[str, line(64)]
    sha256: Annotated[bytes, HASH]


@dataclass(frozen=True, kw_only=True)
class BackedUp:
    """The sealed shelf was copied."""

    op: ClassVar[str] = "backed-up"
    day: Annotated[date, DAY]


@dataclass(frozen=True, kw_only=True)
class Restored:
    """The shelf up to here is a copy; what was written after the copy was made is missing until an import."""

    op: ClassVar[str] = "restored"


Operation: TypeAlias = Imported | Wrote | Packed | Pruned | Shown | Saved | BackedUp | Restored
OPERATION = tagged("op", Imported, Wrote, Packed, Pruned, Shown, Saved, BackedUp, Restored)


@dataclass
class WrittenSlot:
    """A slot of ours and the day it was made; ``seen`` on the portal's board as it was last brought."""

    slot: QueuedSlot
    day: date
    seen: bool = False


@dataclass
class State:
    """The journal, folded. ``brought``: the import that a letter first came with, less its lists.

    ``latest``: up to when the bundle says it goes that was imported last. ``carried``: letters and slots that
    were waiting when an outbox was last made, by the hash of the file and by r.
    """

    arrived: dict[bytes, HalfDay] = field(default_factory=dict)
    brought: dict[bytes, Imported] = field(default_factory=dict)
    written: dict[bytes, date] = field(default_factory=dict)
    slots: dict[bytes, WrittenSlot] = field(default_factory=dict)
    shown: dict[bytes, date | None] = field(default_factory=dict)
    saved: list[Saved] = field(default_factory=list)
    keyring_seen: int | None = None
    collected: HalfDay | None = None
    latest: HalfDay | None = None
    packed: Packed | None = None
    carried: set[bytes] = field(default_factory=set)
    backed_up: date | None = None
    restored: bool = False
    volumes: dict[tuple[HalfDay | None, HalfDay], set[int]] = field(default_factory=dict)

    @property
    def drops(self) -> set[bytes]:
        """Every sealed letter on the shelf."""
        return self.arrived.keys() | self.written.keys()

    def has_volume(self, since: HalfDay | None, until: HalfDay, volume: int) -> bool:
        """Tell whether a volume of a bundle was taken in."""
        return volume in self.volumes.get((since, until), ())

    def unconfirmed_drops(self) -> list[bytes]:
        """Letters written here that no bundle has brought back yet, the oldest first."""
        return [drop for drop in self.written if drop not in self.arrived]

    def unconfirmed_slots(self) -> list[WrittenSlot]:
        """Slots made here that no bundle's board has shown yet, the oldest first."""
        return [slot for slot in self.slots.values() if not slot.seen]

    def missing(self, imported: Imported) -> list[bytes]:
        """Return the slots that some board showed, and this one, no older and still to have them, does not.

        Nobody signs a bundle's board: whoever carries it can make one up.
        """
        if self.latest is not None and imported.until < self.latest:
            return []
        board = set(imported.board)
        return [
            r
            for r, each in self.slots.items()
            if each.seen and r not in board and imported.day - each.day < SLOT_LIFE
        ]

    def apply(self, operation: Operation) -> None:
        """Take one record in."""
        match operation:
            case Imported():
                self._import(operation)
            case Wrote():
                self.written.update(dict.fromkeys(operation.drops, operation.day))
                self.slots.update({slot.r: WrittenSlot(slot, operation.day) for slot in operation.slots})
            case Packed():
                self.packed = operation
                self.carried = {
                    *self.unconfirmed_drops(),
                    *(each.slot.r for each in self.unconfirmed_slots()),
                }
            case Pruned():
                for drop in operation.drops:
                    self.arrived.pop(drop, None)
                    self.brought.pop(drop, None)
                    self.written.pop(drop, None)
            case Shown():
                for letter in operation.letters:
                    self.shown.setdefault(letter, operation.day)
            case Saved():
                self.saved.append(operation)
            case BackedUp():
                self.backed_up = operation.day
            case Restored():
                self.restored = True

    def _import(self, imported: Imported) -> None:
        self.restored &= not self._is_whole(imported)
        self.keyring_seen = max(self.keyring_seen or 0, imported.keyring)
        for r in self.missing(imported):
            self.slots[r].seen = False
        self.latest = imported.until
        volume = replace(imported, drops=(), board=())
        for seen in imported.drops:
            self.brought.setdefault(seen.drop, volume)
            known = self.arrived.get(seen.drop, seen.half_day)
            self.arrived[seen.drop] = min(known, seen.half_day)
        for r in imported.board:
            self.slots[r].seen = True
        self._advance(imported)

    def _is_whole(self, imported: Imported) -> bool:
        """Tell whether all that the portal had is in now, and that is no less than what was here before."""
        volumes = {imported.volume, *self.volumes.get((imported.since, imported.until), ())}
        before = self.collected or imported.until
        return imported.since is None and len(volumes) == imported.volumes and imported.until >= before

    def _advance(self, imported: Imported) -> None:
        """Move ``collected`` once every volume of a bundle is in that leaves no gap behind it.

        A bundle from the future moves nothing: nobody signs its manifest, and this desk signs ``collected``.
        """
        if imported.until.day > imported.day + AHEAD:
            return
        volumes = self.volumes.setdefault((imported.since, imported.until), set())
        volumes.add(imported.volume)
        if len(volumes) < imported.volumes:
            return
        if imported.since is not None and (self.collected is None or imported.since > self.collected):
            return
        self.collected = max(self.collected or imported.until, imported.until)
