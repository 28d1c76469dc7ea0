"""Who gets in, who does not, and what either can learn."""

import base64
from collections.abc import Iterator
from datetime import datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select

from tests.databases import WIB
from tests.statements import told
from wbs.store import couriers, logins, record, schema
from wbs.store.errors import CourierError, LoginRefused
from wbs.store.logins import Login
from wbs.store.session import Store

NOW = datetime(2026, 1, 31, 9, tzinfo=WIB)
PASSWORD = "sepeda hijau di jembatan"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(couriers, "_MEMORY_KIB", 8)
    monkeypatch.setattr(couriers, "_PASSES", 1)


@pytest.fixture
def kurir(store: Store) -> Iterator[couriers.Enrolment]:
    yield enrol(store)


def enrol(store: Store, name: str = "kurir", password: str = PASSWORD) -> couriers.Enrolment:
    return couriers.enrol(store, name, password, issuer="WBS", actor="server", day=NOW.date())


def code(kurir: couriers.Enrolment, now: datetime = NOW) -> str:
    return pyotp.TOTP(kurir.secret).at(now)


def log_in(
    store: Store,
    second: str,
    device: str = "",
    now: datetime = NOW,
    password: str = PASSWORD,
    name: str = "kurir",
) -> Login:
    return logins.log_in(store, name, password, second, device, now)


def refused(
    store: Store,
    second: str,
    device: str = "",
    now: datetime = NOW,
    password: str = PASSWORD,
    name: str = "kurir",
) -> str:
    with pytest.raises(LoginRefused) as caught:
        log_in(store, second, device, now, password, name)
    return str(caught.value)


def test_password_and_code_begin_a_session(store: Store, kurir: couriers.Enrolment) -> None:
    login = log_in(store, code(kurir))
    assert logins.courier_of(store, login.session, NOW) == "kurir"
    assert logins.courier_of(store, login.session, NOW + timedelta(hours=7, minutes=59)) == "kurir"
    assert logins.courier_of(store, login.session, NOW + timedelta(hours=8)) is None
    logins.log_out(store, login.session)
    assert logins.courier_of(store, login.session, NOW) is None


def test_a_session_cannot_be_made_longer(store: Store, kurir: couriers.Enrolment) -> None:
    end, _, rest = log_in(store, code(kurir)).session.partition(".")
    for forged in (f"{int(end) + 1}.{rest}", f"9{end}.{rest}", rest, "", ".", f"x.{rest}", f"{end}."):
        assert logins.courier_of(store, forged, NOW) is None


def test_a_code_works_once_and_half_a_minute_off(store: Store, kurir: couriers.Enrolment) -> None:
    log_in(store, code(kurir))
    refused(store, code(kurir))
    refused(store, code(kurir), now=NOW + timedelta(seconds=29))
    log_in(store, code(kurir, NOW + timedelta(seconds=30)))
    log_in(store, code(kurir, NOW - timedelta(seconds=30)))
    refused(store, code(kurir, NOW - timedelta(seconds=60)))
    refused(store, code(kurir, NOW + timedelta(seconds=60)))
    later = NOW + timedelta(minutes=5)
    log_in(store, f" {code(kurir, later)[:3]} {code(kurir, later)[3:]}", now=later)


def test_every_refusal_reads_the_same(store: Store, kurir: couriers.Enrolment) -> None:
    words = {
        refused(store, code(kurir), password="sepeda merah di jembatan"),
        refused(store, "000000"),
        refused(store, ""),
        refused(store, "AAAA-BBBB-CCCC-DDDD"),
        refused(store, code(kurir), name="bukan"),
        refused(store, code(kurir), name=""),
        refused(store, kurir.recovery[0], name="bukan"),
    }
    assert len(words) == 1


def test_an_unknown_name_costs_the_same(
    store: Store, kurir: couriers.Enrolment, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    stretch = couriers._stretch

    def noted(password: str, salt: bytes) -> bytes:
        done.append("stretch")
        return stretch(password, salt)

    monkeypatch.setattr(couriers, "_stretch", noted)
    traces = []
    for name, password in (
        ("kurir", "salah salah salah"),
        ("bukan", "salah salah salah"),
        ("kurir", PASSWORD),
    ):
        done.clear()
        with told(store._engine, lambda statement: done.append(statement[:20])):
            refused(store, "000000", name=name, password=password)
        traces.append(list(done))
    assert traces[0] == traces[1]
    assert "stretch" in traces[0]
    assert [step for step in traces[2] if "used_codes" not in step].count("COMMIT") == traces[0].count(
        "COMMIT"
    )


def test_strangers_are_locked_out_and_the_courier_is_not(store: Store, kurir: couriers.Enrolment) -> None:
    known = log_in(store, code(kurir)).device
    later = NOW + timedelta(minutes=5)
    for _ in range(logins.FAILURES):
        refused(store, "000000", password="salah salah salah")
    refused(store, code(kurir, later), now=later)
    login = log_in(store, code(kurir, later), known, later)
    assert login.device != known
    assert logins.courier_of(store, login.session, later) == "kurir"
    [closed] = [entry for entry in record.newest(store, 50) if entry.action == "login-closed"]
    assert closed.actor == "kurir"


def test_a_recovery_code_opens_a_closed_account_once(store: Store, kurir: couriers.Enrolment) -> None:
    for _ in range(logins.FAILURES + 5):
        refused(store, "000000")
    log_in(store, kurir.recovery[0])
    refused(store, kurir.recovery[0])
    log_in(store, kurir.recovery[1].lower().replace("-", " "))
    assert couriers.codes_left(store, "kurir") == couriers.RECOVERY_CODES - 2
    refused(store, kurir.recovery[2], password="salah salah salah")
    assert couriers.codes_left(store, "kurir") == couriers.RECOVERY_CODES - 2


def test_the_next_half_day_opens_again(store: Store, kurir: couriers.Enrolment) -> None:
    for _ in range(logins.FAILURES):
        refused(store, "000000")
    evening = NOW + timedelta(hours=9)
    log_in(store, code(kurir, evening), now=evening)


def test_failures_of_one_account_close_no_other(store: Store, kurir: couriers.Enrolment) -> None:
    other = enrol(store, "kurir-2", "payung kuning di halte")
    for _ in range(logins.FAILURES):
        refused(store, "000000")
        refused(store, "000000", name="siapa")
    log_in(store, code(other), name="kurir-2", password="payung kuning di halte")


def test_a_stolen_device_token_is_burnt(store: Store, kurir: couriers.Enrolment) -> None:
    known = log_in(store, code(kurir)).device
    later = NOW + timedelta(minutes=5)
    for _ in range(2 * logins.FAILURES):
        refused(store, "000000", known)
    refused(store, code(kurir, later), known, later)


def test_a_device_token_counts_for_its_account_only(store: Store, kurir: couriers.Enrolment) -> None:
    other = enrol(store, "kurir-2", "payung kuning di halte")
    known = log_in(store, code(kurir)).device
    for _ in range(logins.FAILURES):
        refused(store, "000000", name="kurir-2")
    refused(store, code(other), known, name="kurir-2", password="payung kuning di halte")


def test_changing_the_password_ends_sessions_and_keeps_the_second_factor(
    store: Store, kurir: couriers.Enrolment
) -> None:
    login = log_in(store, code(kurir))
    with pytest.raises(LoginRefused):
        couriers.change_password(
            store, "kurir", "salah salah salah", "payung kuning di halte", day=NOW.date()
        )
    couriers.change_password(store, "kurir", PASSWORD, "payung kuning di halte", day=NOW.date())
    assert logins.courier_of(store, login.session, NOW) is None
    later = NOW + timedelta(minutes=5)
    refused(store, code(kurir, later), now=later)
    log_in(store, code(kurir, later), now=later, password="payung kuning di halte")


def test_new_recovery_codes_void_the_old(store: Store, kurir: couriers.Enrolment) -> None:
    with pytest.raises(LoginRefused):
        couriers.renew_codes(store, "kurir", "salah salah salah", day=NOW.date())
    fresh = couriers.renew_codes(store, "kurir", PASSWORD, day=NOW.date())
    refused(store, kurir.recovery[0])
    log_in(store, fresh[0])


def test_enrolling_again_voids_everything(store: Store, kurir: couriers.Enrolment) -> None:
    login = log_in(store, code(kurir))
    again = enrol(store)
    assert logins.courier_of(store, login.session, NOW) is None
    refused(store, kurir.recovery[0])
    refused(store, code(kurir, NOW + timedelta(minutes=5)), login.device, NOW + timedelta(minutes=5))
    log_in(store, code(again))
    assert [entry.action for entry in record.newest(store, 5)][1:3] == ["courier-reset", "login"]


def test_a_removed_courier_is_gone(store: Store, kurir: couriers.Enrolment) -> None:
    login = log_in(store, code(kurir))
    couriers.remove(store, "kurir", actor="server", day=NOW.date())
    assert logins.courier_of(store, login.session, NOW) is None
    assert couriers.names(store) == []
    with store.reading() as unit:
        for table in (schema.sessions, schema.devices, schema.recovery_codes, schema.used_codes):
            assert unit.execute(select(table)).all() == []
    with pytest.raises(CourierError):
        couriers.remove(store, "kurir", actor="server", day=NOW.date())


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("Kurir", PASSWORD),
        ("k", PASSWORD),
        ("", PASSWORD),
        ("1kurir", PASSWORD),
        ("kurir", "pendek"),
        ("kurir", "a" * 30),
        ("kurir", "kurir di jembatan"),
        ("kurir", "sepeda " * 50),
    ],
)
def test_weak_names_and_passwords_are_refused(store: Store, name: str, password: str) -> None:
    with pytest.raises(CourierError):
        enrol(store, name, password)
    assert couriers.names(store) == []


def test_the_database_holds_no_secret(store: Store, kurir: couriers.Enrolment) -> None:
    login = log_in(store, code(kurir))
    secrets = [
        PASSWORD.encode(), base64.b32decode(kurir.secret), kurir.secret.encode(), login.session.encode(),
        login.session.partition(".")[2].encode(), login.device.encode(), code(kurir).encode(),
        *(text.encode() for text in kurir.recovery),
        *(text.replace("-", "").encode() for text in kurir.recovery),
    ]  # fmt: skip
    stored = b"".join(path.read_bytes() for path in store.folder.glob("wbs.sqlite*"))
    with store.reading() as unit:
        for table in schema.metadata.sorted_tables:
            for row in unit.execute(select(table)):
                stored += b"".join(each if isinstance(each, bytes) else str(each).encode() for each in row)
    assert stored.count(b"kurir") > 1
    assert not [secret for secret in secrets if secret in stored]
