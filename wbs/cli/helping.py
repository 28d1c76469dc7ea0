"""``--help`` in the chosen language: what every command, option and argument of ``wbs`` is made with.

Sentences stand at the decorators in Indonesian, marked ``N_("…")``, and are translated when they are read;
click's own words are replaced by ours. The functions' docstrings are for readers of the code.
"""

from collections.abc import Callable
from typing import Any, Self, TypeVar, overload

import click

from wbs.language import N_, _

F = TypeVar("F", bound=Callable[..., object])

# click's words, in its English, and ours.
_WORDS = {
    "Options": N_("Opsi"),
    "Commands": N_("Perintah"),
    "[OPTIONS]": N_("[OPSI]"),
    "COMMAND [ARGS]...": N_("PERINTAH [ARGUMEN]..."),
    "[COMMAND] [ARGS]...": N_("[PERINTAH] [ARGUMEN]..."),
    "TEXT": N_("TEKS"),
    "FILE": N_("BERKAS"),
    "FILENAME": N_("BERKAS"),
    "PATH": N_("BERKAS"),
    "DIRECTORY": N_("FOLDER"),
    "INTEGER": N_("ANGKA"),
    "INTEGER RANGE": N_("ANGKA"),
}
_EXTRAS = {"default": N_("bawaan: {value}"), "range": "{value}", "required": N_("wajib")}


def _ours(word: str) -> str:
    return _(_WORDS[word]) if word in _WORDS else word


class Sentence:
    """An attribute that is set in Indonesian and read in the chosen language; what was set is in ``vars``."""

    def __set_name__(self, owner: type, name: str) -> None:
        """Keep the attribute's name."""
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> str | None: ...
    def __get__(self, instance: object | None, owner: type) -> Self | str | None:
        """Return the sentence in the chosen language, None if none was set."""
        if instance is None:
            return self
        sentence: str | None = vars(instance)[self._name]
        return None if sentence is None else _(sentence)

    def __set__(self, instance: object, sentence: str | None) -> None:
        """Keep the sentence as it is."""
        vars(instance)[self._name] = sentence


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:  # noqa: ARG002 -- click's
        super().write_usage(prog, args, _("Pemakaian:") + " ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_ours(heading))


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help is in the chosen language."""

    context_class = _Context
    help = Sentence()
    short_help = Sentence()

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return what follows the command's name in the line of its usage."""
        return [_ours(piece) for piece in super().collect_usage_pieces(ctx)]

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 -- same
        """Return the first sentence of the help, whole: the list of commands has room for a second line."""
        return super().get_short_help_str(limit=1000)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return ``--help``, which says in the chosen language what it does."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Tampilkan bantuan ini.")
        return option


class Group(Command, click.Group):
    """A group whose help is in the chosen language, and that of the commands made with its decorator."""

    command_class = Command


class Option(click.Option):
    """An option whose help, prompt and kind of value are in the chosen language."""

    help = Sentence()
    prompt = Sentence()
    metavar = Sentence()

    def make_metavar(self, ctx: click.Context) -> str:
        """Return the word for the value: the option's own, or that for its type."""
        return _ours(super().make_metavar(ctx))

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help, with default, range and whether it is required."""
        record = super().get_help_record(ctx)
        if record is None:
            return None
        items = [_(_EXTRAS[name]).format(value=value) for name, value in self.get_help_extra(ctx).items()]
        return record[0], (self.help or "") + (f"  [{'; '.join(items)}]" if items else "")


class Argument(click.Argument):
    """An argument whose name on screen is in the chosen language."""

    metavar = Sentence()


def command(name: str | None = None, *, help: str) -> Callable[[Callable[..., Any]], Command]:  # noqa: A002 -- click's name
    """Make a command that stands in no group's module; those that do are made by ``Group.command``."""
    return click.command(name, cls=Command, help=help)


def group(cls: type[Group] = Group, *, help: str, **attributes: Any) -> Callable[[Callable[..., Any]], Group]:  # noqa: A002 -- same
    """Make a group."""
    return click.group(cls=cls, help=help, **attributes)


def option(*names: str, help: str, **attributes: Any) -> Callable[[F], F]:  # noqa: A002 -- same
    """Add an option."""
    return click.option(*names, cls=Option, help=help, **attributes)


def argument(name: str, *, metavar: str, **attributes: Any) -> Callable[[F], F]:
    """Add an argument; ``metavar`` carries the brackets and dots of one that is optional or several."""
    return click.argument(name, cls=Argument, metavar=metavar, **attributes)
