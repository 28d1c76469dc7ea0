"""Promise 7: an excluded reader cannot open the letter, and nothing on the server, in a bundle or on a desk's
screen tells them that one exists."""

import hashlib
import io
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from crypto import header
from tests import factories as make
from tests import factories_keyring as rings
from tests.desk.office import NAMES, PASSPHRASE, Scene
from tests.portal.attaching import NOTE, PHOTO, carried, messages, readers_on
from tests.portal.site import WHAT, Site, is_sent, keys_of, text_of
from tests.proven import verify_report
from wbs import sealing
from wbs.cli import wbs
from wbs.desk.importing import import_bundle
from wbs.letters.bundle import TEXT_SEALED, read_bundle
from wbs.letters.letter import Report
from wbs.letters.panel import panel

EXCLUDED = ("verifikator-1", "verifikator-2")


def sealed_by(site: Site, **answers: object) -> bytes:
    site.file(**answers)
    return site.drops()[-1]


def test_an_excluded_reader_cannot_open_the_letter(site: Site) -> None:
    for _ in range(4):
        sealed = sealed_by(site, excluded=list(EXCLUDED))
        for reader in EXCLUDED:
            with pytest.raises(sealing.NotForMe):
                sealing.open_letter(io.BytesIO(sealed), make.identity(reader))
        others = [reader.id for reader in rings.READERS if reader.id not in EXCLUDED]
        opened = [found for other in others if (found := site.open(sealed, other))]
        assert len(opened) == rings.keyring().panel


def test_the_letter_still_tells_its_readers_whom_it_excludes(site: Site) -> None:
    sealed = sealed_by(site, excluded=list(EXCLUDED))
    letter = next(found for reader in rings.READERS if (found := site.open(sealed, reader.id)))
    report = verify_report(letter)
    assert isinstance(report, Report)
    assert report.excluded == EXCLUDED


def test_letters_with_and_without_exclusion_have_one_shape(site: Site) -> None:
    shapes = set()
    for excluded in (
        [],
        ["verifikator-1"],
        list(EXCLUDED),
        ["verifikator-1", "verifikator-3", "verifikator-5"],
    ):
        sealed = sealed_by(site, excluded=excluded)
        parsed = header.parse(io.BytesIO(sealed))
        stanzas = {(each.type, tuple(map(len, each.args)), len(each.body)) for each in parsed.stanzas}
        shapes.add((len(sealed), len(parsed.stanzas), frozenset(stanzas)))
    assert shapes == {(TEXT_SEALED, 8, frozenset({("mlkem768x25519", (1494,), 32)}))}


def test_nothing_in_the_servers_folder_names_a_reader_of_a_letter(site: Site) -> None:
    sealed_by(site, excluded=list(EXCLUDED))
    sealed_by(site)
    with sqlite3.connect(site.settings.data / "wbs.sqlite") as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}  # noqa: S608
    database.close()
    about_letters = str([rows[name] for name in rows if "drop" in name])
    assert about_letters.count(str(TEXT_SEALED)) == 2
    for reader in rings.READERS:
        assert reader.id not in about_letters
    for path in (site.settings.data / "blobs").rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            for reader in rings.READERS:
                assert reader.id.encode() not in data
                assert make.identity(reader.id).recipient.raw[:32] not in data


def test_a_bundle_and_a_desk_tell_an_excluded_reader_what_they_tell_everybody(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    reporter = scene.reporter("dua", excluded=(NAMES[4],))
    bystander = next(name for name in NAMES[:4] if name not in reporter.panel())
    scene.portal.receive(reporter.report(), scene.today)
    path = scene.portal.bundle(scene.today)
    with path.open("rb") as source:
        bundle = read_bundle(source, make.INSTANCE)
        for entry, content in bundle.drops():
            assert hashlib.sha256(content.read()).digest() == entry.sha256
        for name in NAMES:
            assert name not in str(bundle.manifest)
    screens = []
    passphrase = tmp_path / "passphrase.txt"
    passphrase.write_text(PASSPHRASE, encoding="utf-8")
    for name in (NAMES[4], bystander):
        place = ["desk", "--desk", str(scene.place(name)), "--passphrase-file", str(passphrase)]
        said = [CliRunner().invoke(wbs, [*place, *each]) for each in (["import", str(path)], ["cases"])]
        assert [result.exit_code for result in said] == [0, 0]
        screens.append([result.output for result in said])
    assert screens[0] == screens[1]


def test_what_a_desk_keeps_is_the_same_for_an_excluded_reader_and_a_bystander(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    reporter = scene.reporter("dua", excluded=(NAMES[4],))
    bystander = next(name for name in NAMES[:4] if name not in reporter.panel())
    scene.portal.receive(reporter.report(), scene.today)
    path = scene.portal.bundle(scene.today)
    kept = []
    for name in (NAMES[4], bystander):
        with scene.desk(name) as desk:
            import_bundle(desk, path)
            assert list(desk.shelf.letters()) == []
            kept.append(
                (desk.shelf.state.arrived, sorted(p.name for p in (tmp_path / name / "letters").iterdir()))
            )
    assert kept[0] == kept[1]


def test_files_of_a_report_do_not_go_to_whom_it_excludes(site: Site) -> None:
    code, state = site.form_state()
    out = panel(rings.keyring(), keys_of(code).thread, (), make.DAY)[0]
    filed = site.post("/lapor/kirim", {"what": WHAT, "state": state, "excluded": out.id})
    page = filed
    # First, again from the review, and more files after these: no page forgets.
    for _ in range(3):
        page = site.post("/status/berkas", carried(page))
        assert out.title not in readers_on(page)
        kept = carried(page)["excluded"]
        assert kept == [out.id]
        page = site.upload(page, PHOTO, excluded=kept)
        assert out.title not in readers_on(page)
        assert carried(page)["excluded"] == [out.id]
    for _ in range(2):
        page = site.post("/status/berkas/kirim", carried(page))
        assert is_sent(page), text_of(page)
        assert carried(page)["excluded"] == [out.id]
        page = site.upload(site.post("/status/berkas", carried(page)), NOTE, excluded=[out.id])
    assert len(messages(site, code)) == 2
    for got in messages(site, code):
        assert len(got.readers) == 3
        assert out.id not in got.readers
