"""``wbs desk open``, which ``wbs desk`` alone means too: the desk in a browser."""

from datetime import timedelta
from pathlib import Path

import click

from wbs.cli.desk_place import Place, plainly
from wbs.cli.helping import command, option
from wbs.language import N_, _


@command("open", help=N_("Buka halaman meja di peramban tersendiri. `wbs desk` saja sama artinya."))
@option("--port", type=click.IntRange(0, 65535), default=0, help=N_("Porta di 127.0.0.1; 0: yang mana pun."))
@option("--no-browser", is_flag=True, help=N_("Jangan buka peramban."))
@option(
    "--idle",
    type=click.IntRange(1, 120),
    default=10,
    show_default=True,
    help=N_("Menit tanpa kegiatan sebelum terkunci."),
)
@option("--on-disk", is_flag=True, help=N_("Profil peramban di disk, bila tidak ada tmpfs."))
@click.pass_obj
@plainly
def open_(place: Place, port: int, no_browser: bool, idle: int, on_disk: bool) -> None:
    """Open the desk's pages in a browser of their own; what `wbs desk` alone does."""
    # Takes a second to load, and no other command needs it.
    from wbs.desk.web import serving

    def say(launch: Path) -> None:
        if no_browser:
            click.echo(_("Buka berkas ini di peramban dalam dua menit: {path}").format(path=launch))
            click.echo(_("Profil peramban itu akan memuat isi kasus. Ctrl-C mengakhiri meja."))
        else:
            click.echo(_("Meja dibuka di peramban. Menutup peramban, atau Ctrl-C, mengakhirinya."))

    wish = serving.Wish(place.folder, timedelta(minutes=idle), port, not no_browser, on_disk)
    with serving.ended_by_signals():
        serving.open_desk(wish, say)
