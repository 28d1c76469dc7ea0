"""``wbs keyring``: the ceremony, once a year, on a laptop without network.

    new-root …        two or three people, each on their own
    new-reader …      every reader, each on their own
    assemble …        one of them, from the public parts; compares fingerprints by voice
    sign …            as many roots as the threshold asks for
    verify …          everyone
    publish …         on the server

Each step says what it did and what comes next. No file is ever written over another.
"""

import click

from crypto.errors import CryptoError
from wbs.cli.helping import Group, group
from wbs.cli.keyring_keys import new_reader, new_root
from wbs.cli.keyring_making import assemble, replace_reader
from wbs.cli.keyring_signing import publish, sign, verify
from wbs.desk.errors import DeskError
from wbs.desk.harmless import harmless
from wbs.language import N_
from wbs.letters.errors import KeyringRefused, LetterError
from wbs.refusals import told


class _Ceremony(Group):
    """Every refusal is one sentence, and exit 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (DeskError, KeyringRefused) as error:
            raise click.ClickException(harmless(told(error))) from None
        except (LetterError, CryptoError) as error:
            raise click.ClickException(harmless(str(error))) from None


@group(cls=_Ceremony, help=N_("Upacara kunci: akar, pembaca, dan daftar kunci yang mereka sahkan."))
def keyring() -> None:
    """The ceremony: roots, readers, and the keyring they sign (upacara kunci)."""


for _command in (new_root, new_reader, assemble, sign, verify, publish, replace_reader):
    keyring.add_command(_command)
