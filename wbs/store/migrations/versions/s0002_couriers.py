"""Couriers: accounts, second factor, sessions, and the record of what they did."""

import sqlalchemy as sa
from alembic import op

from wbs.store.columns import text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "exports",
        sa.Column("until", text(11), nullable=False),
        sa.Column("day", text(10), nullable=False),
        sa.PrimaryKeyConstraint("until", name="pk_exports"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "couriers",
        sa.Column("name", text(64), nullable=False),
        sa.Column("salt", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_couriers"),
        sqlite_with_rowid=False,
    )
    for table in ("recovery_codes", "used_codes"):
        op.create_table(table, *_of_courier(table), sqlite_with_rowid=False)
    op.create_table(
        "sessions",
        *_of_courier("sessions"),
        sa.Column("until", text(11), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "devices",
        *_of_courier("devices"),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("until", text(10), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "failures",
        sa.Column("courier", text(64), nullable=False),
        sa.Column("half_day", text(11), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("courier", name="pk_failures"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "staff_record",
        sa.Column("sequence", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("day", text(10), nullable=False),
        sa.Column("actor", text(64), nullable=False),
        sa.Column("action", text(32), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("previous", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_staff_record"),
        sqlite_with_rowid=False,
    )
    {"sqlite": _guard_sqlite, "postgresql": _guard_postgresql}[op.get_bind().dialect.name]()


def downgrade() -> None:
    """Remove the tables; accounts and record are lost, letters are not."""
    for table in (
        "staff_record", "failures", "devices", "sessions",
        "used_codes", "recovery_codes", "couriers", "exports",
    ):  # fmt: skip
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION staff_record_only_grows(), staff_record_next()")


def _guard_sqlite() -> None:
    next_one = "WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM staff_record) "
    # INSERT OR REPLACE deletes without the trigger for DELETE.
    for change, when in (("UPDATE", ""), ("DELETE", ""), ("INSERT", next_one)):
        op.execute(
            f"CREATE TRIGGER staff_record_no_{change.lower()} BEFORE {change} ON staff_record {when}"
            "BEGIN SELECT RAISE(ABORT, 'the staff record only grows'); END"
        )


def _guard_postgresql() -> None:
    bodies = {
        "staff_record_only_grows": "BEGIN RAISE EXCEPTION 'the staff record only grows'; END",
        "staff_record_next": (
            "BEGIN IF NEW.sequence = (SELECT coalesce(max(sequence), 0) + 1 FROM staff_record) "
            "THEN RETURN NEW; END IF; RAISE EXCEPTION 'the staff record only grows'; END"
        ),
    }
    for function, body in bodies.items():
        op.execute(f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
    for change, each, function in (
        ("UPDATE", "ROW", "staff_record_only_grows"),
        ("DELETE", "ROW", "staff_record_only_grows"),
        ("TRUNCATE", "STATEMENT", "staff_record_only_grows"),
        ("INSERT", "ROW", "staff_record_next"),
    ):
        op.execute(
            f"CREATE TRIGGER staff_record_no_{change.lower()} BEFORE {change} ON staff_record "
            f"FOR EACH {each} EXECUTE FUNCTION {function}()"
        )


def _of_courier(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("courier", text(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["courier"], ["couriers.name"], name=f"fk_{table}_courier", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=f"pk_{table}"),
    ]
