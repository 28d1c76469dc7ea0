"""What a returning reporter is shown: the replies that the code opened, proven or named as unproven.

Everything follows from the code, the keyring and the board; the report itself is not at hand. Notes between
readers are not either, so whether two people agreed cannot be seen here: the desk sees to it before it signs.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from wbs.cases.lifecycle import Outcome, State, reachable
from wbs.letters.errors import FormatError, Unproven
from wbs.letters.halfday import HalfDay
from wbs.letters.keyring import Chain
from wbs.letters.letter import Reply, peek_unverified, verify_letter
from wbs.letters.panel import ProvenReply
from wbs.letters.signed import Signed

SLOT_LIFE = timedelta(days=60)
"""How long a reply stays on the board."""

SEEN_LIMIT = 64
"""How many replies a message can name as seen."""


class Gap(StrEnum):
    """An earlier reply by the same author is missing: `EXPIRED`, it has left the board by now in any case;
    `MISSING`, it may have, or someone keeps it back.
    """

    EXPIRED = "expired"
    MISSING = "missing"


@dataclass(frozen=True)
class ThreadItem:
    """One proven reply.

    `title` is the author's role. `former`: no reader any more. `excluded`: someone who must not read, whose
    reply decides nothing. `state` is None where this version does not know it. `gap` lies before the reply.
    `fork`: another reply by this author has the same number.
    """

    reply: Reply
    hash: bytes
    title: str
    state: State | None
    outcome: Outcome | None
    former: bool
    excluded: bool
    fork: bool
    gap: Gap | None


@dataclass(frozen=True)
class Thread:
    """A case as its reporter knows it: items in the order of the fold, and what follows from them."""

    items: tuple[ThreadItem, ...]
    unproven: tuple[Signed, ...]
    state: State
    outcome: Outcome | None
    excluded: frozenset[str]

    @property
    def proven(self) -> tuple[ProvenReply, ...]:
        """The replies as `panel.followup` takes them."""
        return tuple(_place(item.reply, item.hash) for item in self.items)

    @property
    def seen(self) -> tuple[bytes, ...]:
        """Hashes for the next message to name: of the newest replies, as many as it can."""
        return tuple(item.hash for item in self.items[-SEEN_LIMIT:])

    @property
    def received_until(self) -> HalfDay | None:
        """The latest half-day up to which a reader says to have counted this reporter's letters."""
        return max((item.reply.until for item in self.items if not item.excluded), default=None)


def reporter_view(
    replies: Iterable[Signed], chain: Chain, case: bytes, *, to: bytes, excluded: Collection[str] = ()
) -> Thread:
    """Sort out what the slots of a case held, in any order, any number of times.

    `to` is the SHA-256 of the reporter's recipient; `excluded` whom the reporter names today. A reply that
    is signed by no reader of the chain, or made for another case or recipient, is unproven.

    The later state wins, unless the graph has no way to it from what was told before: a second desk's late
    "received" takes nothing back.
    """
    proven: dict[bytes, tuple[Reply, bool]] = {}
    unproven: dict[bytes, Signed] = {}
    for signed in replies:
        try:
            proven[signed.hash] = _verify(signed, chain, case, to)
        except (Unproven, FormatError):
            unproven[signed.hash] = min(
                signed, unproven.get(signed.hash, signed), key=lambda each: each.signature
            )
    out = frozenset(excluded).union(*(reply.excluded for reply, _ in proven.values()))
    items = _items(proven, chain, out)
    state, outcome = _state(items)
    rest = tuple(unproven[digest] for digest in sorted(unproven.keys() - proven.keys()))
    return Thread(items, rest, state, outcome, out)


def _verify(signed: Signed, chain: Chain, case: bytes, to: bytes) -> tuple[Reply, bool]:
    claimed = peek_unverified(signed)
    key, former = chain.author_key(claimed.author, claimed.keyring, "reply")
    reply = verify_letter(signed, "reply", chain.current.instance, key)
    if (reply.case, reply.to) != (case, to):
        raise Unproven("the reply was made for another case")
    return reply, former


def _items(
    proven: dict[bytes, tuple[Reply, bool]], chain: Chain, excluded: Collection[str]
) -> tuple[ThreadItem, ...]:
    numbers = Counter((reply.author, reply.author_seq) for reply, _ in proven.values())
    items = []
    for digest, (reply, former) in sorted(proven.items(), key=lambda each: _place(each[1][0], each[0]).place):
        state = State(reply.state) if reply.state in State.__members__ else None
        outcome = next((each for each in Outcome if each == reply.outcome), None)
        reader = chain.by_sequence[reply.keyring].reader(reply.author)
        gap = None
        if reply.prev is not None and reply.prev not in proven:
            gap = Gap.EXPIRED if chain.today - reply.day > SLOT_LIFE else Gap.MISSING
        items.append(
            ThreadItem(
                reply=reply,
                hash=digest,
                title=reader.title if reader is not None else reply.author,
                state=state,
                outcome=outcome,
                former=former,
                excluded=reply.author in excluded,
                fork=numbers[reply.author, reply.author_seq] > 1,
                gap=gap,
            )
        )
    return tuple(items)


def _state(items: Iterable[ThreadItem]) -> tuple[State, Outcome | None]:
    state, outcome = State.TERKIRIM, None
    for item in items:
        if item.state is None or item.excluded:
            continue
        if item.state is state or reachable(state, item.state):
            state, outcome = item.state, item.outcome
    return state, outcome


def _place(reply: Reply, digest: bytes) -> ProvenReply:
    return ProvenReply(reply.day, reply.author, reply.author_seq, digest, reply.readers, reply.excluded)
