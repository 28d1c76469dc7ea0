"""Elements that go from a tree, many at once: it costs no more than all that is in them.

Text is held by lxml as that of the element before it. What stands around elements that go is gathered in
pieces and joined once: put together one by one, a long text would be copied for each.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Self

from lxml import etree


class Cuts:
    """Takes elements out; where they were, the texts are whole when the block of ``with`` ends."""

    def __init__(self) -> None:
        self._texts: dict[etree._Element, deque[str]] = {}
        self._tails: dict[etree._Element, deque[str]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for element, pieces in self._texts.items():
            element.text = "".join(pieces) or None
        for element, pieces in self._tails.items():
            element.tail = "".join(pieces) or None

    def drop(self, element: etree._Element) -> None:
        """Take an element out with all it holds; the text behind it stays. A root stays."""
        parent = element.getparent()
        if parent is not None:
            self._add(parent, element, self._tail(element))
            element.tail = None
            parent.remove(element)

    def unwrap(self, element: etree._Element) -> None:
        """Put what an element holds in its place. A root stays."""
        parent = element.getparent()
        if parent is None:
            return
        self._add(parent, element, self._text(element))
        for child in element:
            element.addprevious(child)
        self.drop(element)

    def _add(self, parent: etree._Element, element: etree._Element, pieces: deque[str]) -> None:
        """Text that stands right before ``element``."""
        if not pieces:
            return
        before = element.getprevious()
        if before is None:
            self._texts[parent] = _joined(self._text(parent), pieces)
        else:
            self._tails[before] = _joined(self._tail(before), pieces)

    def _text(self, element: etree._Element) -> deque[str]:
        return self._texts.pop(element) if element in self._texts else _pieces(element.text)

    def _tail(self, element: etree._Element) -> deque[str]:
        return self._tails.pop(element) if element in self._tails else _pieces(element.tail)


def empty(element: etree._Element) -> None:
    """Take out all elements within one, from the leaves on; the text before them stays.

    Taken out with what it holds, of each element lxml compares the namespace with those of all before it.
    """
    within = list(element.iterdescendants())
    while within:
        each = within.pop()
        if (parent := each.getparent()) is not None:
            parent.remove(each)


def drop(elements: Iterable[etree._Element]) -> None:
    """Take these out, in the order of the document, with all they hold; the text behind each stays."""
    with Cuts() as cuts:
        # Inner ones first: what is taken out is gone through, down to its leaves.
        for each in reversed(list(elements)):
            if each.getparent() is not None:
                empty(each)
                cuts.drop(each)


def unwrap(elements: Iterable[etree._Element]) -> None:
    """Put what these hold, in the order of the document, in their places."""
    with Cuts() as cuts:
        # Outer ones first: what they hold is moved by each, and one within another goes along.
        for each in elements:
            cuts.unwrap(each)


def outermost(root: etree._Element, *tags: str) -> list[etree._Element]:
    """The elements of these names, as lxml has them, that are not within another; not the root."""
    found = []
    walk = etree.iterwalk(root, events=("start",), tag=tags)
    for _, element in walk:
        if element is not root:
            found.append(element)
            walk.skip_subtree()
    return found


def _pieces(text: str | None) -> deque[str]:
    return deque([text] if text else [])


def _joined(first: deque[str], second: deque[str]) -> deque[str]:
    """Both in this order; only the shorter one is copied."""
    if len(first) < len(second):
        second.extendleft(reversed(first))
        return second
    first.extend(second)
    return first
