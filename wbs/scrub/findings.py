"""What editing one document found, and how that becomes an answer that claims no more than it did."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from wbs.scrub import DOCUMENT_LIMIT, KINDS, Scrubbed


class Kept(Exception):
    """The document is not edited at all; ``warning``, of WARNINGS, says why."""

    def __init__(self, warning: str) -> None:
        super().__init__(warning)
        self.warning = warning


@dataclass
class Findings:
    """What editing has met so far.

    ``kinds``: what was found and taken out. ``left``: what was found and stays. ``partial``: something within
    could not be looked into. ``signed``: a digital signature was taken out.
    """

    kinds: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    partial: bool = False
    signed: bool = False

    def add(self, kinds: Iterable[str]) -> None:
        """Note kinds that go; the empty name is what goes along and tells nothing."""
        self.kinds.update(kind for kind in kinds if kind)

    def keep(self, *kinds: str) -> None:
        """Note something that stays because it cannot be edited, and kinds that are surely in it."""
        self.left.update(kinds)
        self.partial = True

    def join(self, part: Scrubbed) -> None:
        """Add the answer for a file within this one."""
        self.add(part.removed)
        if part.warning or part.found != part.removed:
            self.keep(*(set(part.found) - set(part.removed)))


@dataclass(frozen=True)
class Edited:
    """A document that was edited: its media type, and what was met on the way.

    ``write``: its bytes. ``again``: what is still found when it is looked into once more, given these bytes.
    """

    type: str
    findings: Findings
    write: Callable[[], bytes]
    again: Callable[[bytes], Findings]


def examine(format_: str, type_: str, data: bytes, edit: Callable[[bytes], Edited]) -> Scrubbed:
    """The answer of ``edit``, after a second look at what it made; never raises.

    Editing finds by taking out, so what the second look finds is what it failed to remove. ``type_`` stands
    until ``edit`` knows better.
    """
    if len(data) > DOCUMENT_LIMIT:
        return Scrubbed(format_, type_, warning="too_large")
    try:
        edited = edit(data)
        first = edited.findings
        if not first.kinds and not first.signed:
            return _answer(format_, edited.type, first.left, set(), None, "partial" if first.partial else "")
        content = edited.write()
        again = edited.again(content)
    except Kept as outcome:
        return Scrubbed(format_, type_, warning=outcome.warning)
    found = first.kinds | first.left
    removed = found - first.left - again.kinds - again.left
    warning = "signed" if first.signed else "partial" if first.partial or found != removed else ""
    return _answer(format_, edited.type, found, removed, content, warning)


def _answer(
    format_: str, type_: str, found: set[str], removed: set[str], content: bytes | None, warning: str
) -> Scrubbed:
    def order(kinds: set[str]) -> tuple[str, ...]:
        return tuple(kind for kind in KINDS if kind in kinds)

    return Scrubbed(format_, type_, order(found), order(removed), content, warning)
