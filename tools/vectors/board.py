"""Makes tests/vectors/board.json: tags, one whole board, whose slots are whose, and boards to refuse.

    python -m tools.vectors.board > tests/vectors/board.json

A slot's 8,192 bytes are SHAKE-256 of its ``sealed_seed``.
"""

import hashlib
import io
import json
import sys

from tests.factories import INSTANCE, seed
from wbs.letters import board
from wbs.letters.board import SLOT, Slot


def vectors() -> dict[str, object]:
    """Return the document."""
    threads = {name: seed(f"board thread {name}") for name in ("one", "two", "nobody")}
    owners = {seed(f"board slot {number}", 16): "one" if number % 3 else "two" for number in range(8)}
    sink = io.BytesIO()
    slots = [_slot(r, threads[owners[r]]) for r in sorted(owners)]
    board.write(sink, INSTANCE, slots)
    data = sink.getvalue()
    index = data.index(b"\n") + 1
    read = board.read(data, INSTANCE)
    return {
        "instance": INSTANCE.hex(),
        "slots": [
            {"r": slot.r.hex(), "tag": slot.tag.hex(), "sealed_seed": f"sealed {slot.r.hex()}"}
            for slot in slots
        ],
        "header": data[:index].decode(),
        "sha256": hashlib.sha256(data).hexdigest(),
        "threads": [
            {"thread": thread.hex(), "positions": read.matches(thread)} for thread in threads.values()
        ],
        "refused": [
            {"name": name, "header": header}
            for name, header in (
                ("another portal", f"wbs/v1 board {seed('other', 16).hex()} 0 8\n"),
                ("split", f"wbs/v1 board {INSTANCE.hex()} 1 8\n"),
                ("another version", f"wbs/v2 board {INSTANCE.hex()} 0 8\n"),
                ("fewer slots than there are", f"wbs/v1 board {INSTANCE.hex()} 0 7\n"),
                ("more slots than there are", f"wbs/v1 board {INSTANCE.hex()} 0 9\n"),
                ("leading zero", f"wbs/v1 board {INSTANCE.hex()} 0 08\n"),
                ("upper-case hex", f"wbs/v1 board {INSTANCE.hex().upper()} 0 8\n"),
                ("no header", ""),
            )
        ],
    }


def _slot(r: bytes, thread: bytes) -> Slot:
    return Slot(r, board.tag(thread, r), hashlib.shake_256(f"sealed {r.hex()}".encode()).digest(SLOT))


if __name__ == "__main__":
    json.dump(vectors(), sys.stdout, indent=1)
    print()
