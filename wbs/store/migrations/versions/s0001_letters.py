"""The drop box, the reply board, and the signed files."""

import sqlalchemy as sa
from alembic import op

from wbs.store.columns import text

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "drops_pending",
        sa.Column("id", text(32), nullable=False),
        sa.Column("half_day", text(11), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("sha256", text(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drops_pending"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "drops",
        sa.Column("id", text(32), nullable=False),
        sa.Column("half_day", text(11), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("sha256", text(64), nullable=False),
        sa.Column("large", sa.Integer, nullable=False),
        sa.CheckConstraint("large IN (0, 1)", name="ck_drops_large"),
        sa.PrimaryKeyConstraint("id", name="pk_drops"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_drops_export", "drops", ["large", "half_day", "id"])
    op.create_table(
        "budgets",
        sa.Column("day", text(10), nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_budgets"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "slots",
        sa.Column("r", sa.LargeBinary(16), nullable=False),
        sa.Column("tag", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("published", text(10), nullable=False),
        sa.PrimaryKeyConstraint("r", name="pk_slots"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_slots_published", "slots", ["published"])
    op.create_table(
        "documents",
        sa.Column("name", text(120), nullable=False),
        sa.Column("json", sa.LargeBinary, nullable=False),
        sa.Column("signatures", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_documents"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outboxes",
        sa.Column("sha256", text(64), nullable=False),
        sa.Column("applied", text(10), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_outboxes"),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        # PostgreSQL would keep samples of them in a catalogue, and nothing asks for a range.
        for column in (
            "drops_pending.id",
            "drops_pending.sha256",
            "drops.id",
            "drops.sha256",
            "slots.r",
            "slots.tag",
        ):
            table, _, name = column.partition(".")
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {name} SET STATISTICS 0")


def downgrade() -> None:
    """Remove the tables; letters are lost."""
    for table in ("outboxes", "documents", "slots", "budgets", "drops", "drops_pending"):
        op.drop_table(table)
