"""What editing one document found, and how that becomes an answer that claims no more than it did."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from wbs.scrub import DOCUMENT_LIMIT, KINDS, Scrubbed


class Kept(Exception):  # noqa: N818 -- an outcome with a name: the file stays as it is
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


#: Media type, what was found, and the edited document when it is asked for.
Edited = tuple[str, Findings, Callable[[], bytes]]


def examine(format_: str, type_: str, data: bytes, edit: Callable[[bytes], Edited]) -> Scrubbed:
    """The answer of ``edit``, after it has looked again at what it made; never raises.

    ``edit`` finds by taking out, so what it still finds in its own output is what it failed to remove.
    ``type_`` stands until ``edit`` knows better.
    """
    if len(data) > DOCUMENT_LIMIT:
        return Scrubbed(format_, type_, warning="too_large")
    try:
        type_, first, write = edit(data)
        if not first.kinds and not first.signed:
            return _answer(format_, type_, first.left, set(), None, "partial" if first.partial else "")
        content = write()
        _, again, _ = edit(content)
    except Kept as outcome:
        return Scrubbed(format_, type_, warning=outcome.warning)
    found = first.kinds | first.left
    removed = found - first.left - again.kinds - again.left
    warning = "signed" if first.signed else "partial" if first.partial or found != removed else ""
    return _answer(format_, type_, found, removed, content, warning)


def _answer(
    format_: str, type_: str, found: set[str], removed: set[str], content: bytes | None, warning: str
) -> Scrubbed:
    def order(kinds: set[str]) -> tuple[str, ...]:
        return tuple(kind for kind in KINDS if kind in kinds)

    return Scrubbed(format_, type_, order(found), order(removed), content, warning)
