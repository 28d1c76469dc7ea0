"""A vault of the client in a Node.js process, with what its page would give it."""

import json
import subprocess
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from types import TracebackType
from typing import Any, Self

from tests.client import bundled
from tests.factories import DAY
from tests.factories_keyring import PIN
from wbs.letters.keyring import Pin, SignedKeyring
from wbs.letters.signed import Signed


class Refused(Exception):
    """What the vault refused with: the fields of its error, ``code`` among them."""

    def __init__(self, trouble: dict[str, Any]) -> None:
        super().__init__(trouble["code"])
        self.trouble = trouble


class VaultPeer:
    """A running ``vault.peer.mjs``; ``ask`` is one call of ``client/src/vault.ts``."""

    def __init__(self, *, pin: Pin = PIN, today: date = DAY, now: date | None = None) -> None:
        """``today``: the server's date; ``now``: the device's, the same unless given."""
        self._config = {
            "instance": pin.instance.hex(),
            "pin": {"roots": list(pin.roots), "threshold": pin.threshold},
            "today": today.isoformat(),
            "offset": 420,
        }
        self._now = datetime.combine(now or today, time(5), UTC)

    def __enter__(self) -> Self:
        script = bundled.folder() / "vault.peer.mjs"
        self._process = subprocess.Popen(
            ["node", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.ask("begin", {"config": self._config, "now": self._now.timestamp() * 1000})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate(timeout=60)

    def ask(self, call: str, argument: object = None) -> Any:
        """The result; Refused, or AssertionError if the script ended instead."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin
        assert stdout
        stdin.write(json.dumps({"call": call, "argument": argument}) + "\n")
        stdin.flush()
        line = stdout.readline()
        assert line, f"{call} ended the process"
        answer = json.loads(line)
        if "trouble" in answer:
            raise Refused(answer["trouble"])
        return answer["result"]


def published(
    *keyrings: SignedKeyring, freshness: Signed | None = None, collected: Iterable[Signed] = ()
) -> dict[str, Any]:
    """What ``/keyrings.json`` would hold."""

    def both(signed: Signed) -> dict[str, str]:
        return {"json": signed.json.decode(), "signature": signed.signature}

    made: dict[str, Any] = {
        "keyrings": [{"json": each.json.decode(), "signatures": list(each.signatures)} for each in keyrings],
        "collected": [both(each) for each in collected],
    }
    if freshness is not None:
        made["freshness"] = both(freshness)
    return made
