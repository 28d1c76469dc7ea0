"""The staff record only grows, and shows when it was tampered with."""

from datetime import date

import pytest

from wbs.store import record
from wbs.store.errors import RecordBroken, StoreError
from wbs.store.session import Store

DAY = date(2026, 1, 31)


def write(store: Store, count: int) -> None:
    for number in range(count):
        with store.unit() as unit:
            record.append(unit, "kurir", "export", f"nomor {number}", DAY)


def tamper(store: Store, statement: str) -> None:
    with store.unit() as unit:
        of_table = " ON staff_record" if unit.dialect.name == "postgresql" else ""
        for trigger in ("update", "delete", "insert"):
            unit.exec_driver_sql(f"DROP TRIGGER staff_record_no_{trigger}{of_table}")
        unit.exec_driver_sql(statement)


def test_entries_follow_each_other(store: Store) -> None:
    assert record.verify_chain(store) == record.GENESIS
    write(store, 3)
    newest = record.newest(store, 2)
    assert [entry.detail for entry in newest] == ["nomor 2", "nomor 1"]
    assert record.verify_chain(store) == newest[0].hash
    assert newest[0].previous == newest[1].hash


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE staff_record SET detail = 'lain' WHERE sequence = 1",
        "DELETE FROM staff_record",
        "INSERT INTO staff_record SELECT 5, day, actor, action, detail, previous FROM staff_record "
        "WHERE sequence = 2",
    ],
)
def test_nothing_is_changed_or_removed(store: Store, statement: str) -> None:
    refused(store, statement)


def test_nothing_is_replaced_on_sqlite(sqlite_store: Store) -> None:
    refused(
        sqlite_store,
        "INSERT OR REPLACE INTO staff_record SELECT sequence, day, 'lain', action, detail, previous "
        "FROM staff_record WHERE sequence = 2",
    )


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE staff_record",
        "INSERT INTO staff_record SELECT * FROM staff_record WHERE sequence = 3 "
        "ON CONFLICT (sequence) DO UPDATE SET actor = 'lain'",
    ],
)
def test_nothing_is_emptied_or_replaced_on_postgresql(postgresql_store: Store, statement: str) -> None:
    refused(postgresql_store, statement)


def refused(store: Store, statement: str) -> None:
    write(store, 3)
    head = record.verify_chain(store)
    with pytest.raises(StoreError, match=r"only grows|RaiseException"), store.unit() as unit:
        unit.exec_driver_sql(statement)
    assert record.verify_chain(store) == head


@pytest.mark.parametrize(
    ("statement", "entry"),
    [
        ("UPDATE staff_record SET detail = 'lain' WHERE sequence = 1", 2),
        ("UPDATE staff_record SET day = '2026-02-01' WHERE sequence = 2", 3),
        ("DELETE FROM staff_record WHERE sequence = 1", 1),
        ("DELETE FROM staff_record WHERE sequence = 2", 2),
    ],
)
def test_tampering_below_shows(store: Store, statement: str, entry: int) -> None:
    write(store, 3)
    tamper(store, statement)
    with pytest.raises(RecordBroken, match=f"catatan {entry} "):
        record.verify_chain(store)
