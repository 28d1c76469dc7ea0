"""Makes tests/vectors/keyrings.json: which keyrings are accepted, which refused and why, whose key counts.

    python -m tools.vectors.keyrings > tests/vectors/keyrings.json

Everything follows from labels, so each run makes the same file.
"""

import json
import sys
from datetime import date, timedelta

from tests import factories_keyring as rings
from tests.factories import DAY, INSTANCE, seed, signing_key
from wbs.letters import canonical
from wbs.letters.errors import KeyringRefused, Unproven
from wbs.letters.keyring import Chain, Keyring, Pin, SignedKeyring, accept, accept_new_pin

_DAY = timedelta(days=1)
_READERS = (rings.READERS[0], rings.READERS[1], rings.reader("luar-1", "outside"))
_NEW = ("baru-1", "baru-2")
_NEW_PIN = Pin(INSTANCE, rings.roots(*_NEW), 2)
_PINS = {
    "pin": rings.PIN,
    "other-portal": Pin(seed("other", 16), rings.PIN.roots, 2),
    "other-threshold": Pin(INSTANCE, rings.PIN.roots, 1),
    "fewer-roots": Pin(INSTANCE, rings.roots("akar-1", "akar-2"), 2),
    "another-root": Pin(INSTANCE, rings.roots("akar-1", "akar-2", "baru-1"), 2),
    "new-roots": _NEW_PIN,
}


def _first(**changes: object) -> Keyring:
    return rings.keyring(**{"readers": _READERS, **changes})


def _after(before: SignedKeyring, number: int, **changes: object) -> Keyring:
    return _first(sequence=number, previous=before.hash, **changes)


def _files() -> dict[str, SignedKeyring]:
    first = rings.sign(_first())
    second = rings.sign(_after(first, 2, readers=_READERS[1:]))
    revoked = (str(signing_key("verifikator-1").public),)
    outbox = f"wbs/v1 outbox {INSTANCE.hex()}"
    signatures = first.signatures
    return {
        "first": first,
        "second": second,
        "third": rings.sign(_after(second, 3, readers=_READERS[1:])),
        "revoking": rings.sign(_after(first, 2, readers=_READERS[1:], revoked=revoked)),
        "ahead": rings.sign(_after(first, 2, not_before=DAY + _DAY)),
        "other-second": rings.sign(_after(first, 2, name="Lain")),
        "other-first": rings.sign(_first(name="Lain")),
        "skipping": rings.sign(_after(first, 3)),
        "new-roots": rings.sign(
            _after(first, 2, roots=_NEW_PIN.roots, threshold=2), ["akar-1", "akar-2", *_NEW]
        ),
        "new-roots-alone": rings.sign(_after(first, 2, roots=_NEW_PIN.roots, threshold=2), _NEW),
        "one-signature": SignedKeyring(first.json, signatures[:1]),
        "one-signature-twice": SignedKeyring(first.json, signatures[:1] * 2),
        "one-and-a-stranger": rings.sign(_first(), ["akar-1", "stranger"]),
        "signatures-of-the-second": SignedKeyring(first.json, second.signatures),
        "signed-as-an-outbox": SignedKeyring(
            first.json, (signatures[0], signing_key("akar-2").sign(first.json, trusted_comment=outbox))
        ),
        "spaced": SignedKeyring(first.json.replace(b":", b": ", 1), signatures),
        **{f"malformed: {name}": made for name, made in _malformed(first).items()},
    }


def _malformed(first: SignedKeyring) -> dict[str, SignedKeyring]:
    members = json.loads(first.json)
    one, two, _ = members["readers"]
    changes: dict[str, dict[str, object]] = {
        "another version": {"wbs": 2},
        "unknown member": {"extra": ""},
        "upper-case hex": {"instance": members["instance"].upper()},
        "second without previous": {"sequence": 2},
        "first with previous": {"previous": "00" * 32},
        "no such date": {"not_before": "2026-02-30"},
        "expires before it begins": {"expires": "2025-12-31"},
        "longer than 400 days": {"expires": (rings.END + _DAY).isoformat()},
        "panel of one": {"panel": 1},
        "no reader": {"readers": []},
        "one id twice": {"readers": [one, {**two, "id": one["id"]}]},
        "one recipient twice": {"readers": [one, {**two, "recipient": one["recipient"]}]},
        "one signing key twice": {"readers": [one, {**two, "signing_key": one["signing_key"]}]},
        "the reporter as a reader": {"readers": [{**one, "id": "reporter"}, two]},
        "unknown role": {"readers": [{**one, "role": "admin"}, two]},
        "upper-case recipient": {"readers": [{**one, "recipient": one["recipient"].upper()}, two]},
        "mistyped recipient": {"readers": [{**one, "recipient": f"{one['recipient'][:-1]}q"}, two]},
        "a root that reads": {"readers": [{**one, "signing_key": members["roots"][0]}, two]},
        "a revoked key in use": {"revoked": [one["signing_key"]]},
        "revoked out of order": {"revoked": sorted(rings.roots("pergi-1", "pergi-2"), reverse=True)},
        "roots out of order": {"roots": members["roots"][::-1]},
        "threshold above the roots": {"threshold": 4},
    }
    # The values are JSON, which the annotation of ``changes`` does not say.
    return {
        name: SignedKeyring(canonical.dumps({**members, **change}), first.signatures)  # type: ignore[dict-item]
        for name, change in changes.items()
    }


def _accept(files: dict[str, SignedKeyring]) -> list[dict[str, object]]:
    cases: list[tuple[str, str, date, int | None, date | None]] = [
        ("first", "pin", DAY, None, None),
        ("first", "pin", rings.START, 1, None),
        ("first", "pin", rings.END, None, None),
        ("first", "other-portal", DAY, None, None),
        ("first", "other-threshold", DAY, None, None),
        ("first", "fewer-roots", DAY, None, None),
        ("first", "another-root", DAY, None, None),
        ("first", "pin", DAY, 2, None),
        ("first", "pin", rings.START - _DAY, None, None),
        ("first", "pin", rings.END + _DAY, None, None),
        ("first", "pin", rings.END + _DAY, 2, None),
        ("first", "pin", date(1970, 1, 1), None, None),
        ("first", "pin", rings.START - _DAY, None, DAY),
        ("first", "pin", rings.END + _DAY, None, DAY),
        ("first", "pin", rings.END + _DAY, None, rings.END + 2 * _DAY),
        ("new-roots", "pin", DAY, None, None),
        ("new-roots", "new-roots", DAY, 1, None),
        *((name, "pin", DAY, None, None) for name in files if name.startswith(("one-", "sign", "malformed"))),
        ("spaced", "pin", DAY, None, None),
    ]
    made: list[dict[str, object]] = []
    for name, pin, today, seen, witness in cases:
        try:
            accept(files[name], _PINS[pin], today, seen, witness=witness)
            verdict = "accepted"
        except KeyringRefused as refused:
            verdict = refused.reason.value
        made.append(
            {
                "keyring": name,
                "pin": pin,
                "today": today.isoformat(),
                "newest_seen": seen,
                "witness": None if witness is None else witness.isoformat(),
                "verdict": verdict,
            }
        )
    return made


def _chains(files: dict[str, SignedKeyring]) -> list[dict[str, object]]:
    cases: list[tuple[list[str], str, date, int | None, date | None]] = [
        (["first", "second"], "pin", DAY, None, None),
        (["third", "first", "second"], "pin", DAY, 3, None),
        (["first", "revoking"], "pin", DAY, None, None),
        (["second", "third"], "pin", DAY, None, None),
        (["first", "ahead"], "pin", DAY, None, None),
        (["first", "ahead"], "pin", DAY + _DAY, None, None),
        (["ahead"], "pin", DAY, None, None),
        (["ahead", "one-signature"], "pin", DAY, None, None),
        (["first", "new-roots"], "pin", DAY, None, None),
        (["first", "new-roots"], "new-roots", DAY, None, None),
        (["first"], "pin", DAY, 2, None),
        (["first", "second", "other-second"], "pin", DAY, None, None),
        (["other-first", "second"], "pin", DAY, None, None),
        (["first", "third"], "pin", DAY, None, None),
        (["first", "skipping"], "pin", DAY, None, None),
        ([], "pin", DAY, None, None),
        (["first", "ahead"], "pin", DAY, None, DAY),
        (["first", "ahead"], "pin", DAY, None, DAY + _DAY),
        (["first", "ahead"], "pin", DAY + _DAY, None, DAY),
        (["first", "ahead"], "pin", DAY, None, rings.END + 2 * _DAY),
        (["first", "new-roots"], "pin", DAY, None, DAY),
        (["ahead"], "pin", DAY, None, DAY + _DAY),
    ]
    made: list[dict[str, object]] = []
    for names, pin, today, seen, witness in cases:
        result: dict[str, object] = {
            "keyrings": names,
            "pin": pin,
            "today": today.isoformat(),
            "newest_seen": seen,
            "witness": None if witness is None else witness.isoformat(),
        }
        try:
            chain = Chain.build([files[name] for name in names], _PINS[pin], today, seen, witness=witness)
        except KeyringRefused as refused:
            result["verdict"] = refused.reason.value
        else:
            result["verdict"] = "accepted"
            result["current"] = chain.current.sequence
            result["sequences"] = sorted(chain.by_sequence)
            result["authors"] = [
                _author(chain, author, sequence, kind)
                for author in ("verifikator-1", "verifikator-2", "stranger")
                for sequence in (1, 2)
                for kind in ("reply", "outbox")
            ]
        made.append(result)
    return made


def _author(chain: Chain, author: str, sequence: int, kind: str) -> dict[str, object]:
    result: dict[str, object] = {"author": author, "sequence": sequence, "kind": kind}
    try:
        key, former = chain.author_key(author, sequence, kind)
    except Unproven:
        return {**result, "key": None}
    return {**result, "key": str(key), "former": former}


def _new_pins(files: dict[str, SignedKeyring]) -> list[dict[str, object]]:
    made: list[dict[str, object]] = []
    for name, seen in (("new-roots", 1), ("new-roots", 3), ("new-roots-alone", 1), ("second", 1)):
        try:
            verdict = accept_new_pin(files[name], rings.PIN, seen).encode().decode()
        except KeyringRefused as refused:
            verdict = refused.reason.value
        made.append({"keyring": name, "pin": "pin", "newest_seen": seen, "verdict": verdict})
    return made


def vectors() -> dict[str, object]:
    """Return the document."""
    files = _files()
    return {
        "pins": {
            name: {"json": pin.encode().decode(), "fingerprint": pin.fingerprint.hex()}
            for name, pin in _PINS.items()
        },
        "keyrings": {
            name: {"json": made.json.decode(), "sha256": made.hash.hex(), "signatures": list(made.signatures)}
            for name, made in files.items()
        },
        "accept": _accept(files),
        "chain": _chains(files),
        "new_pin": _new_pins(files),
    }


if __name__ == "__main__":
    json.dump(vectors(), sys.stdout, indent=1, ensure_ascii=False)
    print()
