"""Where a desk lies and how its commands speak: what every ``wbs desk`` command shares."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from wbs.cli import passphrase
from wbs.desk.desk import Desk
from wbs.desk.errors import DeskError
from wbs.desk.harmless import harmless
from wbs.refusals import told


@dataclass
class Place:
    """Where the desk lies, and where its passphrase comes from."""

    folder: Path
    passphrase_file: Path | None

    def unlock(self) -> Desk:
        """Ask for the passphrase and open the desk on the office's date of today."""
        typed = passphrase.ask(self.passphrase_file)
        return Desk.unlock(self.folder, typed, lambda office: datetime.now(office.zone).date())


def plainly(command: Callable[..., None]) -> Callable[..., None]:
    """Turn a refusal of the desk into one sentence in the chosen language, and exit 1."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except DeskError as error:
            # What is refused may quote what came from outside.
            raise click.ClickException(harmless(told(error))) from None

    return wrapped
