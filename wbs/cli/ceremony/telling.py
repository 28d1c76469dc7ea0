"""A keyring in sentences: what it says, what is new in it, what about it should worry."""

import hashlib
import textwrap
from collections.abc import Iterator

import click

from crypto.receipt import spell
from wbs.cli.ceremony.assembly import SPARE
from wbs.desk.harmless import harmless
from wbs.language import _
from wbs.letters.keyring import Keyring, Reader, SignedKeyring, decode


def say(*lines: str) -> None:
    """Tell what was done; titles and names come from others."""
    for each in lines:
        click.echo(harmless(each))


def next_step(sentence: str, *commands: str) -> None:
    """Tell what comes next, with the commands to type."""
    say(
        "", _("Berikutnya: {sentence}").format(sentence=sentence), *(f"    {command}" for command in commands)
    )


def words(digest: bytes) -> str:
    """Return a fingerprint as twelve words, four to a line, indented."""
    spelled = spell(digest)
    return textwrap.indent("\n".join(" ".join(spelled[at : at + 4]) for at in range(0, 12, 4)), "    ")


def tell(signed: SignedKeyring, before: SignedKeyring | None) -> None:
    """Tell all that a keyring says, what has changed, what should worry, and its fingerprint."""
    made = decode(signed.json)
    say("", *describe(made))
    if before is not None:
        old = decode(before.json)
        changes = list(differences(old, made))
        title = _("Perubahan sejak daftar kunci {sequence}:").format(sequence=old.sequence)
        say("", title, *(changes or [_("tidak ada selain tanggal")]))
    for worry in worries(made):
        say(_("Perhatian: {worry}").format(worry=worry))
    say("", _("Sidik jari daftar kunci ini:"), words(hashlib.sha256(signed.json).digest()))


def describe(keyring: Keyring) -> Iterator[str]:
    """Yield what the keyring says, one line each."""
    yield _("Daftar kunci {sequence} untuk {name}").format(sequence=keyring.sequence, name=keyring.name)
    yield _("  berlaku {not_before} sampai {expires}, panel {panel} pembaca").format(
        not_before=keyring.not_before, expires=keyring.expires, panel=keyring.panel
    )
    yield _("  akar: {count}, yang harus menandatangani: {threshold}").format(
        count=len(keyring.roots), threshold=keyring.threshold
    )
    for reader in keyring.readers:
        yield _("  pembaca {line}, sampai {expires}").format(line=_line(reader), expires=reader.expires)
    yield _("  kunci yang dicabut: {count}").format(count=len(keyring.revoked))
    yield _("  pengaturan kantor (SHA-256): {hash}").format(hash=keyring.settings.hex())


def differences(before: Keyring, after: Keyring) -> Iterator[str]:
    """Yield what has changed between two keyrings, one line each."""
    old = {reader.id: reader for reader in before.readers}
    new = {reader.id: reader for reader in after.readers}
    for reader_id in sorted(old.keys() - new.keys()):
        yield _("- keluar: {line}").format(line=_line(old[reader_id]))
    for reader_id in sorted(new.keys() - old.keys()):
        yield _("+ baru: {line}").format(line=_line(new[reader_id]))
    for reader_id in sorted(new.keys() & old.keys()):
        was, now = old[reader_id], new[reader_id]
        if (was.recipient, was.signing_key) != (now.recipient, now.signing_key):
            yield _("! kunci baru: {line}").format(line=_line(now))
        if (was.title, was.unit, was.role) != (now.title, now.unit, now.role):
            yield _("~ {before} menjadi {after}").format(before=_line(was), after=_line(now))
    for key in sorted(set(after.revoked) - set(before.revoked)):
        yield _("! dicabut: {key}").format(key=_short(key))
    for key in sorted(set(before.revoked) - set(after.revoked)):
        yield _("! TIDAK LAGI dicabut: {key}").format(key=_short(key))
    for root in sorted(set(before.roots) - set(after.roots)):
        yield _("! akar keluar: {key}").format(key=root)
    for root in sorted(set(after.roots) - set(before.roots)):
        yield _("! akar baru: {key}").format(key=root)
    for what, was_, is_ in (
        (_("nama"), before.name, after.name),
        (_("panel"), before.panel, after.panel),
        (_("ambang akar"), before.threshold, after.threshold),
        (_("pengaturan kantor"), before.settings.hex(), after.settings.hex()),
    ):
        if was_ != is_:
            yield _("~ {what}: {before} menjadi {after}").format(what=what, before=was_, after=is_)


def worries(keyring: Keyring) -> Iterator[str]:
    """Yield what the format allows and an office should mend, a sentence each."""
    intake = sum(reader.role == "intake" for reader in keyring.readers)
    if intake < keyring.panel + SPARE:
        yield _(
            "Hanya {intake} verifikator untuk panel {panel}: siapa yang dikecualikan pelapor dapat "
            "ditebak. Sebaiknya paling sedikit {wanted}."
        ).format(intake=intake, panel=keyring.panel, wanted=keyring.panel + SPARE)
    if not any(reader.role == "outside" for reader in keyring.readers):
        yield _(
            "Tidak ada pembaca luar: bila semua verifikator terlibat, pelapor hanya dapat ke lembaga lain."
        )
    if keyring.threshold < 2:
        yield _("Satu akar cukup untuk mengganti semua pembaca. Sebaiknya dua dari tiga.")
    if len(keyring.roots) == keyring.threshold:
        yield _("Semua akar harus menandatangani: satu akar hilang, daftar kunci tidak dapat diganti.")


def _line(reader: Reader) -> str:
    return f"{reader.id} ({reader.title}, {reader.unit}, {reader.role})"


def _short(key: str) -> str:
    return key if len(key) <= 64 else f"{key[:24]}…{key[-8:]}"
