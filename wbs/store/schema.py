"""The tables.

No column can hold a time finer than half a day: times are half-days (``2026-01-31A``) or dates, as text. No
key is counted up, except in the staff record, whose order is its purpose. The tables are WITHOUT ROWID in
SQLite: a rowid is the order of arrival. Text sorts by its bytes, whatever the database's language.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import BigInteger

from wbs.store.columns import text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

#: Letters not yet released; ``id`` is random and names the file, ``half_day`` is that of the arrival.
drops_pending = Table(
    "drops_pending",
    metadata,
    Column("id", text(32), primary_key=True),
    Column("half_day", text(11), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", text(64), nullable=False),
    sqlite_with_rowid=False,
)

#: Released letters; ``id`` is the first half of the SHA-256. ``large`` is 0 for text letters, 1 for others.
drops = Table(
    "drops",
    metadata,
    Column("id", text(32), primary_key=True),
    Column("half_day", text(11), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", text(64), nullable=False),
    Column("large", Integer, CheckConstraint("large IN (0, 1)", name="large"), nullable=False),
    Index("ix_drops_export", "large", "half_day", "id"),
    sqlite_with_rowid=False,
)

#: Bytes of larger letters that a day has taken.
budgets = Table(
    "budgets",
    metadata,
    Column("day", text(10), primary_key=True),
    Column("bytes", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

#: The reply board; ``published`` is a date.
slots = Table(
    "slots",
    metadata,
    Column("r", LargeBinary(16), primary_key=True),
    Column("tag", LargeBinary(16), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("published", text(10), nullable=False),
    Index("ix_slots_published", "published"),
    sqlite_with_rowid=False,
)

#: Signed files that anyone may read: ``keyring/<sequence>``, ``freshness``, ``collected/<reader>``,
#: ``statistics/<reader>``. ``signatures``: the .minisig texts, as a JSON array.
documents = Table(
    "documents",
    metadata,
    Column("name", text(120), primary_key=True),
    Column("json", LargeBinary, nullable=False),
    Column("signatures", Text, nullable=False),
    sqlite_with_rowid=False,
)

#: Outboxes applied, by the SHA-256 of what they hold.
outboxes = Table(
    "outboxes",
    metadata,
    Column("sha256", text(64), primary_key=True),
    Column("applied", text(10), nullable=False),
    sqlite_with_rowid=False,
)

#: Up to which half-day of arrival bundles have been handed out, and on which date first.
exports = Table(
    "exports",
    metadata,
    Column("until", text(11), primary_key=True),
    Column("day", text(10), nullable=False),
    sqlite_with_rowid=False,
)

#: Couriers. ``sealed`` is the TOTP secret under a key that only the password gives.
couriers = Table(
    "couriers",
    metadata,
    Column("name", text(64), primary_key=True),
    Column("salt", LargeBinary(16), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

#: One-time codes for who lost the second factor, hashed.
recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("courier", ForeignKey("couriers.name", ondelete="CASCADE"), nullable=False),
    sqlite_with_rowid=False,
)

#: TOTP codes that were used and could still be valid, hashed.
used_codes = Table(
    "used_codes",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("courier", ForeignKey("couriers.name", ondelete="CASCADE"), nullable=False),
    sqlite_with_rowid=False,
)

#: Browsers logged in; the token itself, with its exact end, is only in the cookie.
sessions = Table(
    "sessions",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("courier", ForeignKey("couriers.name", ondelete="CASCADE"), nullable=False),
    Column("until", text(11), nullable=False),
    sqlite_with_rowid=False,
)

#: Browsers that have logged in before, and how often in a row a login failed in them since.
devices = Table(
    "devices",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("courier", ForeignKey("couriers.name", ondelete="CASCADE"), nullable=False),
    Column("failures", Integer, nullable=False),
    Column("until", text(10), nullable=False),
    sqlite_with_rowid=False,
)

#: Failed logins from browsers not known, by account; the row named "" counts for all names that do not exist.
failures = Table(
    "failures",
    metadata,
    Column("courier", text(64), primary_key=True),
    Column("half_day", text(11), nullable=False),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)

#: What staff did; each entry carries the hash of the one before. Triggers refuse to change or remove one.
staff_record = Table(
    "staff_record",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("day", text(10), nullable=False),
    Column("actor", text(64), nullable=False),
    Column("action", text(32), nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous", LargeBinary(32), nullable=False),
    sqlite_with_rowid=False,
)
