"""A case as the fold of its letters: in any order, any number of times, the same case.

Order of the fold: (day, author, author_seq, SHA-256 of letter.json). Replies and notes are counted apart, so
a reply stands where its author's copy of it (note `reply`) of the same day stands among that author's notes;
without one, at its own place. A letter of the reporter stands at the earliest half-day it arrived in, before
what readers wrote on that day, but after the replies that it says it has seen.

A day is what its author claims; nothing but the author's word keeps a reader from dating a note back.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from wbs.cases import lapses
from wbs.cases.deadlines import Facts
from wbs.cases.lapses import Act, Lapse
from wbs.cases.lifecycle import Outcome, State
from wbs.cases.progress import Effect, Hold, Progress, Proposal, Referral, Refusal, Verdict
from wbs.cases.proof import Entry, Filed, Proofs, prove
from wbs.letters.halfday import HalfDay
from wbs.letters.keyring import Chain
from wbs.letters.letter import Letter, Message, Note, Reply, Report
from wbs.letters.note import Comment, Event, Held, Recused, Referred, Released, ReplyCopy
from wbs.letters.panel import panel

__all__ = [
    "Case",
    "Entry",
    "Filed",
    "Fork",
    "TimelineItem",
    "first_readers",
    "fold",
    "resumed",
    "revoked_timeline",
    "text_in",
]

Place: TypeAlias = tuple[date, str, int, bytes]

# Events that bring a text of their own.
_TEXTS = (Comment, Referred, Recused, Held, Released)


@dataclass(frozen=True)
class Fork:
    """Different letters of one author with one number: two desks under one key, or a lost journal."""

    author: str
    kind: str
    author_seq: int
    hashes: tuple[bytes, ...]


@dataclass(frozen=True)
class TimelineItem:
    """One proven letter in its place, and what it did to the case.

    `fork`: it shares its number with another. `version`: it shares its letter_id with another.
    """

    filed: Filed[Letter]
    verdict: Verdict
    refusal: Refusal | None
    fork: bool
    version: bool

    @property
    def kind(self) -> str:
        """`report`, `message`, `reply`, or the event of a note."""
        letter = self.filed.letter
        return letter.event if isinstance(letter, Note) else letter.kind

    @property
    def author(self) -> str:
        return self.filed.letter.author

    @property
    def day(self) -> date | None:
        """The day a reader wrote, or a reporter's letter arrived; None if no manifest lists it yet."""
        letter = self.filed.letter
        if isinstance(letter, Reply | Note):
            return letter.day
        return self.filed.half_day.day if self.filed.half_day else None

    @property
    def text(self) -> str:
        """What was written; of a report, the one required answer. Empty where an event has no text."""
        letter = self.filed.letter
        if isinstance(letter, Report):
            return letter.answers["what"]
        if isinstance(letter, Note):
            return text_in(letter.body)
        return letter.text


@dataclass(frozen=True)
class Case:
    """Everything that the letters of one case say.

    `versions` are the proven reports (one, unless the same code was used for different texts), by hash; the
    first is `report`. `readers` are the ids that follow-ups go to and that letters were granted to, never
    someone in `excluded` or `recused`; nor are `declared`, who declare to have no conflict of interest.
    `revoked` letters, in the order of the fold, and `unproven` ones had no part in anything else; `lapses`
    are what these said otherwise than those that count, until readers have settled it.
    """

    id: bytes
    versions: tuple[Filed[Report], ...]
    messages: tuple[Filed[Message], ...]
    replies: tuple[Filed[Reply], ...]
    notes: tuple[Filed[Note], ...]
    revoked: tuple[Act, ...]
    unproven: tuple[Filed[Letter], ...]
    lapses: tuple[Lapse, ...]
    forks: tuple[Fork, ...]
    timeline: tuple[TimelineItem, ...]
    state: State
    outcome: Outcome | None
    proposed: tuple[Proposal, ...]
    violation: int | None
    readers: frozenset[str]
    excluded: frozenset[str]
    recused: frozenset[str]
    declared: frozenset[str]
    hold: Hold | None
    referrals: tuple[Referral, ...]
    intake: tuple[str, date] | None
    merged_into: bytes | None
    merged_from: tuple[bytes, ...]
    facts: Facts

    @property
    def report(self) -> Report | None:
        return self.versions[0].letter if self.versions else None

    @property
    def half_day(self) -> HalfDay | None:
        """The half-day in which the report first arrived."""
        return min((each.half_day for each in self.versions if each.half_day), default=None)

    @property
    def untrue(self) -> Reply | None:
        """The last reply, if the state that it told is none that it brought, nor the case's."""
        for item in reversed(self.timeline):
            reply = item.filed.letter
            if isinstance(reply, Reply):
                counts = item.verdict not in (Verdict.PROPOSED, Verdict.REFUSED)
                return None if counts or (reply.state, reply.outcome) == (self.state, self.outcome) else reply
        return None

    @property
    def name(self) -> str:
        """What people call the case: the first eight hex digits of its id."""
        return self.id.hex()[:8]


def text_in(body: Event) -> str:
    """Return the text that an event brings; empty where it brings none."""
    return body.text if isinstance(body, _TEXTS) else ""


def fold(entries: Iterable[Entry], chain: Chain, fitting: set[bytes] | None = None) -> dict[bytes, Case]:
    """Every case that the entries speak of, by id and in the order of ids; `fitting` as for `prove`.

    Raises MalformedEntry for a letter that is not of the format.
    """
    proofs = prove(entries, chain, fitting)
    cases = {id_: _case(id_, proofs[id_], chain) for id_ in sorted(proofs)}
    merged: dict[bytes, list[bytes]] = defaultdict(list)
    for case in cases.values():
        if case.merged_into is not None:
            merged[case.merged_into].append(case.id)
    return {id_: replace(case, merged_from=tuple(merged.get(id_, ()))) for id_, case in cases.items()}


def first_readers(reports: Sequence[Filed[Report]], chain: Chain) -> set[str]:
    """Return the panel that the report was sealed to, as far as the keyring that it names is known."""
    readers: set[str] = set()
    for each in reports:
        keyring = chain.by_sequence.get(each.letter.keyring)
        if keyring is not None:
            day = each.half_day.day if each.half_day else chain.today
            readers |= {reader.id for reader in panel(keyring, each.letter.thread, each.letter.excluded, day)}
    return readers


def revoked_timeline(case: Case) -> list[TimelineItem]:
    """Return the letters under revoked keys as lines of a timeline of their own: they did nothing."""
    every = [TimelineItem(each, Verdict.NONE, None, fork=False, version=False) for each in case.revoked]
    return [item for item in every if not _is_copy(item.filed.letter)]


def resumed(case: Case) -> Progress:
    """How far the acts of a case have brought it, for others to go on from."""
    progress = Progress(set(case.readers), set(case.excluded))
    progress.recused = dict.fromkeys(case.recused, date.min)
    progress.state, progress.outcome, progress.violation = case.state, case.outcome, case.violation
    progress.merged_into, progress.hold = case.merged_into, case.hold
    progress.proposals = list(case.proposed)
    return progress


def _case(id_: bytes, proofs: Proofs, chain: Chain) -> Case:
    every: list[Act] = [*proofs.replies, *proofs.notes, *proofs.revoked]
    places = _places(every)
    every.sort(key=lambda act: places[act.hash])
    acts = [act for act in every if not act.revoked]
    revoked = [act for act in every if act.revoked]
    progress = Progress(first_readers(proofs.reports, chain), _excluded(proofs.reports))
    effects = {act.hash: progress.apply(act.letter) for act in acts}
    excluded = _excluded(proofs.reports) | _excluded(proofs.replies)
    recused = frozenset(progress.recused)
    forks = _forks(acts)
    return Case(
        id=id_,
        versions=tuple(proofs.reports),
        messages=tuple(sorted(proofs.messages, key=_arrival)),
        replies=tuple(sorted(proofs.replies, key=lambda reply: places[reply.hash])),
        notes=tuple(sorted(proofs.notes, key=lambda note: places[note.hash])),
        revoked=tuple(revoked),
        unproven=tuple(proofs.unproven),
        lapses=lapses.lapses(revoked, every, lapses.Standing(acts, effects, progress, chain)),
        forks=forks,
        timeline=_timeline(proofs, places, effects, forks),
        state=progress.state,
        outcome=progress.outcome,
        proposed=tuple(progress.proposals),
        violation=progress.violation,
        readers=frozenset(progress.readers) - excluded - recused,
        excluded=frozenset(excluded),
        recused=recused,
        declared=frozenset(progress.declared) - excluded - recused,
        hold=progress.hold,
        referrals=tuple(progress.referrals),
        intake=progress.intake,
        merged_into=progress.merged_into,
        merged_from=(),
        facts=_facts(proofs, progress),
    )


def _places(acts: Sequence[Act]) -> dict[bytes, Place]:
    """The place in the order of the fold of every reply and note, by hash."""
    places = {act.hash: _own_place(act) for act in acts}
    replies = {act.hash: act.letter for act in acts if isinstance(act.letter, Reply)}
    revoked = {act.hash for act in acts if act.revoked}
    # Latest first, so that the earliest of several copies has the last word.
    for act in sorted(acts, key=_own_place, reverse=True):
        note = act.letter
        if isinstance(note, Note) and isinstance(note.body, ReplyCopy):
            digest = note.body.signed.hash
            reply = replies.get(digest)
            same = reply is not None and (reply.author, reply.day) == (note.author, note.day)
            # Under a revoked key a copy of somebody's reply may have been made up for its place.
            if same and act.revoked == (digest in revoked):
                places[digest] = places[act.hash]
    return places


def _own_place(act: Act) -> Place:
    return act.letter.day, act.letter.author, act.letter.author_seq, act.hash


def _arrival(letter: Filed[Message]) -> tuple[str, bytes]:
    # A half-day's text sorts as its time; "~" comes after all of them.
    return str(letter.half_day or "~"), letter.hash


def _excluded(letters: Iterable[Filed[Report] | Filed[Reply]]) -> set[str]:
    return {reader for each in letters for reader in each.letter.excluded}


def _forks(acts: Sequence[Act]) -> tuple[Fork, ...]:
    numbered: dict[tuple[str, str, int], list[bytes]] = defaultdict(list)
    for act in acts:
        numbered[act.letter.author, act.letter.kind, act.letter.author_seq].append(act.hash)
    return tuple(
        Fork(*number, tuple(sorted(hashes))) for number, hashes in sorted(numbered.items()) if len(hashes) > 1
    )


def _timeline(
    proofs: Proofs, places: dict[bytes, Place], effects: dict[bytes, Effect], forks: Iterable[Fork]
) -> tuple[TimelineItem, ...]:
    letters: list[Filed[Letter]] = [*proofs.reports, *proofs.messages, *proofs.replies, *proofs.notes]
    forked = {digest for fork in forks for digest in fork.hashes}
    signings = Counter((each.letter.author, each.letter.letter_id) for each in letters)
    items = []
    for each in sorted(letters, key=lambda each: _line(each, places)):
        effect = effects.get(each.hash, Effect())
        version = signings[each.letter.author, each.letter.letter_id] > 1
        if effect.verdict is Verdict.REFUSED or version or not _is_copy(each.letter):
            items.append(TimelineItem(each, effect.verdict, effect.refusal, each.hash in forked, version))
    return tuple(items)


def _is_copy(letter: Letter) -> bool:
    # The reply itself stands in the timeline.
    return isinstance(letter, Note) and isinstance(letter.body, ReplyCopy)


def _line(each: Filed[Letter], places: dict[bytes, Place]) -> tuple[Place, int, str, bytes]:
    """The place in the timeline: a reporter's letter has no place in the order of readers' acts."""
    letter = each.letter
    if isinstance(letter, Reply | Note):
        return places[each.hash], 0, "", each.hash
    if isinstance(letter, Report):
        day = each.half_day.day if each.half_day else date.min
        return (day, "", 0, b""), 0, str(each.half_day), each.hash
    seen = [places[digest] for digest in letter.seen if digest in places]
    if each.half_day is not None or not seen:
        seen.append((each.half_day.day if each.half_day else date.max, "", 0, b""))
    return max(seen), 1, str(each.half_day), each.hash


def _facts(proofs: Proofs, progress: Progress) -> Facts:
    messages = sorted(each.half_day.day for each in proofs.messages if each.half_day)
    arrivals = [each.half_day.day for each in proofs.reports if each.half_day] + messages
    if progress.intake is not None:
        arrivals.append(progress.intake[1])
    return Facts(
        received=min(arrivals, default=None),
        opened=progress.opened,
        steps=tuple(progress.steps),
        replies=tuple(progress.told),
        messages=tuple(messages),
    )
