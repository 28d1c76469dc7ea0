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
from wbs.cli.keyring_keys import new_reader, new_root
from wbs.cli.keyring_making import assemble, replace_reader
from wbs.cli.keyring_signing import publish, sign, verify
from wbs.cli.language import _, told
from wbs.desk.errors import DeskError
from wbs.desk.harmless import harmless
from wbs.letters.errors import KeyringRefused, LetterError, Reason


class _Ceremony(click.Group):
    """Every refusal is one sentence, and exit 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except DeskError as error:
            raise click.ClickException(harmless(told(error))) from None
        except KeyringRefused as refused:
            raise click.ClickException(harmless(f"{_sentence(refused.reason)} ({refused})")) from None
        except (LetterError, CryptoError) as error:
            raise click.ClickException(harmless(str(error))) from None


def _sentence(reason: Reason) -> str:
    sentences = {
        Reason.MALFORMED: _("Ini bukan daftar kunci."),
        Reason.WRONG_INSTANCE: _("Daftar kunci ini milik portal lain."),
        Reason.WRONG_ROOTS: _("Akar atau ambangnya bukan yang disebut pin."),
        Reason.TOO_FEW_SIGNATURES: _("Belum cukup akar yang menandatangani."),
        Reason.NOT_YET: _("Daftar kunci ini belum berlaku."),
        Reason.EXPIRED: _("Daftar kunci ini sudah kedaluwarsa."),
        Reason.OLDER_THAN_SEEN: _("Sudah ada daftar kunci yang lebih baru."),
        Reason.BROKEN_CHAIN: _("Daftar kunci ini tidak menyambung pada yang sebelumnya."),
        Reason.CLOCK: _("Tanggal komputer ini jauh dari masa berlaku daftar kunci. Periksa jam."),
    }
    return sentences[reason]


@click.group(cls=_Ceremony)
def keyring() -> None:
    """The ceremony: roots, readers, and the keyring they sign (upacara kunci)."""


for _command in (new_root, new_reader, assemble, sign, verify, publish, replace_reader):
    keyring.add_command(_command)
