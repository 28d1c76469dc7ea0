"""Everything that is PostgreSQL's alone; docs/adr/0016 tells why it is so.

Whatever writes holds one lock of the database from its first statement to its commit, so that two writers
never meet, as on SQLite; letters that only come in share that lock with each other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias, cast

import psycopg
from psycopg.errors import DiskFull, LockNotAvailable
from sqlalchemy import URL, Connection, Insert, Table, bindparam, create_engine, insert, select, text

from wbs.store.database import Access, Database, Row
from wbs.store.errors import StoreError, StoreFull
from wbs.store.schema import drops_pending, metadata, slots

# A connection as the driver gives it.
Plain: TypeAlias = psycopg.Connection[tuple[Any, ...]]

# Advisory locks of the database: the one of writers, and the one of ``alone``. Any two numbers would do.
_WRITING, _ALONE = 0x7762_7301, 0x7762_7302
# The first with roles for checkpoints; older ones are out of support.
_OLDEST = 15
# Milliseconds that a VACUUM waits for a reader: everyone else who wants the table queues behind it.
_PATIENCE = 5_000

_BEGIN = {
    # READ COMMITTED: what comes after the wait sees what others committed before.
    "write": f"BEGIN; SELECT pg_advisory_xact_lock({_WRITING})",
    "read": "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
}

# Milliseconds and settings that hold for each session, whatever server and role have.
_SESSION = {
    "synchronous_commit": "on",
    "default_transaction_isolation": "read\\ committed",
    "lock_timeout": "30000",
    "statement_timeout": "60000",
    "idle_in_transaction_session_timeout": "60000",
    "idle_session_timeout": "0",
    # Seconds: a client that vanished holds its locks no longer than this.
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}

# Seconds, but for the last: milliseconds that sent bytes may stay unanswered.
_CONNECTING = {
    "application_name": "wbs",
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}

# A server that has one of these otherwise forgets accepted letters, or notes the moment of each.
_REQUIRED = {
    "fsync": ("on",),
    "track_commit_timestamp": ("off",),
    "log_statement": ("none", "ddl"),
    "log_duration": ("off",),
    "log_min_duration_statement": ("-1",),
    "log_min_duration_sample": ("-1",),
    "log_transaction_sample_rate": ("0",),
    **dict.fromkeys(
        (
            *("log_statement_stats", "log_parser_stats", "log_planner_stats", "log_executor_stats"),
            *("debug_print_parse", "debug_print_rewritten", "debug_print_plan"),
        ),
        ("off",),
    ),
}


class PostgreSQL(Database):
    """A server of version 15 or newer, by psycopg."""

    foreign = psycopg.Error

    def __init__(self, url: URL) -> None:
        """Prepare a pool; no connection is made yet."""
        options = " ".join(f"-c {key}={value}" for key, value in _SESSION.items())
        engine = create_engine(
            url,
            hide_parameters=True,
            connect_args={**_CONNECTING, "options": options},
            # Connections are lost while they lie idle: a server is restarted, a firewall forgets.
            pool_pre_ping=True,
            pool_size=8,
            max_overflow=0,
            pool_timeout=30,
        )
        super().__init__(engine)

    def prepare(self, connection: object) -> None:
        """Look at what the server keeps and forgets; StoreError names the setting to be changed."""
        session = cast("Plain", connection)
        try:
            # The driver must not begin transactions by itself: each would cost a way to the server and back.
            session.autocommit = True
            _check(session)
        except BaseException:
            session.close()
            raise

    def begin(self, connection: Connection, access: Access) -> None:
        """Wait for the lock, or take one state of everything to read."""
        connection.exec_driver_sql(_BEGIN[access], execution_options={"no_parameters": True})

    def add(self, table: Table, row: Row) -> None:
        """One statement, which is a transaction: the server itself joins the flushes of several."""
        with self.driver() as connection:
            cast("Plain", connection).execute(*self.insertion_of(table, row))

    def insertion(self, table: Table) -> Insert:
        """Wait for the lock, share it, insert and commit: all in one way to the server and back."""
        names = [column.name for column in table.columns]
        values = select(*(bindparam(column.name, type_=column.type) for column in table.columns))
        lock = text(f"pg_advisory_xact_lock_shared({_WRITING})")
        return insert(table).from_select(names, values.select_from(lock))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold a lock of the database on a connection of its own, which no unit inside the block waits for.

        StoreError at the end, if that connection was lost, and the lock with it.
        """
        with self._apart() as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", [_ALONE])
            yield
            connection.execute("SELECT pg_advisory_unlock(%s)", [_ALONE])

    def clear_journal(self) -> None:
        """Write anew the tables that lose rows every day: dead rows would tell the order of arrival."""
        self._rewrite(drops_pending.name, slots.name)

    def clear_pages(self) -> None:
        """Write every table anew."""
        self._rewrite(*metadata.tables)

    def name(self, error: Exception) -> StoreError:
        """Tell a full disk from the rest, by the standard's codes: PostgreSQL's messages quote rows."""
        if isinstance(error, DiskFull):
            return StoreFull("the database has no room")
        kind, state = type(error).__name__, getattr(error, "sqlstate", None)
        if state is not None:
            return StoreError(f"the database failed: {kind} ({state})")
        # No answer of the server's: what the client says of the connection, which holds no value.
        said = " ".join(str(error).split()) if isinstance(error, psycopg.OperationalError) else ""
        return StoreError(f"the database failed: {kind}: {said}".removesuffix(": "))

    def _rewrite(self, *tables: str) -> None:
        with self._apart() as connection:
            connection.execute(f"SET lock_timeout = {_PATIENCE}")
            try:
                for table in tables:
                    connection.execute(f'VACUUM (FULL) "{table}"')
            except LockNotAvailable:
                raise StoreError(
                    "a table could not be cleared: a reader has been at work for too long"
                ) from None
            # The journal's files go with the checkpoint after their last, if the role may ask for one.
            if connection.execute(_MAY_CLEAR).fetchone() == (True,):
                connection.execute("SELECT pg_switch_wal()")
                connection.execute("CHECKPOINT")

    @contextmanager
    def _apart(self) -> Iterator[Plain]:
        """A connection outside transactions, which waits as long as it takes, and is closed in the end."""
        with self.named():
            pooled = self.engine.raw_connection()
            connection = cast("Plain", pooled.driver_connection)
            pooled.detach()
            with connection:
                connection.execute("SET lock_timeout = 0")
                connection.execute("SET statement_timeout = 0")
                yield connection


_MAY_CLEAR = """
    SELECT pg_has_role(current_user, 'pg_checkpoint', 'usage')
       AND has_function_privilege(current_user, 'pg_switch_wal()', 'execute')
"""


def _check(connection: Plain) -> None:
    version = connection.info.server_version // 10_000
    if version < _OLDEST:
        raise StoreError(f"PostgreSQL {version} is too old: at least {_OLDEST}")
    asked = ", ".join(f"current_setting('{key}')" for key in _REQUIRED)
    values = connection.execute(f"SELECT {asked}").fetchone() or ()
    for (key, allowed), value in zip(_REQUIRED.items(), values, strict=True):
        if value not in allowed:
            raise StoreError(f"PostgreSQL has {key} = {value}; letters need {key} = {allowed[0]}")
