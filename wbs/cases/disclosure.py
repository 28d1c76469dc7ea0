"""Which counts of a table must be hidden so that the small ones cannot be computed from the others.

A table with its margins is a network: each row, each column and the two ends are nodes, each count is the
flow on an arc, and what flows into a node flows out of it. Whoever knows all shown counts exactly can narrow
a hidden one just as far as flow can be sent round a loop of hidden arcs through it.
"""

from collections import deque
from collections.abc import Collection, Mapping
from typing import Final, TypeAlias

TOTAL: Final = "*"
"""Stands in a key for a whole dimension: a margin, or the grand total."""

SMALL: Final = 10
"""Counts below this are never shown, nor is zero."""

VAGUE: Final = 5
"""A small count keeps at least so many possible values: no fewer than a count rounded to five has."""

Key: TypeAlias = tuple[str, ...]
Node: TypeAlias = tuple[str, str]

_SOURCE: Final = ("end", "source")
_SINK: Final = ("end", "sink")


def hidden(counts: Mapping[Key, int]) -> frozenset[Key]:
    """The keys to hide: every small count, and as many others as it takes to keep the small ones vague.

    `counts` holds every cell of one or two dimensions, every margin and the total, and adds up. The total is
    hidden only if it is small, and then everything is small: the tables of a release share it, so whether
    it is shown must not depend on the table.
    """
    total = (TOTAL,) * len(next(iter(counts)))
    small = sorted(key for key, count in counts.items() if count < SMALL)
    found = set(small)
    for key in small:
        while _possible_values(counts, found, key) < VAGUE:
            found.add(_next(counts, found, key, total))
    # Going one by one hides more than it takes; show again what can be, the largest first.
    for key in sorted(found.difference(small), key=lambda each: (-counts[each], each)):
        rest = found - {key}
        if all(_possible_values(counts, rest, each) >= VAGUE for each in small):
            found = rest
    return frozenset(found)


def _ends(key: Key) -> tuple[Node, Node]:
    """The arc of a count: from the source by its row and its column to the sink, the total back again."""
    match key:
        case ("*",) | ("*", "*"):
            return _SINK, _SOURCE
        case (_,):
            return _SOURCE, _SINK
        case (row, "*"):
            return _SOURCE, ("row", row)
        case ("*", column):
            return ("column", column), _SINK
        case (row, column):
            return ("row", row), ("column", column)
    raise ValueError("a count has one or two dimensions")


def _next(counts: Mapping[Key, int], found: Collection[Key], key: Key, total: Key) -> Key:
    """The smallest shown count that shares a sum with `key`, or else of the table."""
    shown = [each for each in counts if each not in found and each != total]
    beside = [each for each in shown if set(_ends(each)) & set(_ends(key))]
    return min(beside or shown, key=lambda each: (counts[each], each))


def _possible_values(counts: Mapping[Key, int], found: Collection[Key], key: Key) -> int:
    """How many values a hidden count can have for someone who knows all shown ones; at most VAGUE is told."""
    tail, head = _ends(key)
    arcs = {each: (_ends(each), counts[each]) for each in found if each != key}
    down = min(counts[key], _flow(arcs, tail, head))
    return min(VAGUE, 1 + down + _flow(arcs, head, tail))


def _flow(arcs: Mapping[Key, tuple[tuple[Node, Node], int]], start: Node, end: Node) -> int:
    """How much more can flow from `start` to `end` over hidden arcs, up to VAGUE.

    An arc takes any amount more, and gives back what it carries: Ford and Fulkerson's residual network.
    """
    carried = {key: flow for key, (_, flow) in arcs.items()}
    sent = 0
    while sent < VAGUE:
        path = _path(arcs, carried, start, end)
        if path is None:
            break
        amount = min([VAGUE - sent, *(carried[key] for key, forward in path if not forward)])
        for key, forward in path:
            carried[key] += amount if forward else -amount
        sent += amount
    return sent


def _path(
    arcs: Mapping[Key, tuple[tuple[Node, Node], int]], carried: Mapping[Key, int], start: Node, end: Node
) -> list[tuple[Key, bool]] | None:
    steps: dict[Node, tuple[Node, Key, bool] | None] = {start: None}
    queue = deque([start])
    while queue and end not in steps:
        here = queue.popleft()
        for key, ((tail, head), _) in arcs.items():
            if tail == here and head not in steps:
                steps[head] = (here, key, True)
                queue.append(head)
            elif head == here and tail not in steps and carried[key] > 0:
                steps[tail] = (here, key, False)
                queue.append(tail)
    if end not in steps:
        return None
    path = []
    step = steps[end]
    while step is not None:
        path.append((step[1], step[2]))
        step = steps[step[0]]
    return path
