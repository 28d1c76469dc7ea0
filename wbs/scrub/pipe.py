"""One examination over a pipe: a file comes in; a line of JSON and the cleaned file go out.

Only ``wbs.confined`` runs this. The line holds format, type, found, removed and warning as Scrubbed has them,
then size and sha256 of the cleaned file that follows it; size 0 and no file where nothing is removed.
"""

import codecs
import hashlib
import json
from collections.abc import Sequence
from typing import BinaryIO, Final

from wbs.scrub.files import look, scrub

# Python reads a codec from the disk when it is first asked for it, which here is too late.
for _codec in ("ascii", "cp437", "latin-1", "utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le"):
    codecs.lookup(_codec)

HEAD: Final = "--head"
"""The argument that says that only the head of a file comes, since it is too large to be read."""


def work(arguments: Sequence[str], source: BinaryIO, sink: BinaryIO) -> None:
    """Examine the file that ``source`` holds and write what is to be said of it."""
    examined = (look if HEAD in arguments else scrub)(source.read())
    content = examined.content or b""
    line = {
        "format": examined.format,
        "type": examined.type,
        "found": examined.found,
        "removed": examined.removed,
        "warning": examined.warning,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    sink.write(json.dumps(line).encode() + b"\n")
    sink.write(content)
