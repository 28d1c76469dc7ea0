"""The command ``wbs``: each subcommand is loaded only when it is called.

So ``wbs desk`` never loads the database, and ``wbs keyring`` runs on a laptop that has nothing else.
"""

import sys
from importlib import import_module

import click

from wbs.cli.helping import Group, Option, group, option
from wbs.language import LANGUAGES, N_, _, choose

_COMMANDS = {
    "init": ("wbs.cli.init", "init", N_("Buat portal baru di sebuah folder.")),
    "demo": ("wbs.cli.demo", "demo", N_("Portal, kurir, dan meja di komputer ini, dengan data contoh.")),
    "serve": ("wbs.cli.serve", "serve", N_("Jalankan sisi pelapor atau sisi kurir.")),
    "migrate": ("wbs.cli.migrate", "migrate", N_("Sesuaikan basis data dengan versi ini.")),
    "tend": ("wbs.cli.tend", "tend", N_("Rilis, hapus, dan bersihkan; untuk pewaktu pukul 06.00 dan 18.00.")),
    "keyring": (
        "wbs.cli.keyring",
        "keyring",
        N_("Upacara kunci: akar, pembaca, dan daftar kunci yang mereka sahkan."),
    ),
    "courier": ("wbs.cli.courier", "courier", N_("Akun kurir, bundel, dan kotak keluar.")),
    "desk": ("wbs.cli.desk", "desk", N_("Meja pembaca: buka, baca, jawab; tanpa jaringan.")),
}


class _Lazy(Group):
    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            # After --lang, wherever that stands on the line.
            option.is_eager = False
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args:
            # Nothing will be parsed and the help shown; WBS_LANG counts for it too.
            for param in self.params:
                if param.is_eager:
                    param.handle_parse_result(ctx, {}, [])
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- same
        if cmd_name not in _COMMANDS:
            return None
        module, name, _help = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 -- same
        with formatter.section("Commands"):
            formatter.write_dl([(name, _(help_)) for name, (_module, _name, help_) in _COMMANDS.items()])


def _choose(_ctx: click.Context, _param: click.Parameter, chosen: str) -> None:
    choose(chosen)


@group(cls=_Lazy, help=N_("WBS: portal pelaporan anonim yang servernya tidak tahu apa-apa."))
@click.version_option(
    package_name="wbs-portal", message="WBS %(version)s", cls=Option, help=N_("Tampilkan versi.")
)
@option(
    "--lang",
    type=click.Choice(LANGUAGES),
    envvar="WBS_LANG",
    default="id",
    is_eager=True,
    expose_value=False,
    callback=_choose,
    help=N_("Bahasa."),
)
def wbs() -> None:
    """WBS: an anonymous whistleblowing portal whose server knows nothing."""


def main() -> None:
    """Run the command; a broken pipe ends it quietly."""
    try:
        wbs()
    except BrokenPipeError:
        sys.exit(1)
