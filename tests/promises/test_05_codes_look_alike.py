"""Promise 5: a valid and an unknown receipt code cannot be told apart by status, headers, sizes or time.

Real processes, eight visitors at a time, 1,500 pairs: one request with a code that has replies or filed a
report, one with a random valid code, in random order. Times are compared by ranks.
"""

import http.client
import math
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest

from crypto.receipt import Receipt
from tests import factories as make
from tests import factories_keyring as rings
from tests.portal.process import Running, current_keyring, free_port, lay_out, running
from tests.portal.site import keys_of, reply_to
from wbs import sealing
from wbs.letters import board
from wbs.letters.board import Slot
from wbs.letters.letter import sign_letter
from wbs.portal.config import load, open_store
from wbs.store.board import apply_outbox

pytestmark = pytest.mark.process

PAIRS = 1_500
AT_A_TIME = 8
# Half of what portals have. Eight codes cost two slow processors 0.2 seconds: a deadline near that is often
# missed, and the few milliseconds that a thread's letters take then decide how often.
DEADLINE = 0.5


@dataclass(frozen=True)
class Answer:
    known: bool
    seconds: float
    status: int
    headers: tuple[tuple[str, str], ...]
    length: int


def publish(config: Path, codes: list[Receipt]) -> None:
    """Put one to three replies to each code on the board."""
    settings = load(config, {})
    store = open_store(settings)
    now = datetime.now(UTC)
    slots: list[Slot] = []
    for place, code in enumerate(codes):
        keys = keys_of(code)
        recipient = str(sealing.reporter_identity(keys.identity_seed).recipient)
        for number in range(1, place % 3 + 2):
            reply = reply_to(keys, author_seq=number, day=now.date(), text="Kami terima. " * (number * 40))
            r = make.seed(f"slot {place} {number}", 16)
            sealed = sealing.seal_reply(sign_letter(reply, make.signing_key("verifikator-1")), recipient)
            slots.append(Slot(r, board.tag(keys.thread, r), sealed))
    slots += [sealing.filler_slot() for _ in range(-len(slots) % 8)]
    today = now.astimezone(settings.office.zone).date()
    outbox = rings.outbox(slots=tuple(sorted(slots, key=lambda slot: slot.r)), day=today)
    chain = rings.chain(rings.sign(current_keyring()), today=today)
    apply_outbox(store, outbox, chain, now, actor="kurir")
    store.dispose()


def ask(server: Running, code: Receipt, *, known: bool) -> Answer:
    """Ask for a code's status and keep what a watcher of the line could see."""
    body = urlencode({"code": str(code)})
    headers = {"Origin": server.origin, "Content-Type": "application/x-www-form-urlencoded"}
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.connect()
    start = time.perf_counter()
    connection.request("POST", "/status", body, headers)
    response = connection.getresponse()
    length = len(response.read())
    seconds = time.perf_counter() - start
    connection.close()
    kept = tuple((name, value) for name, value in response.getheaders() if name != "Date")
    return Answer(known, seconds, response.status, kept, length)


def rank_z(one: list[float], other: list[float]) -> float:
    """Return the Mann-Whitney statistic as standard deviations from what chance would give."""
    pooled = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks = sum(rank for rank, (_, group) in enumerate(pooled, 1) if group == 0)
    n, m = len(one), len(other)
    mean = n * (n + m + 1) / 2
    return (ranks - mean) / math.sqrt(n * m * (n + m + 1) / 12)


def test_a_valid_and_an_unknown_code_look_alike(tmp_path: Path) -> None:
    port = free_port()
    config = lay_out(tmp_path, port, DEADLINE)
    with running(config, port, tmp_path / "log") as server:
        answered = [Receipt.from_packed(make.seed(f"code {n}", 11)) for n in range(9)]
        publish(config, answered)
        words, state = server.form_state()
        assert "Laporan terkirim" in server.post("/lapor/kirim", what="x", state=state)
        known = [*answered, Receipt(words)]
        # The page itself does differ for its reader, or this test would compare nothing.
        assert "Kami terima." in server.post("/status", code=str(answered[0]))
        assert "Belum ada balasan" in server.post("/status", code=str(Receipt.generate()))

        def pair(number: int) -> tuple[Answer, Answer]:
            chance = random.Random(number)
            asked = [(chance.choice(known), True), (Receipt.generate(), False)]
            chance.shuffle(asked)
            first, second = (ask(server, code, known=is_known) for code, is_known in asked)
            return (first, second) if first.known else (second, first)

        with ThreadPoolExecutor(AT_A_TIME) as visitors:
            pairs = list(visitors.map(pair, range(PAIRS)))
    answers = [answer for each in pairs for answer in each]
    assert {answer.status for answer in answers} == {200}
    assert len({answer.headers for answer in answers}) == 1
    assert {answer.length for answer in answers} == {65_536}
    assert min(answer.seconds for answer in answers) >= DEADLINE
    ours = [one.seconds for one, _ in pairs]
    others = [other.seconds for _, other in pairs]
    # Four deviations: by chance once in 16,000 runs. A millisecond's difference would give twenty.
    assert abs(rank_z(ours, others)) < 4
    faster = sum(one.seconds < other.seconds for one, other in pairs)
    assert abs(faster - PAIRS / 2) < 4 * math.sqrt(PAIRS) / 2
    late = [sum(value > 1.5 * DEADLINE for value in group) for group in (ours, others)]
    assert abs(late[0] - late[1]) <= 4 * math.sqrt(sum(late) + 1)


def test_the_rank_test_sees_a_difference_of_a_millisecond() -> None:
    chance = random.Random(5)
    one = [chance.gauss(DEADLINE, 0.002) for _ in range(PAIRS)]
    other = [chance.gauss(DEADLINE + 0.001, 0.002) for _ in range(PAIRS)]
    assert abs(rank_z(one, other)) > 4
    assert abs(rank_z(one, list(one))) < 4
