"""The spool: what goes in comes out, nothing of it can be read on disk, and nothing stays."""

import errno
import hashlib
import io
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wbs.portal.reporter import scratch
from wbs.portal.reporter.scratch import AGE, keep_sweeping
from wbs.portal.reporter.spool import REF, Batch, Spool, SpoolLost
from wbs.store.errors import StoreError, StoreFull

SHOWN = 1_769_814_000
CANARY = b"kenari yang tidak boleh terbaca " * 8192


def made(folder: Path, room: Callable[[], int] = lambda: 1 << 40) -> Spool:
    return Spool(folder / "spool", room, lambda: SHOWN)


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return made(tmp_path)


def put(batch: Batch, name: str, data: bytes) -> None:
    batch.put(name, io.BytesIO(data))


def read(batch: Batch, name: str) -> bytes:
    with batch.open(name) as file:
        return file.read()


def files(spool_folder: Path) -> list[Path]:
    return [path for path in spool_folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, (1 << 20) + 1, 3 << 20])
def test_what_goes_in_comes_out(spool: Spool, size: int) -> None:
    data = os.urandom(size)
    batch = spool.begin()
    spooled = batch.put("01", io.BytesIO(data))
    assert (spooled.size, spooled.sha256) == (size, hashlib.sha256(data).digest())
    assert len(batch.ref) == REF
    assert read(spool.resume(batch.ref), "01") == data


def test_another_process_finds_it_by_its_reference_alone(tmp_path: Path) -> None:
    batch = made(tmp_path).begin()
    put(batch, "01", b"one")
    put(batch, "01c", b"clean")
    put(batch, "manifest", b"{}")
    again = made(tmp_path).resume(batch.ref)
    assert [read(again, name) for name in ("01", "01c", "manifest")] == [b"one", b"clean", b"{}"]


def test_a_disk_shows_neither_content_nor_key_nor_a_precise_time(tmp_path: Path, spool: Spool) -> None:
    batch = spool.begin()
    put(batch, "01", CANARY)
    put(batch, "02", CANARY)
    [first, second] = sorted(files(tmp_path))
    for path in (first, second):
        data = path.read_bytes()
        for secret in (CANARY[:16], batch.ref[16:], batch.ref[16:].hex().encode()):
            assert secret not in data
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert first.read_bytes() != second.read_bytes()
    for path in (first, second, first.parent):
        assert path.stat().st_mtime == SHOWN
    for path in (first.parent, first.parent.parent):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert batch.ref[16:].hex() not in str(first)


def test_no_key_ever_seals_twice(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    keys: list[bytes] = []

    class Watched:
        def __init__(self, key: bytes) -> None:
            keys.append(key)
            self._aead = ChaCha20Poly1305(key)

        def __getattr__(self, name: str) -> object:
            return getattr(self._aead, name)

    monkeypatch.setattr("crypto.stream.ChaCha20Poly1305", Watched)
    batch = spool.begin()
    for name in ("01", "01", "02", "manifest", "manifest"):
        put(batch, name, b"something")
    batch.discard("01")
    put(batch, "01", b"something else")
    batch.finish(b"mark")
    put(spool.begin(), "01", b"something")
    assert len(set(keys)) == len(keys) == 8


def test_a_name_put_twice_is_the_later_one(spool: Spool) -> None:
    batch = spool.begin()
    put(batch, "01", b"first" * 100_000)
    put(batch, "01", b"second")
    assert read(batch, "01") == b"second"


@pytest.mark.parametrize("name", ["", "1", "001", "../01", "01/..", "01C", "mark", ".01", "01\n"])
def test_other_names_are_none(spool: Spool, name: str) -> None:
    batch = spool.begin()
    for act in (batch.open, batch.discard, lambda each: put(batch, each, b"")):
        with pytest.raises(ValueError, match="not a name"):
            act(name)


def test_whoever_lacks_the_key_reads_nothing(spool: Spool) -> None:
    batch = spool.begin()
    put(batch, "01", b"secret")
    stranger = spool.resume(batch.ref[:16] + bytes(32))
    with pytest.raises(SpoolLost):
        read(stranger, "01")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_what_was_changed_on_disk_is_lost(spool: Spool, data: st.DataObject) -> None:
    batch = spool.begin()
    content = os.urandom(150_000)
    put(batch, "01", content)
    path = batch.folder / "01"
    sealed = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(sealed) - 1))
    if data.draw(st.booleans()):
        sealed[at] ^= data.draw(st.integers(1, 255))
    else:
        del sealed[at:]
    path.write_bytes(sealed)
    with batch.open("01") as file:
        got = b""
        with pytest.raises(SpoolLost):
            while piece := file.read(10_000):
                got += piece
    assert content.startswith(got)


def test_files_cannot_change_places(spool: Spool) -> None:
    batch = spool.begin()
    put(batch, "01", b"one")
    (batch.folder / "01").rename(batch.folder / "02")
    with pytest.raises(SpoolLost):
        read(batch, "02")


def test_what_is_gone_is_lost(spool: Spool) -> None:
    batch = spool.begin()
    with pytest.raises(SpoolLost):
        batch.open("01")
    put(batch, "01", b"x")
    batch.discard("01")
    batch.discard("01")
    with pytest.raises(SpoolLost):
        batch.open("01")
    batch.close()
    batch.close()
    for ref in (batch.ref, os.urandom(REF), b"", batch.ref[:16], batch.ref + b"x"):
        with pytest.raises(SpoolLost):
            spool.resume(ref)
    assert list(batch.folder.parent.iterdir()) == []


class GoneError(Exception):
    pass


@pytest.mark.parametrize("after", [0, 1000, 5 << 20])
def test_an_upload_that_breaks_leaves_nothing(spool: Spool, after: int) -> None:
    class Breaking(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if not (data := super().read(size)):
                raise GoneError
            return data

    batch = spool.begin()
    with pytest.raises(GoneError):
        batch.put("01", Breaking(bytes(after)))
    assert files(batch.folder) == []


@pytest.mark.parametrize("room", [0, 100, 65_600, 2 << 20])
def test_a_full_disk_leaves_nothing_and_what_was_there_stays(tmp_path: Path, room: int) -> None:
    left = 1 << 40
    spool = made(tmp_path, lambda: left)
    batch = spool.begin()
    put(batch, "01", b"first")
    before = len(b"".join(path.read_bytes() for path in files(batch.folder)))

    def free() -> int:
        return room + before - sum(path.stat().st_size for path in files(batch.folder))

    spool.room = free
    for name in ("01", "02"):
        with pytest.raises(StoreFull):
            batch.put(name, io.BytesIO(bytes(5 << 20)))
    assert read(batch, "01") == b"first"
    assert [path.name for path in files(batch.folder)] == ["01"]


@pytest.mark.parametrize(("number", "named"), [(errno.ENOSPC, StoreFull), (errno.EIO, StoreError)])
@pytest.mark.parametrize("call", ["open", "write", "close", "utime", "mkdir"])
def test_whatever_call_fails_is_named_and_leaves_nothing(
    spool: Spool, monkeypatch: pytest.MonkeyPatch, call: str, number: int, named: type[StoreError]
) -> None:
    batch = spool.begin()
    plain = getattr(os, call)
    with monkeypatch.context() as patch:

        def fail(*args: object, **kwargs: object) -> None:
            if call == "close":
                plain(*args, **kwargs)
            raise OSError(number, "failed")

        patch.setattr(os, call, fail)
        with pytest.raises(named) as raised:
            put(spool.begin() if call == "mkdir" else batch, "01", b"x" * 100_000)
        assert type(raised.value) is named
    assert files(batch.folder) == []


def test_finishing_leaves_a_mark_and_the_manifest(spool: Spool) -> None:
    batch = spool.begin()
    for name in ("01", "01c", "02", "manifest"):
        put(batch, name, name.encode())
    assert batch.mark() is None
    batch.finish(b"m" * 32)
    again = spool.resume(batch.ref)
    assert again.mark() == b"m" * 32
    assert read(again, "manifest") == b"manifest"
    assert sorted(path.name for path in files(batch.folder)) == ["manifest", "mark"]
    assert all(b"m" * 16 not in path.read_bytes() for path in files(batch.folder))


def test_what_is_open_can_be_read_to_its_end(spool: Spool) -> None:
    batch = spool.begin()
    put(batch, "01", CANARY)
    with batch.open("01") as file:
        assert file.read(10) == CANARY[:10]
        batch.close()
        assert file.read() == CANARY[10:]


def test_two_that_send_at_once_wait_for_each_other(spool: Spool) -> None:
    batch = spool.begin()
    seen: list[bytes | None] = []

    def second() -> None:
        with spool.resume(batch.ref).alone():
            seen.append(batch.mark())

    with batch.alone():
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.1)
        assert thread.is_alive()
        batch.finish(b"sent")
    thread.join(10)
    assert seen == [b"sent"]
    batch.close()
    with pytest.raises(SpoolLost), batch.alone():
        pass


def test_the_sweep_takes_what_nobody_touched_for_an_hour(tmp_path: Path, spool: Spool) -> None:
    old, young = spool.begin(), spool.begin()
    put(old, "01", b"x")
    put(young, "01", b"x")
    changed = (old.folder / "01").stat().st_ctime
    assert spool.sweep(changed + AGE - 60) == 0
    assert read(old, "01") == b"x"
    assert spool.sweep(changed + AGE + 60) == 2
    assert files(tmp_path) == []
    assert spool.sweep(changed + AGE + 60) == 0
    for batch in (old, young):
        with pytest.raises(SpoolLost):
            put(batch, "02", b"x")


def test_a_sweep_leaves_what_is_still_coming(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = spool.begin()
    put(batch, "01", b"x")
    begun = batch.folder.stat().st_ctime
    plain = Path.stat

    def grown(path: Path, **kwargs: bool) -> object:
        result = plain(path, **kwargs)
        if path.name != "01":
            return result
        values = list(result)
        values[9] = int(begun + AGE)
        return os.stat_result(values)

    monkeypatch.setattr(Path, "stat", grown)
    assert spool.sweep(begun + AGE + 60) == 0


def test_two_sweeps_at_once_do_no_harm(tmp_path: Path) -> None:
    spools = [made(tmp_path), made(tmp_path)]
    for _ in range(30):
        put(spools[0].begin(), "01", b"x")
    failures: list[BaseException] = []

    def sweep(each: Spool) -> None:
        try:
            each.sweep(1e12)
        except StoreError as error:
            failures.append(error)

    threads = [threading.Thread(target=sweep, args=(each,)) for each in spools]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (failures, files(tmp_path)) == ([], [])


def test_a_worker_sweeps_now_and_then(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    swept = threading.Event()
    put(spool.begin(), "01", b"x")
    monkeypatch.setattr(scratch, "AGE", -60.0)
    plain = spool.sweep

    def sweep(now: float) -> int:
        count = plain(now)
        swept.set()
        return count

    monkeypatch.setattr(spool, "sweep", sweep)
    end = keep_sweeping(spool, every=0.01)
    assert swept.wait(10)
    end()
    assert spool.sweep(0.0) == 0


def test_reading_closes_what_it_opened(spool: Spool) -> None:
    batch = spool.begin()
    put(batch, "01", b"x" * 200_000)
    before = len(list(Path("/proc/self/fd").iterdir()))
    for take in (0, 10, 300_000):
        with batch.open("01") as file:
            file.read(take)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
