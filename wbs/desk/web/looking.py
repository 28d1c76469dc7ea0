"""What was looked at last while the desk is unlocked, so that a page and its picture are made once.

It hangs on the open shelf: when the desk is locked, the shelf goes, and all of this with it.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from wbs.desk import attachments, visible
from wbs.desk.attachments import Numbered
from wbs.desk.desk import Desk
from wbs.desk.preview import Preview, content, draw
from wbs.desk.shelf import Shelf
from wbs.desk.web.session import Session

_KEPT = 4
# The letter's hash, the attachment's place in it, the page, and whether from close by.
_Key = tuple[bytes, str, int, bool]


@dataclass
class Looked:
    """``folder``: where something was saved last; ``previews``: the newest few."""

    folder: str = ""
    previews: OrderedDict[_Key, Preview] = field(default_factory=OrderedDict, repr=False)


_looked: WeakKeyDictionary[Shelf, Looked] = WeakKeyDictionary()
# One file at a time in the desk's memory and in a child's, however often a page is asked for.
_turn = threading.Lock()


def looked(desk: Desk) -> Looked:
    """Return what was looked at since this desk was unlocked."""
    return _looked.setdefault(desk.shelf, Looked())


def look(session: Session, case: str, number: int, page: int, *, close: bool) -> tuple[Numbered, Preview]:
    """Return an attachment of a case and one page of it; the desk is free while the child works.

    DeskError: no such case or attachment, or no sealed file holds it whole. Locked, also if it was locked
    meanwhile.
    """
    with _turn:
        with session.desk() as desk:
            numbered = attachments.find(visible.find(desk, case), number)
            key = (numbered.message.hash, numbered.attachment.path, page, close)
            kept = looked(desk).previews
            if key in kept:
                kept.move_to_end(key)
                return numbered, kept[key]
            data = content(desk, numbered)
        preview = draw(data, page, close=close)
        with session.desk() as desk:
            kept = looked(desk).previews
            kept[key] = preview
            while len(kept) > _KEPT:
                kept.popitem(last=False)
    return numbered, preview
