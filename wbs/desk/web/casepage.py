"""What the page of one case shows, gathered: only the part of a long case that is on the screen is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from wbs.cases.casefile import Case, Filed, TimelineItem, revoked_timeline
from wbs.cases.deadlines import CLOSED, Due
from wbs.cases.progress import Proposal
from wbs.desk import reading, steps, visible, writing
from wbs.desk.attachments import Numbered, attachments
from wbs.desk.desk import Desk
from wbs.desk.harmless import one_line
from wbs.desk.reading import Answered, Lapsed, Told
from wbs.desk.sending import Carried, carried
from wbs.desk.steps import Step
from wbs.letters.letter import Letter, Reply, Report
from wbs.letters.note import Declared, Recused
from wbs.letters.reader import Reader

ITEMS = 50
# What a long text begins with; the rest is unfolded by whoever wants it.
BEGINNING = 1_000
LINES = 16
_UNPROVEN_WIDTH = 200

T = TypeVar("T")


@dataclass(frozen=True)
class Sheet(Generic[T]):
    """One page of many items: ``number`` from 1 to ``last``, ``total`` items on all of them."""

    items: Sequence[T]
    number: int
    last: int
    total: int


@dataclass(frozen=True)
class Folded:
    """A text, cut where it grows long."""

    begin: str
    rest: str


@dataclass(frozen=True)
class Line:
    """One letter in the timeline; ``fresh``: of the reporter, and never shown here.

    ``carried``: how far an answer of this desk has come, None for all else.
    """

    anchor: str
    author: str
    kind: str
    when: str
    who: str
    what: str
    doubts: Sequence[str]
    text: Folded
    files: Sequence[Numbered]
    fresh: bool
    carried: Carried | None


@dataclass(frozen=True)
class Version:
    """One report: usually the only one of its case."""

    answers: Sequence[tuple[Answered, Folded]]
    language: str


@dataclass(frozen=True)
class Deadline:
    """A thing due; ``workdays`` until then, or since."""

    due: Due
    workdays: int


@dataclass(frozen=True)
class Proposed:
    """A state that waits; ``mine``: for somebody else than this reader; ``newer``: ``steps.newer``."""

    proposal: Proposal
    step: Step
    mine: bool
    newer: int


@dataclass(frozen=True)
class Said:
    """Who declared to have no conflict of interest, or stepped back and why."""

    author: str
    day: date
    text: Folded


@dataclass(frozen=True)
class CasePage:
    """Everything that the template draws of a case; ``fresh``: where its first new letter stands, if here.

    ``drawn``: those of the reporter's letters that are on this page for the first time. ``untrue``: when the
    last answer was written and the state that it told the reporter, where the case is not in it.
    ``untold``: cases that went on as this one, whose reporters were not answered since it was closed.
    ``revoked``: what was written with keys that are revoked since, and counts for nothing.
    """

    case: Case
    address: str
    fresh: str
    drawn: frozenset[bytes]
    untrue: tuple[date, str] | None
    versions: Sequence[Version]
    timeline: Sheet[Line]
    files: Sheet[Numbered]
    deadlines: Sequence[Deadline]
    proposed: Sequence[Proposed]
    steps: Sequence[Step]
    declared: Sequence[Said]
    recused: Sequence[Said]
    lapsed: Sequence[Lapsed]
    revoked: Sheet[Line]
    unproven: Sequence[tuple[str, str]]
    current: Sequence[Reader]
    grantable: Sequence[Reader]
    merged_into: Case | None
    merged_from: Sequence[Case]
    untold: Sequence[Case]
    stepped_back: bool
    elsewhere: bool
    may_write: bool


def case_page(
    desk: Desk, case: Case, fresh: frozenset[bytes], page: int | None = None, files: int = 1
) -> CasePage:
    """Gather a case's page; ``fresh``: the letters shown for the first time, ``page`` None: the newest."""
    me = desk.vault.reader
    numbered = attachments(case)
    items = sheet(reading.told(case.timeline), page, ITEMS)
    revoked = reading.told(revoked_timeline(case))
    stepped_back = me in case.recused
    fresh = fresh if not stepped_back else frozenset()
    lines = _lines(desk, case, items.items, numbered, fresh)
    current = desk.chain.current.current_readers(desk.today)
    kept_out = case.excluded | case.recused
    reads_all = writing.who_reads_all(desk, case)
    merged = [found for each in case.merged_from if (found := visible.visible(desk, each)) is not None]
    untold = [each for each in _behind(desk, case) if _is_untold(case, each)]
    return CasePage(
        case=case,
        address=desk.cases.address(case.id),
        fresh=next((_anchor(each.item) for each in items.items if each.item.filed.hash in fresh), ""),
        drawn=fresh & {each.hash for each in (*case.versions, *(told.item.filed for told in items.items))},
        untrue=_untrue(case),
        versions=[_version(each.letter) for each in case.versions],
        timeline=Sheet(lines, items.number, items.last, items.total),
        files=sheet(numbered, files, ITEMS),
        deadlines=[_deadline(desk, each) for each in desk.due_here(case)],
        proposed=[_proposed(case, each, me) for each in case.proposed],
        steps=[each for each in steps.steps(case, me) if each.seconds is None],
        declared=_said(case, Declared, case.declared),
        recused=_said(case, Recused, case.recused),
        lapsed=reading.lapsed(desk, case),
        revoked=Sheet(_lines(desk, case, revoked[:ITEMS], numbered, frozenset()), 1, 1, len(revoked)),
        unproven=[_unproven(each) for each in case.unproven[:ITEMS]],
        current=current,
        grantable=[each for each in current if each.id not in kept_out | reads_all | {me}],
        merged_into=visible.visible(desk, case.merged_into) if case.merged_into is not None else None,
        merged_from=merged,
        untold=untold,
        stepped_back=stepped_back,
        elsewhere=not stepped_back and desk.cases.is_elsewhere(case),
        may_write=desk.can_seal and me not in kept_out,
    )


def sheet(items: Sequence[T], page: int | None, size: int) -> Sheet[T]:
    """Return one page of items, the last where none or none that there is was asked for."""
    last = max(1, -(-len(items) // size))
    number = page if page is not None and 1 <= page <= last else last
    return Sheet(items[(number - 1) * size : number * size], number, last, len(items))


def folded(text: str) -> Folded:
    """Cut a text after its beginning, between words where there are some."""
    lines = text.split("\n", LINES)
    most = min(BEGINNING, len(text) if len(lines) <= LINES else len(text) - len(lines[LINES]) - 1)
    # A rest of a few words is no reason to fold.
    if len(text) <= most + BEGINNING // 10:
        return Folded(text, "")
    cut = max(text.rfind(" ", most - 100, most), text.rfind("\n", most - 100, most + 1))
    at = cut if cut > 0 else most
    return Folded(text[:at], text[at:])


def _lines(
    desk: Desk,
    case: Case,
    items: Sequence[Told],
    numbered: Sequence[Numbered],
    fresh: frozenset[bytes],
) -> list[Line]:
    hashes = {each.item.filed.hash for each in items}
    files: dict[bytes, list[Numbered]] = {}
    for each in numbered:
        if each.message.hash in hashes:
            files.setdefault(each.message.hash, []).append(each)
    ways = carried(desk, case)
    return [
        _line(
            desk,
            each,
            files.get(each.item.filed.hash, ()),
            each.item.filed.hash in fresh,
            ways.get(each.item.filed.hash) if isinstance(each.item.filed.letter, Reply) else None,
        )
        for each in items
    ]


def _line(desk: Desk, told: Told, files: Sequence[Numbered], fresh: bool, way: Carried | None) -> Line:
    item, letter = told.item, told.item.filed.letter
    return Line(
        anchor=_anchor(item),
        author=item.author,
        kind=item.kind,
        when=reading.when(desk, item),
        who=reading.who(desk, item),
        what=reading.what(desk, letter, told.letters),
        doubts=reading.doubts(item),
        # A report stands at the head of its page, with every answer.
        text=folded("" if isinstance(letter, Report) else item.text),
        files=files,
        fresh=fresh,
        carried=way,
    )


def _anchor(item: TimelineItem) -> str:
    return f"s{item.filed.hash.hex()[:12]}"


def _version(report: Report) -> Version:
    return Version([(each, folded(each.answer)) for each in reading.answers(report)], report.language)


def _deadline(desk: Desk, due: Due) -> Deadline:
    start, end = sorted((desk.today, due.due_on))
    return Deadline(due, desk.office.calendar.between(start, end))


def _proposed(case: Case, proposal: Proposal, me: str) -> Proposed:
    step = Step(proposal.state, proposal.outcome)
    return Proposed(proposal, step, proposal.author == me, steps.newer(case, proposal))


def _untrue(case: Case) -> tuple[date, str] | None:
    reply = case.untrue
    return (reply.day, reading.state_of(reply.state, reply.outcome)) if reply is not None else None


def _behind(desk: Desk, case: Case) -> list[Case]:
    """Return the cases that went on as this one, by however many others, as far as they may be shown."""
    found: dict[bytes, Case] = {case.id: case}
    ahead = [case]
    while ahead:
        for id_ in ahead.pop().merged_from:
            other = visible.visible(desk, id_)
            if other is not None and id_ not in found:
                found[id_] = other
                ahead.append(other)
    return list(found.values())[1:]


def _is_untold(closed: Case, merged: Case) -> bool:
    """Tell whether a case is closed and the reporter of one that went on as it was told nothing since."""
    if closed.state not in CLOSED:
        return False
    last = max((reply.letter.day for reply in merged.replies), default=date.min)
    return last < closed.facts.steps[-1].day


def _said(case: Case, event: type[Declared | Recused], who: frozenset[str]) -> list[Said]:
    found = []
    for note in case.notes:
        body = note.letter.body
        if isinstance(body, event) and note.letter.author in who:
            text = body.text if isinstance(body, Recused) else ""
            found.append(Said(note.letter.author, note.letter.day, folded(text)))
    return found


def _unproven(filed: Filed[Letter]) -> tuple[str, str]:
    """Return what a letter claims to be, and how it begins."""
    return reading.kind_of(filed.letter), one_line(reading.text_of(filed.letter), _UNPROVEN_WIDTH)
