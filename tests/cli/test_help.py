"""``--help`` is wholly in the chosen language, for every command there is and will be."""

import re
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from wbs import language
from wbs.cli import _COMMANDS, wbs
from wbs.cli.helping import Argument, Command, Group, Option, argument, command, option
from wbs.language import LANGUAGES, translations

CLICKS_OWN = re.compile(
    r"Usage:|Options:|Commands:|arguments:|OPTIONS|COMMAND|ARGS|\b(FILE|FILENAME|PATH|DIRECTORY|TEXT|INTEGER)\b"
    r"|Show|exit\.|\[default|\[required|required\]|default:|env var"
)


@pytest.fixture(autouse=True)
def unchosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_language", language._language)
    monkeypatch.setattr(language, "_translations", language._translations)
    monkeypatch.delenv("WBS_LANG", raising=False)


def below(path: tuple[str, ...], found: click.Command) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, found
    if isinstance(found, click.Group):
        ctx = click.Context(found)
        for name in found.list_commands(ctx):
            inner = found.get_command(ctx, name)
            assert inner is not None
            yield from below((*path, name), inner)


EVERY = dict(below((), wbs))


def said(*words: str, width: int = 1000, code: int = 0) -> str:
    result = CliRunner().invoke(wbs, words, prog_name="wbs", terminal_width=width, max_content_width=width)
    assert result.exit_code == code, result.output
    return result.output


def one_line(text: str) -> str:
    return " ".join(text.split())


def sentences(shown: click.Command) -> list[str]:
    """What a command says of itself and of its options, in Indonesian as it stands in the sources."""
    given = [vars(shown)["help"]]
    given += [vars(param)["help"] for param in shown.params if isinstance(param, click.Option)]
    given += [vars(param)["prompt"] for param in shown.params if isinstance(param, click.Option)]
    return [each for each in given if each]


def faults(shown: click.Command) -> list[str]:
    """What would be shown in the wrong language, or not at all."""
    english = translations("en")
    found = []
    if not isinstance(shown, Command):
        found.append("not made by wbs.cli.helping")
    if not vars(shown)["help"]:
        found.append("no help")
    for param in shown.params:
        if not isinstance(param, Option | Argument):
            found.append(f"{param.name}: not made by wbs.cli.helping")
        elif isinstance(param, Option) and not vars(param)["help"]:
            found.append(f"{param.name}: no help")
        elif isinstance(param, Argument) and not vars(param)["metavar"]:
            found.append(f"{param.name}: no name on screen")
    return found + [f"no English: {each}" for each in sentences(shown) if english.gettext(each) == each]


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_every_help_is_indonesian_with_an_english_translation(path: tuple[str, ...]) -> None:
    assert faults(EVERY[path]) == []


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_help_is_shown_in_the_chosen_language_and_in_no_other(path: tuple[str, ...]) -> None:
    for chosen, other in (("id", "en"), ("en", "id")):
        output = one_line(said("--lang", chosen, *path, "--help"))
        for param in EVERY[path].params:
            if isinstance(param, click.Option):
                assert one_line(translations(chosen).gettext(vars(param)["help"])) in output
        assert one_line(translations(chosen).gettext(vars(EVERY[path])["help"])) in output
        for sentence in sentences(EVERY[path]):
            assert one_line(translations(other).gettext(sentence)) not in output


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_no_word_of_clicks_own_stands_in_indonesian_help(path: tuple[str, ...]) -> None:
    output = said("--lang", "id", *path, "--help")
    assert CLICKS_OWN.search(output) is None
    assert output.startswith(" ".join(("Pemakaian: wbs", *path, "[OPSI]")))


@pytest.mark.parametrize("chosen", LANGUAGES)
@pytest.mark.parametrize("path", [path for path in EVERY if isinstance(EVERY[path], Group)], ids=" ".join)
def test_lists_of_commands_are_whole_with_one_line_each(path: tuple[str, ...], chosen: str) -> None:
    heading = {"id": "Perintah:\n", "en": "Commands:\n"}[chosen]
    listed = said("--lang", chosen, *path, "--help", width=80).partition(heading)[2].splitlines()
    names = {each[len(path)] for each in EVERY if len(each) == len(path) + 1 and each[: len(path)] == path}
    assert {line.split()[0] for line in listed} == names
    assert len(listed) == len(names)
    for line in listed:
        name, told = line.split(maxsplit=1)
        assert told.endswith(".")
        assert "..." not in told
        whole = _COMMANDS[name][2] if not path else vars(EVERY[(*path, name)])["help"]
        assert translations("en").gettext(whole) != whole
        assert translations(chosen).gettext(whole).startswith(told)


def test_a_command_with_nothing_but_an_english_docstring_is_noticed() -> None:
    group = Group("group")

    @group.command()
    @click.option("--plain", help="In English.")
    @click.argument("thing")
    def docstring(plain: str, thing: str) -> None:
        """Do something."""

    assert faults(docstring) == [
        "plain: not made by wbs.cli.helping",
        "thing: not made by wbs.cli.helping",
        "no English: Do something.",
        "no English: In English.",
    ]


def test_a_command_or_option_without_help_is_noticed() -> None:
    @command(help="")
    @option("--bare", help="")
    @argument("thing", metavar="")
    def silent(bare: str, thing: str) -> None:
        pass

    assert faults(silent) == ["no help", "bare: no help", "thing: no name on screen"]


@pytest.mark.parametrize("words", [("--lang", "en", "--help"), ("--help", "--lang", "en")])
def test_the_language_counts_wherever_it_stands_beside_help(words: tuple[str, ...]) -> None:
    assert said(*words).startswith("Usage: wbs [OPTIONS]")


@pytest.mark.parametrize(("words", "code"), [(("--help",), 0), (("desk", "note", "--help"), 0), ((), 2)])
def test_the_language_of_the_environment_counts_for_help(
    words: tuple[str, ...], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(*words, code=code).startswith("Pemakaian: wbs")
    monkeypatch.setenv("WBS_LANG", "en")
    assert said(*words, code=code).startswith("Usage: wbs")
    assert said("--lang", "id", *words, "--help").startswith("Pemakaian: wbs")


def test_defaults_and_what_is_required_are_told_in_the_chosen_language() -> None:
    indonesian = said("desk", "init", "--help")
    assert "Pin portal.  [wajib]" in indonesian
    assert "[bawaan: wbs.toml]" in said("tend", "--help")
    english = said("--lang", "en", "desk", "init", "--help")
    assert "The portal's pin.  [required]" in english
    assert "[default: wbs.toml]" in said("--lang", "en", "tend", "--help")


def test_a_prompt_is_in_the_chosen_language() -> None:
    intake = EVERY["desk", "intake"]
    (channel,) = (param for param in intake.params if param.name == "channel")
    assert isinstance(channel, Option)
    language.choose("en")
    assert channel.prompt == "Channel (such as telephone, letter)"
    language.choose("id")
    assert channel.prompt == "Saluran (misalnya telepon, surat)"
