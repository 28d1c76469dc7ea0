"""The outbox: what waits to be carried, packed once a day among fillers, so that it never tells how much
was answered."""

import hashlib
import io
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from wbs import sealing
from wbs.cases.casefile import Case
from wbs.cases.deadlines import CLOSED
from wbs.cases.thread import SLOT_LIFE
from wbs.desk import files
from wbs.desk.desk import Desk
from wbs.desk.errors import DeskError, NotAllowed
from wbs.desk.state import Packed, WrittenSlot
from wbs.desk.writing import sealed_reply
from wbs.letters.freshness import Collected, Freshness, sign_statement
from wbs.letters.outbox import LIMIT, MULTIPLE, Outbox, read_outbox, write_outbox

Progress = Callable[[str, int, int], None]

# Ten days before a slot leaves the board, so that one courier may be late.
RENEW_AFTER = timedelta(days=50)
KEEP_CLOSED = timedelta(days=400)


@dataclass(frozen=True)
class Waiting:
    """What a new outbox would carry: sealed letters, sealed replies, and replies about to leave the board."""

    drops: tuple[bytes, ...]
    slots: tuple[WrittenSlot, ...]
    renewals: tuple[Case, ...]


@dataclass(frozen=True)
class Made:
    """An outbox that lies in ``path``. ``replaces``: one was made earlier today, and must not be carried."""

    path: Path
    slots: int
    drops: int
    left: int
    replaces: bool


def waiting(desk: Desk) -> Waiting:
    """Return what no bundle has shown to have arrived, the oldest first.

    What was carried and is not confirmed yet goes again: at the portal, twice is once.
    """
    return Waiting(
        tuple(desk.shelf.state.unconfirmed_drops()),
        tuple(slots_waiting(desk)),
        tuple(desk.cases[id_] for id_ in _to_renew(desk)),
    )


def slots_waiting(desk: Desk) -> list[WrittenSlot]:
    """Return the sealed replies that no bundle's board has shown yet, the oldest first."""
    unseen = desk.shelf.state.unconfirmed_slots()
    return [slot for slot in unseen if desk.today - slot.day < SLOT_LIFE]


class Carried(StrEnum):
    """How far an answer has come on its way to the board."""

    WAITS = "waits"
    PACKED = "packed"
    ARRIVED = "arrived"


def carried(desk: Desk, case: Case) -> dict[bytes, Carried]:
    """Return how far the answers of this desk in a case have come, by the hash of the reply.

    An answer that was sealed anew has arrived if any of its slots has.
    """
    order = list(Carried)
    found: dict[bytes, Carried] = {}
    for each in desk.shelf.state.slots.values():
        if each.slot.case == case.id:
            there = Carried.PACKED if each.slot.r in desk.shelf.state.carried else Carried.WAITS
            there = Carried.ARRIVED if each.seen else there
            known = found.get(each.slot.reply, Carried.WAITS)
            found[each.slot.reply] = max(there, known, key=order.index)
    return found


def make_outbox(desk: Desk, folder: Path, progress: Progress = lambda *_: None) -> Made:
    """Write ``outbox-<day>-<reader>.tar`` into a folder; what does not fit waits for the next.

    ``progress`` is told a step (``renewing``, ``packing``), how much of it is done, and of how much.
    NotAllowed: nothing can be sealed today, or no bundle was imported yet. DeskError: the folder.
    """
    desk.require_sealing()
    me = desk.me
    state = desk.shelf.state
    if state.collected is None:
        raise NotAllowed("Impor satu bundel dahulu: kotak keluar menyebut surat sampai kapan sudah diambil.")
    _renew(desk, waiting(desk).renewals, progress)
    progress("packing", 0, 1)
    todo = waiting(desk)
    slots = [desk.shelf.slot(each.slot.r) for each in todo.slots[: LIMIT - MULTIPLE]]
    drops = [_read(desk, drop) for drop in todo.drops[: LIMIT - MULTIPLE]]
    left = len(todo.slots) + len(todo.drops) - len(slots) - len(drops)
    instance, sequence = desk.vault.pin.instance, desk.chain.current.sequence
    outbox = Outbox(
        instance=instance,
        author=me.id,
        sequence=sequence,
        day=desk.today,
        slots=(*slots, *(sealing.filler_slot(desk.random) for _ in range(_fillers(len(slots))))),
        drops=(*drops, *(sealing.filler_drop(desk.random) for _ in range(_fillers(len(drops))))),
        freshness=sign_statement(Freshness(instance, me.id, sequence, desk.today), desk.vault.keys.signing),
        collected=sign_statement(
            Collected(instance, me.id, sequence, state.collected), desk.vault.keys.signing
        ),
    )
    data = io.BytesIO()
    write_outbox(data, outbox, desk.vault.keys.signing)
    data.seek(0)
    # The portal would refuse what this refuses; better to learn it here.
    read_outbox(data, desk.chain)
    path = folder / f"outbox-{desk.today.isoformat()}-{me.id}.tar"
    if not folder.is_dir():
        raise DeskError("{folder} bukan folder.", folder=folder)
    files.write(path, data.getvalue())
    replaces = state.packed is not None and state.packed.day == desk.today
    desk.shelf.commit(Packed(day=desk.today, sha256=hashlib.sha256(data.getvalue()).digest()))
    return Made(path, len(slots), len(drops), left, replaces)


def _fillers(count: int) -> int:
    """Return how many fillers make the next multiple of 8, and never none: a full outbox tells nothing."""
    return MULTIPLE - count % MULTIPLE


def _read(desk: Desk, drop: bytes) -> bytes:
    with desk.shelf.sealed(drop) as source:
        return source.read()


def _to_renew(desk: Desk) -> Iterator[bytes]:
    """Yield the cases whose last reply is this desk's to put on the board again."""
    current = {reader.id for reader in desk.chain.current.current_readers(desk.today)}
    written: dict[bytes, date] = {}
    for slot in desk.shelf.state.slots.values():
        written[slot.slot.reply] = max(slot.day, written.get(slot.slot.reply, slot.day))
    for record in desk.cases.records():
        reply = record.reply
        if reply is None or not record.reports:
            continue
        if desk.today - written.get(reply.hash, reply.day) < RENEW_AFTER:
            continue
        if record.state in CLOSED and desk.today - record.facts.steps[-1].day > KEEP_CLOSED:
            continue
        mine = reply.author == desk.vault.reader
        if not (mine if reply.author in current else _is_heir(desk, desk.cases[record.id], current)):
            continue
        # What is not so is not said once more; its case asks for a new answer.
        if desk.cases[record.id].untrue is None:
            yield record.id


def _is_heir(desk: Desk, case: Case, current: Collection[str]) -> bool:
    """After a leaver, the first current reader of those whom the reply names renews it."""
    heirs = [
        each for each in case.replies[-1].letter.readers if each in current and each not in case.excluded
    ]
    return heirs[:1] == [desk.vault.reader]


def _renew(desk: Desk, cases: Sequence[Case], progress: Progress) -> None:
    slots = []
    for number, case in enumerate(cases, 1):
        progress("renewing", number, len(cases))
        # A reporter who sent a second report with a spoilt key must not keep the others from theirs.
        with suppress(NotAllowed):
            slots.append(sealed_reply(desk, case, case.replies[-1].signed))
    if slots:
        desk.shelf.write(desk.today, slots=slots)
