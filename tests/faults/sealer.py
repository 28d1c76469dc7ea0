"""Reporters whose browser seals: they send bytes, and send the same bytes again until one answer is 201."""

import hashlib
import io
import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from crypto.minisign import SigningKey
from crypto.receipt import Receipt, reporter_keys
from tests import factories as make
from tests.databases import WIB
from tests.faults.reporter import Broken, Sending, Visitor
from tests.portal.process import current_keyring
from tests.portal.wire import parts_of
from wbs import sealing
from wbs.letters.letter import Attachment, Message, Report, sign_letter
from wbs.letters.panel import panel
from wbs.letters.signed import Signed
from wbs.portal.reporter.incoming import PART

_HEADERS = {"Content-Type": "application/octet-stream"}
_LONGEST = 600.0


def seal(sending: Sending) -> bytes:
    """Seal what somebody wants to send: a report under a new code, or a message with files under theirs."""
    if not sending.code:
        sending.code = str(Receipt.generate())
    keys = reporter_keys(Receipt(tuple(sending.code.split())), make.INSTANCE)
    signing = SigningKey(keys.sign_seed)
    letter: Report | Message
    files: list[tuple[Attachment, io.BytesIO]] = []
    if sending.files:
        files = [
            (_attachment(number, name, content), io.BytesIO(content))
            for number, (name, content) in enumerate(sending.files.items(), 1)
        ]
        letter = Message(
            instance=make.INSTANCE,
            keyring=1,
            case=keys.case,
            letter_id=os.urandom(16),
            text=sending.text,
            attachments=tuple(attachment for attachment, _ in files),
        )
    else:
        letter = Report(
            instance=make.INSTANCE,
            keyring=1,
            case=keys.case,
            letter_id=keys.report_id,
            recipient=str(sealing.reporter_identity(keys.identity_seed).recipient),
            signing_key=str(signing.public),
            thread=keys.thread,
            language="id",
            excluded=(),
            answers={"what": sending.text},
        )
    return _sealed(sign_letter(letter, signing), keys.thread, files)


def _sealed(signed: Signed, thread: bytes, files: list[tuple[Attachment, io.BytesIO]]) -> bytes:
    keyring = current_keyring()
    readers = panel(keyring, thread, (), datetime.now(WIB).date())
    sink = io.BytesIO()
    sealing.seal(signed, [reader.recipient for reader in readers], sink, attachments=files)
    return sink.getvalue()


def _attachment(number: int, name: str, content: bytes) -> Attachment:
    return Attachment(
        path=f"attachments/{number:02}.bin",
        name=name,
        type="application/octet-stream",
        size=len(content),
        sha256=hashlib.sha256(content).digest(),
        removed=(),
    )


class Wire(Visitor):
    """Sends bytes, each time on a connection of its own."""

    def post(self, path: str, body: bytes = b"") -> tuple[int, dict[str, object]]:
        """Post; status and what the JSON says. Broken."""
        status, said = self.exchange("POST", path, body, _HEADERS)
        try:
            return status, json.loads(said) if said else {}
        except ValueError:
            # An answer that is not ours.
            raise Broken(said) from None


@dataclass
class Way:
    """The requests that bring one drop to the portal."""

    sealed: bytes
    upload: str = field(default_factory=lambda: os.urandom(16).hex())

    @property
    def parts(self) -> list[tuple[str, bytes]]:
        """Address and body of each part; nothing where the drop comes in one request."""
        if len(self.sealed) <= PART:
            return []
        return [(f"/surat/{self.upload}/{number}{self._size}", part) for number, part in self._numbered()]

    @property
    def last(self) -> tuple[str, bytes]:
        """Address and body of the request after whose answer the drop is on disk."""
        return (f"/surat/{self.upload}{self._size}", b"") if self.parts else ("/surat", self.sealed)

    @property
    def _size(self) -> str:
        return f"?size={len(self.sealed)}"

    def _numbered(self) -> list[tuple[int, bytes]]:
        return list(enumerate(parts_of(self.sealed)))


class Sealer:
    """Files reports and adds files to them, as the client does."""

    def __init__(self, port: int, chance: Random) -> None:
        """Talk to this port; ``chance`` decides who comes back after an answer that broke off."""
        self.visitor = Wire(port)
        self._chance = chance

    def file(self, report: Sending) -> str | None:
        """File a report; its code, or None if whoever waited gave up."""
        return report.code if self._send(report) else None

    def go_on(self, message: Sending, code: str) -> str | None:
        """Add files to it."""
        message.code = code
        return self.file(message)

    def _send(self, sending: Sending) -> bool:
        sending.sealed = True
        way = Way(seal(sending))
        for path, part in way.parts:
            self._insist(sending, path, part)
        while True:
            status, said = self._insist(sending, *way.last, ends=True)
            match status:
                case 0:
                    return False
                case 201:
                    sending.answered = True
                    return True
            assert said["trouble"] == "parts_missing"
            missing = said["missing"]
            assert isinstance(missing, list)
            for number in missing:
                sending.chosen_again += 1
                self._insist(sending, *way.parts[number])

    def _insist(
        self, sending: Sending, path: str, body: bytes, *, ends: bool = False
    ) -> tuple[int, dict[str, object]]:
        """Post until an answer comes that is no failure; 0 for whoever gave up at the end."""
        end = time.monotonic() + _LONGEST
        while True:
            assert time.monotonic() < end, path
            with suppress(Broken):
                status, said = self.visitor.post(path, body)
                if status in (201, 204, 409):
                    return status, said
                assert status in (500, 503), (status, said)
                sending.refused += 1
                time.sleep(self._chance.uniform(0.2, 0.6))
                continue
            if ends:
                sending.interrupted += 1
                if self._chance.random() < 1 / 4:
                    return 0, {}
