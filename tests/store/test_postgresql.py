"""What holds on PostgreSQL because we ask for it: locks, timeouts, settings, and errors without values."""

import io
import threading
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, text

from tests.databases import WIB, Served
from tests.postgresql import Server
from tests.statements import told
from tests.store.conftest import Places
from tests.store.letters import drop
from tests.store.test_drops import MORNING, contents, files
from wbs.store import drops, logins, postgresql
from wbs.store.errors import LoginRefused, StoreError, StoreFull
from wbs.store.migrate import check_schema
from wbs.store.schema import documents, drops_pending, outboxes
from wbs.store.session import Store

SECRET = "kata-sandi-9c4f"


@pytest.fixture
def store(postgresql_store: Store) -> Store:
    return postgresql_store


@pytest.fixture
def places(served_databases: Served) -> Iterator[Places]:
    made = Places(served_databases)
    yield made
    made.close()


def put(store: Store, seed: int = 1) -> None:
    drops.put(store, io.BytesIO(drop(seed)), MORNING)


def until_one_waits(unit: Connection) -> None:
    """Wait until somebody waits for a lock that this transaction has."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    end = time.monotonic() + 20
    while not unit.scalar(waiting):
        assert time.monotonic() < end, "nobody waits"


@pytest.mark.parametrize("driver", ["postgresql+psycopg", "postgresql", "postgres"])
def test_the_usual_spellings_of_an_address_are_understood(
    served_databases: Served, tmp_path: Path, driver: str
) -> None:
    served_databases.url(tmp_path)
    url = served_databases.server.url(served_databases.name(tmp_path), driver)
    store = Store(url, tmp_path, WIB)
    check_schema(store)
    store.dispose()


@pytest.mark.parametrize(
    "url",
    [
        f"mysql://wbs:{SECRET}@127.0.0.1/wbs",
        f"postgresql+psycopg2://wbs:{SECRET}@127.0.0.1/wbs",
        f"postgresql://wbs:{SECRET}@127.0.0.1:port/wbs",
        f"wbs:{SECRET}",
    ],
)
def test_an_address_that_is_not_understood_is_refused_and_not_quoted(tmp_path: Path, url: str) -> None:
    with pytest.raises(StoreError, match="must begin with sqlite:/// or postgresql://") as caught:
        Store(url, tmp_path, WIB)
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_a_server_that_refuses_is_named_without_the_password(postgresql: Server, tmp_path: Path) -> None:
    for url in (
        f"postgresql://wbs:{SECRET}@127.0.0.1:{postgresql.port}/postgres",
        f"postgresql://wbs:{SECRET}@127.0.0.1:1/postgres",
    ):
        store = Store(url, tmp_path, WIB)
        with pytest.raises(StoreError, match="the database failed: OperationalError: ") as caught:
            check_schema(store)
        assert SECRET not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("log_statement", "all"),
        ("log_duration", "on"),
        ("log_min_duration_statement", "0"),
        ("log_min_duration_sample", "0"),
        ("log_transaction_sample_rate", "1"),
        ("log_statement_stats", "on"),
        ("log_executor_stats", "on"),
        ("debug_print_plan", "on"),
    ],
)
def test_a_server_that_logs_what_is_done_is_refused(
    served_databases: Served, places: Places, tmp_path: Path, setting: str, value: str
) -> None:
    store = places.open(tmp_path)
    with served_databases.server.admin(served_databases.name(tmp_path)) as admin:
        admin.execute(f"ALTER DATABASE {served_databases.name(tmp_path)} SET {setting} = '{value}'")
    with pytest.raises(StoreError, match=f"{setting} = "):
        check_schema(store)


@pytest.mark.parametrize(("setting", "value"), [("fsync", "off"), ("track_commit_timestamp", "on")])
def test_a_server_that_forgets_letters_or_notes_their_times_is_refused(
    tmp_path: Path, setting: str, value: str
) -> None:
    with Server(settings={setting: value}) as server:
        store = Store(server.create("wbs"), tmp_path, WIB)
        with pytest.raises(StoreError, match=f"{setting} = {value}"):
            check_schema(store)


def test_commits_are_durable_whatever_the_role_has(
    served_databases: Served, places: Places, tmp_path: Path
) -> None:
    store = places.open(tmp_path)
    with served_databases.server.admin() as admin:
        admin.execute(f"ALTER DATABASE {served_databases.name(tmp_path)} SET synchronous_commit = off")
    with store.unit() as unit:
        assert unit.scalar(text("SHOW synchronous_commit")) == "on"
        assert unit.scalar(text("SHOW transaction_isolation")) == "read committed"
    with store.reading() as unit:
        assert unit.scalar(text("SHOW transaction_isolation")) == "repeatable read"
        assert unit.scalar(text("SHOW transaction_read_only")) == "on"


def test_connections_lost_in_between_are_replaced(
    served_databases: Served, places: Places, tmp_path: Path
) -> None:
    store = places.open(tmp_path)
    for seed in range(3):
        put(store, seed)
        served_databases.server.hang_up(served_databases.name(tmp_path))
    assert drops.release(store, MORNING, at_once=True) == 3


def test_a_server_killed_and_started_again_has_every_letter(tmp_path: Path) -> None:
    with Server() as server:
        places = Places(Served(server))
        store = places.open(tmp_path)
        put(store)
        server.kill()
        with pytest.raises(StoreError, match="the database failed"):
            put(store, 2)
        server.start()
        put(store, 3)
        drops.release(store, MORNING, at_once=True)
        assert sorted(contents(store)) == sorted([drop(1), drop(3)])
        # The file of the letter that was refused waits for the sweep: nobody could say that no row knows it.
        assert [path.parent.name for path in files(store)].count("pending") == 1
        places.close()


def test_a_connection_lost_in_a_transaction_takes_it_back(
    served_databases: Served, places: Places, tmp_path: Path
) -> None:
    store = places.open(tmp_path)
    with pytest.raises(StoreError, match=r"57P01|connection"), store.unit() as unit:
        unit.execute(insert(outboxes).values(sha256="ab", applied="2026-01-31"))
        served_databases.server.hang_up(served_databases.name(tmp_path))
        unit.execute(select(outboxes))
    with store.reading() as unit:
        assert unit.execute(select(outboxes)).all() == []


def test_a_full_disk_is_told_from_other_failures(store: Store) -> None:
    for state, kind in (
        ("53100", StoreFull),
        ("53200", StoreError),
        ("40001", StoreError),
        ("57P01", StoreError),
    ):
        with pytest.raises(StoreError) as caught, store.unit() as unit:
            unit.exec_driver_sql(f"DO $$ BEGIN RAISE EXCEPTION 'kanari' USING ERRCODE = '{state}'; END $$")
        assert type(caught.value) is kind
        assert "kanari" not in str(caught.value)


def test_an_error_tells_no_value_of_a_row(store: Store) -> None:
    row = {"sha256": SECRET, "applied": "2026-01-31"}
    with store.unit() as unit:
        unit.execute(insert(outboxes).values(row))
    with pytest.raises(StoreError, match=r"UniqueViolation \(23505\)") as caught, store.unit() as unit:
        unit.execute(insert(outboxes).values(row))
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    with pytest.raises(StoreError, match="StringDataRightTruncation") as caught, store.unit() as unit:
        unit.execute(insert(outboxes).values(sha256=SECRET * 10, applied="2026-01-31"))
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_nobody_waits_for_ever(places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    holding = places.open(tmp_path)
    monkeypatch.setitem(postgresql._SESSION, "lock_timeout", "200")
    impatient = places.open(tmp_path)
    with holding.unit():
        with pytest.raises(StoreError, match="LockNotAvailable"), impatient.unit():
            pass
        with pytest.raises(StoreError, match="LockNotAvailable"):
            put(impatient)
    # Its row is not there, and its file waits for the sweep: the database did not answer then either.
    put(impatient)
    assert sum(drops.waiting(impatient).values()) == 1
    monkeypatch.setitem(postgresql._SESSION, "statement_timeout", "200")
    hurried = places.open(tmp_path)
    with pytest.raises(StoreError, match="QueryCanceled"), hurried.reading() as unit:
        unit.execute(text("SELECT pg_sleep(20)"))


def test_letters_come_in_beside_each_other_and_beside_no_writer(
    served_databases: Served, places: Places, tmp_path: Path
) -> None:
    first, second = places.open(tmp_path), places.open(tmp_path)
    row: dict[str, str | int] = {"sha256": "ab", "applied": "2026-01-31"}
    with ThreadPoolExecutor(1) as pool:
        # Another one who adds and is not done yet.
        with served_databases.server.admin(served_databases.name(tmp_path)) as adding:
            adding.execute("SELECT pg_advisory_lock_shared(%s)", [postgresql._WRITING])
            pool.submit(second.add, outboxes, {**row, "sha256": "cd"}).result(30)
        with first.unit() as unit:
            waits = pool.submit(second.add, outboxes, row)
            until_one_waits(unit)
            assert len(unit.execute(select(outboxes)).all()) == 1
        waits.result(30)


def test_readers_see_one_state_and_wait_for_nobody(places: Places, tmp_path: Path) -> None:
    writer, reader = places.open(tmp_path), places.open(tmp_path)
    with reader.reading() as seen:
        assert seen.execute(select(outboxes)).all() == []
        with writer.unit() as unit:
            unit.execute(insert(outboxes).values(sha256="ab", applied="2026-01-31"))
            assert seen.execute(select(outboxes)).all() == []
        assert seen.execute(select(outboxes)).all() == []
    with reader.reading() as seen:
        assert len(seen.execute(select(outboxes)).all()) == 1
    with pytest.raises(StoreError, match="ReadOnlySqlTransaction"), reader.reading() as seen:
        seen.execute(insert(outboxes).values(sha256="cd", applied="2026-01-31"))


def test_one_at_a_time_holds_between_hosts_that_share_no_lock_of_files(
    served_databases: Served, tmp_path: Path
) -> None:
    url = served_databases.url(tmp_path)
    hosts = [Store(url, tmp_path / name, WIB) for name in ("a", "b", "c")]
    for host in hosts:
        assert host.folder.is_dir()
    inside: list[int] = []

    def act(number: int) -> None:
        host = hosts[number % len(hosts)]
        with host.alone():
            inside.append(number)
            # What is done inside takes transactions of its own.
            with host.unit() as unit:
                unit.execute(insert(outboxes).values(sha256=str(number), applied="2026-01-31"))
            assert inside == [number]
            inside.remove(number)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(act, range(30)))
    with hosts[0].reading() as unit:
        assert len(unit.execute(select(outboxes)).all()) == 30
    for host in hosts:
        host.dispose()


def test_who_loses_the_lock_of_hosts_is_told(
    served_databases: Served, places: Places, tmp_path: Path
) -> None:
    store = places.open(tmp_path)
    with pytest.raises(StoreError, match="the database failed"), store.alone():
        served_databases.server.hang_up(served_databases.name(tmp_path))
    with store.alone():
        pass


def test_a_long_reader_holds_up_no_letters(
    served_databases: Served, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "_PATIENCE", 200)
    store = places.open(tmp_path)
    put(store)
    with served_databases.server.admin(served_databases.name(tmp_path)) as dump:
        dump.autocommit = False
        dump.execute("SELECT * FROM drops_pending")
        with pytest.raises(StoreError, match="a reader has been at work for too long"):
            drops.release(store, MORNING, at_once=True)
        put(store, 2)
    # What was due is released all the same, and the next call clears what this one could not.
    assert contents(store) == [drop(1)]
    assert drops.release(store, MORNING, at_once=True) == 1


def test_a_withdrawal_waits_for_a_commit_whose_answer_was_lost(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The transaction is still at work, on a connection that its client has given up: then it commits."""
    store = places.open(tmp_path)
    lost = threading.Event()
    lingering: list[Future[None]] = []

    def linger(row: dict[str, str | int]) -> None:
        with store.unit() as unit:
            unit.execute(insert(drops_pending), row)
            lost.set()
            until_one_waits(unit)

    with ThreadPoolExecutor(1) as pool:

        def give_up(_table: object, row: dict[str, str | int]) -> None:
            lingering.append(pool.submit(linger, row))
            assert lost.wait(30)
            raise ConnectionResetError

        monkeypatch.setattr(store, "add", give_up)
        with pytest.raises(ConnectionResetError):
            put(store)
        lingering[0].result(30)
    assert drops.waiting(store) == {}
    assert files(store) == []


def test_text_sorts_by_its_bytes_in_every_language(store: Store) -> None:
    names = ["Z", "a", "a-b", "a/b", "aB", "ab", "b"]
    with store.unit() as unit:
        unit.execute(insert(documents), [{"name": name, "json": b"{}", "signatures": "[]"} for name in names])
    with store.reading() as unit:
        assert list(unit.scalars(select(documents.c.name).order_by(documents.c.name))) == sorted(names)
        # The database itself would sort otherwise.
        plain = text('SELECT name FROM documents ORDER BY name COLLATE "und-x-icu"')
        assert list(unit.scalars(plain)) != sorted(names)


def test_what_a_database_cannot_even_compare_is_no_account(store: Store) -> None:
    with pytest.raises(LoginRefused):
        logins.log_in(store, "kurir\0", "sepeda hijau di jembatan", "000000", "", MORNING)


def test_a_put_asks_the_server_once(store: Store) -> None:
    put(store)
    said: list[str] = []
    with told(store._engine, lambda statement: said.append(statement[:20])):
        put(store, 2)
    assert said == ["INSERT INTO drops_pe"]
