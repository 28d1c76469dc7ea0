"""The drop box on a good day."""

import io
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from tests.databases import WIB
from tests.store.conftest import Places
from tests.store.letters import drop
from wbs.letters.bundle import DropEntry
from wbs.letters.halfday import HalfDay
from wbs.store import drops
from wbs.store.errors import NotFound, ShapeError, StoreError, StoreFull
from wbs.store.schema import drops as table
from wbs.store.session import Store

MORNING = datetime(2026, 1, 31, 9, tzinfo=WIB)
EVENING = datetime(2026, 1, 31, 19, tzinfo=WIB)
NEXT_MORNING = datetime(2026, 2, 1, 6, tzinfo=WIB)


def files(store: Store) -> list[Path]:
    return [path for path in (store.folder / "blobs").rglob("*") if path.is_file()]


def contents(store: Store) -> list[bytes]:
    found = []
    for row in drops.released(store, None):
        with drops.open_drop(store, row) as file:
            found.append(file.read())
    return found


def test_a_letter_is_visible_at_the_second_boundary(store: Store) -> None:
    drops.put(store, io.BytesIO(drop()), MORNING)
    assert drops.release(store, EVENING) == 0
    assert list(drops.released(store, None)) == []
    assert drops.waiting(store) == {HalfDay.parse("2026-01-31A"): 1}
    assert drops.release(store, NEXT_MORNING) == 1
    [row] = drops.released(store, None)
    assert str(row.half_day) == "2026-01-31A"
    assert contents(store) == [drop()]
    assert drops.waiting(store) == {}
    assert drops.amount(store, None) == (1, row.size)
    assert drops.amount(store, row.half_day) == (0, 0)
    assert drops.released_until(store, NEXT_MORNING) == row.half_day


def test_at_once_waits_for_nothing(store: Store) -> None:
    drops.put(store, io.BytesIO(drop()), MORNING)
    assert drops.release(store, MORNING, at_once=True) == 1
    assert contents(store) == [drop()]


def test_text_letters_come_first_and_every_letter_once(store: Store) -> None:
    sent = [drop(seed, n=seed % 3 % 2) for seed in range(12)]
    for at, letter in enumerate(sent):
        drops.put(store, io.BytesIO(letter), MORNING if at < 7 else EVENING)
    drops.release(store, EVENING, at_once=True)
    rows: list[DropEntry] = []
    while page := drops.page(store, None, rows[-1] if rows else None, limit=5):
        rows += page
    assert [row.id for row in rows] == [row.id for row in drops.released(store, None)]
    assert [row.size for row in rows] == sorted(row.size for row in rows)
    assert sorted(contents(store)) == sorted(sent)
    morning, evening = HalfDay.parse("2026-01-31A"), HalfDay.parse("2026-01-31B")
    assert [row.half_day for row in drops.released(store, morning)] == [evening] * 5


def test_the_same_bytes_twice_are_one_letter(store: Store) -> None:
    for now in (MORNING, MORNING, NEXT_MORNING):
        drops.put(store, io.BytesIO(drop()), now)
        drops.release(store, now, at_once=now == NEXT_MORNING)
    assert len(list(drops.released(store, None))) == 1
    assert len(files(store)) == 1


def test_after_a_release_nothing_tells_the_order(store: Store) -> None:
    for seed in range(40):
        drops.put(store, io.BytesIO(drop(seed)), MORNING)
    arrived = [path.name for path in sorted(files(store), key=lambda path: path.stat().st_ctime_ns)]
    drops.release(store, NEXT_MORNING)
    database = b"".join(path.read_bytes() for path in store.folder.glob("wbs.sqlite*"))
    assert not any(name.encode() in database for name in arrived)
    assert not any(path.name in arrived for path in files(store))
    six = MORNING.replace(hour=6).timestamp()
    assert {(path.stat().st_mtime, path.stat().st_atime) for path in files(store)} == {(six, six)}
    by_age = [path.read_bytes() for path in sorted(files(store), key=lambda path: path.stat().st_ctime_ns)]
    assert by_age != [drop(seed) for seed in range(40)]


def test_what_waits_is_shuffled_too(store: Store) -> None:
    for seed in range(3):
        drops.put(store, io.BytesIO(drop(seed)), MORNING)
    for seed in range(3, 30):
        drops.put(store, io.BytesIO(drop(seed)), EVENING)
    assert drops.release(store, NEXT_MORNING) == 3
    assert drops.waiting(store) == {HalfDay.parse("2026-01-31B"): 27}
    assert drops.release(store, NEXT_MORNING + timedelta(hours=12)) == 27
    assert sorted(contents(store)) == sorted(drop(seed) for seed in range(30))


@pytest.mark.parametrize(
    "letter",
    [
        b"",
        b"dear sir",
        drop()[:-1],
        drop() + b"\0",
        drop(n=1)[:-1],
        drop().replace(b"mlkem768x25519", b"mlkem768x25518", 1),
        drop().replace(b"age-encryption.org/v1", b"age-encryption.org/v2", 1),
    ],
    ids=["empty", "plain", "short", "long", "cut", "stanza", "version"],
)
def test_anything_else_is_refused_and_leaves_nothing(store: Store, letter: bytes) -> None:
    with pytest.raises(ShapeError):
        drops.put(store, io.BytesIO(letter), MORNING)
    assert files(store) == []
    assert drops.waiting(store) == {}


def test_a_letter_that_arrives_in_drips_is_whole(store: Store) -> None:
    class Drips(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 1, 1000))

    drops.put(store, Drips(drop(n=1)), MORNING)
    drops.release(store, MORNING, at_once=True)
    assert contents(store) == [drop(n=1)]


def test_large_letters_share_a_daily_budget_and_text_does_not(places: Places, tmp_path: Path) -> None:
    store = places.open(tmp_path, daily_budget=len(drop(n=1)) + len(drop(n=2)))
    drops.put(store, io.BytesIO(drop(1, n=2)), MORNING)
    with pytest.raises(StoreFull):
        drops.put(store, io.BytesIO(drop(2, n=2)), MORNING)
    drops.put(store, io.BytesIO(drop(3, n=1)), MORNING)
    with pytest.raises(StoreFull):
        drops.put(store, io.BytesIO(drop(4, n=1)), EVENING)
    drops.put(store, io.BytesIO(drop(5)), MORNING)
    drops.put(store, io.BytesIO(drop(6, n=2)), NEXT_MORNING)
    assert sum(drops.waiting(store).values()) == len(files(store)) == 4


def test_space_is_kept_free_for_text(places: Places, tmp_path: Path) -> None:
    store = places.open(tmp_path, text_reserve=1 << 60)
    with pytest.raises(StoreFull):
        drops.put(store, io.BytesIO(drop(n=1)), MORNING)
    drops.put(store, io.BytesIO(drop()), MORNING)
    assert len(files(store)) == 1


def test_a_letter_larger_than_letters_may_be_is_refused(places: Places, tmp_path: Path) -> None:
    store = places.open(tmp_path, largest=len(drop(n=1)))
    drops.put(store, io.BytesIO(drop(n=1)), MORNING)
    with pytest.raises(ShapeError):
        drops.put(store, io.BytesIO(drop(n=2)), MORNING)
    assert len(files(store)) == 1


def test_a_letter_leaves_at_400_days_and_not_before(store: Store) -> None:
    drops.put(store, io.BytesIO(drop(1)), MORNING)
    drops.put(store, io.BytesIO(drop(2)), EVENING + timedelta(days=1))
    drops.release(store, MORNING + timedelta(days=3))
    old, young = sorted(drops.released(store, None), key=lambda row: row.half_day)
    assert drops.expire(store, date(2026, 1, 31) + timedelta(days=400)) == 0
    assert drops.expire(store, date(2026, 1, 31) + timedelta(days=401)) == 1
    assert [row.id for row in drops.released(store, None)] == [young.id]
    with pytest.raises(NotFound):
        drops.open_drop(store, old)
    assert [len(path.read_bytes()) for path in files(store)] == [young.size]


def test_expiry_writes_the_database_anew(sqlite_store: Store) -> None:
    """Balancing leaves copies of rows in pages: only a file without what they stood in has none."""
    store = sqlite_store
    names = [os.urandom(16).hex() for _ in range(1000)]
    rows = [
        {
            "id": name,
            "half_day": "2025-01-01A" if at % 3 else "2026-01-01A",
            "size": 78_094,
            "sha256": name * 2,
            "large": 0,
        }
        for at, name in enumerate(names)
    ]
    with store.unit() as unit:
        unit.execute(insert(table), rows)
    store.clear_journal()
    before = (store.folder / "wbs.sqlite").stat().st_size
    assert drops.expire(store, date(2026, 3, 1)) == 666
    assert not (store.folder / "expiring").exists()
    database = (store.folder / "wbs.sqlite").read_bytes()
    # Bytes 36 to 39 of an SQLite file count its free pages.
    assert database[36:40] == bytes(4)
    assert len(database) < before
    left = database + (store.folder / "wbs.sqlite-wal").read_bytes()
    assert not [name for at, name in enumerate(names) if at % 3 and name.encode() in left]


def test_an_expiry_that_was_stopped_is_finished_by_the_next(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    drops.put(store, io.BytesIO(drop(1)), MORNING)
    drops.release(store, NEXT_MORNING)
    cleared: list[bool] = []
    later = date(2027, 6, 1)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", lambda *_args, **_kwargs: os.fsync(1 << 20))
        with pytest.raises(StoreError):
            drops.expire(store, later)
    monkeypatch.setattr(store, "clear_pages", lambda: cleared.append(True))
    assert drops.expire(store, later) == 0
    assert cleared == [True]
    assert drops.sweep(store, datetime.now(UTC) + timedelta(hours=2)) == 1
    assert drops.expire(store, later) == 0
    assert cleared == [True]


def test_sweep_removes_old_strays_only(store: Store) -> None:
    drops.put(store, io.BytesIO(drop(1)), MORNING)
    drops.put(store, io.BytesIO(drop(2)), MORNING)
    drops.release(store, MORNING, at_once=True)
    drops.put(store, io.BytesIO(drop(3)), MORNING)
    known = set(files(store))
    stray = store.blobs.begin(0, os.urandom).finish()
    (store.blobs.pending / ".part").touch()
    (store.blobs.released / "2026-01-31A" / ("0" * 32)).touch()
    now = datetime.now(UTC)
    assert drops.sweep(store, now) == 0
    assert (store.blobs.pending / stray.id).exists()
    assert drops.sweep(store, now + timedelta(hours=2)) == 3
    assert set(files(store)) == known


def test_sweep_passes_over_what_is_renamed_meanwhile(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    drops.put(store, io.BytesIO(drop(1)), MORNING)
    plain = Path.iterdir

    def listing(folder: Path) -> list[Path]:
        return [*plain(folder), *([folder / ".part"] if folder.name == "pending" else [])]

    monkeypatch.setattr(Path, "iterdir", listing)
    assert drops.sweep(store, datetime.now(UTC)) == 0


def test_a_missing_file_is_told_and_holds_up_nobody(store: Store) -> None:
    drops.put(store, io.BytesIO(drop(1)), MORNING)
    [lost] = files(store)
    drops.put(store, io.BytesIO(drop(2)), MORNING)
    lost.unlink()
    with pytest.raises(StoreError, match="not released: 1"):
        drops.release(store, NEXT_MORNING)
    assert contents(store) == [drop(2)]
    assert sum(drops.waiting(store).values()) == 1
    for now in (NEXT_MORNING, NEXT_MORNING + timedelta(days=9)):
        assert str(drops.released_until(store, now)) == "2026-01-30B"
