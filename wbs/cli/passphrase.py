"""Passphrases: asked for at the terminal without showing them, or read from a file for scripts."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from wbs.cli.helping import option
from wbs.language import N_, _

F = TypeVar("F", bound=Callable[..., object])

passphrase_file = option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    envvar="WBS_PASSPHRASE_FILE",
    help=N_("Berkas berisi frasa sandi, untuk skrip."),
)


def ask(file: Path | None, prompt: str | None = None) -> str:
    """Return the passphrase: the first line of ``file``, or what is typed unseen."""
    if file is not None:
        return read(file)
    typed: str = click.prompt(prompt or _("Frasa sandi"), hide_input=True, err=True)
    return typed


def ask_new(file: Path | None, prompt: str | None = None) -> str:
    """Return a new passphrase, typed twice unless it comes from a file."""
    if file is not None:
        return read(file)
    typed: str = click.prompt(
        prompt or _("Frasa sandi baru"),
        hide_input=True,
        confirmation_prompt=_("Ketik sekali lagi"),
        err=True,
    )
    return typed


def read(file: Path) -> str:
    """Return the first line of a file; a ClickException if it cannot be read."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(
            _("Berkas frasa sandi tidak terbaca: {error}").format(error=error)
        ) from None
    return lines[0] if lines else ""
