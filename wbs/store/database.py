"""What databases do in different ways. ``wbs.store.sqlite`` and ``wbs.store.postgresql`` say how."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, ClassVar, Literal, TypeAlias

from sqlalchemy import Connection, Engine, Insert, Table, bindparam, event, insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.sql.compiler import SQLCompiler

from wbs.store.errors import StoreError

#: What a transaction does: it *writes*, and no other writes or adds a row meanwhile; it *reads*, sees one
#: state, and waits for nobody.
Access = Literal["write", "read"]

#: Values by the names of their columns.
Row: TypeAlias = dict[str, str | int]


class Database(ABC):
    """One database, behind an engine whose commits are durable."""

    #: What the driver raises.
    foreign: ClassVar[type[Exception]]

    def __init__(self, engine: Engine) -> None:
        """Prepare each connection that the engine makes, and begin each transaction by its access."""
        self.engine = engine
        self._insertions: dict[Table, SQLCompiler] = {}
        event.listen(engine, "connect", lambda connection, _entry: self.prepare(connection))
        event.listen(engine, "begin", self._begin)

    @contextmanager
    def transaction(self, access: Access) -> Iterator[Connection]:
        """One transaction: committed durably at the end of the block, or rolled back.

        StoreFull or StoreError, if the database fails.
        """
        with self.named(), self.engine.connect() as plain:
            connection = plain.execution_options(access=access)
            with connection.begin():
                yield connection

    @abstractmethod
    def add(self, table: Table, row: Row) -> None:
        """Write one row that has a new random name, durably, beside others who do the same.

        StoreFull or StoreError, if the database fails.
        """

    def insertion_of(self, table: Table, row: Row) -> tuple[str, Row | tuple[str | int, ...]]:
        """The one statement of ``add``, and the values as the driver wants them."""
        # Compiled once: every letter that comes in is one.
        if table not in self._insertions:
            self._insertions[table] = self.insertion(table).compile(self.engine)
        compiled = self._insertions[table]
        values = tuple(map(row.__getitem__, compiled.positiontup)) if compiled.positiontup else row
        return compiled.string, values

    @contextmanager
    def driver(self) -> Iterator[Any]:
        """A connection as the driver gives it, past SQLAlchemy's transactions, which cost as much as a flush.

        What is not committed at the end is rolled back, and a connection on which anything failed is used no
        more. StoreFull or StoreError, if the database fails.
        """
        with self.named():
            pooled = self.engine.raw_connection()
            try:
                yield pooled.driver_connection
            except BaseException:
                pooled.invalidate()
                raise
            finally:
                pooled.close()

    @contextmanager
    def named(self) -> Iterator[None]:
        """Name by this room's errors what the driver raises inside the block, without any value of a row."""
        try:
            yield
        except (SQLAlchemyError, self.foreign) as error:
            raise self.name(getattr(error, "orig", None) or error) from None

    def _begin(self, connection: Connection) -> None:
        access: Access = connection.get_execution_options().get("access", "write")
        self.begin(connection, access)

    @abstractmethod
    def prepare(self, connection: object) -> None:
        """Make a new connection ready; StoreError, if the database is not one to trust letters to."""

    @abstractmethod
    def begin(self, connection: Connection, access: Access) -> None:
        """Begin a transaction, and wait for its turn."""

    def insertion(self, table: Table) -> Insert:
        """The one statement of ``add``, with a parameter for each column."""
        return insert(table).values({column.name: bindparam(column.name) for column in table.columns})

    @abstractmethod
    def alone(self) -> AbstractContextManager[None]:
        """Keep out, for the length of the block, whoever else asks for this on another host."""

    @abstractmethod
    def clear_journal(self) -> None:
        """Leave nothing of what was deleted from the pending letters and the board, in table or journal."""

    @abstractmethod
    def clear_pages(self) -> None:
        """Leave nothing of what was deleted from any table, in table or journal."""

    @abstractmethod
    def name(self, error: Exception) -> StoreError:
        """Name what a driver raised, without any value of a row."""
