"""Outboxes are applied whole or not at all, and the public files follow."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests import factories_keyring as rings
from tests.databases import WIB
from tests.factories import DAY, INSTANCE, signing_key
from tests.store.letters import drop, sealed_slot
from tests.store.test_drops import files
from wbs.letters import board as boards
from wbs.letters.board import Slot
from wbs.letters.errors import KeyringRefused, Reason
from wbs.letters.freshness import Collected, Freshness, Statistics, sign_statement
from wbs.letters.halfday import HalfDay
from wbs.letters.keyring import SignedKeyring
from wbs.letters.outbox import Outbox
from wbs.store import board, drops, keyrings, record
from wbs.store.errors import OutboxRefused, StoreError, Unpublished
from wbs.store.publication import PublicTree, publish
from wbs.store.schema import slots
from wbs.store.session import Store

NOW = datetime(2026, 1, 31, 9, tzinfo=WIB)
FIRST = rings.sign(rings.keyring())
CHAIN = rings.chain(FIRST)
KEY = signing_key("verifikator-1")


def made_slots(count: int = 8, label: str = "slot") -> tuple[Slot, ...]:
    return tuple(
        replace(slot, sealed=sealed_slot(at)) for at, slot in enumerate(rings.slots(count, label=label))
    )


def outbox(**changes: object) -> Outbox:
    whole = rings.outbox(slots=made_slots(), drops=tuple(drop(seed) for seed in range(8)))
    return replace(whole, **changes)  # type: ignore[arg-type]  # a builder takes any field


def apply(store: Store, made: Outbox, now: datetime = NOW) -> board.Applied:
    return board.apply_outbox(store, made, CHAIN, now, actor="kurir")


def on_board(store: Store) -> list[Slot]:
    with PublicTree(store.public).open_board() as file:
        read = boards.read(file.read(), INSTANCE)
    return [read.slot(at) for at in range(len(read))]


def test_an_outbox_is_on_the_board_and_in_the_drop_box(store: Store) -> None:
    assert apply(store, outbox()) == board.Applied("verifikator-1", 8, 8)
    assert on_board(store) == list(made_slots())
    assert sum(drops.waiting(store).values()) == 8
    tree = PublicTree(store.public)
    assert tree.freshness() == outbox().freshness
    assert tree.collected() == [outbox().collected]
    [entry] = record.newest(store, 10)
    assert (entry.actor, entry.action, entry.day) == ("kurir", "import", DAY)


def test_twice_changes_nothing(store: Store) -> None:
    apply(store, outbox())
    assert apply(store, outbox()) == board.Applied("verifikator-1", 0, 0, again=True)
    assert len(on_board(store)) == 8
    assert sum(drops.waiting(store).values()) == 8
    assert len(record.newest(store, 10)) == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda box: replace(box, drops=(*box.drops[:7], box.drops[7][:-1])),
        lambda box: replace(box, drops=(*box.drops[:7], drop(9, n=1))),
        lambda box: replace(box, slots=(*box.slots[:7], replace(box.slots[7], sealed=bytes(8192)))),
        lambda box: replace(box, collected=replace(box.collected, json=b"{}")),
    ],
    ids=["cut drop", "large drop", "no slot", "forged statement"],
)
def test_one_bad_part_refuses_all(store: Store, spoil: Callable[[Outbox], Outbox]) -> None:
    publish(store, INSTANCE, DAY)
    with pytest.raises(OutboxRefused):
        apply(store, spoil(outbox()))
    assert (on_board(store), files(store), drops.waiting(store), record.newest(store, 1)) == ([], [], {}, [])


def test_a_slot_is_never_replaced(store: Store) -> None:
    apply(store, outbox())
    changed = replace(made_slots()[0], sealed=sealed_slot(99))
    with pytest.raises(OutboxRefused, match="balasan lain bernama"):
        apply(store, outbox(slots=(changed,), drops=(drop(70),)))
    assert on_board(store) == list(made_slots())
    assert sum(drops.waiting(store).values()) == 8


def test_a_board_that_desks_would_refuse_is_never_made(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    apply(store, outbox())
    monkeypatch.setattr(board, "MOST_SLOTS", 15)
    more = outbox(slots=made_slots(label="more"), drops=tuple(drop(seed) for seed in range(8, 16)))
    with pytest.raises(OutboxRefused, match="penuh"):
        apply(store, more)
    assert on_board(store) == list(made_slots())
    assert sum(drops.waiting(store).values()) == 8
    monkeypatch.setattr(board, "MOST_SLOTS", 16)
    apply(store, more)
    assert len(on_board(store)) == 16


def test_a_full_board_is_the_largest_that_a_desk_takes() -> None:
    sink = io.BytesIO()
    boards.write(sink, INSTANCE, [])
    header, each = len(sink.getvalue()) + 3, boards.SLOT + 32
    assert header + boards.MOST_SLOTS * each <= boards.LIMIT < header + (boards.MOST_SLOTS + 1) * each


def test_a_failing_commit_takes_everything_back(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_args: object) -> None:
        raise StoreError("the database failed")

    with monkeypatch.context() as patch:
        patch.setattr(record, "append", failing)
        with pytest.raises(StoreError):
            apply(store, outbox())
    assert (files(store), drops.waiting(store)) == ([], {})
    with store.reading() as unit:
        assert list(unit.execute(select(slots))) == []
    apply(store, outbox())
    assert len(on_board(store)) == 8


def test_a_desk_that_missed_a_keyring_is_told_so(store: Store) -> None:
    chain = rings.chain(FIRST, rings.sign(rings.after(FIRST)))
    with pytest.raises(OutboxRefused, match="daftar kunci 1, sedangkan yang berlaku 2"):
        board.apply_outbox(store, outbox(), chain, NOW, actor="kurir")


def test_the_newest_statement_of_each_reader_stays(store: Store) -> None:
    def box(author: str, day: date, until: HalfDay) -> Outbox:
        key = signing_key(author)
        return outbox(
            author=author,
            day=day,
            slots=(),
            drops=(),
            freshness=sign_statement(Freshness(INSTANCE, author, 1, day), key),
            collected=sign_statement(Collected(INSTANCE, author, 1, until), key),
            statistics=sign_statement(Statistics(INSTANCE, author, 1, day, {}), key),
        )

    newer = box("verifikator-1", DAY, HalfDay(DAY, "B"))
    older = box("verifikator-1", DAY - timedelta(days=3), HalfDay(DAY, "A"))
    other = box("verifikator-2", DAY - timedelta(days=1), HalfDay(DAY, "A"))
    for one in (newer, older, other):
        apply(store, one)
    tree = PublicTree(store.public)
    assert tree.freshness() == newer.freshness
    assert tree.collected() == [newer.collected, other.collected]


def test_a_slot_lives_60_days(store: Store) -> None:
    apply(store, outbox())
    apply(store, outbox(slots=made_slots(8, "later"), drops=()), NOW + timedelta(days=1))
    assert board.expire_slots(store, INSTANCE, DAY + timedelta(days=60)) == 0
    assert board.expire_slots(store, INSTANCE, DAY + timedelta(days=61)) == 8
    assert [slot.r for slot in on_board(store)] == [slot.r for slot in made_slots(8, "later")]


def test_public_files_are_written_once_and_swapped_as_one(store: Store) -> None:
    tree = PublicTree(store.public)
    with pytest.raises(Unpublished):
        tree.read()
    publish(store, INSTANCE, DAY)
    before = tree.read()
    publish(store, INSTANCE, DAY)
    assert tree.read() is before
    board_before = tree.board_path.read_bytes()
    apply(store, outbox())
    assert tree.read() is not before
    assert before.board_path.read_bytes() == board_before
    for at in range(3):
        apply(store, outbox(slots=made_slots(8, f"more {at}"), drops=()))
    assert len(on_board(store)) == 32
    assert len([path for path in store.public.iterdir() if not path.is_symlink()]) == 2


def test_missing_or_stale_public_files_come_back(store: Store) -> None:
    apply(store, outbox())
    name = (store.public / "current").readlink()
    (store.public / "current").unlink()
    for path in sorted((store.public / name).rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    (store.public / name).rmdir()
    publish(store, INSTANCE, DAY)
    assert len(on_board(store)) == 8


def test_keyrings_are_served_with_their_archive(store: Store) -> None:
    second = rings.sign(rings.after(FIRST), by=rings.ROOTS[:2])
    keyrings.install(store, FIRST, rings.PIN, DAY)
    keyrings.install(store, second, rings.PIN, DAY)
    third_root = rings.sign(rings.after(FIRST), by=rings.ROOTS[2:] + rings.ROOTS[:1])
    keyrings.install(store, third_root, rings.PIN, DAY)
    publish(store, INSTANCE, DAY)
    tree = PublicTree(store.public)
    assert [keyrings.sequence_of(one) for one in tree.keyrings()] == [1, 2]
    assert tree.keyrings()[0] == FIRST
    assert len(tree.keyrings()[1].signatures) == 3
    assert tree.newest_seen == 2
    assert keyrings.chain(store, rings.PIN, DAY).current.sequence == 2


def test_an_older_keyring_comes_after_the_one_that_names_it(store: Store) -> None:
    second = rings.sign(rings.after(FIRST))
    for one in (second, FIRST):
        keyrings.install(store, one, rings.PIN, DAY)
    assert sorted(keyrings.chain(store, rings.PIN, DAY).by_sequence) == [1, 2]


def test_a_keyring_published_ahead_counts_from_its_day(store: Store) -> None:
    begins = DAY + timedelta(days=9)
    keyrings.install(store, FIRST, rings.PIN, DAY)
    keyrings.install(store, rings.sign(rings.after(FIRST, not_before=begins)), rings.PIN, DAY)
    for today, newest in ((DAY, 1), (begins, 2), (DAY, 2)):
        publish(store, INSTANCE, today)
        assert PublicTree(store.public).newest_seen == newest
    assert keyrings.chain(store, rings.PIN, DAY).current.sequence == 1


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (lambda: rings.sign(rings.keyring(), by=rings.ROOTS[:1]), Reason.TOO_FEW_SIGNATURES),
        (lambda: rings.sign(rings.keyring(name="Lain")), Reason.BROKEN_CHAIN),
        (lambda: rings.sign(rings.after(rings.sign(rings.keyring(name="Lain")))), Reason.BROKEN_CHAIN),
        (lambda: rings.sign(rings.after(FIRST, sequence=3)), Reason.BROKEN_CHAIN),
        (lambda: replace(FIRST, json=FIRST.json[:-1]), Reason.MALFORMED),
        (lambda: rings.sign(rings.keyring(instance=bytes(16))), Reason.WRONG_INSTANCE),
    ],
    ids=["unsigned", "another first", "of another chain", "gap", "malformed", "instance"],
)
def test_a_keyring_without_a_place_is_refused(
    store: Store, made: Callable[[], SignedKeyring], reason: Reason
) -> None:
    keyrings.install(store, FIRST, rings.PIN, DAY)
    with pytest.raises(KeyringRefused) as caught:
        keyrings.install(store, made(), rings.PIN, DAY)
    assert caught.value.reason is reason
    with store.reading() as unit:
        assert keyrings.held(unit) == [FIRST]


def test_the_public_tree_asks_the_database_nothing(sqlite_store: Store) -> None:
    apply(sqlite_store, outbox())
    sqlite_store.dispose()
    (sqlite_store.folder / "wbs.sqlite").unlink()
    tree = PublicTree(sqlite_store.public)
    assert hashlib.sha256(tree.board_path.read_bytes()).digest()
    assert tree.newest_seen is None
    assert (
        io.BytesIO(tree.board_path.read_bytes()).readline()
        == b"wbs/v1 board %s 0 8\n" % INSTANCE.hex().encode()
    )
