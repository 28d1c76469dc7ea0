"""The first start: a desk made of what the ceremony gave out, or made again after a loss."""

import io
import re
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import shamir_mnemonic
from werkzeug.test import TestResponse

from tests import factories as make
from tests import factories_keyring as rings
from tests.desk.office import NAMES, PASSPHRASE, SEEDS, Scene, reader, signed_keyring
from tests.desk.web.conftest import Web
from wbs import sealing
from wbs.cases.office import default_toml
from wbs.desk import diceware, founding, media, setup, shares
from wbs.desk.backup import ReaderBackup, seal
from wbs.desk.diceware import Strength
from wbs.desk.errors import DeskError
from wbs.desk.importing import import_bundle
from wbs.desk.journal import Journal
from wbs.desk.vault import Vault
from wbs.desk.web.places import token
from wbs.desk.web.views.starting import Pending
from wbs.letters.keyring import decode

NAME = NAMES[0]
OLD = "frasa cadangan kunci"
NEW_SEED = make.seed("kunci baru")
# Shares of something else: 16 bytes, as many wallets have.
SHORT = "\n".join(shamir_mnemonic.generate_mnemonics(1, [(2, 2)], bytes(16))[0])


def files(**changes: bytes | None) -> dict[str, bytes]:
    """Return what is on the stick, by name; None: not this one."""
    ring = signed_keyring()
    found: dict[str, bytes | None] = {
        f"reader-{NAME}.age": seal(ReaderBackup(NAME, SEEDS[NAME]).text(), OLD, log_n=4),
        "pin-1.json": rings.PIN.encode(),
        "keyring-1.json": ring.json,
        **{f"keyring-1.{n}.minisig": each.encode() for n, each in enumerate(ring.signatures)},
        "office.toml": default_toml(),
    }
    return {name: data for name, data in {**found, **changes}.items() if data is not None}


def bring(web: Web, chosen: dict[str, bytes], **fields: str) -> TestResponse:
    return web.post("/mulai", files=[(io.BytesIO(data), name) for name, data in chosen.items()], **fields)


def test_everything_leads_to_the_first_start(bare: Web) -> None:
    for path in ("/", "/buka", "/brankas"):
        assert bare.client.get(path).headers["Location"] == "/mulai"
    assert "Meja baru" in bare.get("/mulai")


def test_a_desk_is_made_once_its_passphrase_was_typed_again(bare: Web) -> None:
    assert bring(bare, files(), passphrase=OLD).headers["Location"] == "/mulai/frasa"
    page = bare.get("/mulai/frasa")
    portal, suggested = (
        re.findall(r"<li>(\w+)</li>", each)
        for each in re.findall(r'<ol class="words">(.*?)</ol>', page, re.DOTALL)
    )
    assert len(portal) == 12
    assert diceware.strength(" ".join(suggested)) is Strength.DRAWN
    assert bare.post("/mulai/frasa", passphrase="").status_code == 422, "nothing was compared"
    assert bare.post("/mulai/frasa", passphrase="", compared="y").headers["Location"] == "/mulai/ulang"
    assert not bare.session.made
    assert "bukan frasa sandi tadi" in bare.send("/mulai/ulang", passphrase="lain")
    assert not bare.session.made
    assert "Meja dibuat" in bare.send("/mulai/ulang", passphrase=" ".join(suggested))
    assert bare.session.open
    assert bare.session.pending is None
    assert Vault.open(bare.session.folder, " ".join(suggested)).seeds == (SEEDS[NAME],)
    assert bare.client.get("/mulai").headers["Location"] == "/"


def test_shares_stand_in_for_the_backup(bare: Web) -> None:
    printed = shares.split(SEEDS[NAME], 2, 3)
    chosen = files(**{f"reader-{NAME}.age": None})
    assert bring(bare, chosen, shares=printed[2] + "\r\n\r\n" + printed[0].upper()).status_code == 303
    assert NAME in bare.get("/mulai/frasa")


def test_a_lost_desk_is_made_again_with_the_copy_of_its_shelf(
    bare: Web, prepared: tuple[Scene, str, list[object]], tmp_path: Path
) -> None:
    source, name, _ = prepared
    copy = tmp_path / "salinan"
    setup.copy_shelf(source.folder / name, copy)
    assert bring(bare, files(), passphrase=OLD, folder=str(copy)).status_code == 303
    bare.post("/mulai/frasa", passphrase=PASSPHRASE, compared="y")
    page = bare.send("/mulai/ulang", passphrase=PASSPHRASE)
    assert "Rak ini dipulihkan dari salinan" in page
    assert "Meja dibuat lagi dari salinan." in page
    assert "bundel pertama" not in page
    with bare.desk() as desk, source.desk(name) as before:
        assert set(desk.cases) == set(before.cases)


def test_the_folder_into_which_the_copy_was_put_is_as_good_as_the_copy(
    bare: Web, prepared: tuple[Scene, str, list[object]], tmp_path: Path
) -> None:
    source, name, _ = prepared
    folder = tmp_path / "simpanan"
    folder.mkdir()
    copies = [folder / f"rak-{name}-2026-06-{day}" for day in ("01", "02")]
    setup.copy_shelf(source.folder / name, copies[0])
    assert founding.copy_at(folder) == founding.copy_at(copies[0]) == copies[0]
    assert bring(bare, files(), passphrase=OLD, folder=str(folder)).status_code == 303
    setup.copy_shelf(source.folder / name, copies[1])
    refused = bring(bare, files(), passphrase=OLD, folder=str(folder))
    assert refused.status_code == 422
    assert all(copy.name in refused.text for copy in copies)


def test_a_copy_of_another_desk_makes_none(bare: Web, tmp_path: Path) -> None:
    copy = tmp_path / "salinan"
    copy.mkdir()
    Journal(copy / "journal", bytes(32)).append({"op": "restored"})
    for name in ("letters", "slots"):
        (copy / name).mkdir()
    refused = bring(bare, files(), passphrase=OLD, folder=str(copy))
    # Before a passphrase was drawn and typed twice.
    assert refused.status_code == 422
    assert "Salinan rak salinan tidak terbuka dengan kunci ini" in refused.text
    assert "Kunci pernah diganti" in refused.text
    assert not bare.session.made


def replaced(begins: date = rings.START) -> dict[str, bytes]:
    """The files of a reader whose key was replaced: both backups and both keyrings.

    ``begins``: the second keyring's first day.
    """
    new = sealing.reader_keys(NEW_SEED)
    entry = replace(reader(NAME), recipient=new.recipient, signing_key=str(new.signing.public))
    first = signed_keyring()
    readers = tuple(entry if each.id == NAME else each for each in decode(first.json).readers)
    revoked, settings = (reader(NAME).signing_key,), decode(first.json).settings
    second = rings.sign(
        rings.after(first, readers=readers, revoked=revoked, settings=settings, not_before=begins)
    )
    added = {f"reader-{NAME}-baru.age": seal(ReaderBackup(NAME, NEW_SEED).text(), OLD, log_n=4)}
    signatures = {f"keyring-2.{n}.minisig": each.encode() for n, each in enumerate(second.signatures)}
    return files(**added, **{"keyring-2.json": second.json}, **signatures)


def test_the_copy_of_a_desk_whose_key_was_replaced_asks_for_the_old_backup_at_once(
    bare: Web, prepared: tuple[Scene, str, list[object]], tmp_path: Path
) -> None:
    source, name, _ = prepared
    copy = tmp_path / "salinan"
    setup.copy_shelf(source.folder / name, copy)
    every = replaced()
    old = every.pop(f"reader-{NAME}.age")
    refused = bring(bare, every, passphrase=OLD, folder=str(copy))
    assert refused.status_code == 422
    assert f"Bila kunci {NAME} pernah diganti, berikan juga cadangannya yang lama" in refused.text
    assert bring(bare, {**every, "lama.age": old}, passphrase=OLD, folder=str(copy)).status_code == 303


def test_a_new_key_without_its_keyring_is_not_taken_for_the_old_one(bare: Web) -> None:
    every = {name: data for name, data in replaced().items() if not name.startswith("keyring-2")}
    refused = bring(bare, every, passphrase=OLD)
    assert refused.status_code == 422
    assert "Pilih juga daftar kunci yang terbaru." in refused.text


def test_the_copy_brings_the_keyrings_that_its_desk_knew(
    bare: Web, prepared: tuple[Scene, str, list[object]], tmp_path: Path
) -> None:
    source, name, _ = prepared
    folder = tmp_path / "meja"
    shutil.copytree(source.folder, folder)
    first = signed_keyring()
    kept = decode(first.json)
    second = rings.sign(rings.after(first, readers=kept.readers, settings=kept.settings))
    scene = replace(source, folder=folder)
    scene.portal.keyrings = [first, second]
    with scene.desk(name) as desk:
        import_bundle(desk, scene.portal.bundle(scene.today))
    copy = tmp_path / "salinan"
    setup.copy_shelf(folder / name, copy)
    # The stick of the first ceremony has the first keyring only.
    assert bring(bare, files(), passphrase=OLD, folder=str(copy)).status_code == 303
    bare.post("/mulai/frasa", passphrase=PASSPHRASE, compared="y")
    bare.send("/mulai/ulang", passphrase=PASSPHRASE)
    assert bare.session.open
    with bare.desk() as desk:
        assert desk.chain.current.sequence == 2


def test_a_keyring_that_nobody_signed_and_a_backup_twice_stand_in_nobodys_way(bare: Web) -> None:
    new = {name: data for name, data in replaced().items() if name == "keyring-2.json"}
    old = seal(ReaderBackup(NAME, SEEDS[NAME]).text(), OLD, log_n=4)
    assert bring(bare, {**files(), **new, "salinan.age": old}, passphrase=OLD).status_code == 303
    assert isinstance(bare.session.pending, Pending)
    assert bare.session.pending.parts.older == ()


def test_shares_of_the_new_key_go_with_the_backup_of_the_old_one(bare: Web) -> None:
    every = replaced()
    del every[f"reader-{NAME}-baru.age"]
    printed = shares.split(NEW_SEED, 2, 3)
    assert bring(bare, every, passphrase=OLD, shares="\r\n".join(printed[:2])).status_code == 303
    assert isinstance(bare.session.pending, Pending)
    assert bare.session.pending.parts.older == (SEEDS[NAME],)


def test_a_start_that_is_killed_within_the_copy_begins_again(
    bare: Web, prepared: tuple[Scene, str, list[object]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, name, _ = prepared
    copy = tmp_path / "salinan"
    setup.copy_shelf(source.folder / name, copy)

    def killed(folder: Path, shelf: Path, _vault: Vault) -> None:
        shutil.copytree(shelf / "letters", folder / "letters")
        raise SystemExit

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(setup, "take_up", killed)
        brought = founding.sort_files(files().items())
        parts = founding.parts(brought, founding.open_backups(brought, [OLD]), bare.scene.today)
        founding.found(bare.session.folder, parts, PASSPHRASE, bare.scene.today, copy)
    assert not bare.session.made, "an empty desk would use numbers twice"
    bring(bare, files(), passphrase=OLD, folder=str(copy))
    bare.post("/mulai/frasa", passphrase=PASSPHRASE, compared="y")
    assert "Rak ini dipulihkan dari salinan" in bare.send("/mulai/ulang", passphrase=PASSPHRASE)


def test_a_copy_that_is_cut_short_does_not_stand_in_the_way_of_a_start_without_it(
    bare: Web, prepared: tuple[Scene, str, list[object]], tmp_path: Path
) -> None:
    source, name, _ = prepared
    copy = tmp_path / "salinan"
    setup.copy_shelf(source.folder / name, copy)
    shutil.rmtree(copy / "slots")
    bring(bare, files(), passphrase=OLD, folder=str(copy))
    bare.post("/mulai/frasa", passphrase=PASSPHRASE, compared="y")
    assert bare.post("/mulai/ulang", passphrase=PASSPHRASE).headers["Location"] == "/mulai"
    assert not bare.session.made
    bring(bare, files(), passphrase=OLD)
    bare.post("/mulai/frasa", passphrase=PASSPHRASE, compared="y")
    bare.post("/mulai/ulang", passphrase=PASSPHRASE)
    assert bare.session.open


@pytest.mark.parametrize(
    ("changes", "fields", "said"),
    [
        ({}, {"passphrase": "salah"}, "Frasa sandi salah"),
        ({}, {}, "Ketik frasa sandi cadangan"),
        ({f"reader-{NAME}.age": None}, {}, "Pilih cadangan kunci"),
        ({"pin-1.json": None}, {"passphrase": OLD}, "pin-1.json"),
        ({"office.toml": None}, {"passphrase": OLD}, "office.toml"),
        ({"keyring-1.json": None}, {"passphrase": OLD}, "Pilih daftar kunci"),
        ({"keyring-1.0.minisig": None}, {"passphrase": OLD}, "Tidak ada daftar kunci yang dapat dipercaya"),
        ({"office.toml": b"x = 1"}, {"passphrase": OLD}, "Pengaturan kantor tidak terbaca"),
        ({"foto.jpg": b"x"}, {"passphrase": OLD}, "foto.jpg bukan berkas"),
        ({}, {"passphrase": OLD, "folder": "/tidak/ada"}, "bukan salinan rak"),
        ({}, {"passphrase": OLD, "folder": "~siapa-ini/rak"}, "alamat folder secara lengkap"),
        ({}, {"passphrase": OLD, "folder": "rak"}, "alamat folder secara lengkap"),
        ({f"reader-{NAME}.age": None}, {"shares": "satu dua tiga"}, "nomor 1 salah ketik"),
        ({f"reader-{NAME}.age": None}, {"shares": SHORT}, "bukan kunci pembaca mana pun"),
    ],
)
def test_what_does_not_fit_is_said_and_makes_nothing(
    bare: Web, changes: dict[str, bytes | None], fields: dict[str, str], said: str
) -> None:
    answer = bring(bare, files(**changes), **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert not bare.session.made
    assert bare.client.get("/mulai/frasa").headers["Location"] == "/mulai"


def test_what_waits_is_forgotten_after_a_while(bare: Web) -> None:
    bring(bare, files(), passphrase=OLD)
    bare.ticks.now += bare.session.idle.total_seconds()
    bare.session.tick()
    assert bare.client.get("/mulai/frasa").headers["Location"] == "/mulai"


def test_a_backup_of_a_key_since_replaced_comes_first() -> None:
    before = seal(ReaderBackup(NAME, bytes(32)).text(), "frasa lama sekali", log_n=4)
    # Of a key on the first keyring; of one on no keyring at hand, while an earlier one may have had it.
    later = {name: data for name, data in replaced().items() if not name.startswith("keyring-1")}
    for chosen, expected in (
        (replaced(), (SEEDS[NAME],)),
        ({**later, f"reader-{NAME}.age": before}, (bytes(32),)),
    ):
        brought = founding.sort_files(chosen.items())
        seeds = founding.open_backups(brought, [OLD, "frasa lama sekali"])
        parts = founding.parts(brought, seeds, make.DAY)
        assert parts.seed == NEW_SEED
        assert parts.older == expected


def test_a_key_that_is_published_ahead_waits(bare: Web) -> None:
    every = replaced(bare.scene.today + timedelta(days=9))
    new = f"reader-{NAME}-baru.age"
    refused = bring(bare, every, passphrase=OLD)
    assert refused.status_code == 422
    assert "hari ini masih berlaku daftar kunci 1" in refused.text
    printed = "\n".join(shares.split(NEW_SEED, 2, 2))
    assert "hari ini masih berlaku daftar kunci 1" in bring(bare, every, passphrase=OLD, shares=printed).text
    assert bring(bare, {**every, new: every[f"reader-{NAME}.age"]}, passphrase=OLD).status_code == 303


def test_keys_that_were_replaced_twice_may_have_three_passphrases(bare: Web) -> None:
    oldest = seal(ReaderBackup(NAME, bytes(32)).text(), "frasa pertama", log_n=4)
    middle = seal(ReaderBackup(NAME, SEEDS[NAME]).text(), "frasa kedua", log_n=4)
    every = {name: data for name, data in replaced().items() if not name.startswith("keyring-1")} | {
        f"reader-{NAME}.age": middle,
        "lama.age": oldest,
    }
    assert bring(bare, every, passphrase=OLD, older="frasa kedua").status_code == 422
    answer = bring(bare, every, passphrase=OLD, older="frasa kedua", oldest="frasa pertama")
    assert answer.status_code == 303, answer.text


def test_backups_of_two_readers_make_no_desk() -> None:
    brought = founding.sort_files(files().items())
    with pytest.raises(DeskError, match="pembaca yang berlainan"):
        seeds = [ReaderBackup(each, SEEDS[each]) for each in NAMES[:2]]
        founding.parts(brought, seeds, make.DAY)


def test_a_copy_on_a_stick_is_chosen_by_its_name(
    bare: Web, prepared: tuple[Scene, str, list[object]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, name, _ = prepared
    stick = tmp_path / "SALINAN"
    (stick / "rak-lain").mkdir(parents=True)
    setup.copy_shelf(source.folder / name, stick / f"rak-{name}-2026-01-31")
    monkeypatch.setattr(media, "mounted", lambda: [stick])
    page = bare.get("/mulai")
    assert f">SALINAN: rak-{name}-2026-01-31</label>" in page
    assert "rak-lain" not in page
    value = token(stick / f"rak-{name}-2026-01-31")
    assert value in page
    # One place at a time, and none that is not offered.
    for fields, said in (
        ({"to": value, "folder": "~/meja-lama"}, "Kosongkan alamatnya"),
        ({"to": "", "folder": "~/meja-lama"}, "Kosongkan alamatnya"),
        ({"to": "lain", "folder": ""}, "Tulis alamat folder secara lengkap"),
        ({"to": token(stick / "rak-lain"), "folder": ""}, "tidak terpasang lagi"),
    ):
        answer = bring(bare, files(), passphrase=OLD, **fields)
        assert (answer.status_code, said in answer.text) == (422, True)
    assert bring(bare, files(), passphrase=OLD, to="", folder="").status_code == 303
    assert "Salinan rak" not in bare.get("/mulai/frasa")
    assert bring(bare, files(), passphrase=OLD, to=value, folder="").status_code == 303
    bare.post("/mulai/frasa", passphrase=PASSPHRASE, compared="y")
    assert "Rak ini dipulihkan dari salinan" in bare.send("/mulai/ulang", passphrase=PASSPHRASE)


def test_where_no_copy_is_the_page_says_so(
    bare: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "mounted", list)
    assert "Tidak ada stik yang terpasang." in bare.get("/mulai")
    monkeypatch.setattr(media, "mounted", lambda: [tmp_path])
    assert "Tidak ada salinan rak di stik yang terpasang." in bare.get("/mulai")
