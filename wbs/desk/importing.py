"""Taking in what a courier brought: a bundle, whole or not at all, and the acknowledgements it calls for."""

import gc
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from wbs.cases.casefile import Case
from wbs.cases.lapses import doubted
from wbs.cases.lifecycle import State
from wbs.cases.office import ACKNOWLEDGEMENT
from wbs.desk import sending, writing
from wbs.desk.catalogue import Tally
from wbs.desk.crew import Crew
from wbs.desk.desk import Desk
from wbs.desk.errors import BundleRefused, Cancelled, DeskError, NotAllowed
from wbs.desk.incoming import Incoming
from wbs.desk.opening import Judge, Task, Tried
from wbs.desk.records import Record
from wbs.desk.setup import KEPT
from wbs.desk.shelf import Shelf
from wbs.desk.state import AHEAD, Imported, SeenDrop
from wbs.desk.writing import Answer, SealedLetter, SealedReply
from wbs.letters.bundle import Bundle, open_bundle
from wbs.letters.errors import BundleError
from wbs.letters.keyring import Chain
from wbs.letters.outbox import LIMIT
from wbs.letters.panel import panel
from wbs.letters.pin import Pin

Progress = Callable[[str, int, int], None]
"""Told a step (``checking``, ``opening``, ``keeping``), how much of it is done, and of how much."""

_NOTHING = Tally(0, 0, 0, 0, 0)

# Days after arrival from which the first, second and third of the panel acknowledge: one answer is enough,
# and the law's seven days outlast one reader who is away, or two.
_TURNS = (0, 3, 5)
# Half an outbox: a flood of reports must not keep the answers that people write from leaving with the next.
_MOST_AUTOMATIC = LIMIT // 2
# New objects after which garbage is looked for while letters come; Python's own number is 700.
_SELDOM = 100_000


@dataclass(frozen=True)
class Summary:
    """What was new in cases that this reader may be told of; other letters are counted nowhere.

    ``clock``: the bundle's last day, where this machine's clock stands before it.
    """

    reports: int
    messages: int
    notes: int
    unproven: int
    damaged: int
    clock: date | None
    revoked: int = 0


@dataclass(frozen=True)
class Basis:
    """What preparing an import needs to know of a desk: taken while nobody else uses it, and used alone.

    ``known``: the letters that need not come again.
    """

    shelf: Shelf
    keyrings: Path
    pin: Pin
    known: frozenset[bytes]
    day: date
    newest_seen: int | None

    @classmethod
    def of(cls, desk: Desk) -> "Basis":
        """Look at a desk."""
        state = desk.shelf.state
        return cls(
            desk.shelf,
            desk.keyrings.folder,
            desk.vault.pin,
            frozenset(state.drops - desk.shelf.damaged),
            desk.today,
            state.keyring_seen,
        )

    def judge(self, bundle: Bundle) -> Judge:
        """Return what reports of a bundle are folded by."""
        return Judge(self.keyrings, self.pin, self.day, self.newest_seen, bundle.keyrings)


@dataclass(frozen=True)
class Prepared:
    """A bundle that is in order, its new letters put down, durable and tried; nothing of it counts yet.

    ``bundle`` is closed, and has all but its letters; ``chain``: what reports were folded by.
    """

    basis: Basis
    bundle: Bundle
    chain: Chain
    results: Sequence[Tried]
    coming: Incoming

    def commit(self, desk: Desk, progress: Progress = lambda *_: None) -> Summary:
        """Take it in: from then on it counts. DeskError if the desk was closed meanwhile.

        ``Shelf.save`` is the caller's: without it the next session opens these letters anew.
        """
        if desk.shelf is not self.basis.shelf:
            raise DeskError("Meja ini dikunci selagi mengimpor. Tidak ada yang diimpor; ulangi.")
        progress("keeping", 1, 2)
        summary = _commit(desk, self)
        progress("keeping", 2, 2)
        return summary


def import_bundle(
    desk: Desk,
    path: Path,
    progress: Progress = lambda *_: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Summary:
    """Check a volume from its start to its end, and take it in as ``commit`` does; twice changes nothing.

    BundleRefused names what is wrong, and nothing was taken in; Cancelled likewise.
    """
    with prepare(Basis.of(desk), path, progress, cancelled) as prepared:
        return prepared.commit(desk, progress)


@contextmanager
def prepare(
    basis: Basis,
    path: Path,
    progress: Progress = lambda *_: None,
    cancelled: Callable[[], bool] = lambda: False,
    *,
    children: int | None = None,
) -> Iterator[Prepared]:
    """Do all of an import that others need not wait for; what is not committed within is gone after.

    ``children``: how many open letters (0: this process); None: as many as help. BundleRefused, Cancelled, or
    ShelfError: the disk, or a child.
    """
    with ExitStack() as stack:
        stack.enter_context(_seldom_collected())
        try:
            prepared = _prepare(stack, basis, path, progress, cancelled, children)
        except OSError as error:
            raise BundleRefused("{name} tidak terbaca: {error}", name=path.name, error=error) from None
        except BundleError as error:
            raise BundleRefused(
                "Bundel ditolak seluruhnya; tidak ada yang diimpor: {error}", error=error
            ) from None
        yield prepared


def ahead(desk: Desk) -> date | None:
    """Return the last day of the newest import where it lies ahead of this computer's clock."""
    latest = desk.shelf.state.latest
    return latest.day if latest is not None and latest.day > desk.today + AHEAD else None


def gap(desk: Desk) -> bool:
    """Tell whether a bundle, or a volume of one, was left out before the newest that was imported."""
    state = desk.shelf.state
    if state.latest is None or state.restored or ahead(desk) is not None:
        return False
    return state.collected is None or state.collected < state.latest


def unanswered(desk: Desk) -> list[bytes]:
    """Return the cases that nobody answered yet, the oldest first: those that ``acknowledge`` looks at."""
    sent = (each for each in desk.cases.records() if each.state is State.TERKIRIM and each.reports)
    return [record.id for record in sorted(sent, key=_arrival)]


def acknowledge(desk: Desk, among: Sequence[bytes] | None = None) -> list[Case]:
    """Answer the reports that nobody answered yet and whose turn at this desk has come, the oldest first.

    Returns their cases; none where nothing can be sealed today. ``among``: some of ``unanswered``, so that
    whoever uses the desk waits for some only. A case whose report makes an answer impossible is left out, and
    stays due.
    """
    if not desk.can_seal:
        return []
    answered: list[Case] = []
    slots: list[SealedReply] = []
    copies: list[SealedLetter] = []
    room = _MOST_AUTOMATIC - len(sending.slots_waiting(desk))
    for id_ in unanswered(desk) if among is None else among:
        if len(slots) >= room or not _is_my_turn(desk, case := desk.cases[id_]):
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


def _arrival(record: Record) -> tuple[str, bytes]:
    return str(record.half_day), record.id


def _prepare(
    stack: ExitStack,
    basis: Basis,
    path: Path,
    progress: Progress,
    cancelled: Callable[[], bool],
    children: int | None,
) -> Prepared:
    progress("checking", 0, 1)
    coming = stack.enter_context(Incoming(basis.shelf.letters_folder))
    with path.open("rb") as source, _crew(source, children) as crew:
        # The crew starts while the bundle's list is read.
        bundle = open_bundle(source, basis.pin.instance)
        progress("checking", 1, 1)
        judge = basis.judge(bundle)
        chain = judge.chain()
        tasks = _tasks(basis, bundle)
        coming.expect(task.drop for task in tasks if task.keep)
        done, total = 0, sum(task.size for task in tasks)
        progress("opening", 0, total)
        results: list[Tried] = []
        for tried in crew.try_all(basis.shelf.means(path, judge), tasks, cancelled):
            done += tried.task.size
            progress("opening", done, total)
            if tried.task.keep:
                results.append(tried)
                coming.add(tried.task.size)
    progress("keeping", 0, 2)
    coming.sync()
    if cancelled():
        raise Cancelled
    return Prepared(basis, bundle, chain, results, coming)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Collect garbage seldom: nearly all that comes is kept, and would be looked through again and again."""
    before = gc.get_threshold()
    gc.set_threshold(_SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _crew(source: BinaryIO, children: int | None) -> Crew:
    if children is not None:
        return Crew(children)
    return Crew.for_bytes(os.fstat(source.fileno()).st_size)


def _tasks(basis: Basis, bundle: Bundle) -> list[Task]:
    """Every letter of the bundle is to be checked, those that are new here to be kept and tried."""
    tasks: list[Task] = []
    met: set[bytes] = set()
    for entry, start in bundle.members():
        keep = entry.sha256 not in met and not basis.shelf.has(entry.sha256, entry.size, basis.known)
        tasks.append(Task(entry.sha256, (entry, start), keep))
        met.add(entry.sha256)
    return tasks


def _commit(desk: Desk, prepared: Prepared) -> Summary:
    bundle, shelf = prepared.bundle, desk.shelf
    standing = desk.keyrings.standing(desk.vault.pin, desk.today, shelf.state.keyring_seen, bundle.keyrings)
    before, damaged = desk.cases.catalogue().tallies(), len(shelf.damaged)
    desk.keyrings.save(bundle.keyrings, standing.chain)
    desk.standing = standing
    record = _record(desk, bundle)
    # Before the record: if all ends while that is written, it may be there, and must name what lies here.
    prepared.coming.keep()
    shelf.try_again(tried.task.drop for tried in prepared.results)
    if not _is_known(desk, record):
        shelf.commit(record)
    shelf.learn(prepared.results)
    shelf.prune(desk.today, desk.today - KEPT)
    desk.changed()
    if desk.chain == prepared.chain:
        folded = [tried.folded for tried in prepared.results if tried.folded is not None]
        desk.cases.refresh({each.packed.columns.id: each for each in folded})
    more = _grown(before, desk.cases.catalogue().tallies())
    return Summary(
        reports=more.reports,
        messages=more.messages,
        notes=more.notes,
        unproven=more.unproven,
        damaged=max(0, len(shelf.damaged) - damaged),
        clock=ahead(desk),
        revoked=more.revoked,
    )


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
        and not state.missing(record)
    )


def _grown(before: Mapping[bytes, Tally], after: Mapping[bytes, Tally]) -> Tally:
    """Add up what each case has more; one that has less, or may be shown no more, takes nothing away."""
    more = [
        [max(0, now - then) for then, now in zip(before.get(id_, _NOTHING), count, strict=True)]
        for id_, count in after.items()
    ]
    return Tally(*map(sum, zip(_NOTHING, *more, strict=True)))


def _is_my_turn(desk: Desk, case: Case) -> bool:
    report, half_day = case.report, case.half_day
    if report is None or half_day is None or case.replies or case.state is not State.TERKIRIM:
        return False
    if desk.vault.reader not in case.readers or desk.vault.reader in doubted(case.lapses):
        return False
    order = [reader.id for reader in panel(desk.chain.current, report.thread, case.excluded, desk.today)]
    turn = order.index(desk.vault.reader) if desk.vault.reader in order else len(_TURNS)
    wait = _TURNS[min(turn, len(_TURNS) - 1)]
    return (desk.today - half_day.day).days >= wait
