"""The next keyring: the one before, with what is to change."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from wbs.cli.ceremony.errors import CeremonyError
from wbs.cli.ceremony.part import ReaderPart
from wbs.letters.errors import FormatError
from wbs.letters.keyring import Keyring, SignedKeyring, decode, encode
from wbs.letters.reader import Reader

PANEL = 3
# Intake readers beyond the panel below which an exclusion can be guessed.
SPARE = 2


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What the next keyring is to be; None and empty leave things as they were.

    A part with the id of a reader gives that person new keys. ``revoke`` names readers of the previous
    keyring whose keys were lost or stolen there: nothing they signed counts any more.
    """

    not_before: date
    expires: date
    settings: bytes | None = None
    parts: tuple[ReaderPart, ...] = ()
    drop: tuple[str, ...] = ()
    revoke: tuple[str, ...] = ()
    name: str | None = None
    panel: int | None = None
    roots: tuple[str, ...] = ()
    threshold: int | None = None


def assemble(
    plan: Plan, previous: SignedKeyring | None, *, random: Callable[[int], bytes] = os.urandom
) -> Keyring:
    """Return the keyring, unsigned; CeremonyError where the plan does not fit what was before.

    ``random`` gives the instance of a first keyring.
    """
    before = decode(previous.json) if previous is not None else None
    keyring = _first(plan, random(16)) if before is None else _next(plan, before)
    if previous is not None:
        keyring = replace(keyring, previous=previous.hash)
    try:
        encode(keyring)
    except FormatError as error:
        raise CeremonyError("Daftar kunci tidak dapat disusun: {error}.", error=error) from None
    return keyring


def _first(plan: Plan, instance: bytes) -> Keyring:
    if plan.drop or plan.revoke:
        raise CeremonyError("Daftar kunci pertama tidak mengeluarkan atau mencabut siapa pun.")
    if plan.name is None or plan.settings is None or not plan.roots:
        raise CeremonyError("Daftar kunci pertama memerlukan --name, --office dan --root.")
    return Keyring(
        instance=instance,
        name=plan.name,
        sequence=1,
        not_before=plan.not_before,
        expires=plan.expires,
        panel=plan.panel or PANEL,
        readers=tuple(part.reader(plan.not_before, plan.expires) for part in plan.parts),
        revoked=(),
        roots=tuple(sorted(plan.roots)),
        threshold=plan.threshold or _majority(plan.roots),
        settings=plan.settings,
    )


def _next(plan: Plan, before: Keyring) -> Keyring:
    new = {part.id: part for part in plan.parts}
    for reader_id in (*plan.drop, *plan.revoke):
        if before.reader(reader_id) is None:
            raise CeremonyError("Tidak ada pembaca {reader} pada daftar sebelumnya.", reader=reader_id)
    for reader_id in plan.revoke:
        if reader_id not in plan.drop and reader_id not in new:
            raise CeremonyError(
                "Kunci {reader} dicabut: keluarkan (--drop) atau beri kunci baru.", reader=reader_id
            )
    for reader_id in plan.drop:
        if reader_id in new:
            raise CeremonyError("Pembaca {reader} sekaligus dikeluarkan dan ditambahkan.", reader=reader_id)
    known = {reader.id for reader in before.readers}
    kept = [reader for reader in before.readers if reader.id not in plan.drop]
    readers = [
        new[reader.id].reader(plan.not_before, plan.expires)
        if reader.id in new
        else replace(reader, expires=plan.expires)
        for reader in kept
    ]
    readers += [part.reader(plan.not_before, plan.expires) for part in plan.parts if part.id not in known]
    revoked = {*before.revoked, *_keys(before, plan.revoke)}
    return replace(
        before,
        name=plan.name or before.name,
        sequence=before.sequence + 1,
        not_before=plan.not_before,
        expires=plan.expires,
        panel=plan.panel or before.panel,
        readers=tuple(readers),
        revoked=tuple(sorted(revoked)),
        roots=tuple(sorted(plan.roots)) or before.roots,
        threshold=plan.threshold or (_majority(plan.roots) if plan.roots else before.threshold),
        settings=plan.settings or before.settings,
    )


def _keys(before: Keyring, reader_ids: Sequence[str]) -> list[str]:
    readers: list[Reader] = [reader for reader in before.readers if reader.id in reader_ids]
    return [key for reader in readers for key in (reader.recipient, reader.signing_key)]


def _majority(roots: Sequence[str]) -> int:
    return len(roots) // 2 + 1
