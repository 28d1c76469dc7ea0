"""The schema goes up and down over data, and a foreign one is refused."""

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import insert, inspect, select

from tests.store.conftest import Places
from tests.store.letters import drop
from tests.store.test_drops import MORNING, contents
from wbs.store import drops, schema
from wbs.store.errors import SchemaError
from wbs.store.migrate import check_schema, migrate, move
from wbs.store.session import Store


@pytest.fixture
def empty(places: Places, tmp_path: Path) -> Store:
    return places.open(tmp_path, empty=True)


def tables(store: Store) -> list[str]:
    with store.reading() as unit:
        return inspect(unit).get_table_names()


def step(store: Store, revision: str) -> None:
    with store.unit() as unit:
        move(unit, revision)


def test_migrations_make_what_the_tables_say(store: Store) -> None:
    with store.reading() as unit:
        assert compare_metadata(MigrationContext.configure(unit), schema.metadata) == []


def test_tables_have_no_hidden_counter(sqlite_store: Store) -> None:
    with sqlite_store.reading() as unit:
        statements = unit.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'").all()
    ours = {name: sql for name, sql in statements if name in schema.metadata.tables}
    assert set(ours) == set(schema.metadata.tables)
    assert all(sql.rstrip().upper().endswith("WITHOUT ROWID") for sql in ours.values())


def test_every_step_goes_down_and_up_over_data(empty: Store) -> None:
    migrate(empty)
    drops.put(empty, io.BytesIO(drop(1)), MORNING)
    drops.release(empty, MORNING, at_once=True)
    drops.put(empty, io.BytesIO(drop(2)), MORNING)
    with empty.unit() as unit:
        unit.execute(insert(schema.couriers).values(name="kurir", salt=b"s" * 16, sealed=b"x"))
        unit.execute(insert(schema.sessions).values(digest=b"d" * 32, courier="kurir", until="2026-01-31B"))
        values = {"sequence": 1, "day": "2026-01-31", "actor": "kurir", "action": "login"}
        unit.execute(insert(schema.staff_record).values(**values, detail="", previous=bytes(32)))
    step(empty, "0001")
    assert contents(empty) == [drop(1)]
    assert sum(drops.waiting(empty).values()) == 1
    with pytest.raises(SchemaError, match="older"):
        check_schema(empty)
    migrate(empty)
    check_schema(empty)
    with empty.reading() as unit:
        assert unit.execute(select(schema.couriers)).all() == []
    assert contents(empty) == [drop(1)]
    step(empty, "base")
    assert tables(empty) == ["alembic_version"]
    assert migrate(empty)
    assert not migrate(empty)
    check_schema(empty)


def test_a_database_without_tables_is_older(empty: Store) -> None:
    with pytest.raises(SchemaError, match="older"):
        check_schema(empty)


def test_a_newer_database_is_left_alone(store: Store) -> None:
    with store.unit() as unit:
        unit.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for act in (migrate, check_schema):
        with pytest.raises(SchemaError, match="newer version"):
            act(store)


def test_a_failing_step_changes_nothing(empty: Store) -> None:
    with pytest.raises(SchemaError):
        step(empty, "no such step")
    assert tables(empty) == []


def test_of_two_migrations_at_once_one_does_it_and_the_other_finds_it_done(
    places: Places, tmp_path: Path
) -> None:
    stores = [places.open(tmp_path, empty=True) for _ in range(4)]
    with ThreadPoolExecutor(len(stores)) as pool:
        did = list(pool.map(migrate, stores))
    assert sorted(did) == [False, False, False, True]
    check_schema(stores[0])
