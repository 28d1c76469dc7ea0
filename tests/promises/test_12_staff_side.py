"""Promise 12: the staff's side is closed by default; a second factor is required and counts once; nobody
learns who has an account; guessing locks no holder out; what staff did stands in an append-only record."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.portal.courier_office import ORIGIN, PASSWORD, CourierSite
from tests.portal.site import Site, text_of
from wbs.portal.courier import guard
from wbs.store import couriers, record
from wbs.store.errors import RecordBroken, StoreError


@pytest.fixture
def staff(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CourierSite]:
    monkeypatch.setattr(couriers, "_MEMORY_KIB", 8)
    monkeypatch.setattr(couriers, "_PASSES", 1)
    made = CourierSite(tmp_path)
    yield made
    made.store.dispose()


def comes_in(staff: CourierSite, **fields: str) -> bool:
    return staff.log_in(client=staff.browser(), **fields).status_code == 303


def test_a_stranger_gets_the_login_page_and_nothing_else(staff: CourierSite) -> None:
    assert {"static", "courier.login", "courier_en.login"} == guard.OPEN
    closed = [rule for rule in staff.app.url_map.iter_rules() if rule.endpoint not in guard.OPEN]
    assert len(closed) > 10
    for rule in closed:
        for method in ("GET", "POST", "PUT", "DELETE"):
            response = staff.browser().open(
                rule.rule, method=method, base_url=ORIGIN, headers={"Origin": ORIGIN}
            )
            assert (response.status_code, response.location.endswith("/masuk")) == (303, True), rule


def test_a_view_added_later_is_closed_until_someone_opens_it(staff: CourierSite) -> None:
    staff.app.add_url_rule("/baru", "baru", lambda: "secret")
    response = staff.get("/baru", staff.browser())
    assert response.status_code == 303
    assert "secret" not in text_of(response)


def test_the_password_alone_or_the_code_alone_is_not_enough(staff: CourierSite) -> None:
    assert not comes_in(staff, code="")
    assert not comes_in(staff, code="000000")
    assert not comes_in(staff, password="")
    assert not comes_in(staff, password=PASSWORD + "x")
    assert comes_in(staff)


def test_a_code_counts_once(staff: CourierSite) -> None:
    assert comes_in(staff)
    assert not comes_in(staff)
    staff.later(seconds=60)
    assert comes_in(staff)


def test_a_recovery_code_counts_once(staff: CourierSite) -> None:
    assert comes_in(staff, code=staff.kurir.recovery[0])
    assert not comes_in(staff, code=staff.kurir.recovery[0])
    assert comes_in(staff, code=staff.kurir.recovery[1])


def test_every_failure_reads_the_same(staff: CourierSite) -> None:
    pages = set()
    for fields in (
        {"name": "tidak-ada"},
        {"password": "salah sekali ini"},
        {"code": "123456"},
        {"code": "x" * 19},
    ):
        response = staff.log_in(client=staff.browser(), **fields)
        pages.add((response.status_code, len(response.data), text_of(response)))
    assert len(pages) == 1


def test_guessing_keeps_the_holder_of_a_known_browser_in(staff: CourierSite) -> None:
    known = staff.browser()
    assert staff.log_in(client=known).status_code == 303
    for _ in range(60):
        comes_in(staff, password="tebakan yang salah")
    staff.later(minutes=2)
    assert staff.log_in(client=known).status_code == 303
    assert comes_in(staff, code=staff.kurir.recovery[0])


def test_guessing_at_one_account_closes_no_other(staff: CourierSite) -> None:
    other = couriers.enrol(
        staff.store, "kurir-2", PASSWORD, issuer="WBS", actor="server", day=staff.moment.date()
    )
    for _ in range(60):
        comes_in(staff, password="tebakan yang salah")
    staff.kurir = other
    assert comes_in(staff, name="kurir-2")


def test_what_staff_did_stands_in_a_record_that_is_only_added_to(staff: CourierSite) -> None:
    staff.log_in()
    staff.post("/bundel", {"which": "all"}, page="/").close()
    said = [(entry.actor, entry.action) for entry in record.entries(staff.store)]
    assert ("kurir", "login") in said
    assert ("kurir", "export") in said
    before = record.verify_chain(staff.store)
    for statement in ("DELETE FROM staff_record", "UPDATE staff_record SET actor = 'lain'"):
        with pytest.raises(StoreError), staff.store.unit() as unit:
            unit.execute(text(statement))
    assert record.verify_chain(staff.store) == before


def test_a_record_changed_below_the_program_is_noticed(staff: CourierSite) -> None:
    staff.log_in()
    staff.post("/bundel", {"which": "all"}, page="/").close()
    record.verify_chain(staff.store)
    staff.store.dispose()
    with sqlite3.connect(staff.settings.data / "wbs.sqlite") as database:
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'staff_record'"
        ).fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE staff_record SET actor = 'lain' WHERE action = 'login'")
    database.close()
    with pytest.raises(RecordBroken):
        record.verify_chain(staff.store)


def test_the_record_knows_nothing_of_reporters(site: Site) -> None:
    before = list(record.entries(site.store))
    code = site.file()
    site.status(code)
    assert list(record.entries(site.store)) == before
