"""Columns as every step of the schema means them."""

from sqlalchemy import String


def text(length: int) -> String:
    """At most so many characters, sorted by their bytes: SQLite knows no other way, PostgreSQL is told."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")
