"""The office's settings as the ceremony needs them: their hash, if they can be read."""

from pathlib import Path

from wbs.cases.errors import CasesError
from wbs.cases.office import Office
from wbs.cli.ceremony import files
from wbs.cli.ceremony.errors import CeremonyError


def settings_hash(path: Path) -> bytes:
    """Return what a keyring names the file by; CeremonyError unless it is an office's settings."""
    try:
        return Office.parse(files.read(path)).hash
    except CasesError as error:
        raise CeremonyError("Pengaturan kantor tidak terbaca: {error}", error=error) from None
