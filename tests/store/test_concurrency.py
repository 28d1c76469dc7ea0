"""Many at once: letters come in while others are released, swept and published."""

import io
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.factories import DAY, INSTANCE
from tests.statements import told
from tests.store.conftest import Places
from tests.store.letters import drop
from tests.store.test_board import apply, made_slots, outbox
from tests.store.test_drops import MORNING, contents, files
from wbs.store import drops
from wbs.store.publication import PublicTree, publish
from wbs.store.session import Store

LETTERS = 24
WRITERS = 4


def test_letters_that_come_in_during_releases_come_out_once(places: Places, tmp_path: Path) -> None:
    sent = [drop(seed) for seed in range(LETTERS)]
    stores = [places.open(tmp_path) for _ in range(WRITERS)]

    def put(store: Store, share: list[bytes]) -> None:
        for letter in share:
            drops.put(store, io.BytesIO(letter), MORNING)

    releasing = places.open(tmp_path)
    with ThreadPoolExecutor(WRITERS) as pool:
        done = [pool.submit(put, store, sent[at::WRITERS]) for at, store in enumerate(stores)]
        while not all(each.done() for each in done):
            drops.release(releasing, MORNING, at_once=True)
            drops.sweep(releasing, datetime.now(UTC))
        for each in done:
            each.result()
    drops.release(releasing, MORNING, at_once=True)
    assert sorted(contents(releasing)) == sorted(sent)
    assert drops.sweep(releasing, datetime.now(UTC) + timedelta(hours=2)) == 0
    assert len(files(releasing)) == LETTERS


def test_a_letter_that_comes_in_while_a_release_rewrites_its_table_stays(
    places: Places, tmp_path: Path
) -> None:
    """The release has read what is there, and is about to remove all of it."""
    coming, releasing = places.open(tmp_path), places.open(tmp_path)
    drops.put(releasing, io.BytesIO(drop(1)), MORNING)
    begun: list[Future[None]] = []
    with ThreadPoolExecutor(1) as pool:

        def meanwhile(statement: str) -> None:
            if statement.startswith("DELETE FROM drops_pending") and not begun:
                begun.append(pool.submit(drops.put, coming, io.BytesIO(drop(2)), MORNING))
                # Long enough for a put that nobody holds up.
                wait(begun, timeout=0.5)

        with told(releasing._engine, meanwhile):
            assert drops.release(releasing, MORNING, at_once=True) == 1
        begun[0].result(30)
    assert sum(drops.waiting(coming).values()) == 1
    assert drops.release(releasing, MORNING, at_once=True) == 1
    assert sorted(contents(releasing)) == sorted([drop(1), drop(2)])


def test_one_outbox_brought_twice_at_once_is_applied_once(places: Places, tmp_path: Path) -> None:
    stores = [places.open(tmp_path) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        outcomes = [pool.submit(apply, store, outbox()) for store in stores]
    assert sorted(each.result().again for each in outcomes) == [False, True]
    assert sum(drops.waiting(stores[0]).values()) == 8
    assert len(files(stores[0])) == 8


def test_a_reader_of_the_public_files_never_sees_a_mixture(places: Places, tmp_path: Path) -> None:
    store = places.open(tmp_path)
    publish(store, INSTANCE, DAY)
    tree = PublicTree(store.public)
    stop: list[bool] = []

    def look() -> set[int]:
        seen = set()
        while not stop:
            with tree.open_board() as file:
                data = file.read()
            count = int(data.partition(b"\n")[0].rpartition(b" ")[2])
            assert len(data) == data.index(b"\n") + 1 + count * (32 + 8192)
            seen.add(count)
        return seen

    with ThreadPoolExecutor(2) as pool:
        looking = [pool.submit(look) for _ in range(2)]
        for at in range(6):
            apply(store, outbox(slots=made_slots(8, f"turn {at}"), drops=()))
        stop.append(True)
        assert set().union(*(each.result() for each in looking)) <= {0, 8, 16, 24, 32, 40, 48}
