"""Couriers' accounts: password, second factor, recovery codes.

What the database keeps of a password is the TOTP secret sealed under it: opening that secret is how a
password is verified, and a stolen database gives neither.
"""

import base64
import hashlib
import hmac
import os
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pyotp
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlalchemy import Connection, delete, insert, select, update

from wbs.store import record
from wbs.store.errors import CourierError, LoginRefused
from wbs.store.schema import couriers, devices, failures, recovery_codes, sessions, used_codes
from wbs.store.session import Store

PASSWORD_LEAST = 12
RECOVERY_CODES = 8

_NAME = re.compile(r"[a-z][a-z0-9.-]{1,31}")
_SALT = 16
_SECRET = 20
_RECOVERY = 10
# A key seals one secret once: salt and key are new whenever a secret is sealed.
_NONCE = bytes(12)
# RFC 9106, the second recommended option, in one lane.
_MEMORY_KIB = 65_536
_PASSES = 3


@dataclass(frozen=True)
class Enrolment:
    """What a new courier is shown once: the secret as base32, as a URI for a QR code, and recovery codes."""

    name: str
    secret: str
    uri: str
    recovery: tuple[str, ...]


def enrol(
    store: Store,
    name: str,
    password: str,
    *,
    issuer: str,
    actor: str,
    day: date,
    random: Callable[[int], bytes] = os.urandom,
) -> Enrolment:
    """Make an account, or give an existing one a new password, secret and codes and end its sessions.

    CourierError says what is wrong with the name or the password.
    """
    if not _NAME.fullmatch(name):
        raise CourierError(
            "nama terdiri dari 2 sampai 32 huruf kecil, angka, titik, atau tanda hubung, dimulai dengan huruf"
        )
    _check_password(name, password)
    secret = random(_SECRET)
    salt, sealed = _seal(name, password, secret, random)
    with store.unit() as unit:
        known = unit.scalar(select(couriers.c.name).where(couriers.c.name == name)) is not None
        unit.execute(delete(couriers).where(couriers.c.name == name))
        unit.execute(delete(failures).where(failures.c.courier == name))
        unit.execute(insert(couriers).values(name=name, salt=salt, sealed=sealed))
        codes = _write_codes(unit, name, random)
        record.append(unit, actor, "courier-reset" if known else "courier-added", name, day)
    text = base64.b32encode(secret).decode()
    return Enrolment(name, text, pyotp.TOTP(text).provisioning_uri(name=name, issuer_name=issuer), codes)


def remove(store: Store, name: str, *, actor: str, day: date) -> None:
    """Remove an account with all that belongs to it; CourierError if there is none."""
    with store.unit() as unit:
        if not unit.execute(delete(couriers).where(couriers.c.name == name)).rowcount:
            raise CourierError("tidak ada kurir {name}", name=name)
        unit.execute(delete(failures).where(failures.c.courier == name))
        record.append(unit, actor, "courier-removed", name, day)


def names(store: Store) -> list[str]:
    """Give all names, sorted."""
    with store.reading() as unit:
        return list(unit.scalars(select(couriers.c.name).order_by(couriers.c.name)))


def change_password(
    store: Store,
    name: str,
    old: str,
    new: str,
    *,
    day: date,
    random: Callable[[int], bytes] = os.urandom,
) -> None:
    """Change the password and end all sessions and known browsers of the account.

    LoginRefused if the old one is wrong; CourierError if the new one is too weak.
    """
    _check_password(name, new)
    secret = _opened(store, name, old)
    salt, sealed = _seal(name, new, secret, random)
    with store.unit() as unit:
        unit.execute(update(couriers).where(couriers.c.name == name).values(salt=salt, sealed=sealed))
        unit.execute(delete(sessions).where(sessions.c.courier == name))
        unit.execute(delete(devices).where(devices.c.courier == name))
        record.append(unit, name, "password-changed", "", day)


def renew_codes(
    store: Store, name: str, password: str, *, day: date, random: Callable[[int], bytes] = os.urandom
) -> tuple[str, ...]:
    """Make new recovery codes, and the old ones void; LoginRefused if the password is wrong."""
    _opened(store, name, password)
    with store.unit() as unit:
        codes = _write_codes(unit, name, random)
        record.append(unit, name, "recovery-codes-made", "", day)
    return codes


def find(unit: Connection, name: str) -> tuple[bytes, bytes] | None:
    """Give salt and sealed secret of an account; None if there is none of that name."""
    # What is typed may be no name at all, and hold what a database cannot even compare.
    if not _NAME.fullmatch(name):
        return None
    row = unit.execute(select(couriers).where(couriers.c.name == name)).first()
    return (row.salt, row.sealed) if row is not None else None


def open_secret(name: str, password: str, account: tuple[bytes, bytes] | None) -> bytes | None:
    """Give the TOTP secret if the password is right, at the same cost whether the account exists or not.

    ``account``: salt and sealed secret, None for a name that does not exist.
    """
    salt, sealed = account or (bytes(_SALT), bytes(_SECRET + 16))
    try:
        return ChaCha20Poly1305(_stretch(password, salt)).decrypt(_NONCE, sealed, name.encode())
    except InvalidTag:
        return None


def use_totp(unit: Connection, name: str, secret: bytes, code: str, now: float) -> bool:
    """Whether this is the code of now, or of 30 seconds before or after, and was not used; then it is."""
    generator = pyotp.TOTP(base64.b32encode(secret).decode())
    steps = [int(now) // 30 + offset for offset in (-1, 0, 1)]
    digests = [hmac.digest(secret, b"wbs/v1/used" + step.to_bytes(8, "big"), "sha256") for step in steps]
    mine = used_codes.c.courier == name
    unit.execute(delete(used_codes).where(mine, used_codes.c.digest.not_in(digests)))
    used = set(unit.scalars(select(used_codes.c.digest).where(mine)))
    for step, digest in zip(steps, digests, strict=True):
        fits = hmac.compare_digest(generator.generate_otp(step).encode(), code.encode())
        if fits and digest not in used:
            unit.execute(insert(used_codes).values(digest=digest, courier=name))
            return True
    return False


def use_recovery(unit: Connection, name: str, code: str) -> bool:
    """Whether this is a recovery code of the account; it is one never again."""
    digest = _code_digest(name, code)
    mine = (recovery_codes.c.courier == name) & (recovery_codes.c.digest == digest)
    return bool(unit.execute(delete(recovery_codes).where(mine)).rowcount)


def codes_left(store: Store, name: str) -> int:
    """How many recovery codes an account still has."""
    with store.reading() as unit:
        return len(
            list(unit.scalars(select(recovery_codes.c.digest).where(recovery_codes.c.courier == name)))
        )


def _opened(store: Store, name: str, password: str) -> bytes:
    with store.reading() as unit:
        account = find(unit, name)
    secret = open_secret(name, password, account)
    if secret is None:
        raise LoginRefused("sandi salah")
    return secret


def _check_password(name: str, password: str) -> None:
    if not PASSWORD_LEAST <= len(password) <= 256:
        raise CourierError(
            "sandi terdiri dari paling sedikit {least} dan paling banyak 256 karakter", least=PASSWORD_LEAST
        )
    if name in password.lower() or len(set(password)) < 6:
        raise CourierError("sandi tidak memuat nama, dan memuat paling sedikit 6 karakter yang berbeda")


def _seal(name: str, password: str, secret: bytes, random: Callable[[int], bytes]) -> tuple[bytes, bytes]:
    salt = random(_SALT)
    return salt, ChaCha20Poly1305(_stretch(password, salt)).encrypt(_NONCE, secret, name.encode())


def _stretch(password: str, salt: bytes) -> bytes:
    # The same password typed on two keyboards can differ in its code points.
    text = unicodedata.normalize("NFKC", password).encode()
    return hash_secret_raw(text, salt, _PASSES, _MEMORY_KIB, 1, 32, Type.ID)


def _write_codes(unit: Connection, name: str, random: Callable[[int], bytes]) -> tuple[str, ...]:
    texts = [base64.b32encode(random(_RECOVERY)).decode() for _ in range(RECOVERY_CODES)]
    unit.execute(delete(recovery_codes).where(recovery_codes.c.courier == name))
    rows = [{"digest": _code_digest(name, text), "courier": name} for text in texts]
    unit.execute(insert(recovery_codes), rows)
    return tuple("-".join(text[at : at + 4] for at in range(0, len(text), 4)) for text in texts)


def _code_digest(name: str, code: str) -> bytes:
    # 80 random bits need no slow hash.
    plain = re.sub(r"[\s-]", "", code).upper()
    return hashlib.sha256(f"wbs/v1/recovery {name} {plain}".encode()).digest()
