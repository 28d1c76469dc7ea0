"""Two portals, each a server and a process that tends it, on one database and folder at the same moment."""

import io
import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import UTC, date, datetime, timedelta
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from tests import factories as make
from tests import factories_keyring as rings
from tests.databases import KINDS, Databases, Files, served
from tests.portal.process import Running, current_keyring, free_port, lay_out, running
from tests.proven import verify_report
from tests.store.letters import drop, sealed_slot
from wbs import sealing
from wbs.letters import board as boards
from wbs.letters.board import Slot
from wbs.letters.freshness import Collected, Freshness, Statistics, sign_statement
from wbs.letters.halfday import HalfDay
from wbs.letters.keyring import Chain
from wbs.letters.outbox import Outbox
from wbs.portal.config import load, open_store
from wbs.store import board, drops, record
from wbs.store.publication import PublicTree, publish
from wbs.store.session import Store

ROUNDS = 4
REPORTS = 16
OLD = 5
_EIGHT = 8


def outbox(number: int, today: date) -> Outbox:
    """The outbox of a round, the same in both processes."""
    author = "verifikator-1"
    key = make.signing_key(author)
    slots = tuple(
        Slot(bytes([number, at]) * 8, bytes(16), sealed_slot(_EIGHT * number + at)) for at in range(_EIGHT)
    )
    return Outbox(
        instance=make.INSTANCE,
        author=author,
        sequence=number + 1,
        day=today,
        slots=slots,
        drops=tuple(drop(_EIGHT * number + at) for at in range(_EIGHT)),
        freshness=sign_statement(Freshness(make.INSTANCE, author, 1, today), key),
        collected=sign_statement(Collected(make.INSTANCE, author, 1, HalfDay(today, "A")), key),
        statistics=sign_statement(Statistics(make.INSTANCE, author, 1, today, {}), key),
    )


def tend(config: Path, at_once: Barrier, done: "Queue[tuple[list[bool], int]]") -> None:
    """What one of the two portals does; tells which outboxes were new to it, and how many letters expired."""
    settings = load(config, {})
    store = open_store(settings)
    zone = settings.office.zone
    today = datetime.now(zone).date()
    long_ago = datetime.now(zone) - timedelta(days=500)
    chain = Chain.build([rings.sign(current_keyring())], rings.PIN, today, 1)
    new, expired = [], 0
    for number in range(ROUNDS):
        for seed in range(OLD):
            drops.put(store, io.BytesIO(drop(1_000 + OLD * number + seed, n=seed % 2)), long_ago)
        at_once.wait(60)
        new.append(
            not board.apply_outbox(
                store, outbox(number, today), chain, datetime.now(zone), actor="kurir"
            ).again
        )
        at_once.wait(60)
        drops.release(store, datetime.now(UTC), at_once=True)
        at_once.wait(60)
        drops.sweep(store, datetime.now(UTC))
        expired += drops.expire(store, today)
        publish(store, make.INSTANCE, today)
    store.dispose()
    done.put((new, expired))


def file(server: Running, text: str) -> None:
    _, state = server.form_state()
    assert "Laporan terkirim" in server.post("/lapor/kirim", state=state, what=text)


def look(tree: PublicTree, stop: list[bool]) -> set[int]:
    """Read the board until told to stop; how many slots it had."""
    seen = set()
    while not stop:
        with tree.open_board() as source:
            seen.add(len(boards.read(source.read(), make.INSTANCE)))
        assert len(tree.keyrings()) == 1
    return seen


@pytest.mark.process
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_lost_doubled_or_half_published(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    with ExitStack() as stack:
        databases: Databases = Files()
        if kind == "postgresql":
            databases = stack.enter_context(served(request.getfixturevalue("postgresql")))
        (tmp_path / "data").mkdir()
        ports = free_port(), free_port()
        config = lay_out(tmp_path, ports[0], database=databases.url(tmp_path / "data"))
        other = tmp_path / "other.toml"
        other.write_text(config.read_text().replace(str(ports[0]), str(ports[1])))
        store = open_store(load(config, {}))
        stack.callback(store.dispose)
        texts = [f"Laporan nomor {number}." for number in range(REPORTS)]
        seen, tended = at_the_same_moment((config, other), ports, texts, PublicTree(store.public))
        assert [sorted(pair) for pair in zip(*(new for new, _ in tended), strict=True)] == [
            [False, True]
        ] * ROUNDS
        assert sum(expired for _, expired in tended) == ROUNDS * OLD
        assert seen <= {_EIGHT * number for number in range(ROUNDS + 1)}
        check(store, texts)


def at_the_same_moment(
    configs: tuple[Path, Path], ports: tuple[int, int], texts: list[str], tree: PublicTree
) -> tuple[set[int], list[tuple[list[bool], int]]]:
    """File through both servers while both processes tend; what readers of the board saw, what each did."""
    fresh = multiprocessing.get_context("spawn")
    barrier, done = fresh.Barrier(2), fresh.Queue()
    processes = [fresh.Process(target=tend, args=(config, barrier, done)) for config in configs]
    stop: list[bool] = []
    with (
        running(configs[0], ports[0], configs[0].with_name("log-0")) as one,
        running(configs[1], ports[1], configs[1].with_name("log-1")) as two,
        ThreadPoolExecutor(6) as pool,
    ):
        looking = pool.submit(look, tree, stop)
        for process in processes:
            process.start()
        try:
            filed = [pool.submit(file, (one, two)[at % 2], text) for at, text in enumerate(texts)]
            for each in filed:
                each.result(120)
            tended = [done.get(timeout=120) for _ in processes]
        finally:
            stop.append(True)
            for process in processes:
                process.join(60)
                assert process.exitcode == 0
    return looking.result(), tended


def check(store: Store, texts: list[str]) -> None:
    """Every letter is there once, with its file; every deed stands in the record once."""
    drops.release(store, datetime.now(UTC), at_once=True)
    assert drops.waiting(store) == {}
    brought = {drop(seed) for seed in range(_EIGHT * ROUNDS)}
    found: list[str] = []
    others: list[bytes] = []
    for entry in drops.released(store, None):
        with drops.open_drop(store, entry) as source:
            sealed = source.read()
        if sealed in brought:
            others.append(sealed)
        else:
            found.append(opened(sealed))
    assert sorted(found) == sorted(texts)
    assert sorted(others) == sorted(brought)
    assert drops.sweep(store, datetime.now(UTC) + timedelta(hours=2)) == 0
    files = [path for path in (store.folder / "blobs").rglob("*") if path.is_file()]
    assert len(files) == len(found) + len(others)
    with PublicTree(store.public).open_board() as source:
        assert len(boards.read(source.read(), make.INSTANCE)) == _EIGHT * ROUNDS
    record.verify_chain(store)
    assert [entry.action for entry in record.entries(store)] == ["import"] * ROUNDS


def opened(sealed: bytes) -> str:
    """Open a letter as a reader who can; return what it says."""
    for reader in rings.READERS:
        with suppress(sealing.NotForMe):
            signed = sealing.open_letter(io.BytesIO(sealed), make.identity(reader.id))
            return verify_report(signed).answers["what"]
    raise AssertionError("a letter that no reader can open")
