"""The client and the portal make the same of keyrings and replies that were drawn at random.

The random numbers are the same in every run.
"""

import hashlib
import json
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests import factories_keyring as rings
from tests.factories import DAY, case, identity, reply, seed, signing_key
from wbs.cases.lifecycle import Outcome, State
from wbs.cases.thread import reporter_view
from wbs.letters.errors import KeyringRefused
from wbs.letters.halfday import HalfDay
from wbs.letters.keyring import Chain, Keyring, SignedKeyring
from wbs.letters.letter import sign_letter
from wbs.letters.panel import followup
from wbs.letters.signed import Signed

CLIENT = Path(__file__).parents[2] / "client"
STORIES = 80
TO = hashlib.sha256(identity("reporter").recipient.raw).digest()
IDS = [reader.id for reader in rings.READERS]


def days(random: Random, *, most: int) -> timedelta:
    return timedelta(days=random.randint(-most, most))


def published(random: Random) -> list[SignedKeyring]:
    """Return a chain of one to four keyrings, some of it wrong, in no order."""
    made: list[SignedKeyring] = []
    for sequence in range(1, random.randint(1, 4) + 1):
        readers = [
            replace(each, expires=DAY + days(random, most=3)) if random.random() < 0.1 else each
            for each in random.sample(rings.READERS, random.randint(3, len(IDS)))
        ]
        gone = [str(signing_key(each).public) for each in IDS if each not in {one.id for one in readers}]
        changes: dict[str, Any] = {
            "name": f"WBS {random.randint(1, 2)}",
            "readers": tuple(readers),
            "revoked": tuple(sorted(random.sample(gone, min(len(gone), random.choice((0, 0, 1)))))),
            "not_before": random.choice((rings.START, rings.START, DAY + days(random, most=2))),
            "expires": random.choice((rings.END, rings.END, DAY + timedelta(days=5))),
        }
        ring: Keyring = rings.after(made[-1], sequence, **changes) if made else rings.keyring(**changes)
        by = random.choice((rings.ROOTS[:2], rings.ROOTS[1:], rings.ROOTS[1:], rings.ROOTS[:1]))
        made.append(rings.sign(ring, by))
        if random.random() < 0.1:
            made.append(rings.sign(replace(ring, name="WBS lain"), rings.ROOTS))
    if random.random() < 0.1:
        made.pop(random.randrange(len(made)))
    random.shuffle(made)
    return made


def replies(random: Random) -> list[Signed]:
    """Return up to eight replies, some of them wrong, some twice."""
    made: list[Signed] = []
    for _ in range(random.randint(0, 8)):
        day = DAY - timedelta(days=random.choice((0, 1, 1, 2, 59, 60, 61, 62)))
        author = random.choice((*IDS[:3], random.choice(IDS)))
        state = random.choice((*State, *list(State)[:4], "ARSIP"))
        letter = reply(
            author,
            random.randint(1, 3),
            keyring=random.choice((1, 1, 1, 2, 3)),
            day=day,
            state=state,
            outcome=random.choice((None, *Outcome, "lain")),
            readers=tuple(random.sample((*IDS, "pergi-1"), random.randint(1, 3))),
            excluded=tuple(random.sample(IDS, random.choice((0, 0, 0, 0, 1)))),
            prev=random.choice((None, bytes(32), *(each.hash for each in made))),
            until=HalfDay(day, random.choice(("A", "B"))),
        )
        letter = replace(letter, case=random.choice((*[case()] * 9, case("other"))))
        key = signing_key(author if random.random() < 0.9 else random.choice(IDS))
        made.append(sign_letter(letter, key))
    made += random.sample(made, random.randint(0, len(made)))
    random.shuffle(made)
    return made


def told(
    keyrings: list[SignedKeyring], letters: list[Signed], story: dict[str, Any], witness: date | None
) -> Any:
    """Return what Python makes of it, in the words of client/test/trusttwins.ts."""
    today = date.fromisoformat(story["today"])
    try:
        chain = Chain.build(keyrings, rings.PIN, today, story["newest_seen"], witness=witness)
    except KeyringRefused as refused:
        return refused.reason
    thread = reporter_view(letters, chain, case(), to=TO, excluded=story["excluded"])
    following = followup(chain.current, seed("thread"), thread.proven, thread.excluded, today)
    return {
        "sequences": sorted(chain.by_sequence),
        "items": [
            [
                item.hash.hex(),
                item.title,
                item.state,
                item.outcome,
                item.former,
                item.excluded,
                item.fork,
                item.gap,
            ]
            for item in thread.items
        ],
        "unproven": [[each.hash.hex(), each.signature] for each in thread.unproven],
        "state": [thread.state, thread.outcome],
        "excluded": sorted(thread.excluded),
        "until": None if thread.received_until is None else str(thread.received_until),
        "readers": [reader.id for reader in following.readers],
        "new": sorted(following.new),
    }


def test_stories(tmp_path: Path) -> None:
    random = Random(7)
    stories, mine = [], []
    for _ in range(STORIES):
        keyrings, letters = published(random), replies(random)
        witness = random.choice((None, DAY, DAY + days(random, most=3)))
        story = {
            "pin": rings.PIN.encode().decode(),
            "today": (DAY + days(random, most=3)).isoformat(),
            "newest_seen": random.choice((None, None, None, 1, 2)),
            "witness": None if witness is None else witness.isoformat(),
            "keyrings": [
                {"json": each.json.decode(), "signatures": list(each.signatures)} for each in keyrings
            ],
            "replies": [{"json": each.json.decode(), "signature": each.signature} for each in letters],
            "thread": seed("thread").hex(),
            "case": case().hex(),
            "to": TO.hex(),
            "excluded": random.sample(IDS, random.choice((0, 0, 1))),
        }
        stories.append(story)
        mine.append(told(keyrings, letters, story, witness))

    script = tmp_path / "trusttwins.mjs"
    options = [f"--outfile={script}", "--bundle", "--platform=node", "--format=esm", "--log-level=warning"]
    esbuild = str(CLIENT / "node_modules/.bin/esbuild")
    subprocess.run([esbuild, "test/trusttwins.ts", *options], cwd=CLIENT, check=True, timeout=60)
    done = subprocess.run(
        ["node", script], input=json.dumps(stories), capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    for story, one, other in zip(stories, mine, json.loads(done.stdout), strict=True):
        assert one == other, story

    verdicts = Counter(each if isinstance(each, str) else "accepted" for each in mine)
    assert verdicts["accepted"] > STORIES // 4
    assert verdicts.keys() >= {"too-few-signatures", "broken-chain", "clock", "older-than-seen"}, verdicts
    cases = [each for each in mine if not isinstance(each, str)]
    assert sum(len(each["items"]) for each in cases) > STORIES // 2
    assert sum(len(each["unproven"]) for each in cases) > STORIES // 4
    assert any(each["new"] for each in cases)
