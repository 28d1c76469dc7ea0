"""Taking in what a courier brought: a bundle, whole or not at all, and the acknowledgements it calls for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO

from wbs.cases.casefile import Case
from wbs.cases.lifecycle import State
from wbs.cases.office import ACKNOWLEDGEMENT
from wbs.desk import sending, writing
from wbs.desk.desk import Desk
from wbs.desk.errors import BundleRefused, NotAllowed
from wbs.desk.setup import KEPT
from wbs.desk.state import Imported, SeenDrop
from wbs.desk.writing import Answer, SealedLetter, SealedReply
from wbs.letters.bundle import Bundle, read_bundle
from wbs.letters.errors import BundleError
from wbs.letters.outbox import LIMIT
from wbs.letters.panel import panel

Progress = Callable[[str, int, int], None]
"""Told a step (``checking``, ``keeping``, ``opening``), how much of it is done, and of how much."""

# Days after arrival from which the first, second and third of the panel acknowledge: one answer is enough,
# and the law's seven days outlast one reader who is away, or two.
_TURNS = (0, 3, 5)
# Half an outbox: a flood of reports must not keep the answers that people write from leaving with the next.
_MOST_AUTOMATIC = LIMIT // 2


@dataclass(frozen=True)
class Summary:
    """What was new, as far as this desk can read it; letters for others are counted nowhere.

    ``clock``: the bundle's last day, where this machine's clock stands before it.
    """

    reports: int
    messages: int
    notes: int
    unproven: int
    damaged: int
    clock: date | None


@dataclass(frozen=True)
class _Count:
    reports: int
    messages: int
    notes: int
    unproven: int


def import_bundle(desk: Desk, path: Path, progress: Progress = lambda *_: None) -> Summary:
    """Check a volume from its start to its end, then take it in; twice changes nothing.

    BundleRefused names what is wrong, and nothing was taken in.
    """
    try:
        with path.open("rb") as source:
            return _import(desk, source, progress)
    except OSError as error:
        raise BundleRefused("{name} tidak terbaca: {error}", name=path.name, error=error.strerror) from None
    except BundleError as error:
        raise BundleRefused(
            "{name} ditolak seluruhnya; tidak ada yang diimpor: {error}", name=path.name, error=error
        ) from None


def acknowledge(desk: Desk) -> list[Case]:
    """Answer the reports that nobody answered yet and whose turn at this desk has come, the oldest first.

    Returns their cases; none where nothing can be sealed today. A case whose report makes an answer
    impossible is left out, and stays due.
    """
    if not desk.can_seal:
        return []
    answered: list[Case] = []
    slots: list[SealedReply] = []
    copies: list[SealedLetter] = []
    room = _MOST_AUTOMATIC - len(sending.waiting(desk).slots)
    for case in sorted(desk.cases.values(), key=_arrival):
        if len(slots) >= room or not _is_my_turn(desk, case):
            continue
        try:
            slot, copy = writing.pack(desk, case, writing.compose(desk, case, _acknowledgement(desk, case)))
        except NotAllowed:
            continue
        answered.append(case)
        slots.append(slot)
        copies += copy
    if answered:
        desk.shelf.write(desk.today, copies, slots)
        desk.changed()
    return answered


def _acknowledgement(desk: Desk, case: Case) -> Answer:
    text = desk.office.reply(ACKNOWLEDGEMENT).text
    english = case.report is not None and case.report.language == "en"
    return Answer(text.en if english else text.id, State.DITERIMA)


def _arrival(case: Case) -> tuple[str, bytes]:
    return str(case.half_day), case.id


def _import(desk: Desk, source: BinaryIO, progress: Progress) -> Summary:
    progress("checking", 0, 1)
    bundle = read_bundle(source, desk.vault.pin.instance)
    progress("checking", 1, 1)
    state = desk.shelf.state
    standing = desk.keyrings.standing(desk.vault.pin, desk.today, state.keyring_seen, bundle.keyrings)
    before, damaged = _count(desk), len(desk.shelf.damaged)
    total = len(bundle.manifest.drops)
    for number, (entry, content) in enumerate(bundle.drops(), 1):
        desk.shelf.keep(content, entry.sha256)
        progress("keeping", number, total)
    desk.keyrings.save(bundle.keyrings, standing.chain)
    desk.standing = standing
    record = _record(desk, bundle)
    if not _is_known(desk, record):
        desk.shelf.commit(record)
    _open(desk, progress)
    desk.shelf.prune(desk.today, desk.today - KEPT)
    desk.changed()
    after = _count(desk)
    last = bundle.manifest.until.day
    return Summary(
        reports=after.reports - before.reports,
        messages=after.messages - before.messages,
        notes=after.notes - before.notes,
        unproven=max(0, after.unproven - before.unproven),
        damaged=len(desk.shelf.damaged) - damaged,
        clock=last if last > desk.today + timedelta(days=1) else None,
    )


def _open(desk: Desk, progress: Progress) -> None:
    total = len(desk.shelf.untried())
    done = 0

    def tried(count: int) -> None:
        nonlocal done
        done += count
        progress("opening", done, total)

    desk.shelf.catch_up(tried)


def _record(desk: Desk, bundle: Bundle) -> Imported:
    manifest = bundle.manifest
    ours = desk.shelf.state.slots
    drops = {entry.sha256: SeenDrop(entry.sha256, entry.half_day) for entry in reversed(manifest.drops)}
    return Imported(
        day=desk.today,
        since=manifest.since,
        until=manifest.until,
        volume=manifest.volume,
        volumes=manifest.volumes,
        keyring=desk.chain.current.sequence,
        drops=tuple(drops.values()),
        board=tuple(r for r, _ in bundle.board.entries() if r in ours),
    )


def _is_known(desk: Desk, record: Imported) -> bool:
    """Tell whether the journal says all of it already."""
    state = desk.shelf.state
    return (
        not state.restored
        and state.has_volume(record.since, record.until, record.volume)
        and state.keyring_seen == record.keyring
        and all(state.arrived.get(seen.drop, seen.half_day) <= seen.half_day for seen in record.drops)
        and all(seen.drop in state.arrived for seen in record.drops)
        and all(state.slots[r].seen for r in record.board)
    )


def _count(desk: Desk) -> _Count:
    cases = desk.cases.values()
    return _Count(
        reports=sum(len(case.versions) for case in cases),
        messages=sum(len(case.messages) for case in cases),
        notes=sum(len(case.notes) for case in cases),
        unproven=sum(len(case.unproven) for case in cases),
    )


def _is_my_turn(desk: Desk, case: Case) -> bool:
    report, half_day = case.report, case.half_day
    if report is None or half_day is None or case.replies or case.state is not State.TERKIRIM:
        return False
    if desk.vault.reader in case.excluded | case.recused:
        return False
    order = [reader.id for reader in panel(desk.chain.current, report.thread, case.excluded, desk.today)]
    turn = order.index(desk.vault.reader) if desk.vault.reader in order else len(_TURNS)
    wait = _TURNS[min(turn, len(_TURNS) - 1)]
    return (desk.today - half_day.day).days >= wait
