"""What was looked at last while the desk is unlocked, so that a page and its picture are made once.

It hangs on the open shelf: when the desk is locked, the shelf goes, and all of this with it.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from weakref import WeakKeyDictionary

from wbs.desk import attachments, visible
from wbs.desk.attachments import Numbered
from wbs.desk.desk import Desk
from wbs.desk.preview import Preview, content, draw
from wbs.desk.shelf import Shelf
from wbs.desk.web.places import OTHER, Places, place, token, writable
from wbs.desk.web.session import Session

_KEPT = 4
# The letter's hash, the attachment's place in it, the page, and whether from close by.
_Key = tuple[bytes, str, int, bool]


@dataclass(frozen=True)
class Listed:
    """A page of the list: its address and its cases, in its order."""

    address: str = "/"
    cases: tuple[bytes, ...] = ()

    def beside(self, case: bytes) -> tuple[bytes | None, bytes | None]:
        """Return the case before one and the case after it, where there is one."""
        if case not in self.cases:
            return None, None
        around = (None, *self.cases, None)
        at = around.index(case)
        return around[at - 1], around[at + 1]


@dataclass
class Looked:
    """``typed``: the last folder that somebody typed, none or one; ``to``: where something was saved last.

    ``previews``: the newest few. ``listed``: the page of the list that was shown last.
    """

    typed: list[Path] = field(default_factory=list)
    to: str = ""
    previews: OrderedDict[_Key, Preview] = field(default_factory=OrderedDict, repr=False)
    listed: Listed = Listed()

    def places(self, form: Mapping[str, str] | None = None) -> Places:
        """Offer where to save, the last place first of all; ``form``: what was chosen and then refused."""
        if form is None:
            return writable(self.typed, chosen=self.to)
        return writable(self.typed, chosen=form.get("to", OTHER), typed=form.get("folder", ""))

    def place(self, form: Mapping[str, str]) -> Path:
        """Return what was chosen of that; DeskError as ``places.place``."""
        return place(form, self.typed)

    def saved(self, form: Mapping[str, str], folder: Path) -> None:
        """Remember where something was saved: the next is likely to go there too, on that stick."""
        self.to = token(folder)
        if form.get("to", OTHER) == OTHER:
            self.typed = [folder]


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
