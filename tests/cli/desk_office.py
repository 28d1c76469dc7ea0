"""Desks that take commands: an office whose clock stands where its scene does."""

from pathlib import Path

from click.testing import CliRunner, Result

from tests import factories as make
from tests.desk.office import PASSPHRASE, Scene
from wbs.cli import wbs


class Office:
    """A scene that takes place today, as the commands ask the clock."""

    def __init__(self, folder: Path) -> None:
        self.scene = Scene(folder, today=make.DAY)
        self.file = folder / "passphrase.txt"
        self.file.write_text(PASSPHRASE + "\n", encoding="utf-8")

    def run(self, name: str, *arguments: str, lang: str = "id", given: str | None = None) -> Result:
        """Run ``wbs desk`` for one reader."""
        place = ["--desk", str(self.scene.place(name)), "--passphrase-file", str(self.file)]
        return CliRunner().invoke(wbs, ["--lang", lang, "desk", *place, *arguments], input=given)

    def done(self, name: str, *arguments: str, lang: str = "id", given: str | None = None) -> str:
        """Run, and expect success."""
        result = self.run(name, *arguments, lang=lang, given=given)
        assert result.exit_code == 0, result.output
        return result.output

    def refused(self, name: str, *arguments: str, lang: str = "id") -> str:
        """Run, and expect one sentence and exit 1."""
        result = self.run(name, *arguments, lang=lang)
        assert result.exit_code == 1, result.output
        assert "Traceback" not in result.output
        return result.output


def bundle(office: Office) -> str:
    return str(office.scene.portal.bundle(office.scene.today))


def carried(office: Office, name: str) -> None:
    """Send one desk's outbox to the portal, and let a day pass."""
    office.done(name, "outbox", "--to", str(office.scene.folder))
    path = office.scene.folder / f"outbox-{office.scene.today}-{name}.tar"
    office.scene.portal.apply(path, office.scene.today)
    office.scene.later(1)
