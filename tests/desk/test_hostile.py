"""What a hostile reporter, courier, server or colleague can bring to a desk, and what it does to it: nothing.

Anyone who has the keyring can seal a letter to readers, signed or not; a courier can change every byte of a
bundle that no signature covers.
"""

import hashlib
import io
import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

import pytest

from crypto import bech32, hybrid
from crypto.hybrid import Identity
from tests import factories as make
from tests import factories_keyring as rings
from tests.desk.carrying import send_out, take_in
from tests.desk.office import NAMES, PASSPHRASE, SEEDS, Reporter, Scene, reader, signed_keyring
from wbs import sealing
from wbs.cases.lifecycle import State
from wbs.desk import files, importing, intake, sending, setup, writing
from wbs.desk.errors import NotAllowed, ShelfError, VaultError
from wbs.desk.importing import import_bundle
from wbs.desk.vault import Vault
from wbs.desk.writing import Answer
from wbs.letters.halfday import HalfDay
from wbs.letters.keyring import SignedKeyring
from wbs.letters.letter import Letter, Report, sign_letter
from wbs.letters.note import Comment, Grant
from wbs.letters.signed import Signed
from wbs.letters.tarball import Keep


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def sealed_to(signed: Signed, names: tuple[str, ...]) -> bytes:
    sink = io.BytesIO()
    sealing.seal(signed, [reader(name).recipient for name in names], sink)
    return sink.getvalue()


def report_of(reporter: Reporter, **changes: object) -> bytes:
    """Return a report that the code's holder signed, with fields of their choice."""
    letter = Report(
        instance=make.INSTANCE,
        keyring=1,
        case=reporter.keys.case,
        letter_id=reporter.keys.report_id,
        recipient=str(reporter.identity.recipient),
        signing_key=str(reporter.signing.public),
        thread=reporter.keys.thread,
        language="id",
        excluded=(),
        answers={"what": "Tidak ada."},
    )
    changed: Letter = replace(letter, **changes)  # type: ignore[arg-type]  # a builder takes any field
    return sealed_to(sign_letter(changed, reporter.signing), NAMES)


def weak_recipient() -> str:
    """Return a recipient of the right form to whom nothing can be sealed: X25519's point of low order."""
    raw = make.identity("weak").recipient.raw
    return bech32.encode("age1pq", raw[: hybrid.RAW - 32] + bytes(32))


def broken_recipient() -> str:
    """Return one whose first half is no ML-KEM key."""
    return bech32.encode("age1pq", bytes([255]) * hybrid.RAW)


def forged_grant(reporter: Reporter, drop: bytes) -> Signed:
    """Return a grant that nobody on the keyring signed, whose header is junk."""
    body = Grant(drop, b"age-encryption.org/v1\n" * 4, (NAMES[0],))
    note = make.note(body, about="reporter", case=reporter.keys.case)
    return sign_letter(note, make.signing_key("stranger"))


@pytest.mark.parametrize("recipient", [weak_recipient(), broken_recipient()])
def test_a_report_that_cannot_be_answered_keeps_no_other_from_being(scene: Scene, recipient: str) -> None:
    good = scene.reporter("baik")
    name = good.panel()[0]
    for number in range(6):
        scene.portal.receive(report_of(scene.reporter(f"jahat {number}"), recipient=recipient), scene.today)
    scene.portal.receive(good.report(), scene.today)
    take_in(scene, name)
    with scene.desk(name) as desk:
        assert [case.name for case in importing.acknowledge(desk)] == [good.case]
        bad = next(case for case in desk.cases.values() if case.name != good.case)
        with pytest.raises(NotAllowed, match="tidak dapat dipakai"):
            writing.send(desk, bad, writing.compose(desk, bad, Answer("Kami terima.", State.DITERIMA)))


def test_a_second_report_with_a_spoilt_key_stops_no_outbox(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name, acknowledge=True)
    send_out(scene, name)
    for number in range(8):
        answers = {"what": f"Versi {number}."}
        scene.portal.receive(report_of(reporter, recipient=weak_recipient(), answers=answers), scene.today)
    take_in(scene, name)
    scene.later(50)
    with scene.desk(name) as desk:
        report = desk.find(reporter.case).report
        assert report is not None
        assert report.recipient == weak_recipient()
        assert sending.make_outbox(desk, scene.folder).slots == 0


def test_a_reader_who_left_can_still_import_and_look(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    scene.place(name)
    others = tuple(reader(each) for each in NAMES if each != name)
    first = scene.keyrings[0]
    scene.keyrings.append(rings.sign(rings.after(first, readers=others, settings=make.seed("settings"))))
    take_in(scene, name)
    with scene.desk(name) as desk:
        assert not importing.acknowledge(desk)
        writing.opened(desk, desk.find(reporter.case))
        assert not desk.find(reporter.case).notes


def test_a_flood_of_reports_fills_half_an_outbox_at_most(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "_MOST_AUTOMATIC", 2)
    name = NAMES[3]
    reporters = [scene.reporter(f"banjir {number}") for number in range(30)]
    for reporter in [each for each in reporters if each.panel()[0] == name][:4]:
        scene.portal.receive(report_of(reporter), scene.today)
    take_in(scene, name)
    with scene.desk(name) as desk:
        before = (scene.place(name) / "journal").stat().st_size
        assert len(importing.acknowledge(desk)) == 2
        assert not importing.acknowledge(desk)
        # One record, so that a thousand of them do not write the index a thousand times.
        assert (scene.place(name) / "journal").stat().st_size < before + 2000
    send_out(scene, name)
    scene.later(1)
    take_in(scene, name)
    with scene.desk(name) as desk:
        assert len(importing.acknowledge(desk)) == 2


def test_a_second_copy_of_the_keyring_never_replaces_the_signatures(scene: Scene) -> None:
    name = NAMES[0]
    take_in(scene, name)
    good = scene.keyrings[0]
    stranger = rings.sign(good.json, by=("orang-asing",))
    scene.keyrings[0] = stranger
    take_in(scene, name)
    with scene.desk(name) as desk:
        assert desk.keyrings.load() == [good]
        assert desk.standing.refused is None


@pytest.mark.parametrize("today", [make.DAY, date(2028, 1, 1)])
def test_a_keyring_that_is_none_in_a_bundle_is_passed_over(scene: Scene, today: date) -> None:
    scene.place(NAMES[0])
    path = scene.portal.bundle(scene.today)
    scene.today = today
    with scene.desk(NAMES[0]) as desk:
        junk = SignedKeyring(b"{}", ())
        standing = desk.keyrings.standing(desk.vault.pin, today, None, [junk])
        assert standing.chain.current.sequence == 1
        desk.keyrings.save([junk], standing.chain)
        import_bundle(desk, path)


def test_a_forged_grant_does_not_bar_a_real_one(scene: Scene) -> None:
    reporter = scene.reporter()
    panel = reporter.panel()
    outsider = sorted(set(NAMES) - set(panel))[0]
    sealed = reporter.report()
    scene.portal.receive(sealed, scene.today)
    drop = files_hash(sealed)
    scene.portal.receive(sealed_to(forged_grant(reporter, drop), NAMES), scene.today)
    assert take_in(scene, outsider).damaged == 0
    take_in(scene, panel[0])
    with scene.desk(panel[0]) as desk:
        writing.grant(desk, desk.find(reporter.case), [outsider])
    send_out(scene, panel[0])
    summary = take_in(scene, outsider)
    assert (summary.reports, summary.damaged) == (1, 0)
    with scene.desk(outsider) as desk:
        assert desk.shelf.rewrap(drop, [reader(NAMES[0]).recipient])


def test_thousands_of_grants_for_a_spoilt_letter_cost_one_reading(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    # An outsider's own letter, whole but for its end; they grant it to everybody, again and again.
    name = NAMES[0]
    own = make.identity("outsider")
    content = bytes(300_000)
    listed = make.attachment(content, 1, "jpg", "a.jpg")
    signed = sign_letter(make.message(attachments=(listed,)), make.signing_key("stranger"))
    sink = io.BytesIO()
    sealing.seal(signed, [str(own.recipient)], sink, attachments=[(listed, io.BytesIO(content))])
    whole = sink.getvalue()
    spoilt = whole[:-1] + bytes([whole[-1] ^ 1])
    drop = files_hash(spoilt)
    scene.portal.receive(spoilt, scene.today)
    take_in(scene, name)

    def grant(number: int) -> bytes:
        header = sealing.rewrap(io.BytesIO(whole), own, [reader(name).recipient])
        note = make.note(Grant(drop, header, (name,)), about="reporter", case=make.seed(f"case {number}"))
        return sealed_to(sign_letter(note, make.signing_key("stranger")), (name,))

    opened: list[object] = []
    open_letter = sealing.open_letter

    def counted(source: BinaryIO, identity: Identity, keep: Keep | None = None) -> Signed:
        try:
            return open_letter(source, identity, keep)
        except sealing.NotForMe:
            raise
        except sealing.Damaged as error:
            opened.append(error)
            raise

    monkeypatch.setattr(sealing, "open_letter", counted)
    for number in range(5):
        scene.portal.receive(grant(number), scene.today)
    take_in(scene, name)
    assert len(opened) == 1
    scene.portal.receive(grant(5), scene.today)
    take_in(scene, name)
    # Another session, and one header for all that it knew and for what is new.
    assert len(opened) == 2


def test_a_grant_with_a_payload_of_its_own_stands_before_no_other(scene: Scene) -> None:
    reporter = scene.reporter()
    panel = reporter.panel()
    outsider = sorted(set(NAMES) - set(panel))[0]
    sealed = reporter.report()
    drop = files_hash(sealed)
    scene.portal.receive(sealed, scene.today)
    # A whole age file in the place of a header: its chunk opens, and what follows does not.
    sink = io.BytesIO()
    sealing.seal(forged_grant(reporter, drop), [reader(outsider).recipient], sink)
    body = Grant(drop, sink.getvalue(), (outsider,))
    with pytest.raises(sealing.Damaged, match="after a granted header"):
        sealing.grant_source(body.header, io.BytesIO(sealed))


def files_hash(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def large_office(folder: Path, panel: int = 3) -> Scene:
    """Return an office of ten readers."""
    more = tuple(rings.reader(f"auditor-{number}", "intake") for number in range(5))
    keyring = signed_keyring(readers=(*(reader(name) for name in NAMES), *more), panel=panel)
    return Scene(folder, keyrings=[keyring])


def test_a_note_reaches_more_readers_than_one_file_has(tmp_path: Path) -> None:
    scene = large_office(tmp_path)
    one, two = NAMES[:2]
    reporter = scene.reporter()
    scene.portal.receive(report_of(reporter), scene.today)
    everyone = [each.id for each in scene.chain.current.readers]
    for number, to in enumerate((everyone[:8], everyone[2:]), 1):
        grant = Grant(make.seed("nowhere"), make.seed("header", 80), tuple(to))
        note = make.note(grant, author=two, number=number, case=reporter.keys.case)
        keys = sealing.reader_keys(SEEDS[two])
        scene.portal.receive(sealed_to(sign_letter(note, keys.signing), NAMES), scene.today)
    for name in (one, two):
        take_in(scene, name)
    with scene.desk(one) as desk:
        assert len(desk.find(reporter.case).readers) == 10
        writing.opened(desk, desk.find(reporter.case))
        writing.note(desk, desk.find(reporter.case), Comment("Untuk semua."))
        assert len(desk.find(reporter.case).notes) == 4
        with pytest.raises(NotAllowed, match="paling banyak"):
            writing.compose(desk, desk.find(reporter.case), Answer("Kami terima.", State.DITERIMA))
        assert not importing.acknowledge(desk)
    send_out(scene, one)
    assert take_in(scene, two).notes == 2


def test_a_reader_whose_key_is_spoilt_is_a_refusal(tmp_path: Path) -> None:
    spoilt = replace(rings.reader("auditor-1"), recipient=weak_recipient())
    scene = Scene(tmp_path, keyrings=[signed_keyring(readers=(*(reader(name) for name in NAMES), spoilt))])
    with scene.desk(NAMES[0]) as desk, pytest.raises(NotAllowed, match="X25519"):
        writing.sealed_note(desk, make.case(), 1, Comment("Untuk auditor."), ["auditor-1"])


def test_a_handler_outside_a_full_panel_can_take_a_report_in(tmp_path: Path) -> None:
    scene = large_office(tmp_path, panel=8)
    for name in NAMES:
        take_in(scene, name)
        with scene.desk(name) as desk:
            intake.take_in(desk, intake.Call("telepon", scene.today, {"what": "Suap."}))
            assert len(desk.cases) == 1


def test_a_misspelt_exclusion_is_refused(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name)
    with scene.desk(name) as desk:
        with pytest.raises(NotAllowed, match="verifikatr-2"):
            writing.compose(desk, desk.find(reporter.case), Answer("Baik.", exclude=("verifikatr-2",)))
        call = intake.Call("telepon", scene.today, {"what": "Suap."}, excluded=("verifikatr-2",))
        with pytest.raises(NotAllowed, match="verifikatr-2"):
            intake.take_in(desk, call)


def test_a_bundle_from_the_future_moves_nothing_that_the_desk_signs(scene: Scene) -> None:
    name = NAMES[0]
    take_in(scene, name)
    with scene.desk(name) as desk:
        future = scene.portal.bundle(date(2999, 12, 31))
        assert import_bundle(desk, future).clock == date(2999, 12, 31)
        assert desk.shelf.state.collected == HalfDay(scene.today, "A")
    # A clock that was slow and is put right: the same bundle then counts.
    scene.today = scene.today.replace(year=2026, month=2, day=20)
    path = scene.portal.bundle(scene.today)
    scene.today = make.DAY
    with scene.desk(name) as desk:
        import_bundle(desk, path)
    scene.later(20)
    with scene.desk(name) as desk:
        import_bundle(desk, path)
        assert desk.shelf.state.collected == HalfDay(scene.today, "A")


def test_a_copy_of_a_shelf_of_another_desk_leaves_nothing_behind(scene: Scene) -> None:
    one, two = NAMES[:2]
    scene.portal.receive(report_of(scene.reporter()), scene.today)
    take_in(scene, one)
    with scene.desk(one) as desk:
        setup.back_up(desk, scene.place(one), scene.folder / "copy")
    folder = scene.place(two)
    with pytest.raises(ShelfError):
        setup.take_up(folder, scene.folder / "copy", Vault.open(folder, PASSPHRASE))
    with scene.desk(two) as desk:
        assert not desk.cases


def test_a_link_left_where_a_file_will_be_written_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"kept")
    (tmp_path / f".outbox.tar.{os.getpid()}.new").symlink_to(tmp_path / "other")
    files.write(tmp_path / "outbox.tar", b"new")
    assert (tmp_path / "other").read_bytes() == b"kept"
    assert (tmp_path / "outbox.tar").read_bytes() == b"new"


def test_an_empty_passphrase_is_a_wrong_one_and_no_damage(scene: Scene) -> None:
    with pytest.raises(VaultError, match="Frasa sandi salah"):
        Vault.open(scene.place(NAMES[0]), "")


def test_no_secret_shows_in_a_repr(scene: Scene) -> None:
    reporter = scene.reporter()
    signed = sign_letter(make.report(), make.signing_key("reporter"))
    parts = setup.Parts(NAMES[0], SEEDS[NAMES[0]], rings.PIN, [], b"")
    call = intake.Call("telepon", scene.today, {"what": "Suap."})
    for shown in map(repr, (signed, parts, call, Answer("Suap."), reporter.receipt)):
        assert make.seed("thread reporter").hex() not in shown
        assert repr(SEEDS[NAMES[0]]) not in shown
        assert "Suap" not in shown
