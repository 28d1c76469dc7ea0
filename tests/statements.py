"""What the driver of a store's database is given, whichever way it goes."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Self, TypeAlias

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, event

_Tell: TypeAlias = Callable[[object, str], None]


@contextmanager
def told(engine: Engine, call: Callable[[str], object]) -> Iterator[None]:
    """Call with each statement before the driver has it, ``BEGIN …`` and ``COMMIT`` among them; it may raise.

    Left out is what makes a connection ready, and what asks whether it lives. No connection may be in use at
    either end.
    """
    ready: set[int] = set()

    def tell(connection: object, statement: str) -> None:
        if id(connection) in ready and not statement.startswith(("PRAGMA", ";")):
            call(statement)

    kind = _sqlite(tell) if engine.dialect.name == "sqlite" else _psycopg(tell)

    def connect(_dialect: object, _record: object, args: list[Any], named: dict[str, Any]) -> Any:
        return kind(*args, **named)

    def made(connection: object, _record: object) -> None:
        ready.add(id(connection))

    hooks: dict[str, Callable[..., Any]] = {"do_connect": connect, "connect": made}
    engine.dispose()
    for moment, hook in hooks.items():
        event.listen(engine, moment, hook)
    try:
        # SQLAlchemy asks its own questions on the first connection of all.
        engine.raw_connection().close()
        yield
    finally:
        ready.clear()
        for moment, hook in hooks.items():
            event.remove(engine, moment, hook)
        engine.dispose()


def _sqlite(tell: _Tell) -> Callable[..., object]:
    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, parameters: Any = (), /) -> Self:
            tell(self.connection, sql)
            super().execute(sql, parameters)
            return self

        def executemany(self, sql: str, parameters: Any, /) -> Self:
            tell(self.connection, sql)
            super().executemany(sql, parameters)
            return self

    class Connection(sqlite3.Connection):
        def cursor(self, *_factory: Any) -> Any:
            return super().cursor(Cursor)

        def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
            return super().cursor(Cursor).execute(sql, parameters)

        def commit(self) -> None:
            if self.in_transaction:
                tell(self, "COMMIT")
            super().commit()

    return Connection


def _psycopg(tell: _Tell) -> Callable[..., object]:
    class Cursor(psycopg.Cursor[Any]):
        def execute(self, query: Any, *parameters: Any, **options: Any) -> Self:
            tell(self.connection, query)
            return super().execute(query, *parameters, **options)

        def executemany(self, query: Any, *parameters: Any, **options: Any) -> None:
            tell(self.connection, query)
            super().executemany(query, *parameters, **options)

    class Connection(psycopg.Connection[Any]):
        def commit(self) -> None:
            if self.info.transaction_status != TransactionStatus.IDLE:
                tell(self, "COMMIT")
            super().commit()

    return partial(Connection.connect, cursor_factory=Cursor)
