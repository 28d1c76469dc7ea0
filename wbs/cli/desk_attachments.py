"""A case's attachments at a terminal. Names, types and kinds are a stranger's words: shown harmless."""

import click

from wbs.desk.attachments import Numbered
from wbs.desk.desk import Desk
from wbs.desk.harmless import harmless
from wbs.desk.phrases import half_day_of, kinds_of, size_of, type_of
from wbs.language import _


def describe(desk: Desk, shown: Numbered) -> None:
    """Print one attachment: what its letter says of it, and when that came."""
    message, attachment = shown.message, shown.attachment
    when = half_day_of(desk, message.half_day) if message.half_day is not None else "-"
    click.secho(f"  [{shown.number}] {harmless(attachment.name)}", bold=True)
    for line in (
        f"{size_of(attachment.size)}, {type_of(attachment.type)}",
        f"SHA-256 {attachment.sha256.hex()}",
        _("Dihapus sebelum dikirim: {kinds}").format(kinds=harmless(kinds_of(attachment))),
        _("Surat {letter}, diterima {when}").format(letter=message.letter.letter_id.hex()[:8], when=when),
    ):
        click.echo(f"      {line}")


def warn_of_strangers() -> None:
    """Say whose words these are."""
    click.secho(
        _("Nama dan isi lampiran berasal dari orang yang tidak dikenal; jangan percaya sebelum diperiksa."),
        fg="yellow",
    )


def warn_of_saving() -> None:
    """Say what saving does, before it is done."""
    for sentence in (
        _("Berkas ini bisa berbahaya. Buka hanya di komputer tanpa jaringan."),
        _("Setelah disimpan, siapa pun yang memegang disk ini dapat membacanya, sampai Anda menghapusnya."),
    ):
        click.secho(sentence, fg="yellow")
