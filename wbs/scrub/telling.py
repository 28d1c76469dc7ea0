"""What an examination answers over its pipe: a line of JSON, then the cleaned file.

The line holds format, type, found, removed and warning as Scrubbed has them, then size and sha256 of the
cleaned file that follows it; size 0 and no file where nothing is removed.
"""

import codecs
import hashlib
import json
from typing import BinaryIO

from wbs.scrub import Scrubbed

# Python reads a codec from the disk when it is first asked for it, and the child can open nothing then.
for _codec in ("ascii", "cp437", "latin-1", "utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le"):
    codecs.lookup(_codec)


def tell(examined: Scrubbed, sink: BinaryIO) -> None:
    """Write what is to be said of a file."""
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
