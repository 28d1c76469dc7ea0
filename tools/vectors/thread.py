"""Makes tests/vectors/thread.json: what a returning reporter is shown, for replies of every sort.

    python -m tools.vectors.thread > tests/vectors/thread.json

Everything follows from labels, so each run makes the same file.
"""

import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from crypto.receipt import Receipt, ReporterKeys
from tests import factories_keyring as rings
from tests.factories import DAY, INSTANCE, case, identity, message, note, reply, seed, signing_key
from wbs.cases.lifecycle import Outcome, State, reachable
from wbs.cases.thread import SLOT_LIFE, ThreadItem, reporter_view
from wbs.letters.errors import FormatError, Unproven
from wbs.letters.freshness import Collected, Freshness, sign_statement, stale, verify_statement
from wbs.letters.halfday import HalfDay
from wbs.letters.keyring import Chain, SignedKeyring
from wbs.letters.letter import Reply, sign_letter
from wbs.letters.signed import Signed, sign
from wbs.portal.reporter import readership
from wbs.portal.reporter.visit import Case

_DAY = timedelta(days=1)
_V1, _V2, _V3 = "verifikator-1", "verifikator-2", "verifikator-3"
_THREAD = seed("thread reporter")
_TO = hashlib.sha256(identity("reporter").recipient.raw).digest()
# Of the reporter's keys only these two matter here.
_KEYS = ReporterKeys(bytes(32), bytes(32), _THREAD, case(), bytes(16))
_READERS = rings.READERS
_RENEWED = replace(
    rings.reader(_V1), title="Verifikator baru", signing_key=str(signing_key("verifikator-1 renewed").public)
)


def _keyrings() -> dict[str, SignedKeyring]:
    first = rings.sign(rings.keyring())
    return {
        "first": first,
        "left": rings.sign(rings.after(first, readers=_READERS[1:])),
        "expired": rings.sign(
            rings.after(first, readers=(replace(_READERS[0], expires=DAY + 9 * _DAY), *_READERS[1:]))
        ),
        "renewed": rings.sign(rings.after(first, readers=(_RENEWED, *_READERS[1:]))),
        "revoking": rings.sign(
            rings.after(first, readers=_READERS[1:], revoked=(str(signing_key(_V1).public),))
        ),
        "few": rings.sign(rings.after(first, readers=_READERS[:2])),
    }


def _told(state: str, n: int, author: str = _V1, number: int = 1, **changes: object) -> Reply:
    until = HalfDay(DAY + n * _DAY, "A" if n % 2 else "B")
    made = reply(author, number, day=DAY + n * _DAY, state=state, until=until)
    return replace(made, **changes)  # type: ignore[arg-type]  # a builder takes any field


def _sign(made: Reply, by: str | None = None) -> Signed:
    return sign_letter(made, signing_key(by or made.author))


def _letters() -> dict[str, Signed]:
    received = _sign(_told("DITERIMA", 1))
    review = _sign(_told("TELAAH", 2, number=2, prev=received.hash, readers=(_V1, _V2), text="Kami telaah."))
    forged = _sign(_told("SELESAI", 5, _V2, outcome="terbukti"), by="stranger")
    outsider = _sign(_told("DITERIMA", 4, "stranger"))
    return {
        "received": received,
        "received by the second": _sign(_told("DITERIMA", 3, _V2, readers=(_V2, _V3))),
        "review": review,
        "asked": _sign(_told("KLARIFIKASI", 3, number=3, prev=review.hash, readers=(_V2, _V3), text="")),
        "examined": _sign(_told("INVESTIGASI", 6, _V2, 2, readers=(_V2, "auditor-1"))),
        "closed": _sign(_told("SELESAI", 9, _V3, outcome="terbukti-sebagian", readers=(_V3, _V1, "luar-2"))),
        "closed again": _sign(_told("SELESAI", 10, _V3, 2, outcome="terbukti", readers=(_V3,))),
        "dropped": _sign(_told("TTL", 4, _V2, 3, outcome="data-kurang")),
        "reopened": _sign(_told("TELAAH", 8, _V3, 3)),
        "merged": _sign(_told("DIGABUNG", 4, _V3, 4)),
        "merged again": _sign(_told("DIGABUNG", 5, _V3, 7, outcome="terbukti")),
        "unknown state": _sign(_told("ARSIP", 7, _V2, 4, outcome="lain")),
        "unknown outcome": _sign(_told("SELESAI", 7, _V2, 5, outcome="lain")),
        "same number": _sign(_told("TELAAH", 3, number=2, letter_id=bytes(16))),
        "same place": _sign(_told("TELAAH", 2, number=2, letter_id=bytes(16))),
        "excludes the first": _sign(_told("DITERIMA", 2, _V2, 6, excluded=(_V1,), readers=(_V1, _V2))),
        "excludes itself": _sign(_told("TELAAH", 5, _V3, 5, excluded=(_V3,))),
        "excludes all": _sign(_told("DITERIMA", 2, _V2, 7, excluded=tuple(reader.id for reader in _READERS))),
        "names leavers only": _sign(_told("TELAAH", 6, _V2, 8, readers=("pergi-1", _V1))),
        "under the second keyring": _sign(
            _told("TELAAH", 4, number=4, keyring=2), by="verifikator-1 renewed"
        ),
        "new key, old keyring": _sign(_told("TELAAH", 4, number=4), by="verifikator-1 renewed"),
        "forged": forged,
        "forged otherwise": Signed(forged.json, outsider.signature),
        "good bytes, bad signature": Signed(received.json, forged.signature),
        "other case": _sign(_told("DITERIMA", 1, number=5, case=case("other"))),
        "other recipient": _sign(_told("DITERIMA", 1, number=6, to=bytes(32))),
        "other portal": _sign(_told("DITERIMA", 1, number=7, instance=bytes(16))),
        "no such reader": outsider,
        "no such keyring": _sign(_told("DITERIMA", 1, number=8, keyring=3)),
        "a note": sign_letter(note(), signing_key(_V1)),
        "a message": sign_letter(message(), signing_key("reporter")),
        "spaced": Signed(received.json.replace(b":", b": ", 1), received.signature),
        "no letter": Signed(b"{}", "x"),
    }


@dataclass(frozen=True)
class _Told:
    """One case of the file: which replies are on the board, under which keyrings, on which day."""

    name: str
    replies: Sequence[str]
    keyrings: Sequence[str] = ("first",)
    today: date = DAY + 12 * _DAY
    excluded: Sequence[str] = ()


_STORY = ("received", "review", "asked", "examined", "closed")
_UNPROVEN = (
    "other case",
    "other recipient",
    "other portal",
    "no such reader",
    "no such keyring",
    "new key, old keyring",
    "a note",
    "a message",
    "spaced",
    "no letter",
)
_AGED = DAY + 2 * _DAY + SLOT_LIFE
_CASES = (
    _Told("nothing yet", ()),
    _Told("one reply", ("received",)),
    _Told("a whole case", _STORY),
    _Told("in another order, some twice", (*reversed(_STORY), "review", "closed")),
    _Told("a late receipt takes nothing back", ("received", "review", "received by the second")),
    _Told("closed again with another outcome", (*_STORY, "closed again")),
    _Told("reopened", ("received", "review", "dropped", "reopened")),
    _Told("merged, and apart again", ("received", "review", "merged", "examined")),
    _Told("the same state again brings its outcome", ("received", "review", "merged", "merged again")),
    _Told("an unknown state decides nothing", ("received", "unknown state")),
    _Told("an unknown outcome is none", (*_STORY[:4], "unknown outcome")),
    _Told("a fork", ("received", "review", "same number")),
    _Told("a fork on one day", ("received", "same place", "review")),
    _Told("a gap that may be kept back", ("review",), today=_AGED),
    _Told("a gap that has left the board", ("review",), today=_AGED + _DAY),
    _Told("a gap in the middle", ("received", "asked")),
    _Told("someone who left", _STORY, ("first", "left")),
    _Told("someone who expired", _STORY, ("expired", "first")),
    _Told("someone whose last day is today", _STORY, ("expired", "first"), today=DAY + 9 * _DAY),
    _Told("old and new keys", ("received", "under the second keyring"), ("first", "renewed")),
    _Told("a keyring that is not there", ("received", "under the second keyring"), ("renewed",)),
    _Told("a revoked key", _STORY, ("first", "revoking")),
    _Told("the reporter excludes an author", _STORY, excluded=(_V1,)),
    _Told("the reporter excludes the last author", _STORY, excluded=(_V3,)),
    _Told("a reply excludes an author", ("received", "review", "excludes the first")),
    _Told("an author excludes himself", ("received", "excludes itself")),
    _Told("nobody is left", ("received", "excludes all")),
    _Told("one is left", ("received",), ("first", "few"), excluded=(_V1,)),
    _Told("the readers named have left", ("received", "names leavers only"), ("first", "left")),
    _Told("a forgery beside a reply", ("received", "forged")),
    _Told("one forgery under two signatures", ("forged", "forged otherwise")),
    _Told("a bad signature beside the good one", ("good bytes, bad signature", "received")),
    _Told("nothing proven", _UNPROVEN),
    _Told("everything but one", tuple(each for each in _letters() if each != "excludes all")),
    _Told("everything", tuple(_letters())),
)


def _case(told: _Told, keyrings: dict[str, SignedKeyring], letters: dict[str, Signed]) -> dict[str, Any]:
    chain = Chain.build([keyrings[name] for name in told.keyrings], rings.PIN, told.today, None)
    replies = [letters[name] for name in told.replies]
    thread = reporter_view(replies, chain, case(), to=_TO, excluded=told.excluded)
    made = Case(Receipt.from_packed(bytes(11)), _KEYS, chain, thread, told.today)
    return {
        "name": told.name,
        "keyrings": list(told.keyrings),
        "today": told.today.isoformat(),
        "excluded_by_reporter": list(told.excluded),
        "replies": list(told.replies),
        "items": [_item(item, chain) for item in thread.items],
        "unproven": [signed.hash.hex() for signed in thread.unproven],
        "state": thread.state.value,
        "outcome": thread.outcome,
        "excluded": sorted(thread.excluded),
        "seen": [digest.hex() for digest in thread.seen],
        "received_until": None if thread.received_until is None else str(thread.received_until),
        "readers": [reader.id for reader in made.next_readers.readers],
        "new": sorted(made.next_readers.new),
        "shown": made.shown.hex(),
        "excludable": [reader.id for reader in made.excludable],
    }


def _item(item: ThreadItem, chain: Chain) -> dict[str, object]:
    author = chain.by_sequence[item.reply.keyring].reader(item.reply.author)
    return {
        "hash": item.hash.hex(),
        "day": item.reply.day.isoformat(),
        "state": item.state,
        "outcome": item.outcome,
        "text": item.reply.text,
        "title": item.title,
        "unit": "" if author is None else author.unit,
        "former": item.former,
        "excluded": item.excluded,
        "fork": item.fork,
        "gap": item.gap,
    }


def _statements() -> dict[str, Signed]:
    fresh = Freshness(INSTANCE, _V1, 1, DAY)
    until = Collected(INSTANCE, _V2, 1, HalfDay(DAY, "B"))
    own = sign_statement(fresh, signing_key(_V1))
    return {
        "freshness": own,
        "collected": sign_statement(until, signing_key(_V2)),
        "collected by an outside reader": sign_statement(
            replace(until, author="luar-1", until=HalfDay(DAY - _DAY, "A")), signing_key("luar-1")
        ),
        "forged": sign_statement(fresh, signing_key("stranger")),
        "another portal": sign_statement(replace(fresh, instance=bytes(16)), signing_key(_V1)),
        "naming another portal": sign(
            "freshness",
            INSTANCE,
            {**json.loads(own.json), "instance": bytes(16).hex()},
            signing_key(_V1),
        ),
        "no such keyring": sign_statement(replace(fresh, sequence=3), signing_key(_V1)),
        "no such reader": sign_statement(replace(fresh, author="stranger"), signing_key("stranger")),
        "spaced": Signed(own.json.replace(b":", b": ", 1), own.signature),
        "no statement": Signed(b"{}", own.signature),
    }


def _verified(
    signed: Signed, kind: str, names: Sequence[str], keyrings: dict[str, SignedKeyring], today: date
) -> dict[str, object]:
    chain = Chain.build([keyrings[name] for name in names], rings.PIN, today, None)
    made: dict[str, object] = {"keyrings": list(names), "today": today.isoformat(), "kind": kind}
    try:
        if kind == "collected":
            collected = verify_statement(signed, Collected, chain)
            return {**made, "author": collected.author, "until": str(collected.until)}
        fresh = verify_statement(signed, Freshness, chain)
    except (Unproven, FormatError) as error:
        return {**made, "refused": "unproven" if isinstance(error, Unproven) else "format"}
    told = {"author": fresh.author, "day": fresh.day.isoformat(), "stale": stale(fresh.day, today)}
    return {**made, **told}


def vectors() -> dict[str, object]:
    """Return the document."""
    keyrings, letters, statements = _keyrings(), _letters(), _statements()
    return {
        "instance": INSTANCE.hex(),
        "pin": rings.PIN.encode().decode(),
        "thread": _THREAD.hex(),
        "case": case().hex(),
        "to": _TO.hex(),
        "keyrings": {
            name: {"json": made.json.decode(), "signatures": list(made.signatures)}
            for name, made in keyrings.items()
        },
        "outcomes": [outcome.value for outcome in Outcome],
        "reachable": {state.value: [to.value for to in State if reachable(state, to)] for state in State},
        "words": {reader.id: list(readership.view(reader, DAY).words) for reader in _READERS},
        "letters": {
            name: {"json": made.json.decode(), "signature": made.signature, "hash": made.hash.hex()}
            for name, made in letters.items()
        },
        "cases": [_case(told, keyrings, letters) for told in _CASES],
        "statements": {
            name: {"json": made.json.decode(), "signature": made.signature}
            for name, made in statements.items()
        },
        "verified": [
            {"statement": name, **_verified(signed, kind, names, keyrings, today)}
            for name, signed in statements.items()
            for kind in ("freshness", "collected")
            for names, today in (
                (("first",), DAY + 35 * _DAY),
                (("first",), DAY + 36 * _DAY),
                (("first", "left"), DAY),
                (("first", "revoking"), DAY),
            )
            # Whatever is wrong with a statement is so under any keyring: once is enough.
            if name.startswith(kind) or (len(names) == 1 and today == DAY + 35 * _DAY)
        ],
    }


if __name__ == "__main__":
    json.dump(vectors(), sys.stdout, indent=1, ensure_ascii=False)
    print()
