"""Maps in PDF files: dictionaries whose keys a program chose, so that one called /AF there is a font.

What an object is, only the keys say that lead to it from other objects. They are read in the text of objects,
as qpdf writes it: to walk through all of them would be half of the work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary

from wbs.scrub.pdfnames import ROLES

_LEAD: Final = re.compile(rb"(%s) (\d{1,9}) (\d{1,5}) R" % "|".join(ROLES[""]).encode())
#: The dictionary of an annotation's appearances, and in it what leads to a map of them.
_APPEARANCE: Final = re.compile(rb"/AP (<<(?:[^<>]|<<[^<>]*>>)*>>)")
#: A string as qpdf writes it: whatever stands in one is a text.
_STRING: Final = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)
_STATES: Final = re.compile(rb"(?:%s) (\d{1,9}) (\d{1,5}) R" % "|".join(ROLES["appearance"]).encode())


class Maps:
    """Which objects of one document are maps, or hold some under keys that mean it only there."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._roles: dict[tuple[int, int], str] = {}
        # Many annotations may share one: it is read once.
        self._appearances: set[tuple[int, int]] = set()

    def learn(self, text: bytes) -> None:
        """Note what an object leads to; ``text``: itself, as it is written."""
        if b"(" in text and (_LEAD.search(text) or _APPEARANCE.search(text)):
            text = _STRING.sub(b"()", text)
        for key, number, generation in _LEAD.findall(text):
            led, role = (int(number), int(generation)), ROLES[""][key.decode()]
            self._roles[led] = role
            if role == "appearance" and led not in self._appearances:
                self._appearances.add(led)
                # A text may speak of objects that there are none of.
                if isinstance(states := self._pdf.get_object(led), Dictionary):
                    self._states(states.unparse(resolved=True))
        for inline in _APPEARANCE.findall(text):
            self._states(inline)

    def _states(self, appearance: bytes) -> None:
        for number, generation in _STATES.findall(appearance):
            self._roles[int(number), int(generation)] = "map"

    def structured(self, top: Dictionary | Array) -> Iterator[Dictionary]:
        """A dictionary or array, and the dictionaries directly within; not the maps, but what is in them."""
        role = self._roles.get(top.objgen, "") if top.is_indirect else ""
        return (holder for holder, role in _within(top, role) if role != "map")


def _within(top: Dictionary | Array, role: str) -> Iterator[tuple[Dictionary, str]]:
    """A dictionary or array, and the dictionaries directly within, each with its role."""
    stack = [(top, role)]
    while stack:
        each, role = stack.pop()
        entries: Iterable[tuple[str, object]]
        if isinstance(each, Dictionary):
            yield each, role
            entries = each.items()
        else:
            entries = (("", value) for value in each)
        roles = ROLES[role]
        stack += [
            (value, roles.get(key, ""))
            for key, value in entries
            if isinstance(value, (Dictionary, Array)) and not value.is_indirect
        ]
