"""Opening every ``STEP``th letter of a bundle from ``FIRST`` on, and nothing else; see ``bench.desk_import``.

python -m bench.desk_import_bare BUNDLE SEED STEP FIRST
"""

from __future__ import annotations

import io
import sys
from contextlib import suppress
from pathlib import Path

from tests.factories import INSTANCE
from wbs import sealing
from wbs.letters.bundle import open_bundle
from wbs.letters.ustar import BLOCK


def main(bundle: Path, seed: bytes, step: int, first: int) -> None:
    """Open them."""
    identity = sealing.reader_keys(seed).identity
    with bundle.open("rb") as source:
        for entry, start in list(open_bundle(source, INSTANCE).members())[first::step]:
            source.seek(start + BLOCK)
            sealed = io.BytesIO(source.read(entry.size))
            with suppress(sealing.NotForMe):
                sealing.open_letter(sealed, identity)


if __name__ == "__main__":
    main(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), *map(int, sys.argv[3:]))
