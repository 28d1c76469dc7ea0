"""An attachment is saved as its letter says it is, under a name that harms no disk, or nothing is saved."""

import resource
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories as make
from tests.desk.carrying import send_out, take_in
from tests.desk.office import NAMES, Reporter, Scene
from tests.desk.test_exporting import names
from wbs.cases.proof import Filed
from wbs.desk import attachments, writing
from wbs.desk.attachments import Numbered
from wbs.desk.desk import Desk
from wbs.desk.errors import DeskError, ShelfError
from wbs.desk.importing import import_bundle
from wbs.desk.saving import safe_name, save
from wbs.letters.letter import sign_letter

CONTENT = b"KANARI-73ad " + bytes(range(256)) * 800


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def filed(scene: Scene, contents: dict[str, bytes] | None = None) -> Reporter:
    """Return a reporter whose report and files have arrived at the desk of their first reader."""
    reporter = scene.reporter()
    scene.portal.receive(reporter.report(), scene.today)
    scene.portal.receive(reporter.files(contents or {"foto.jpg": CONTENT}, reporter.panel()), scene.today)
    take_in(scene, reporter.panel()[0])
    return reporter


def first(desk: Desk, reporter: Reporter) -> Numbered:
    return attachments.find(desk.find(reporter.case), 1)


def shelf_file(desk: Desk, numbered: Numbered) -> Path:
    (drop,) = numbered.message.drops
    return desk.shelf.folder / "letters" / f"{drop.hex()}.age"


def named(name: str, number: int = 1) -> Numbered:
    letter = make.message(text="x")
    signed = sign_letter(letter, make.signing_key("reporter"))
    message = Filed(letter, signed, signed.hash, False, False, None, ())
    return Numbered(number, message, make.attachment(b"", name=name))


@pytest.mark.parametrize(
    ("told", "safe"),
    [
        ("foto rapat.jpg", "01-foto rapat.jpg"),
        ("../../etc/passwd", "01-_.._etc_passwd"),
        ("/etc/passwd", "01-_etc_passwd"),
        ("C:\\Windows\\system.ini", "01-C__Windows_system.ini"),
        ("..", "01-lampiran"),
        (". .", "01-lampiran"),
        (".bashrc", "01-bashrc"),
        ("CON", "01-CON"),
        ("aux.txt", "01-aux.txt"),
        ("-rf", "01--rf"),
        ("foto\u202egpj.exe", "01-foto_gpj.exe"),
        ("a\x1b[2Jb\u200b\u2028\ud800.pdf", "01-a_[2Jb___.pdf"),
        ("akhir. . ", "01-akhir"),
        ("arsip.tar.gz", "01-arsip.tar.gz"),
        ("titik .pdf", "01-titik.pdf"),
        ("nama.bukan ekstensi", "01-nama.bukan ekstensi"),
        ('a<b>c:d"e|f?g*h', "01-a_b_c_d_e_f_g_h"),
        ("e\u0301.txt", "01-\xe9.txt"),
        ("x" * 300 + ".docx", "01-" + "x" * 247 + ".docx"),
        ("中" * 255, "01-" + "中" * 84),
        ("中" * 251 + ".pdf", "01-" + "中" * 82 + ".pdf"),
    ],
)
def test_a_strangers_name_is_made_safe(told: str, safe: str) -> None:
    # Some of these no letter can hold; the name is safe nevertheless.
    assert safe_name(named(told)) == safe


def test_the_number_keeps_equal_names_apart() -> None:
    assert [safe_name(named("foto.jpg", number)) for number in (1, 12, 123)] == [
        "01-foto.jpg",
        "12-foto.jpg",
        "123-foto.jpg",
    ]


@given(told=st.text(min_size=1, max_size=300), number=st.integers(1, 9999))
def test_any_name_is_one_name_in_one_folder(told: str, number: int) -> None:
    safe = safe_name(named(told, number))
    assert safe.startswith(f"{number:02}-")
    assert len(safe.encode()) <= 255
    assert not set(safe) & set('/\\<>:"|?*')
    assert safe.isprintable()
    assert safe == safe.rstrip(" .")
    assert safe_name(named(safe.partition("-")[2], number)) == safe


def test_the_bytes_are_those_of_the_letter_and_the_journal_notes_them(scene: Scene, out: Path) -> None:
    reporter = filed(scene, {"a.jpg": b"satu", "b.jpg": CONTENT, "kosong.jpg": b""})
    name = reporter.panel()[0]
    with scene.desk(name) as desk:
        found = attachments.attachments(desk.find(reporter.case))
        assert [save(desk, each, out) for each in found] == ["01-a.jpg", "02-b.jpg", "03-kosong.jpg"]
    assert [(out / each).read_bytes() for each in names(out)] == [b"satu", CONTENT, b""]
    with scene.desk(name) as desk:
        noted = [(each.day, each.path, each.sha256) for each in desk.shelf.state.saved]
        assert noted == [(scene.today, each.attachment.path, each.attachment.sha256) for each in found]
        with pytest.raises(DeskError, match="tidak ditimpa"):
            save(desk, found[0], out)
        assert len(desk.shelf.state.saved) == 3


def test_numbers_run_through_the_case_and_a_wrong_one_is_said(scene: Scene) -> None:
    reporter = filed(scene, {"a.jpg": b"satu", "b.jpg": b"dua"})
    name = reporter.panel()[0]
    scene.later(1)
    scene.portal.receive(reporter.files({"c.jpg": b"tiga"}, reporter.panel()), scene.today)
    take_in(scene, name)
    with scene.desk(name) as desk:
        case = desk.find(reporter.case)
        found = attachments.attachments(case)
        assert [(each.number, each.attachment.name) for each in found] == [
            (1, "a.jpg"),
            (2, "b.jpg"),
            (3, "c.jpg"),
        ]
        for number in (0, -1, 4):
            with pytest.raises(DeskError, match="1 sampai 3"):
                attachments.find(case, number)
        with pytest.raises(DeskError, match="tidak punya lampiran"):
            attachments.find(replace(case, messages=()), 1)


def test_files_of_a_letter_that_the_code_did_not_sign_have_no_number(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    forger = replace(reporter)
    forger.signing = make.signing_key("someone else")
    scene.portal.receive(forger.files({"palsu.jpg": b"x"}, reporter.panel()), scene.today)
    take_in(scene, name)
    with scene.desk(name) as desk:
        case = desk.find(reporter.case)
        assert (len(case.unproven), attachments.attachments(case)) == (1, [])


@pytest.mark.parametrize("damage", ["flipped", "cut", "another", "gone"])
def test_a_damaged_shelf_saves_nothing_until_a_bundle_mends_it(scene: Scene, out: Path, damage: str) -> None:
    reporter = filed(scene)
    name = reporter.panel()[0]
    with scene.desk(name) as desk:
        found = first(desk, reporter)
        path = shelf_file(desk, found)
        data = bytearray(path.read_bytes())
        match damage:
            case "flipped":
                data[-200_000] ^= 1
                path.write_bytes(data)
            case "cut":
                path.write_bytes(data[:-65_552])
            case "another":
                # A whole letter to this very desk, but not the one that is asked for.
                path.write_bytes(reporter.files({"foto.jpg": b"lain"}, (name,)))
            case _:
                path.unlink()
        with pytest.raises(ShelfError, match=f"letters/{path.name} bila masih ada"):
            save(desk, found, out)
        assert names(out) == []
        assert desk.shelf.state.saved == []
        path.unlink(missing_ok=True)
        import_bundle(desk, scene.portal.bundle(scene.today))
        save(desk, first(desk, reporter), out)
    assert (out / "01-foto.jpg").read_bytes() == CONTENT


def test_a_letter_that_came_twice_is_saved_from_the_copy_that_is_whole(scene: Scene, out: Path) -> None:
    reporter = filed(scene)
    name = reporter.panel()[0]
    scene.portal.receive(reporter.files({"foto.jpg": CONTENT}, reporter.panel()), scene.today)
    take_in(scene, name)
    with scene.desk(name) as desk:
        found = first(desk, reporter)
        assert len(found.message.drops) == 2
        path = desk.shelf.folder / "letters" / f"{found.message.drops[0].hex()}.age"
        data = bytearray(path.read_bytes())
        # The last chunk: by then the whole attachment was written once.
        data[-1] ^= 1
        path.write_bytes(data)
        save(desk, found, out)
    assert (out / "01-foto.jpg").read_bytes() == CONTENT


def test_a_colleague_saves_what_a_grant_opened(scene: Scene, out: Path) -> None:
    reporter = filed(scene)
    other = next(name for name in NAMES if name not in reporter.panel())
    with scene.desk(reporter.panel()[0]) as desk:
        writing.grant(desk, desk.find(reporter.case), [other])
        import_bundle(desk, scene.portal.bundle(scene.today))
    send_out(scene, reporter.panel()[0])
    take_in(scene, other)
    with scene.desk(other) as desk:
        save(desk, first(desk, reporter), out)
    assert (out / "01-foto.jpg").read_bytes() == CONTENT


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_saves_nothing_and_says_so(scene: Scene, out: Path) -> None:
    reporter = filed(scene)
    with scene.desk(reporter.panel()[0]) as desk:
        with largest_file(100_000), pytest.raises(DeskError, match="Tidak ada yang tertinggal"):
            save(desk, first(desk, reporter), out)
        assert names(out) == []
        assert desk.shelf.state.saved == []
        save(desk, first(desk, reporter), out)


def test_only_what_was_saved_is_readable_and_only_there(scene: Scene, out: Path) -> None:
    reporter = filed(scene)
    with scene.desk(reporter.panel()[0]) as desk:
        save(desk, first(desk, reporter), out)
        with pytest.raises(DeskError, match="milik meja"):
            save(desk, first(desk, reporter), desk.shelf.folder / "letters")
    readable = [
        path for path in scene.folder.rglob("*") if path.is_file() and CONTENT[:11] in path.read_bytes()
    ]
    assert readable == [out / "01-foto.jpg"]


def test_a_large_letter_goes_through_in_little_memory(scene: Scene, out: Path) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    size = 60 << 20
    scene.portal.receive(reporter.report(), scene.today)
    scene.portal.receive(reporter.files({"video.mp4": bytes(size)}, reporter.panel()), scene.today)
    bundle = scene.portal.bundle(scene.today)
    scene.portal.letters.clear()
    tracemalloc.start()
    try:
        with scene.desk(name) as desk:
            # The vault's passphrase takes memory of its own, and is done.
            tracemalloc.reset_peak()
            import_bundle(desk, bundle)
            save(desk, first(desk, reporter), out)
            assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()
    assert (out / "01-video.mp4").stat().st_size == size
