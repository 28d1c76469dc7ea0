"""The command ``wbs``: each subcommand is loaded only when it is called.

So ``wbs desk`` never loads the database, and ``wbs keyring`` runs on a laptop that has nothing else.
"""

import sys
from importlib import import_module

import click

from wbs.language import LANGUAGES, choose

_COMMANDS = {
    "init": ("wbs.cli.init", "init", "Make a new instance of the portal in a folder."),
    "demo": ("wbs.cli.demo", "demo", "Portal, courier and desks on this machine, with sample data."),
    "serve": ("wbs.cli.serve", "serve", "Run the reporter's or the courier's side."),
    "migrate": ("wbs.cli.migrate", "migrate", "Bring the database to this version's schema."),
    "tend": ("wbs.cli.tend", "tend", "Release, expire and sweep; for a timer at 06:00 and 18:00."),
    "keyring": ("wbs.cli.keyring", "keyring", "The ceremony: roots, readers, and the keyring they sign."),
    "courier": ("wbs.cli.courier", "courier", "Couriers' accounts, bundles out and outboxes in."),
    "desk": ("wbs.cli.desk", "desk", "The investigator's desk: open, read, answer; offline."),
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- same
        if cmd_name not in _COMMANDS:
            return None
        module, name, _ = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 -- same
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_) for name, (_, _, help_) in _COMMANDS.items()])


@click.group(cls=_Lazy)
@click.version_option(package_name="wbs-portal", message="WBS %(version)s")
@click.option(
    "--lang", type=click.Choice(LANGUAGES), envvar="WBS_LANG", default="id", help="Bahasa / language."
)
def wbs(lang: str) -> None:
    """WBS: an anonymous whistleblowing portal whose server knows nothing."""
    choose(lang)


def main() -> None:
    """Run the command; a broken pipe ends it quietly."""
    try:
        wbs()
    except BrokenPipeError:
        sys.exit(1)
