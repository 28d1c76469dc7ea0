"""Bring the database to this program's schema, or say why not."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection

from wbs.store.errors import SchemaError
from wbs.store.session import Store


def migrate(store: Store) -> bool:
    """Upgrade to the newest schema, in one transaction; whether there was anything to do.

    SchemaError if the schema is newer than this program. Of two at once, one waits and finds nothing to do.
    """
    with store.unit() as unit:
        current = _current(unit)
        if current not in {None, *_known()}:
            raise SchemaError(_NEWER)
        move(unit, "head")
        return _current(unit) != current


def check_schema(store: Store) -> None:
    """SchemaError unless the database has exactly this program's schema."""
    with store.reading() as unit:
        current = _current(unit)
    known = _known()
    if current is not None and current not in known:
        raise SchemaError(_NEWER)
    if current != known[0]:
        raise SchemaError("the database is older than this program: run wbs migrate first")


def move(unit: Connection, revision: str) -> None:
    """Go up or down to a revision; used by ``migrate`` and by those who try the steps."""
    config = _config()
    config.attributes["connection"] = unit
    known = _known()
    current = _current(unit)
    target = known[0] if revision == "head" else revision
    down = current in known and (target == "base" or known.index(target) > known.index(current or ""))
    try:
        (command.downgrade if down else command.upgrade)(config, target)
    except CommandError as error:
        raise SchemaError(str(error)) from error


_NEWER = "the database was written by a newer version of this program: install that version"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "wbs.store:migrations")
    return config


def _known() -> list[str]:
    script = ScriptDirectory.from_config(_config())
    return [step.revision for step in script.walk_revisions()]


def _current(unit: Connection) -> str | None:
    return MigrationContext.configure(unit).get_current_revision()
