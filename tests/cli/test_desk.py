"""The desk's commands: each says what it did and what comes next, and refuses in one sentence."""

import hashlib
import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from crypto.receipt import spell
from tests.cli.desk_office import Office, bundle, carried
from tests.desk.office import NAMES, SEEDS
from wbs.cases.office import default_toml
from wbs.cli import wbs
from wbs.desk.backup import ReaderBackup, seal
from wbs.letters import canonical
from wbs.letters.archive import ArchiveWriter
from wbs.letters.letter import Reply, peek_unverified


def test_from_the_bundle_to_the_outbox(office: Office) -> None:
    reporter = office.scene.reporter()
    name = reporter.panel()[0]
    office.scene.portal.receive(reporter.report("Uang diminta di loket 3."), office.scene.today)
    said = office.done(name, "import", bundle(office))
    assert "Laporan baru: 1" in said
    assert f"Tanda terima otomatis disiapkan: {reporter.case}" in said
    listed = office.done(name, "cases")
    assert f"* {reporter.case}" in listed
    assert "Diterima" in listed
    shown = office.done(name, "show", reporter.case)
    assert "Uang diminta di loket 3." in shown
    assert "penelaahan" in shown
    assert f"  {reporter.case}" in office.done(name, "cases")
    said = office.done(
        name, "reply", reporter.case, "--state", "telaah", "--text", "-", "--yes", given="Kami menelaah."
    )
    assert "Yang akan dilihat pelapor" in said
    assert "Sisa ruang:" in said
    carried(office, name)
    letters = [peek_unverified(each) for each in reporter.replies(list(office.scene.portal.slots.values()))]
    states = [letter.state for letter in letters if isinstance(letter, Reply)]
    assert sorted(states) == ["DITERIMA", "TELAAH"]


def test_a_ready_sentence_brings_its_state(office: Office) -> None:
    reporter = office.scene.reporter()
    name = reporter.panel()[0]
    office.scene.portal.receive(reporter.report(), office.scene.today)
    office.done(name, "import", bundle(office))
    said = office.done(name, "reply", reporter.case, "--ready", "review", "--yes")
    assert "Sedang ditelaah" in said
    assert "Tidak ada kalimat siap pakai" in office.refused(
        name, "reply", reporter.case, "--ready", "none", "--yes"
    )


def test_nothing_goes_out_without_a_yes(office: Office) -> None:
    reporter = office.scene.reporter()
    name = reporter.panel()[0]
    office.scene.portal.receive(reporter.report(), office.scene.today)
    office.done(name, "import", bundle(office), "--no-acknowledge")
    result = office.run(name, "reply", reporter.case, "--ready", "acknowledgement", given="n\n")
    assert result.exit_code == 1
    assert "DITERIMA" not in office.done(name, "show", reporter.case).split("Dari sini")[0]


def test_hostile_text_cannot_act_on_the_terminal(office: Office) -> None:
    reporter = office.scene.reporter()
    name = reporter.panel()[0]
    office.scene.portal.receive(reporter.report("\x1b]0;owned\x07\u202etxet\x9b2J"), office.scene.today)
    office.done(name, "import", bundle(office))
    for said in (office.done(name, "show", reporter.case), office.done(name, "cases")):
        assert not set(said) & {"\x1b", "\x07", "\u202e", "\x9b"}
    assert "‹U+001B›]0;owned‹U+0007›‹U+202E›txet" in office.done(name, "show", reporter.case)


def test_a_refusal_that_quotes_a_bundle_cannot_act_on_the_terminal(office: Office) -> None:
    manifest = canonical.dumps({"wbs": 1, "\x1b]0;owned\x07\u202e": 1})
    path = office.scene.folder / "hostile.tar"
    with path.open("wb") as sink:
        archive = ArchiveWriter(sink)
        archive.add("manifest.json", manifest)
        archive.add("SHA256SUMS", f"{hashlib.sha256(manifest).hexdigest()}  manifest.json\n".encode())
        archive.finish()
    said = office.refused(NAMES[0], "import", str(path))
    assert "‹U+001B›]0;owned" in said
    assert not set(said) & {"\x1b", "\x07", "\u202e"}


def test_an_answer_is_typed_at_the_terminal_and_never_in_an_editor(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "false")
    reporter = office.scene.reporter()
    name = reporter.panel()[0]
    office.scene.portal.receive(reporter.report(), office.scene.today)
    office.done(name, "import", bundle(office))
    typed = "Mohon kirim tanggalnya.\n\nTerima kasih.\n.\ny\n"
    said = office.done(name, "reply", reporter.case, "--state", "TELAAH", given=typed)
    assert "  Mohon kirim tanggalnya.\n  \n  Terima kasih.\n" in said
    assert "Terima kasih." in office.done(name, "show", reporter.case)
    assert "kosong" in office.run(name, "reply", reporter.case, given=".\n").output


def test_notes_move_the_case_and_colleagues_see_them(office: Office) -> None:
    reporter = office.scene.reporter()
    first, second, _ = reporter.panel()
    office.scene.portal.receive(reporter.report(), office.scene.today)
    office.done(first, "import", bundle(office))
    office.done(
        first, "note", reporter.case, "--state", "telaah", "--violation", "3", "--comment", "Cek loket."
    )
    assert "tidak sah" in office.refused(first, "note", reporter.case, "--state", "tindak")
    assert office.run(first, "note", reporter.case).exit_code == 2
    carried(office, first)
    assert "Catatan rekan: 4" in office.done(second, "import", bundle(office))
    shown = office.done(second, "show", reporter.case)
    for text in ("Cek loket.", "Pelanggaran:", "Sedang ditelaah", "Verifikator"):
        assert text in shown


def test_a_case_that_was_given_away_has_no_clock_here(office: Office) -> None:
    reporter = office.scene.reporter()
    first, second, _ = reporter.panel()
    office.scene.portal.receive(reporter.report(), office.scene.today)
    office.done(first, "import", bundle(office))
    assert "penelaahan" in office.done(first, "show", reporter.case)
    office.done(first, "note", reporter.case, "--assign", second)
    carried(office, first)
    office.done(first, "import", bundle(office))
    shown = office.done(first, "show", reporter.case)
    assert "Kasus ini dipegang rekan" in shown
    assert "penelaahan" not in shown


def test_a_bundle_that_was_left_out_is_asked_for(office: Office) -> None:
    name, began = NAMES[0], office.scene.today
    office.done(name, "import", bundle(office))
    assert "terlewat" not in office.done(name, "cases")
    office.scene.later(7)
    late = office.scene.portal.bundle(office.scene.today, began + timedelta(days=4))
    office.done(name, "import", str(late))
    assert "Ada bundel atau volume yang terlewat" in office.done(name, "cases")


def test_a_merged_case_is_offered_no_way_but_the_one_back(office: Office) -> None:
    one, other = office.scene.reporter("satu"), office.scene.reporter("dua")
    name = next(each for each in one.panel() if each in other.panel())
    for each in (one, other):
        office.scene.portal.receive(each.report(), office.scene.today)
    office.done(name, "import", bundle(office))
    for state in ("diterima", "telaah"):
        office.done(name, "note", one.case, "--state", state)
    office.done(name, "note", one.case, "--merge", other.case)
    shown = office.done(name, "show", one.case)
    assert "Pisahkan dahulu" in shown
    assert "Dari sini kasus dapat ke" not in shown
    office.done(name, "note", one.case, "--unmerge")
    assert "Dari sini kasus dapat ke" in office.done(name, "show", one.case)


def test_a_declaration_and_a_hold_are_shown_to_colleagues(office: Office) -> None:
    reporter = office.scene.reporter()
    first, second, _ = reporter.panel()
    office.scene.portal.receive(reporter.report(), office.scene.today)
    office.done(first, "import", bundle(office))
    office.done(first, "note", reporter.case, "--declare", "--hold", "Gugatan di PTUN.")
    carried(office, first)
    office.done(second, "import", bundle(office))
    shown = office.done(second, "show", reporter.case)
    for text in ("bebas konflik kepentingan: Verifikator", "Wajib simpan sejak", "Gugatan di PTUN."):
        assert text in shown
    office.done(second, "note", reporter.case, "--release", "Putusan berkekuatan tetap.")
    assert "Wajib simpan sejak" not in office.done(second, "show", reporter.case)
    assert "tidak sedang wajib simpan" in office.refused(second, "note", reporter.case, "--release", "x")


def test_a_colleague_is_let_in_by_a_grant(office: Office) -> None:
    reporter = office.scene.reporter()
    panel = reporter.panel()
    other = next(name for name in NAMES if name not in panel)
    office.scene.portal.receive(reporter.report("Hanya untuk panel."), office.scene.today)
    office.done(panel[0], "import", bundle(office))
    assert "Tidak ada kasus" in office.done(other, "cases")
    assert "2 surat" in office.done(panel[0], "grant", reporter.case, other)
    carried(office, panel[0])
    assert "Laporan baru: 1" in office.done(other, "import", bundle(office))
    assert "Hanya untuk panel." in office.done(other, "show", reporter.case)


def test_intake_gives_the_caller_a_code_once(office: Office) -> None:
    name = NAMES[0]
    office.scene.portal.receive(office.scene.reporter().report(), office.scene.today)
    office.done(name, "import", bundle(office))
    answers = office.scene.folder / "answers.toml"
    answers.write_text('what = "Diceritakan lewat telepon."\n', encoding="utf-8")
    said = office.done(name, "intake", "--channel", "telepon", "--answers", str(answers))
    words = [line.split()[1] for line in said.splitlines() if line.strip()[:1].isdigit()]
    assert len(words) == 10
    listed = office.done(name, "cases").splitlines()
    cases = [line.lstrip("* ").split()[0] for line in listed if "Terkirim" in line]
    shown = [office.done(name, "show", case) for case in cases]
    assert any("Diceritakan lewat telepon." in text and "Diterima lewat telepon" in text for text in shown)
    answers.write_text("nama = 'x'\n", encoding="utf-8")
    assert "tidak dikenal" in office.refused(
        name, "intake", "--channel", "telepon", "--answers", str(answers)
    )


def test_late_cases_come_first_and_alone(office: Office) -> None:
    old, new = office.scene.reporter("lama"), office.scene.reporter("baru")
    name = next(each for each in old.panel() if each in new.panel())
    office.scene.portal.receive(old.report(), office.scene.today)
    office.scene.later(40)
    office.scene.portal.receive(new.report(), office.scene.today)
    office.done(name, "import", bundle(office), "--no-acknowledge")
    lines = office.done(name, "cases").splitlines()
    assert [old.case in lines[0], new.case in lines[1]] == [True, True]
    assert "lewat" in lines[0]
    late = office.done(name, "cases", "--late")
    assert old.case in late
    assert new.case not in late


def test_refusals_are_one_sentence_in_the_chosen_language(office: Office) -> None:
    name = NAMES[0]
    assert "Tidak ada kasus deadbeef" in office.refused(name, "show", "deadbeef")
    assert "There is no case deadbeef" in office.refused(name, "show", "deadbeef", lang="en")
    damaged = office.scene.folder / "bundle.tar"
    damaged.write_bytes(b"not a bundle")
    assert "manifest.json: terpotong" in office.refused(name, "import", str(damaged))
    assert "manifest.json: cut short" in office.refused(name, "import", str(damaged), lang="en")
    office.file.write_text("salah\n", encoding="utf-8")
    assert "Frasa sandi salah" in office.refused(name, "cases")


def test_a_desk_is_made_from_the_readers_backup(office: Office) -> None:
    folder = office.scene.folder
    name = NAMES[0]
    backup, pin, keyring, settings = (
        folder / each for each in ("b.age", "pin.json", "keyring-1.json", "office.toml")
    )
    backup.write_bytes(seal(ReaderBackup(name, SEEDS[name]).text(), "cadangan", log_n=4))
    (folder / "backup.txt").write_text("cadangan\n", encoding="utf-8")
    signed = office.scene.keyrings[0]
    pin.write_bytes(office.scene.chain.current.pin.encode())
    keyring.write_bytes(signed.json)
    for number, signature in enumerate(signed.signatures, 1):
        (folder / f"keyring-1.{number}.minisig").write_text(signature, encoding="utf-8")
    settings.write_bytes(default_toml())
    parts = ["--from", str(backup), "--backup-passphrase-file", str(folder / "backup.txt"), "--pin", str(pin)]
    parts += ["--keyring", str(keyring), "--office", str(settings)]
    place = ["--desk", str(folder / "new"), "--passphrase-file", str(office.file)]
    other = folder / "other.age"
    other.write_bytes(seal(ReaderBackup(NAMES[1], SEEDS[NAMES[1]]).text(), "cadangan", log_n=4))
    strange = CliRunner().invoke(wbs, ["desk", *place, "init", *parts, "--older", str(other)])
    assert strange.exit_code == 1
    assert f"Cadangan lama adalah milik {NAMES[1]}" in strange.output
    made = CliRunner().invoke(wbs, ["desk", *place, "init", *parts])
    assert made.exit_code == 0, made.output
    assert "wbs desk import" in made.output
    assert " ".join(spell(office.scene.chain.current.pin.fingerprint)[:4]) in made.output
    again = CliRunner().invoke(wbs, ["desk", *place, "init", *parts])
    assert again.exit_code == 1
    assert "Sudah ada meja" in again.output
    assert json.loads(pin.read_bytes())["threshold"] == 2


def test_a_shelf_is_copied(office: Office) -> None:
    copy = office.scene.folder / "copy"
    office.scene.portal.receive(office.scene.reporter().report(), office.scene.today)
    office.done(NAMES[0], "import", bundle(office))
    assert "Salinan rak" in office.done(NAMES[0], "backup", str(copy))
    assert "tidak lengkap" in office.refused(NAMES[0], "backup", str(copy))


def test_new_settings_are_asked_for_and_taken_only_if_the_keyring_names_them(office: Office) -> None:
    name = NAMES[0]
    changed = default_toml().replace(b"review_workdays = 14", b"review_workdays = 10")
    own = office.scene.place(name) / "office.toml"
    own.write_bytes(changed)
    assert "wbs desk office" in office.done(name, "cases")
    file = office.scene.folder / "office.toml"
    file.write_bytes(changed)
    assert "bukan yang disebut" in office.refused(name, "office", str(file))
    file.write_bytes(default_toml())
    office.done(name, "office", str(file))
    assert "wbs desk office" not in office.done(name, "cases")


def test_a_refused_keyring_is_explained_in_the_chosen_language(office: Office) -> None:
    reporter = office.scene.reporter()
    name = reporter.panel()[0]
    office.scene.portal.receive(reporter.report(), office.scene.today)
    office.done(name, "import", bundle(office))
    office.scene.later(500)
    for lang, why in (("id", "(Daftar kunci ini sudah kedaluwarsa)"), ("en", "(This keyring has expired)")):
        assert why in office.done(name, "cases", lang=lang)
        assert why in office.refused(name, "note", reporter.case, "--comment", "x", lang=lang)
