"""Signed files that anyone may read, as rows."""

import json
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from wbs.store.schema import documents


@dataclass(frozen=True)
class Document:
    """A signed file: its name without the ending, its bytes, and the text of each .minisig beside it."""

    name: str
    json: bytes
    signatures: tuple[str, ...]


def find(unit: Connection, prefix: str = "") -> list[Document]:
    """Give the documents whose name begins so, in the order of their names."""
    statement = select(documents).order_by(documents.c.name)
    if prefix:
        statement = statement.where(documents.c.name.startswith(prefix, autoescape=True))
    return [
        Document(row.name, row.json, tuple(json.loads(row.signatures))) for row in unit.execute(statement)
    ]


def replace(unit: Connection, document: Document) -> None:
    """Write a document in place of the one that had its name."""
    unit.execute(delete(documents).where(documents.c.name == document.name))
    signatures = json.dumps(document.signatures)
    unit.execute(insert(documents).values(name=document.name, json=document.json, signatures=signatures))
