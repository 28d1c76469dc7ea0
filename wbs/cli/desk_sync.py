"""``wbs desk sync``: both ways with the portal, for offices that allow a desk on the network."""

from collections.abc import Sequence

import click

from wbs.cases.casefile import Case
from wbs.cli import desk_view, passphrase
from wbs.cli.desk_place import Place, plainly
from wbs.cli.helping import command, option
from wbs.desk import syncing
from wbs.desk.calling import Portal, Proxy
from wbs.desk.importing import Summary
from wbs.language import N_, _


@command(help=N_("Ambil yang baru dari portal, dan antarkan yang menunggu di sini."))
@option("--portal", "address", required=True, metavar=N_("URL"), help=N_("Alamat sisi kurir."))
@option("--proxy", metavar=N_("URL"), help=N_("Proksi, misalnya Tor: socks5h://127.0.0.1:9050."))
@option("--user", required=True, help=N_("Akun kurir."))
@option("--no-acknowledge", is_flag=True, help=N_("Jangan kirim tanda terima otomatis."))
@click.pass_obj
@plainly
def sync(place: Place, address: str, proxy: str | None, user: str, no_acknowledge: bool) -> None:
    """Take in what is new at the portal, and bring what waits here."""
    portal = Portal.parse(address)
    courier = syncing.Courier(portal, Proxy.parse(proxy) if proxy is not None else None)
    with place.unlock() as opened, desk_view.Progress() as progress:
        # A code counts for half a minute, and once.
        courier.reach()
        password = passphrase.ask(None, _("Sandi kurir"))
        code: str = click.prompt(_("Kode dari perangkat kedua"), hide_input=True, err=True)
        login = syncing.Login(user, password, code)

        def imported(summary: Summary, answered: Sequence[Case]) -> None:
            progress.close()
            desk_view.summary(opened, summary, answered)

        made = syncing.sync(
            opened, courier, login, progress, acknowledge=not no_acknowledge, imported=imported
        )
        progress.close()
        text = _("Kotak keluar sampai di portal: {slots} jawaban, {drops} surat kepada rekan.")
        click.echo(text.format(slots=made.slots, drops=made.drops))
        click.echo(_("Berikutnya: wbs desk cases"))
