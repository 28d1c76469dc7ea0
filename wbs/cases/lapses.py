"""What letters had settled whose key is revoked since: it counts no more, and must not fall away unsaid.

Whoever stole the key may have written any of them, at any time: none of them counts, and people decide anew.
Each is judged by itself, so that one which the thief adds hides no other.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from wbs.cases.lifecycle import State
from wbs.cases.progress import Effect, Progress, Verdict
from wbs.cases.proof import Filed
from wbs.letters.keyring import Chain
from wbs.letters.letter import Note, Reply
from wbs.letters.note import (
    Assigned,
    Categorised,
    Grant,
    Held,
    Intake,
    Merged,
    Recused,
    Referred,
    Released,
    Reviewed,
    StateChanged,
    Unmerged,
)

Act: TypeAlias = Filed[Reply] | Filed[Note] | Filed[Reply | Note]


class Aspect(StrEnum):
    """What acts settle of a case, each for itself."""

    STATE = "state"
    CATEGORY = "category"
    HOLD = "hold"
    READERS = "readers"
    EXCLUDED = "excluded"
    RECUSED = "recused"
    INTAKE = "intake"


@dataclass(frozen=True)
class Lapse:
    """One thing that is not what it was; ``act``: the last letter under a revoked key that said so.

    ``kept_out``: whom any of them kept out of the case who is not kept out now.
    """

    aspect: Aspect
    act: Act
    kept_out: frozenset[str]


@dataclass(frozen=True)
class Standing:
    """What the letters that count have made: these in order, what each did, and where that led."""

    acts: Sequence[Act]
    effects: Mapping[bytes, Effect]
    progress: Progress
    chain: Chain

    @cached_property
    def current(self) -> AbstractSet[str]:
        """The readers on the current keyring: whoever is on none any more reads nothing."""
        return {reader.id for reader in self.chain.current.readers}

    @cached_property
    def readers(self) -> AbstractSet[str]:
        """Who reads on."""
        return self.able(self.progress.readers)

    def able(self, readers: Iterable[str]) -> AbstractSet[str]:
        """Return those of these who are readers today, and neither kept out nor stepped back."""
        return set(readers) & self.current - self.progress.excluded - self.progress.recused.keys()


def lapses(revoked: Sequence[Act], every: Sequence[Act], now: Standing) -> tuple[Lapse, ...]:
    """Return what fell away with the ``revoked`` letters of a case, and nobody has settled since.

    ``every``: these and those that count, in the order of the fold. What a revoked letter says is settled
    where the letters that count say the same, or decide it anew later in that order; and where a reader of
    the case says so (`reviewed`), naming the letter. Nobody says so of what had kept themselves out.
    """
    if not revoked:
        return ()
    place = {act.hash: number for number, act in enumerate(every)}
    anew: dict[Aspect, int] = {}
    for act in now.acts:
        decided = (aspect for aspect in Aspect if _decides(act, now.effects[act.hash], aspect))
        anew.update(dict.fromkeys(decided, place[act.hash]))
    reviewers = _reviewers(now)
    found: dict[Aspect, Lapse] = {}
    for act in revoked:
        if act.letter.author in now.progress.excluded:
            continue
        for aspect in _says(act.letter, now):
            kept_out = _kept_out(aspect, act.letter, now)
            if place[act.hash] > anew.get(aspect, -1) and reviewers[act.hash] <= kept_out:
                before = found[aspect].kept_out if aspect in found else frozenset()
                found[aspect] = Lapse(aspect, act, before | kept_out)
    return tuple(found[aspect] for aspect in Aspect if aspect in found)


def doubted(found: Iterable[Lapse]) -> set[str]:
    """Return who stepped back or was kept out by letters under a revoked key, where nobody has settled it."""
    return {name for lapse in found for name in lapse.kept_out}


def _reviewers(now: Standing) -> Mapping[bytes, AbstractSet[str]]:
    """Return which readers of the case reviewed which letters, by hash."""
    found: defaultdict[bytes, set[str]] = defaultdict(set)
    for act in now.acts:
        author, body = act.letter.author, act.letter.body if isinstance(act.letter, Note) else None
        if isinstance(body, Reviewed) and author in now.readers:
            for digest in body.letters:
                found[digest].add(author)
    return found


def _says(letter: Reply | Note, now: Standing) -> set[Aspect]:
    """Return in which aspects a letter says something else than what counts now."""
    said = now.progress
    if isinstance(letter, Reply):
        differs = {
            Aspect.STATE: not said.was(letter.state, letter.outcome),
            Aspect.READERS: now.able(letter.readers) != now.readers,
            Aspect.EXCLUDED: bool(_kept_out(Aspect.EXCLUDED, letter, now)),
        }
        return {aspect for aspect, other in differs.items() if other}
    body = letter.body
    aspect, other = None, True
    match body:
        case StateChanged():
            aspect, other = Aspect.STATE, not said.was(body.state, body.outcome)
        case Referred():
            aspect, other = Aspect.STATE, all(each.body != body.body for each in said.referrals)
        case Merged():
            aspect, other = Aspect.STATE, not said.was(State.DIGABUNG, None)
        case Unmerged():
            aspect, other = Aspect.STATE, body.into == said.merged_into
        case Categorised():
            aspect, other = Aspect.CATEGORY, body.violation != said.violation
        case Held() | Released():
            aspect, other = Aspect.HOLD, isinstance(body, Held) == (said.hold is None)
        case Assigned():
            aspect, other = Aspect.READERS, now.able(body.to) != now.readers
        case Grant():
            aspect, other = Aspect.READERS, not now.able(body.to) <= now.readers
        case Recused():
            aspect, other = Aspect.RECUSED, bool(_kept_out(Aspect.RECUSED, letter, now))
        case Intake():
            aspect, other = Aspect.INTAKE, said.intake is None
    return {aspect} if aspect is not None and other else set()


def _kept_out(aspect: Aspect, letter: Reply | Note, now: Standing) -> AbstractSet[str]:
    """Return whom a letter kept out of the case who is not kept out now."""
    if aspect is Aspect.EXCLUDED and isinstance(letter, Reply):
        return set(letter.excluded) & now.current - now.progress.excluded
    if aspect is Aspect.RECUSED:
        return {letter.author} & now.current - now.progress.recused.keys()
    return set()


def _decides(act: Act, effect: Effect, aspect: Aspect) -> bool:
    """Tell whether a letter that counts settles an aspect anew, whatever was said before it.

    An acknowledgement, which desks write by themselves, decides nothing.
    """
    letter = act.letter
    if isinstance(letter, Reply) and letter.state in (State.TERKIRIM, State.DITERIMA):
        return False
    body = letter.body if isinstance(letter, Note) else None
    match aspect:
        case Aspect.STATE:
            received = isinstance(body, StateChanged) and body.state == State.DITERIMA
            return effect.verdict is Verdict.MOVED and not received
        case Aspect.CATEGORY:
            return isinstance(body, Categorised) and effect.verdict is not Verdict.REFUSED
        case Aspect.HOLD:
            return isinstance(body, Held | Released) and effect.verdict is not Verdict.REFUSED
        case Aspect.READERS:
            return isinstance(letter, Reply) or (
                isinstance(body, Assigned) and effect.verdict is not Verdict.REFUSED
            )
        case _:
            return False
