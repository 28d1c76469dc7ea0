"""Logging in, and what keeps guessers out without keeping couriers out; docs/adr tells why it is so.

A browser that has logged in before holds a token and may fail ten times in a row. All browsers that are not
known share ten failures for an account and half-day; then only a recovery code lets a new browser in, while
known ones are not affected. Every refusal has the same words, cost and writes, whether the account exists or
not.
"""

import hashlib
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from wbs.letters.halfday import HalfDay
from wbs.store import couriers, record
from wbs.store.errors import LoginRefused
from wbs.store.schema import devices, failures, sessions
from wbs.store.session import Store

SESSION = timedelta(hours=8)
DEVICE = timedelta(days=90)
#: Failures that unknown browsers share for one account and half-day, and that a known one may have in a row.
FAILURES = 10

# The row that counts for all names that do not exist: the same writes as for one that does.
_NOBODY = ""
_TOTP_DIGITS = 6
# Argon2id takes 64 MiB each time.
_AT_ONCE = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Login:
    """Two cookies: the session's token, with its end, and the token that makes the browser a known one."""

    session: str
    device: str


def log_in(
    store: Store,
    name: str,
    password: str,
    code: str,
    device: str,
    now: datetime,
    *,
    random: Callable[[int], bytes] = os.urandom,
) -> Login:
    """Begin a session; ``code`` is from the second factor, or a recovery code; ``device`` may be "".

    LoginRefused, always in the same words.
    """
    code = "".join(code.split())
    half_day = HalfDay.of(now, store.zone)
    with store.reading() as unit:
        account = couriers.find(unit, name)
    with _AT_ONCE:
        secret = couriers.open_secret(name, password, account)
    with store.unit() as unit:
        key = name if account else _NOBODY
        known = _is_known(unit, key, device, half_day)
        recovery = len(code) > _TOTP_DIGITS
        if secret is not None and (known or recovery or _failed(unit, key, half_day) < FAILURES):
            if recovery:
                fits = couriers.use_recovery(unit, name, code)
            else:
                fits = couriers.use_totp(unit, name, secret, code, now.timestamp())
            if fits:
                action = "login-recovery" if recovery else "login"
                record.append(unit, name, action, "", now.astimezone(store.zone).date())
                return _begin(unit, name, device, half_day, now, random)
        if known:
            _count_device(unit, device)
        elif _count_stranger(unit, key, half_day) == FAILURES and account:
            record.append(unit, name, "login-closed", f"failures={FAILURES}", half_day.day)
    raise LoginRefused("nama, sandi, atau kode salah")


def courier_of(store: Store, session: str, now: datetime) -> str | None:
    """Give whose session a token is; None if it is nobody's or has ended."""
    end, _, rest = session.partition(".")
    if not rest or not end.isascii() or not end.isdigit() or now.timestamp() >= int(end):
        return None
    with store.reading() as unit:
        return unit.scalar(select(sessions.c.courier).where(sessions.c.digest == _digest(session)))


def log_out(store: Store, session: str) -> None:
    """End a session, if it is one."""
    with store.unit() as unit:
        unit.execute(delete(sessions).where(sessions.c.digest == _digest(session)))


def _begin(
    unit: Connection,
    name: str,
    device: str,
    half_day: HalfDay,
    now: datetime,
    random: Callable[[int], bytes],
) -> Login:
    # The exact end stands in the token, which only the browser keeps; the row says when it can be removed.
    end = int((now + SESSION).timestamp())
    login = Login(f"{end}.{random(32).hex()}", random(32).hex())
    unit.execute(delete(sessions).where(sessions.c.until < str(half_day)))
    unit.execute(delete(devices).where(devices.c.until < str(half_day.day)))
    unit.execute(delete(devices).where(devices.c.digest == _digest(device)))
    until = str(half_day.next())
    unit.execute(insert(sessions).values(digest=_digest(login.session), courier=name, until=until))
    until = str(half_day.day + DEVICE)
    unit.execute(insert(devices).values(digest=_digest(login.device), courier=name, failures=0, until=until))
    return login


def _is_known(unit: Connection, name: str, device: str, half_day: HalfDay) -> bool:
    mine = (devices.c.digest == _digest(device)) & (devices.c.courier == name)
    found = unit.execute(select(devices.c.failures, devices.c.until).where(mine)).first()
    return found is not None and found.failures < FAILURES and found.until >= str(half_day.day)


def _failed(unit: Connection, key: str, half_day: HalfDay) -> int:
    this = (failures.c.courier == key) & (failures.c.half_day == str(half_day))
    return unit.scalar(select(failures.c.count).where(this)) or 0


def _count_device(unit: Connection, device: str) -> None:
    one = devices.c.digest == _digest(device)
    unit.execute(update(devices).where(one).values(failures=devices.c.failures + 1))


def _count_stranger(unit: Connection, key: str, half_day: HalfDay) -> int:
    count = _failed(unit, key, half_day) + 1
    unit.execute(delete(failures).where(failures.c.courier == key))
    unit.execute(insert(failures).values(courier=key, half_day=str(half_day), count=count))
    return count


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
