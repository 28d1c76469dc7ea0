"""The vault's page: whose desk, its passphrase, shares, backups."""

import io
import re
from functools import partialmethod
from pathlib import Path

import pytest

from tests.desk.office import PASSPHRASE, SEEDS
from tests.desk.web.conftest import Web
from wbs.desk import shares
from wbs.desk.backup import ReaderBackup, seal
from wbs.desk.errors import WrongPassphrase
from wbs.desk.vault import Vault
from wbs.desk.web.jobs import Job

NEW = "perahu senja kertas kopi"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Vault, "save", partialmethod(Vault.save, log_n=4))


def test_the_page_says_whose_desk_it_is(web: Web) -> None:
    page = web.get("/brankas")
    assert web.name in page
    with web.desk() as desk:
        assert str(desk.chain.current.sequence) in page


def test_a_new_passphrase_opens_the_desk_and_the_old_one_does_not(web: Web) -> None:
    page = web.send("/brankas/frasa", old=PASSPHRASE, new=NEW, again=NEW)
    assert "Frasa sandi diganti" in page
    assert Vault.open(web.session.folder, NEW).reader == web.name
    with pytest.raises(WrongPassphrase):
        Vault.open(web.session.folder, PASSPHRASE)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"old": "salah", "new": NEW, "again": NEW}, "Frasa sandi salah"),
        ({"old": PASSPHRASE, "new": NEW, "again": NEW + "x"}, "berbeda"),
        ({"old": PASSPHRASE, "new": "pendek", "again": "pendek"}, "terlalu pendek"),
        ({"old": PASSPHRASE, "new": "", "again": ""}, "terlalu pendek"),
    ],
)
def test_a_passphrase_is_not_changed_by_halves(web: Web, fields: dict[str, str], said: str) -> None:
    assert said in web.send("/brankas/frasa", **fields)
    assert Vault.open(web.session.folder, PASSPHRASE).reader == web.name


def test_printed_shares_bring_the_seed_back(web: Web) -> None:
    page = web.post("/brankas/bagian", passphrase=PASSPHRASE, needed=2, made=3).text
    lists = re.findall(r'<ol class="words">(.*?)</ol>', page, re.DOTALL)
    printed = [" ".join(re.findall(r"<li>(\w+)</li>", each)) for each in lists]
    assert len(printed) == 3
    with web.desk() as desk:
        found = shares.combine(printed[1:], desk.chain.current.readers)
    assert found == ReaderBackup(web.name, SEEDS[web.name])


def test_shares_are_shown_to_nobody_without_the_passphrase(web: Web) -> None:
    answer = web.post("/brankas/bagian", passphrase="salah", needed=2, made=3)
    assert answer.status_code == 303
    assert "Frasa sandi salah" in web.get("/brankas")


def test_a_backup_is_tried(web: Web) -> None:
    mine = seal(ReaderBackup(web.name, SEEDS[web.name]).text(), NEW, log_n=4)
    other = seal(ReaderBackup(web.name, bytes(32)).text(), NEW, log_n=4)

    def tried(sealed: bytes, passphrase: str) -> str:
        return web.send("/brankas/coba", backup=(io.BytesIO(sealed), "r.age"), passphrase=passphrase)

    assert "berisi kunci meja ini" in tried(mine, NEW)
    assert "bukan kunci meja ini" in tried(other, NEW)
    assert "Frasa sandi salah" in tried(mine, "salah")


def test_a_copy_of_the_shelf_is_made_while_the_desk_is_open(web: Web, tmp_path: Path) -> None:
    assert web.post("/brankas/salinan", folder=str(tmp_path)).headers["Location"] == "/pekerjaan"
    assert web.session.job is not None
    web.session.job.join()
    with web.desk() as desk:
        (copy,) = tmp_path.glob(f"rak-{web.name}-*")
        assert {path.name for path in (copy / "letters").iterdir()} == {
            f"{drop.hex()}.age" for drop in desk.shelf.state.drops
        }
        assert desk.shelf.state.backed_up == desk.today
    assert "Salinan rak tersegel ada di" in web.get("/brankas")


def test_a_copy_that_is_cancelled_leaves_nothing(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Job, "cancelled", lambda _job: True)
    web.post("/brankas/salinan", folder=str(tmp_path))
    assert web.session.job is not None
    web.session.job.join()
    assert not list(tmp_path.glob("rak-*"))
    with web.desk() as desk:
        assert desk.shelf.state.backed_up is None


def test_a_copy_needs_a_folder_that_is_there(web: Web) -> None:
    assert "bukan folder yang ada" in web.send("/brankas/salinan", folder="/tidak/ada")
    for typed in ("~siapa-ini", "rak", ""):
        assert "alamat folder secara lengkap" in web.send("/brankas/salinan", folder=typed)


def test_no_copy_goes_into_the_desks_own_folder(web: Web) -> None:
    own = web.session.folder
    for folder in (own, own / "letters"):
        assert "milik meja sendiri" in web.send("/brankas/salinan", folder=str(folder))


def test_settings_that_the_keyring_does_not_name_are_refused(web: Web) -> None:
    page = web.send("/brankas/kantor", office=(io.BytesIO(b"x = 1"), "office.toml"))
    assert "Pengaturan kantor tidak terbaca" in page


def test_the_guide_is_there(web: Web) -> None:
    assert "Papan ketik" in web.get("/bantuan")
