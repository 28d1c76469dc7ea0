"""What letters had settled whose key is revoked since: it counts no more, and must not fall away unsaid.

Whoever stole the key may have written any of them, at any time: none of them counts, and people decide anew.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from wbs.cases.progress import Effect, Progress, Refusal, Verdict
from wbs.cases.proof import Filed
from wbs.letters.letter import Note, Reply
from wbs.letters.note import (
    Assigned,
    Categorised,
    Event,
    Grant,
    Held,
    Merged,
    Recused,
    Referred,
    Released,
    Reviewed,
    StateChanged,
    Withdrawn,
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


@dataclass(frozen=True)
class Lapse:
    """One thing that is not what it was; ``act``: the last letter under a revoked key that settled it."""

    aspect: Aspect
    act: Act


# Of a reader's standing, only what can matter today: whoever is on no keyring any more reads nothing.
_STANDING: Mapping[Aspect, Callable[[Progress, AbstractSet[str]], object]] = {
    Aspect.STATE: lambda case, _: (case.state, case.outcome, case.merged_into, _proposed(case)),
    Aspect.CATEGORY: lambda case, _: case.violation,
    Aspect.HOLD: lambda case, _: case.hold is None,
    Aspect.READERS: lambda case, current: case.readers & current,
    Aspect.EXCLUDED: lambda case, _: case.excluded,
    Aspect.RECUSED: lambda case, current: case.recused.keys() & current,
}
_NOTES: Mapping[Aspect, tuple[type[Event], ...]] = {
    Aspect.STATE: (StateChanged, Withdrawn, Referred, Merged),
    Aspect.CATEGORY: (Categorised,),
    Aspect.HOLD: (Held, Released),
    Aspect.READERS: (Assigned, Grant),
    Aspect.RECUSED: (Recused,),
}
_REPLIES = (Aspect.STATE, Aspect.READERS, Aspect.EXCLUDED)


def lapses(
    acts: Sequence[Act], before: Progress, now: Progress, current: AbstractSet[str]
) -> tuple[Lapse, ...]:
    """Return what fell away with the revoked letters among ``acts``, and nobody has settled since.

    ``acts`` come in the order of the fold; ``now`` is what those that count have made, ``before`` has taken
    none yet; ``current`` are the readers on the current keyring. What was written under a keyring that knew
    of the revocation comes after what was revoked, for a thief can give a letter any date. What is the same
    again is settled, and all is once a reader says so under such a keyring (`reviewed`).
    """
    since = max((act.revoked for act in acts if act.revoked is not None), default=None)
    if since is None:
        return ()

    def is_later(act: Act) -> bool:
        return act.revoked is None and act.letter.keyring >= since

    away = now.excluded | now.recused.keys()
    if any(is_later(act) and _reviews(act) and act.letter.author not in away for act in acts):
        return ()
    last: dict[Aspect, Act] = {}
    for act in sorted(acts, key=is_later):
        effect = before.apply(act.letter)
        if act.revoked is not None:
            last.update(dict.fromkeys(_settled(act.letter, effect), act))
    return tuple(
        Lapse(aspect, last[aspect])
        for aspect, of in _STANDING.items()
        if aspect in last and of(before, current) != of(now, current)
    )


def _reviews(act: Act) -> bool:
    return isinstance(act.letter, Note) and isinstance(act.letter.body, Reviewed)


def _settled(letter: Reply | Note, effect: Effect) -> set[Aspect]:
    if effect.refusal in (Refusal.EXCLUDED, Refusal.RECUSED):
        return set()
    if isinstance(letter, Reply):
        spoken = set(_REPLIES)
    else:
        spoken = {aspect for aspect, events in _NOTES.items() if isinstance(letter.body, events)}
    # An answer whose move was refused still says who reads on.
    return spoken - ({Aspect.STATE} if effect.verdict is Verdict.REFUSED else set())


def _proposed(case: Progress) -> object:
    return {(each.state, each.outcome) for each in case.proposals}
