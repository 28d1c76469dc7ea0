"""Makes tests/vectors/panel.json: who reads, for threads, exclusions, replies and leavers.

    python -m tools.vectors.panel > tests/vectors/panel.json

Readers are given without keys. A reply's ``digest`` is the SHA-256 of its letter.json.
"""

import json
import random
import sys
from dataclasses import replace
from datetime import timedelta

from tests import factories_keyring as rings
from tests.factories import DAY, seed
from wbs.letters.panel import ProvenReply, followup, order, panel

_IDS = [reader.id for reader in rings.READERS]
_RING = rings.keyring(
    readers=(*rings.READERS[:-1], replace(rings.READERS[-1], expires=DAY - timedelta(days=1)))
)


def vectors() -> dict[str, object]:
    """Return the document; the choices are drawn from a generator with a fixed seed."""
    draw = random.Random("wbs/v1 panel")  # noqa: S311 -- vectors are to be the same in every run
    panels: list[dict[str, object]] = []
    for number in range(24):
        thread = seed(f"panel {number}")
        excluded = draw.sample(_IDS, draw.choice((0, 0, 1, 2, 4, 7)))
        panels.append(
            {
                "thread": thread.hex(),
                "order": order(thread, _IDS),
                "excluded": excluded,
                "panel": [reader.id for reader in panel(_RING, thread, excluded, DAY)],
            }
        )
    followups: list[dict[str, object]] = []
    for number in range(48):
        thread = seed(f"follow-up {number}")
        excluded = draw.sample(_IDS, draw.choice((0, 0, 0, 1, 2)))
        replies = [_reply(draw, f"{number} {each}") for each in range(draw.choice((0, 1, 1, 2, 3)))]
        made = followup(_RING, thread, replies, excluded, DAY)
        followups.append(
            {
                "thread": thread.hex(),
                "replies": [_members(reply) for reply in replies],
                "excluded": excluded,
                "readers": [reader.id for reader in made.readers],
                "new": sorted(made.new),
            }
        )
    return {
        "today": DAY.isoformat(),
        "panel": _RING.panel,
        "readers": [
            {
                "id": reader.id,
                "role": reader.role,
                "not_before": reader.not_before.isoformat(),
                "expires": reader.expires.isoformat(),
            }
            for reader in _RING.readers
        ],
        "panels": panels,
        "followups": followups,
    }


def _reply(draw: random.Random, label: str) -> ProvenReply:
    people = [*_IDS, "pergi-1"]
    return ProvenReply(
        day=DAY - timedelta(days=draw.randrange(2)),
        author=draw.choice(people),
        author_seq=draw.randrange(1, 3),
        digest=seed(f"reply {label}"),
        readers=tuple(draw.sample(people, draw.randrange(1, 4))),
        excluded=tuple(draw.sample(_IDS, draw.choice((0, 0, 0, 1)))),
    )


def _members(reply: ProvenReply) -> dict[str, object]:
    return {
        "day": reply.day.isoformat(),
        "author": reply.author,
        "author_seq": reply.author_seq,
        "digest": reply.digest.hex(),
        "readers": list(reply.readers),
        "excluded": list(reply.excluded),
    }


if __name__ == "__main__":
    json.dump(vectors(), sys.stdout, indent=1)
    print()
