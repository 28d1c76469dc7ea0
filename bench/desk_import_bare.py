"""Opening one of ``PARTS`` equal parts of a bundle's letters, and nothing else; see ``bench.desk_import``.

python -m bench.desk_import_bare BUNDLE SEED PARTS PART
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


def main(bundle: Path, seed: bytes, parts: int, part: int) -> None:
    """Open them."""
    identity = sealing.reader_keys(seed).identity
    with bundle.open("rb") as source:
        letters = list(open_bundle(source, INSTANCE).members())
        for entry, start in letters[part * len(letters) // parts : (part + 1) * len(letters) // parts]:
            source.seek(start + BLOCK)
            sealed = io.BytesIO(source.read(entry.size))
            with suppress(sealing.NotForMe):
                sealing.open_letter(sealed, identity)


if __name__ == "__main__":
    main(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), *map(int, sys.argv[3:]))
