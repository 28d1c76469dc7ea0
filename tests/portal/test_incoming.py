"""Parts of a large drop: they come in any order, twice, at once, not at all; only the whole counts."""

import errno
import io
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from wbs.portal.reporter.incoming import PART, Incoming, PartsMissing, Upload
from wbs.portal.reporter.scratch import AGE, keep_sweeping
from wbs.store import shape
from wbs.store.errors import ShapeError, StoreError, StoreFull

SHOWN = 1_769_814_000
ID = "0123456789abcdef" * 2
SIZE = shape.sealed_size(7)
"""Of a letter of 8 MiB: three parts."""
LAST = SIZE - 2 * PART


def made(folder: Path, room: Callable[[], int] = lambda: 1 << 40) -> Incoming:
    return Incoming(folder / "parts", room, lambda: SHOWN)


@pytest.fixture
def incoming(tmp_path: Path) -> Incoming:
    return made(tmp_path)


def begun(incoming: Incoming, upload: str = ID) -> Upload:
    return incoming.upload(upload, str(SIZE))


def content(number: int, seed: int = 0) -> bytes:
    length = LAST if number == 2 else PART
    return bytes([number + 16 * seed]) * length


def put(upload: Upload, *numbers: int, seed: int = 0) -> None:
    for number in numbers:
        upload.put(str(number), io.BytesIO(content(number, seed)))


def whole(upload: Upload) -> bytes:
    sink = io.BytesIO()
    upload.copy(sink)
    return sink.getvalue()


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 1, 0, 2, 0)])
def test_parts_in_any_order_are_the_whole(incoming: Incoming, order: tuple[int, ...]) -> None:
    upload = begun(incoming)
    put(upload, *order)
    upload.check()
    assert whole(upload) == content(0) + content(1) + content(2)


def test_a_part_sent_again_takes_the_place_of_the_first(incoming: Incoming) -> None:
    upload = begun(incoming)
    put(upload, 0, 1, 2)
    put(upload, 1, seed=1)
    assert whole(upload) == content(0) + content(1, 1) + content(2)


def test_two_uploads_do_not_mix(incoming: Incoming) -> None:
    one, two = begun(incoming), begun(incoming, ID[::-1])
    for number in (0, 1, 2):
        put(one, number)
        put(two, number, seed=1)
    assert whole(one) == content(0) + content(1) + content(2)
    assert whole(two) == content(0, 1) + content(1, 1) + content(2, 1)


def test_what_is_missing_is_named(incoming: Incoming) -> None:
    upload = begun(incoming)
    with pytest.raises(PartsMissing) as nothing, upload.alone():
        pass
    assert nothing.value.numbers == [0, 1, 2]
    put(upload, 1)
    for ask in (upload.check, lambda: whole(upload)):
        with pytest.raises(PartsMissing):
            ask()
    with pytest.raises(PartsMissing) as two:
        upload.check()
    assert two.value.numbers == [0, 2]


def test_a_part_that_a_crash_cut_off_is_missing(tmp_path: Path, incoming: Incoming) -> None:
    upload = begun(incoming)
    put(upload, 0, 1, 2)
    os.truncate(tmp_path / "parts" / ID / "1", PART - 1)
    with pytest.raises(PartsMissing) as found:
        upload.check()
    assert found.value.numbers == [1]


@pytest.mark.parametrize(
    "upload",
    ["", "..", ".", ID[:-1], ID + "0", ID.upper(), "../" + ID[3:], f"{ID}\n", "/" + ID[1:], "0" * 31 + "\0"],
)
def test_an_upload_that_could_be_a_path_is_refused(tmp_path: Path, incoming: Incoming, upload: str) -> None:
    with pytest.raises(ShapeError):
        begun(incoming, upload)
    assert list((tmp_path / "parts").iterdir()) == []


NO_SIZES = ["", "0", "-1", "+1", "1e9", f"0{SIZE}", f"{SIZE} ", f"{SIZE}.0", "٣", "9" * 12, "9" * 5000]
SIZES_OF_OTHERS = [str(SIZE + 1), str(shape.TEXT_SEALED), str(shape.sealed_size(5))]


@pytest.mark.parametrize("size", NO_SIZES + SIZES_OF_OTHERS)
def test_a_size_that_no_large_drop_has_is_refused(incoming: Incoming, size: str) -> None:
    with pytest.raises(ShapeError):
        incoming.upload(ID, size)


@pytest.mark.parametrize(
    "number", ["", "3", "-1", "00", "01", "1.", "answer", ".lock", "../0", "٣", "9" * 5000]
)
def test_a_number_that_no_part_has_is_refused(tmp_path: Path, incoming: Incoming, number: str) -> None:
    with pytest.raises(ShapeError):
        begun(incoming).put(number, io.BytesIO(content(0)))
    assert files(tmp_path) == []


@pytest.mark.parametrize(("number", "length"), [("0", PART - 1), ("0", PART + 1), ("2", LAST + 1), ("2", 0)])
def test_a_part_of_another_length_is_not_kept(
    tmp_path: Path, incoming: Incoming, number: str, length: int
) -> None:
    with pytest.raises(ShapeError):
        begun(incoming).put(number, io.BytesIO(bytes(length)))
    assert files(tmp_path) == []


def test_only_the_owner_may_read_and_times_tell_the_half_day(tmp_path: Path, incoming: Incoming) -> None:
    upload = begun(incoming)
    put(upload, 0, 1, 2)
    with upload.alone():
        upload.finish(b"{}")
    folder = tmp_path / "parts" / ID
    for path in (tmp_path / "parts", folder):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (folder / "answer").stat().st_mtime == SHOWN
    assert folder.stat().st_mtime == SHOWN


def test_the_answer_stays_and_the_parts_go(tmp_path: Path, incoming: Incoming) -> None:
    upload = begun(incoming)
    put(upload, 0, 1, 2)
    assert upload.answer() is None
    with upload.alone():
        upload.finish(b"stored")
    assert begun(incoming).answer() == b"stored"
    assert files(tmp_path) == [".lock", "answer"]
    # One that was under way twice.
    put(upload, 1)
    assert files(tmp_path) == [".lock", "answer"]


def test_whoever_finishes_waits_for_whoever_does(incoming: Incoming) -> None:
    upload = begun(incoming)
    put(upload, 0, 1, 2)
    seen: list[bytes | None] = []

    def second() -> None:
        other = begun(incoming)
        with other.alone():
            seen.append(other.answer())

    with upload.alone():
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.1)
        assert thread.is_alive()
        upload.finish(b"stored")
    thread.join(10)
    assert seen == [b"stored"]


class Cut(io.BytesIO):
    """A source that fails in its middle."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise ConnectionError
        return super().read(size)


def test_a_line_that_breaks_leaves_nothing(tmp_path: Path, incoming: Incoming) -> None:
    upload = begun(incoming)
    put(upload, 0)
    with pytest.raises(ConnectionError):
        upload.put("1", Cut(content(1)))
    with pytest.raises(ConnectionError):
        # What was there stays.
        upload.put("0", Cut(content(0, 1)))
    assert files(tmp_path) == ["0"]
    assert (tmp_path / "parts" / ID / "0").read_bytes() == content(0)


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("call", ["write", "fsync", "utime", "rename"])
def test_a_disk_that_fails_keeps_nothing(
    tmp_path: Path, incoming: Incoming, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, "x")

    expected = StoreError if number == errno.EIO else StoreFull
    with monkeypatch.context() as patch:
        patch.setattr(Path if call == "rename" else os, call, fail)
        with pytest.raises(StoreError) as raised:
            put(begun(incoming), 0)
    assert type(raised.value) is expected
    assert files(tmp_path) == []


def test_no_part_takes_what_is_kept_for_text(tmp_path: Path) -> None:
    left = [2 * PART]

    def room() -> int:
        left[0] -= 256 * 1024
        return left[0]

    with pytest.raises(StoreFull):
        put(begun(made(tmp_path, room)), 0, 1)
    assert files(tmp_path) == ["0"]


@pytest.mark.parametrize(
    ("number", "room", "fits"),
    [(0, 2 * SIZE, True), (0, 2 * SIZE - 1, False), (2, 2 * SIZE - 2 * PART, True), (2, SIZE, False)],
)
def test_the_first_part_asks_for_room_for_all(tmp_path: Path, number: int, room: int, fits: bool) -> None:
    upload = begun(made(tmp_path, lambda: room))
    if fits:
        upload.check_room(number)
    else:
        with pytest.raises(StoreFull):
            upload.check_room(number)


def test_the_answer_is_written_where_nothing_else_fits(tmp_path: Path) -> None:
    room = [1 << 40]
    upload = begun(made(tmp_path, lambda: room[0]))
    put(upload, 0, 1, 2)
    room[0] = 0
    upload.finish(b"stored")
    assert upload.answer() == b"stored"


def test_the_sweep_takes_what_was_abandoned(tmp_path: Path, incoming: Incoming) -> None:
    put(begun(incoming), 0)
    finished = begun(incoming, ID[::-1])
    put(finished, 0, 1, 2)
    finished.finish(b"stored")
    changed = max(path.stat().st_ctime for path in (tmp_path / "parts").rglob("*"))
    assert incoming.sweep(changed + AGE - 60) == 0
    assert incoming.sweep(changed + AGE + 60) == 2
    assert list((tmp_path / "parts").iterdir()) == []
    # The last entry's end would show in the folder's time.
    assert (tmp_path / "parts").stat().st_mtime == SHOWN
    with pytest.raises(PartsMissing), finished.alone():
        pass


def test_parts_that_are_swept_while_they_are_copied_are_missing(incoming: Incoming) -> None:
    upload = begun(incoming)
    put(upload, 0, 1, 2)

    class Sweeping(io.BytesIO):
        def write(self, data: object, /) -> int:
            incoming.sweep(4e9)
            return super().write(cast("bytes", data))

    with pytest.raises(PartsMissing):
        upload.copy(Sweeping())


def test_a_worker_sweeps_every_folder_even_if_one_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept = threading.Event()
    broken, sound = made(tmp_path / "a"), made(tmp_path / "b")

    def fail(_: float) -> int:
        raise StoreError("x")

    def sweep(_: float) -> int:
        swept.set()
        return 0

    monkeypatch.setattr(broken, "sweep", fail)
    monkeypatch.setattr(sound, "sweep", sweep)
    end = keep_sweeping(broken, sound, every=0.01)
    assert swept.wait(10)
    end()


def test_copying_holds_one_piece_at_a_time(incoming: Incoming) -> None:
    upload = begun(incoming)
    put(upload, 0, 1, 2)
    most = [0]

    class Measuring(io.BytesIO):
        def write(self, data: object, /) -> int:
            length = len(cast("bytes", data))
            most[0] = max(most[0], length)
            return length

    before = len(list(Path("/proc/self/fd").iterdir()))
    upload.copy(Measuring())
    assert most[0] <= 256 * 1024
    assert len(list(Path("/proc/self/fd").iterdir())) == before
