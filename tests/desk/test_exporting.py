"""Plaintext leaves a desk as a new and whole file, or not at all."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import pytest

from wbs.desk import exporting
from wbs.desk.errors import DeskError
from wbs.desk.exporting import export


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    (folder / "letters").mkdir(parents=True)
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture(params=["nameless", "hidden"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Write by each of the two ways; the second is that of a file system without nameless files."""
    if request.param == "hidden":
        real = os.open

        def without(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
            if flags & os.O_TMPFILE == os.O_TMPFILE:
                raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))
            return real(path, flags, mode, dir_fd=dir_fd)

        monkeypatch.setattr(os, "open", without)
    name: str = request.param
    return name


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def hello(sink: BinaryIO) -> None:
    sink.write(b"halo")


def test_a_file_is_new_private_and_whole(way: str, desk: Path, out: Path) -> None:
    export(desk, out, "a.txt", hello)
    assert (out / "a.txt").read_bytes() == b"halo"
    assert stat.S_IMODE((out / "a.txt").stat().st_mode) == 0o600
    assert names(out) == ["a.txt"]


def test_the_bytes_are_on_the_disk_before_the_name_and_the_name_before_it_is_said(
    way: str, desk: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[bool, bool]] = []
    real = os.fsync

    def watched(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        there = (out / "a.txt").exists()
        seen.append((is_folder, there))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    export(desk, out, "a.txt", hello, lambda: seen.append((False, (out / "a.txt").exists())))
    assert seen == [(False, False), (False, False), (True, True)]


def test_nothing_is_ever_overwritten_or_followed(way: str, desk: Path, out: Path) -> None:
    (out / "file").write_bytes(b"lama")
    (out / "elsewhere").write_bytes(b"lama")
    (out / "link").symlink_to(out / "elsewhere")
    (out / "dangling").symlink_to(out / "nowhere")
    (out / "folder").mkdir()
    before = names(out)
    for name in ("file", "link", "dangling", "folder"):
        with pytest.raises(DeskError, match="tidak ditimpa"):
            export(desk, out, name, hello)
    assert names(out) == before
    assert [(out / name).read_bytes() for name in ("file", "elsewhere")] == [b"lama", b"lama"]
    assert not (out / "nowhere").exists()


def test_a_name_taken_in_the_meantime_stays_with_its_owner(way: str, desk: Path, out: Path) -> None:
    with pytest.raises(DeskError, match="tidak ditimpa"):
        export(desk, out, "a.txt", hello, lambda: (out / "a.txt").symlink_to(out / "nowhere"))
    assert names(out) == ["a.txt"]
    assert (out / "a.txt").is_symlink()


def test_a_folder_must_be_there(desk: Path, out: Path) -> None:
    (out / "file").touch()
    for folder in (out / "missing", out / "file", out / "file" / "below"):
        with pytest.raises(DeskError, match="bukan folder"):
            export(desk, folder, "a.txt", hello)
    loop = out / "loop"
    loop.symlink_to(loop)
    with pytest.raises(DeskError, match="tidak terbuka"):
        export(desk, loop, "a.txt", hello)
    assert names(out) == ["file", "loop"]


def test_a_link_to_a_folder_is_a_folder(way: str, desk: Path, out: Path) -> None:
    (out.parent / "link").symlink_to(out)
    export(desk, out.parent / "link", "a.txt", hello)
    assert (out / "a.txt").read_bytes() == b"halo"


def test_the_desks_own_folder_keeps_no_plaintext(desk: Path, out: Path) -> None:
    (out / "link").symlink_to(desk / "letters")
    for folder in (desk, desk / "letters", out / "link", desk / "letters" / ".." / "letters"):
        with pytest.raises(DeskError, match="milik meja"):
            export(desk, folder, "a.txt", hello)
    assert [path.name for path in desk.rglob("*")] == ["letters"]
    export(desk, desk.parent, "a.txt", hello)


@pytest.mark.parametrize(
    "failure", [OSError(errno.ENOSPC, "full"), OSError(errno.EIO, "broken"), ValueError("x")]
)
def test_a_failure_leaves_nothing(way: str, desk: Path, out: Path, failure: Exception) -> None:
    def fails(sink: BinaryIO) -> None:
        sink.write(b"x" * 100_000)
        raise failure

    def refuses() -> None:
        raise failure

    expected = DeskError if isinstance(failure, OSError) else ValueError
    for fill, before_naming in ((fails, lambda: None), (hello, refuses)):
        with pytest.raises(expected):
            export(desk, out, "a.txt", fill, before_naming)
        assert names(out) == []


@pytest.mark.parametrize("which", [0, 1])
def test_a_disk_that_does_not_confirm_leaves_nothing(
    way: str, desk: Path, out: Path, which: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = iter(range(9))

    def fails(_descriptor: int) -> None:
        if next(calls) == which:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(DeskError, match="Tidak ada yang tertinggal"):
        export(desk, out, "a.txt", hello)
    assert names(out) == []


def test_a_name_that_cannot_be_given_leaves_nothing(
    desk: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_args: object, **_kwargs: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    for function in ("link", "rename"):
        monkeypatch.setattr(os, function, refuses)
    monkeypatch.setattr(exporting, "_NO_NAMELESS", {errno.EIO})
    with pytest.raises(DeskError, match="Tidak ada yang tertinggal"):
        export(desk, out, "a.txt", hello)
    monkeypatch.setattr(os, "O_TMPFILE", os.O_WRONLY | os.O_DIRECTORY)
    monkeypatch.setattr(exporting, "_NO_NAMELESS", {errno.EISDIR})
    with pytest.raises(DeskError, match="Tidak ada yang tertinggal"):
        export(desk, out, "a.txt", hello)
    assert names(out) == []


_KILLED = """
import os, signal, sys
from pathlib import Path
from wbs.desk import exporting

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def fill(sink):
    sink.write(bytes(1 << 20))
    if sys.argv[3] == "filling":
        die()

if sys.argv[4] == "hidden":
    exporting._write = exporting._write_hidden
if sys.argv[3] == "moving":
    os.rename = lambda *args, **kwargs: die()
exporting.export(Path(sys.argv[1]), Path(sys.argv[2]), "a.txt", fill, die if sys.argv[3] == "naming" else int)
"""


def killed(desk: Path, out: Path, moment: str, way: str) -> list[str]:
    """Return what is in the folder after a kill at a moment of writing."""
    command = [sys.executable, "-c", _KILLED, str(desk), str(out), moment, way]
    assert subprocess.run(command, check=False, cwd=Path(__file__).parents[2]).returncode == -9
    return names(out)


@pytest.mark.parametrize("moment", ["filling", "naming"])
def test_a_kill_leaves_nothing(desk: Path, out: Path, moment: str) -> None:
    assert killed(desk, out, moment, "nameless") == []


@pytest.mark.parametrize("moment", ["filling", "naming", "moving"])
def test_without_nameless_files_a_kill_leaves_a_hidden_one_and_no_byte_under_the_name(
    desk: Path, out: Path, moment: str
) -> None:
    hidden, *named = killed(desk, out, moment, "hidden")
    assert hidden.startswith(".wbs-")
    assert named == (["a.txt"] if moment == "moving" else [])
    assert all((out / each).stat().st_size == 0 for each in named)
