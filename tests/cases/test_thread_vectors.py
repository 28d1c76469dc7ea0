"""The vectors of what a returning reporter is shown: they hold here, and are what their script makes."""

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crypto.receipt import Receipt, ReporterKeys
from tools.vectors import thread as thread_vectors
from wbs.cases.lifecycle import Outcome, State, reachable
from wbs.cases.thread import Gap, ThreadItem, reporter_view
from wbs.letters.errors import FormatError, Unproven
from wbs.letters.freshness import Collected, Freshness, stale, verify_statement
from wbs.letters.keyring import Chain, Pin, SignedKeyring
from wbs.letters.signed import Signed
from wbs.portal.reporter import readership
from wbs.portal.reporter.visit import Case

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent.parent / "vectors" / "thread.json").read_text())
PIN = Pin.decode(VECTORS["pin"].encode())
OWN_CASE, OWN_THREAD = bytes.fromhex(VECTORS["case"]), bytes.fromhex(VECTORS["thread"])
KEYS = ReporterKeys(bytes(32), bytes(32), OWN_THREAD, OWN_CASE, bytes(16))


def signed(vector: dict[str, str]) -> Signed:
    return Signed(vector["json"].encode(), vector["signature"])


def chain(case: dict[str, Any]) -> Chain:
    keyrings = [VECTORS["keyrings"][name] for name in case["keyrings"]]
    files = [SignedKeyring(each["json"].encode(), tuple(each["signatures"])) for each in keyrings]
    return Chain.build(files, PIN, date.fromisoformat(case["today"]), None)


def shown(item: ThreadItem) -> dict[str, object]:
    return {
        "hash": item.hash.hex(),
        "day": item.reply.day.isoformat(),
        "state": item.state,
        "outcome": item.outcome,
        "text": item.reply.text,
        "title": item.title,
        "former": item.former,
        "excluded": item.excluded,
        "fork": item.fork,
        "gap": item.gap,
    }


def test_the_file_is_what_its_script_makes() -> None:
    assert json.loads(json.dumps(thread_vectors.vectors())) == VECTORS


@pytest.mark.parametrize("vector", VECTORS["cases"], ids=lambda each: each["name"])
def test_a_case_in_any_order(vector: dict[str, Any]) -> None:
    trusted = chain(vector)
    draw = random.Random(vector["name"])
    for names in (vector["replies"], 2 * vector["replies"]):
        replies = [signed(VECTORS["letters"][name]) for name in draw.sample(names, len(names))]
        thread = reporter_view(
            replies,
            trusted,
            OWN_CASE,
            to=bytes.fromhex(VECTORS["to"]),
            excluded=vector["excluded_by_reporter"],
        )
        members = [{name: each for name, each in item.items() if name != "unit"} for item in vector["items"]]
        assert [shown(item) for item in thread.items] == members
        assert [each.hash.hex() for each in thread.unproven] == vector["unproven"]
        assert (thread.state, thread.outcome) == (vector["state"], vector["outcome"])
        assert sorted(thread.excluded) == vector["excluded"]
        assert [each.hex() for each in thread.seen] == vector["seen"]
        received = thread.received_until
        assert (None if received is None else str(received)) == vector["received_until"]
        case = Case(Receipt.from_packed(bytes(11)), KEYS, trusted, thread, trusted.today)
        assert [view.id for view in case.reader_views] == vector["readers"]
        assert sorted(view.id for view in case.reader_views if view.new) == vector["new"]
        assert case.shown.hex() == vector["shown"]
        assert [view.id for view in case.excludable] == vector["excludable"]


def test_the_cases_tell_of_everything_that_can_be_shown() -> None:
    items = [item for case in VECTORS["cases"] for item in case["items"]]
    for mark in ("former", "excluded", "fork"):
        assert {item[mark] for item in items} == {True, False}
    assert {item["gap"] for item in items} == {None, *Gap}
    assert None in {item["state"] for item in items}
    proven = {item["hash"] for item in items}
    unproven = {digest for case in VECTORS["cases"] for digest in case["unproven"]}
    hashes = {vector["hash"] for vector in VECTORS["letters"].values()}
    assert proven | unproven == hashes
    # Three are by a key that one case revokes, one is under a keyring that some cases lack.
    assert len(proven & unproven) == 4


def test_the_graph_of_states() -> None:
    assert VECTORS["outcomes"] == list(Outcome)
    assert VECTORS["reachable"] == {state: [to for to in State if reachable(state, to)] for state in State}


def test_words() -> None:
    readers = chain({"keyrings": ["first"], "today": "2026-01-31"}).current.readers
    assert {
        reader.id: list(readership.view(reader, reader.not_before).words) for reader in readers
    } == VECTORS["words"]


@pytest.mark.parametrize("vector", VECTORS["verified"])
def test_a_statement(vector: dict[str, Any]) -> None:
    trusted, statement = chain(vector), signed(VECTORS["statements"][vector["statement"]])
    cls: type[Freshness | Collected] = {"freshness": Freshness, "collected": Collected}[vector["kind"]]
    if "refused" in vector:
        with pytest.raises({"unproven": Unproven, "format": FormatError}[vector["refused"]]):
            verify_statement(statement, cls, trusted)
        return
    made = verify_statement(statement, cls, trusted)
    assert made.author == vector["author"]
    if isinstance(made, Collected):
        assert str(made.until) == vector["until"]
    else:
        assert made.day.isoformat() == vector["day"]
        assert stale(made.day, trusted.today) is vector["stale"]
