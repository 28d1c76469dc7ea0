"""The ceremony as people hold it: every step, every slip, a reader replaced, the roots changed."""

import json
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crypto.hybrid import Identity, Recipient
from crypto.minisign import SigningKey
from wbs.cases.office import default_toml
from wbs.cli import wbs
from wbs.desk import backup
from wbs.desk.backup import open_backup, open_root, read_keyring
from wbs.letters import canonical
from wbs.letters.errors import Unproven
from wbs.letters.keyring import Chain, decode
from wbs.letters.pin import Pin
from wbs.sealing import reader_keys
from wbs.store.publication import PublicTree

PASSPHRASE = "kertas di dalam laci"
READERS = {
    "verifikator-1": "intake",
    "verifikator-2": "intake",
    "verifikator-3": "intake",
    "auditor-1": "investigator",
    "luar-1": "outside",
}


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    """Make guessing a passphrase cheap: these tests open dozens of backups."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backup, "LOG_N", 4)
        yield


def run(*arguments: str, typed: str = "", expect: int = 0) -> Result:
    result = CliRunner().invoke(wbs, ["keyring", *arguments], input=typed)
    assert result.exit_code == expect, result.output
    if result.exception is not None:
        # A refusal is a sentence, never a traceback.
        assert isinstance(result.exception, SystemExit), result.exception
    return result


def refused(*arguments: str, typed: str = "") -> str:
    return run(*arguments, typed=typed, expect=1).output


def new_root(label: str) -> None:
    run("new-root", label, "--passphrase-file", "frasa")


def new_reader(reader_id: str, role: str = "intake") -> None:
    title = reader_id.replace("-", " ").capitalize()
    described = ("--title", title, "--unit", "Itjen", "--role", role)
    run("new-reader", reader_id, *described, "--passphrase-file", "frasa")


def sign(number: int, *roots: str, previous: int | None = None) -> Result:
    more = () if previous is None else ("--previous", f"keyring-{previous}.json")
    for label in roots:
        unasked = ("--yes", "--passphrase-file", "frasa")
        result = run("sign", f"keyring-{number}.json", f"root-{label}.age", *unasked, *more)
    return result


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, quick: None) -> Path:
    """A folder after the first ceremony: three roots, five readers, keyring 1 signed by two."""
    folder = tmp_path_factory.mktemp("upacara")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        Path("frasa").write_text(f"{PASSPHRASE}\n")
        Path("office.toml").write_bytes(default_toml())
        for label in "abc":
            new_root(label)
        for reader_id, role in READERS.items():
            new_reader(reader_id, role)
        run("assemble", *(f"{each}.public.json" for each in READERS), "--name", "WBS Contoh", "--office",
            "office.toml", *(f"--root=root-{label}.pub" for label in "abc"))  # fmt: skip
        sign(1, "a", "b")
    return folder


@pytest.fixture
def folder(first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that folder, to work in."""
    shutil.copytree(first, tmp_path / "upacara")
    monkeypatch.chdir(tmp_path / "upacara")
    return Path()


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("frasa").write_text(f"{PASSPHRASE}\n")
    return Path()


# --- keys and their backups


def test_a_roots_backup_opens_again_and_its_public_part_is_minisigns(empty: Path) -> None:
    result = run("new-root", "a", typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
    key = open_root(Path("root-a.age").read_bytes(), PASSPHRASE)
    assert key.public.file_text() == Path("root-a.pub").read_text()
    assert "isinya sama" in result.output
    assert "Berikutnya" in result.output
    assert PASSPHRASE not in result.output
    for path in ("root-a.age", "root-a.pub"):
        assert stat.S_IMODE(Path(path).stat().st_mode) == 0o600


def test_enter_takes_the_suggested_passphrase_which_must_then_be_typed(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wbs.desk.diceware.spell", lambda _digest, count: ("kapur",) * count)
    suggested = " ".join(["kapur"] * 8)
    assert suggested in run("new-root", "a", typed=f"\n{suggested}\n").output
    assert isinstance(open_root(Path("root-a.age").read_bytes(), suggested), SigningKey)
    refused("new-root", "b", typed="\n\n\n\n")
    assert not list(Path().glob("root-b.*"))


def test_suggested_passphrases_differ(empty: Path) -> None:
    assert refused("new-root", "a", typed="\n1\n2\n3\n") != refused("new-root", "a", typed="\n1\n2\n3\n")


def test_a_slip_while_typing_again_is_forgiven_three_are_not(empty: Path) -> None:
    run("new-root", "a", typed=f"{PASSPHRASE}\nsalah\n{PASSPHRASE}\n")
    assert "Tidak ada kunci yang dibuat" in refused("new-root", "b", typed=f"{PASSPHRASE}\n1\n2\n3\n")
    refused("new-root", "b", typed=f"{PASSPHRASE}\n")
    assert not list(Path().glob("root-b.*"))


def test_a_backup_that_reads_back_differently_is_removed(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "unseal", lambda _sealed, _passphrase: "lain")
    assert "berbeda" in refused("new-root", "a", "--passphrase-file", "frasa")
    assert not list(Path().glob("root-a.*"))


def test_a_short_passphrase_is_refused(empty: Path) -> None:
    assert "pendek" in refused("new-root", "a", typed="pendek\n")
    assert not list(Path().glob("root-a.*"))


def test_nothing_is_written_over(folder: Path) -> None:
    before = {path: path.read_bytes() for path in Path().iterdir()}
    for arguments in (
        ["new-root", "a", "--passphrase-file", "frasa"],
        ["new-reader", "luar-1", "--title=x", "--unit=y", "--role=outside", "--passphrase-file", "frasa"],
        ["assemble", "luar-1.public.json", "--name=x", "--office=office.toml", "--root=root-a.pub"],
        ["sign", "keyring-1.json", "root-a.age", "--yes", "--passphrase-file", "frasa"],
    ):
        assert "tidak ditimpa" in refused(*arguments)
    assert {path: path.read_bytes() for path in Path().iterdir()} == before


@pytest.mark.parametrize("label", ["", "A", "../a", "a b", "a" * 33])
def test_a_label_cannot_lead_out_of_the_folder(empty: Path, label: str) -> None:
    refused("new-root", label, "--passphrase-file", "frasa")
    refused("new-reader", label, "--title=x", "--unit=y", "--role=intake", "--passphrase-file", "frasa")


def test_one_seed_makes_the_reader_and_stock_age_could_use_the_backup(folder: Path) -> None:
    secret = open_backup(Path("reader-luar-1.age").read_bytes(), PASSPHRASE)
    part = json.loads(Path("luar-1.public.json").read_text())
    keys = reader_keys(secret.seed)
    assert (part["recipient"], part["signing_key"]) == (keys.recipient, str(keys.signing.public))
    comments, identity = secret.text().splitlines()[:-1], secret.text().splitlines()[-1]
    assert all(comment.startswith("# ") for comment in comments)
    assert str(Identity.parse(identity).recipient) == part["recipient"]


def test_a_damaged_or_foreign_backup_is_told_apart_from_a_wrong_passphrase(folder: Path) -> None:
    shutil.copy("root-c.age", "salah.age")
    assert "Frasa sandi salah" in refused("sign", "keyring-1.json", "salah.age", "--yes", typed="salah\n")
    data = bytearray(Path("root-c.age").read_bytes())
    data[-1] ^= 1
    Path("rusak.age").write_bytes(data)
    for name in ("rusak.age", "frasa"):
        output = refused("sign", "keyring-1.json", name, "--yes", "--passphrase-file", "frasa")
        assert "rusak" in output
    reader = refused("sign", "keyring-1.json", "reader-luar-1.age", "--yes", "--passphrase-file", "frasa")
    assert "bukan cadangan kunci akar" in reader
    assert not list(Path().glob("keyring-1.*reader*"))


# --- the first keyring


def test_the_first_keyring_is_what_was_asked_for(folder: Path) -> None:
    keyring = decode(Path("keyring-1.json").read_bytes())
    assert {reader.id: reader.role for reader in keyring.readers} == READERS
    assert (keyring.sequence, keyring.previous, keyring.panel, keyring.threshold) == (1, None, 3, 2)
    assert keyring.expires - keyring.not_before == timedelta(days=365)
    assert Pin.decode(Path("pin-1.json").read_bytes()) == keyring.pin


def test_verify_accepts_it_and_worries_aloud(folder: Path) -> None:
    output = run("verify", "keyring-1.json", "--pin", "pin-1.json", "--office", "office.toml").output
    assert "Cocok dengan pin" in output
    assert "dapat ditebak" in " ".join(output.split())
    for reader_id in READERS:
        assert reader_id in output
    assert output.count(": menandatangani") == 2


def test_with_readers_to_spare_there_is_nothing_to_worry_about(folder: Path) -> None:
    new_reader("verifikator-4")
    new_reader("verifikator-5")
    parts = ["verifikator-4.public.json", "verifikator-5.public.json"]
    assert "Perhatian" not in run("assemble", *parts, "--previous", "keyring-1.json").output


def test_the_same_fingerprints_show_where_they_are_compared(empty: Path) -> None:
    def fingerprint(output: str, title: str) -> str:
        return "\n".join(output.split(title, 1)[1].splitlines()[1:4])

    Path("office.toml").write_bytes(default_toml())
    root = run("new-root", "a", "--passphrase-file", "frasa").output
    reader = run(
        "new-reader", "v-1", "--title=x", "--unit=y", "--role=intake", "--passphrase-file", "frasa"
    ).output
    assembled = run(
        "assemble", "v-1.public.json", "--name=x", "--office=office.toml", "--root=root-a.pub"
    ).output
    assert fingerprint(root, "kunci akar ini:") == fingerprint(assembled, "root-a.pub:")
    assert fingerprint(reader, "bagian publik ini:") == fingerprint(assembled, "bagian publik v-1:")
    signed = sign(1, "a").output
    verified = run("verify", "keyring-1.json", "--pin", "pin-1.json").output
    for one, other, title in (
        (assembled, signed, "Sidik jari daftar kunci ini:"),
        (signed, verified, "Sidik jari daftar kunci ini:"),
    ):
        assert fingerprint(one, title) == fingerprint(other, title)
    assert fingerprint(assembled, "Sidik jari portal:") == fingerprint(verified, "poster, meja):")


def test_stock_minisign_verifies_a_roots_signature(folder: Path) -> None:
    command = ["minisign", "-V", "-p", "root-a.pub", "-m", "keyring-1.json", "-x", "keyring-1.root-a.minisig"]
    subprocess.run(command, check=True, capture_output=True)


def test_a_root_is_asked_before_it_signs(folder: Path) -> None:
    run("sign", "keyring-1.json", "root-c.age", typed="n\n", expect=1)
    assert not Path("keyring-1.root-c.minisig").exists()
    run("sign", "keyring-1.json", "root-c.age", typed=f"y\n{PASSPHRASE}\n")
    assert Path("keyring-1.root-c.minisig").exists()


def test_one_signature_is_not_two(folder: Path) -> None:
    Path("keyring-1.root-b.minisig").unlink()
    output = refused("verify", "keyring-1.json", "--pin", "pin-1.json")
    assert "Belum cukup akar" in output
    shutil.copy("keyring-1.root-a.minisig", "keyring-1.root-aa.minisig")
    assert "Belum cukup akar" in refused("verify", "keyring-1.json", "--pin", "pin-1.json")


def test_a_stranger_cannot_sign(folder: Path) -> None:
    new_root("asing")
    output = refused("sign", "keyring-1.json", "root-asing.age", "--yes", "--passphrase-file", "frasa")
    assert "bukan akar" in output


def test_a_changed_keyring_is_found_out(folder: Path) -> None:
    data = Path("keyring-1.json").read_bytes().replace(b"WBS Contoh", b"WBS Palsu_")
    Path("keyring-1.json").write_bytes(data)
    assert "Belum cukup akar" in refused("verify", "keyring-1.json", "--pin", "pin-1.json")
    Path("keyring-1.json").write_bytes(data[:-1])
    assert "bukan daftar kunci" in refused("verify", "keyring-1.json", "--pin", "pin-1.json")


@pytest.mark.parametrize("name", ["luar-1.public.json", "root-a.pub", "pin-1.json", "office.toml"])
def test_a_damaged_file_is_named(folder: Path, name: str) -> None:
    Path(name).write_bytes(b"{}")
    Path("keyring-1.json").rename("sah.json")
    for signature in Path().glob("keyring-1.*.minisig"):
        signature.rename(signature.name.replace("keyring-1", "sah"))
    if name == "pin-1.json":
        output = refused("verify", "sah.json", "--pin", name)
    else:
        output = refused(
            "assemble", "luar-1.public.json", "--name=x", "--office=office.toml", "--root=root-a.pub"
        )
    assert ("Pengaturan kantor tidak terbaca" if name == "office.toml" else name) in output


def test_a_first_keyring_needs_a_name_an_office_and_a_root(empty: Path) -> None:
    new_reader("v-1")
    assert "memerlukan" in refused("assemble", "v-1.public.json")


# --- the next ones


def renew(*arguments: str) -> str:
    return run("assemble", *arguments, "--previous", "keyring-1.json").output


def chain() -> Chain:
    keyrings = [read_keyring(path) for path in sorted(Path().glob("keyring-?.json"))]
    return Chain.build(keyrings, Pin.decode(Path("pin-1.json").read_bytes()), _today(), None)


def _today() -> date:
    return decode(Path("keyring-1.json").read_bytes()).not_before


def test_a_renewal_keeps_what_is_not_given(folder: Path) -> None:
    assert "tidak ada selain tanggal" in renew("--days", "400")
    before, after = (decode(Path(f"keyring-{number}.json").read_bytes()) for number in (1, 2))
    assert (after.sequence, after.previous) == (2, read_keyring(Path("keyring-1.json")).hash)
    assert [reader.id for reader in after.readers] == [reader.id for reader in before.readers]
    assert (after.pin, after.settings, after.name) == (before.pin, before.settings, before.name)
    assert not Path("pin-2.json").exists()
    assert "Belum cukup akar" in refused(
        "verify", "keyring-2.json", "--pin", "pin-1.json", "--previous", "keyring-1.json"
    )
    sign(2, "b", "c")
    run("verify", "keyring-2.json", "--pin", "pin-1.json", "--previous", "keyring-1.json")
    assert chain().current.sequence == 2


def test_a_keyring_published_ahead_is_verified_as_such(folder: Path) -> None:
    start = _today() + timedelta(days=10)
    renew("--from", start.isoformat())
    sign(2, "a", "b")
    assert "berlaku mulai" in run("verify", "keyring-2.json", "--pin", "pin-1.json").output


def test_a_keyring_that_does_not_follow_is_refused(folder: Path) -> None:
    renew("--days", "100")
    Path("keyring-2.json").rename("lain.json")
    renew("--days", "200")
    sign(2, "a", "b")
    run("assemble", "--previous", "lain.json", "--days", "300")
    sign(3, "a", "b")
    output = refused("verify", "keyring-3.json", "--pin", "pin-1.json", "--previous", "keyring-2.json")
    assert "tidak menyambung" in output


def test_a_stolen_readers_key_counts_no_more(folder: Path) -> None:
    new_reader("verifikator-9")
    output = run(
        "replace-reader", "verifikator-1", "verifikator-9.public.json", "--previous", "keyring-1.json"
    ).output
    assert "- keluar: verifikator-1" in output
    assert "+ baru: verifikator-9" in output
    assert output.count("! dicabut") == 2
    assert "kunci lama verifikator-1 tidak lagi terbukti" in output
    assert "--older" not in output
    sign(2, "a", "b")
    made = chain()
    with pytest.raises(Unproven):
        made.author_key("verifikator-1", 1, "reply")
    assert made.author_key("verifikator-9", 2, "reply")[1] is False
    # A later keyring goes on revoking.
    run("assemble", "--previous", "keyring-2.json")
    assert decode(Path("keyring-3.json").read_bytes()).revoked == made.current.revoked


def test_who_leaves_in_peace_is_still_heard(folder: Path) -> None:
    new_reader("verifikator-9")
    arguments = ("verifikator-1", "verifikator-9.public.json", "--previous", "keyring-1.json", "--left")
    assert "tidak lagi terbukti" not in run("replace-reader", *arguments).output
    sign(2, "a", "b")
    assert chain().author_key("verifikator-1", 1, "reply")[1] is True


def test_the_same_person_gets_new_keys_under_the_same_id(folder: Path) -> None:
    Path("lama").mkdir()
    for path in ("reader-verifikator-1.age", "verifikator-1.public.json"):
        Path(path).rename(f"lama/{path}")
    new_reader("verifikator-1")
    arguments = [
        "replace-reader",
        "verifikator-1",
        "verifikator-1.public.json",
        "--previous",
        "keyring-1.json",
    ]
    assert "hanya berganti kunci" in refused(*arguments, "--left")
    output = run(*arguments).output
    assert "! kunci baru: verifikator-1" in output
    assert "--older" in output
    keyring = decode(Path("keyring-2.json").read_bytes())
    assert [reader.id for reader in keyring.readers] == list(READERS)
    assert len(keyring.revoked) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["--drop", "siapa"],
        ["--revoke", "siapa"],
        ["--revoke", "verifikator-1"],
        ["verifikator-1.public.json", "--drop", "verifikator-1"],
        ["--days", "400", "--panel", "2", *(f"--drop={each}" for each in READERS)],
    ],
)
def test_a_plan_that_does_not_fit_is_refused(folder: Path, arguments: list[str]) -> None:
    refused("assemble", *arguments, "--previous", "keyring-1.json")
    assert not Path("keyring-2.json").exists()


def test_a_revoked_key_cannot_come_back(folder: Path) -> None:
    renew("--revoke", "verifikator-1", "--drop", "verifikator-1")
    refused("assemble", "verifikator-1.public.json", "--previous", "keyring-2.json")


# --- other roots


def change_roots() -> None:
    new_root("d")
    renew("--root=root-c.pub", "--root=root-d.pub")


def test_new_roots_take_the_old_ones_consent(folder: Path) -> None:
    change_roots()
    new_pin = Pin.decode(Path("pin-2.json").read_bytes())
    assert (len(new_pin.roots), new_pin.threshold) == (2, 2)
    sign(2, "c", "d", previous=1)
    assert "Belum cukup akar" in refused("verify", "keyring-2.json", "--pin", "pin-1.json")
    sign(2, "a", previous=1)
    output = run("verify", "keyring-2.json", "--pin", "pin-1.json", "--previous", "keyring-1.json").output
    assert "akar lama menyetujuinya" in output
    assert "! akar baru" in output
    assert (
        "Cocok dengan pin, dan berlaku hari ini"
        in run("verify", "keyring-2.json", "--pin", "pin-2.json").output
    )


def test_an_old_root_signs_a_change_only_beside_the_keyring_before(folder: Path) -> None:
    change_roots()
    refused("sign", "keyring-2.json", "root-a.age", "--yes", "--passphrase-file", "frasa")
    assert "1 dari 2" in sign(2, "a", previous=1).output


# --- publishing


def portal(pin: str = "pin-1.json") -> PublicTree:
    result = CliRunner().invoke(
        wbs, ["init", "portal", "--pin", pin, "--office", "office.toml", "--origin", "https://lapor.example"]
    )
    assert result.exit_code == 0, result.output
    return PublicTree(Path("portal/data/public"))


def publish(*names: str, expect: int = 0) -> str:
    return run("publish", *names, "--config", "portal/wbs.toml", expect=expect).output


def test_what_was_signed_is_served(folder: Path) -> None:
    tree = portal()
    assert "Daftar kunci 1 diterbitkan" in publish("keyring-1.json")
    assert tree.keyrings() == [read_keyring(Path("keyring-1.json"))]
    renew()
    sign(2, "a", "b")
    publish("keyring-2.json")
    assert [decode(each.json).sequence for each in tree.keyrings()] == [1, 2]
    assert tree.newest_seen == 2
    publish("keyring-2.json")
    assert len(tree.keyrings()) == 2


def test_after_a_change_of_roots_the_portal_needs_the_new_pin(folder: Path) -> None:
    change_roots()
    sign(2, "a", "b", "c", "d", previous=1)
    tree = portal("pin-2.json")
    publish("keyring-2.json", "keyring-1.json")
    served = Chain.build(tree.keyrings(), Pin.decode(Path("pin-2.json").read_bytes()), _today(), None)
    assert served.author_key("verifikator-1", 1, "reply")[1] is False
    shutil.copy("pin-1.json", "portal/pin.json")
    assert "bukan yang disebut pin" in publish("keyring-2.json", expect=1)


def test_what_would_be_refused_is_not_published(folder: Path) -> None:
    tree = portal()
    publish("keyring-1.json")
    served = tree.keyrings()
    renew()
    assert "Belum cukup akar" in publish("keyring-2.json", expect=1)
    Path("keyring-2.json").unlink()
    run(
        "assemble",
        "luar-1.public.json",
        "--name=x",
        "--office=office.toml",
        "--root=root-a.pub",
        "--out",
        "portal",
    )
    shutil.move("portal/keyring-1.json", "lain.json")
    assert "milik portal lain" in publish("lain.json", expect=1)
    assert tree.keyrings() == served


def test_an_older_or_forked_keyring_is_not_published(folder: Path) -> None:
    tree = portal()
    renew("--days", "100")
    sign(2, "a", "b")
    for path in Path().glob("keyring-2.*"):
        path.rename(path.name.replace("keyring-2", "garpu"))
    renew("--days", "200")
    sign(2, "a", "b")
    publish("keyring-2.json", "keyring-1.json")
    served = tree.keyrings()
    assert len(served) == 2
    assert "tidak menyambung" in publish("garpu.json", expect=1)
    run("assemble", "--previous", "keyring-1.json", "--days", "300", "--out", "portal")
    for label in "ab":
        run("sign", "portal/keyring-2.json", f"root-{label}.age", "--yes", "--passphrase-file", "frasa")
    assert "tidak menyambung" in publish("portal/keyring-2.json", expect=1)
    assert tree.keyrings() == served


# --- the command itself


def test_the_ceremony_loads_neither_database_nor_web_framework() -> None:
    code = "import sys, wbs.cli.keyring; sys.exit(any(m in sys.modules for m in ('sqlalchemy', 'flask')))"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_step_explains_itself() -> None:
    output = run("--help").output
    for step in ("new-root", "new-reader", "assemble", "sign", "verify", "publish", "replace-reader"):
        assert step in output
        assert run(step, "--help").output


def test_a_readers_title_cannot_act_on_the_terminal(empty: Path) -> None:
    new_root("satu")
    title = ("--title", "Verifikator \u202e1", "--unit", "Itjen", "--role", "intake")
    run("new-reader", "verifikator-1", *title, "--passphrase-file", "frasa")
    (empty / "office.toml").write_bytes(default_toml())
    given = ("--name", "WBS", "--office", "office.toml", "--root", "root-satu.pub")
    said = run("assemble", "verifikator-1.public.json", *given).output
    assert "Verifikator ‹U+202E›1" in said
    assert "\u202e" not in said


def test_a_part_that_nothing_can_be_sealed_to_is_refused(empty: Path) -> None:
    new_reader("verifikator-1")
    path = empty / "verifikator-1.public.json"
    part = json.loads(path.read_bytes())
    raw = Recipient.parse(part["recipient"]).raw
    # X25519's point of low order: the form is right, and every sender would fail.
    part["recipient"] = str(Recipient(raw[:-32] + bytes(32)))
    path.write_bytes(canonical.dumps(part))
    assert "bukan bagian publik" in refused("assemble", path.name)


def test_keys_are_never_shown(empty: Path) -> None:
    root = run("new-root", "a", "--passphrase-file", "frasa").output
    reader = run(
        "new-reader", "v-1", "--title=x", "--unit=y", "--role=intake", "--passphrase-file", "frasa"
    ).output
    key = open_root(Path("root-a.age").read_bytes(), PASSPHRASE)
    secret = open_backup(Path("reader-v-1.age").read_bytes(), PASSPHRASE)
    assert isinstance(key, SigningKey)
    for shown in (root, reader):
        for hidden in (key.seed.hex(), key.file_text(), secret.seed.hex(), "AGE-SECRET-KEY", PASSPHRASE):
            assert hidden not in shown
