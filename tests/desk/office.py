"""Desks of one office, and between them a portal that is nothing but a list of letters and a board."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO

from crypto.minisign import SigningKey
from crypto.receipt import Receipt, reporter_keys
from tests import factories as make
from tests import factories_keyring as rings
from wbs import sealing
from wbs.cases.office import Office, default_toml
from wbs.desk.desk import Desk
from wbs.desk.setup import Parts, make_desk
from wbs.letters import board
from wbs.letters.board import Slot
from wbs.letters.bundle import DropEntry, write_volumes
from wbs.letters.halfday import HalfDay
from wbs.letters.keyring import Chain, SignedKeyring
from wbs.letters.letter import Attachment, Message, Report, sign_letter
from wbs.letters.outbox import Outbox, read_outbox
from wbs.letters.panel import panel
from wbs.letters.reader import Reader
from wbs.letters.signed import Signed

PASSPHRASE = "kertas kopi perahu"
LOG_N = 4
WHAT = "Petugas meminta uang untuk menerbitkan izin."

NAMES = tuple(f"verifikator-{number}" for number in (1, 2, 3, 4, 5))
SEEDS = {name: make.seed(f"desk {name}") for name in NAMES}


def reader(name: str) -> Reader:
    """Return the keyring's entry of a reader whose keys follow from one seed."""
    keys = sealing.reader_keys(SEEDS[name])
    return Reader(
        id=name,
        title=name.replace("-", " ").capitalize(),
        unit="Inspektorat Jenderal",
        role="intake",
        recipient=keys.recipient,
        signing_key=str(keys.signing.public),
        not_before=rings.START,
        expires=rings.END,
    )


def signed_keyring(**changes: object) -> SignedKeyring:
    """Return the office's first keyring."""
    settings = hashlib.sha256(default_toml()).digest()
    readers = tuple(reader(name) for name in NAMES)
    return rings.sign(rings.keyring(**{"readers": readers, "settings": settings, **changes}))


@dataclass
class Reporter:
    """A person with a code, and what they would write."""

    label: str
    chain: Chain
    excluded: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.receipt = Receipt.generate(make.stream(f"receipt {self.label}"))
        self.keys = reporter_keys(self.receipt, make.INSTANCE)
        self.signing = SigningKey(self.keys.sign_seed)
        self.identity = sealing.reporter_identity(self.keys.identity_seed)

    @property
    def case(self) -> str:
        """What readers call the case."""
        return self.keys.case.hex()[:8]

    def panel(self) -> tuple[str, ...]:
        """Return who reads."""
        found = panel(self.chain.current, self.keys.thread, self.excluded, self.chain.today)
        return tuple(each.id for each in found)

    def report(self, what: str = WHAT) -> bytes:
        """Return the sealed report."""
        letter = Report(
            instance=make.INSTANCE,
            keyring=1,
            case=self.keys.case,
            letter_id=self.keys.report_id,
            recipient=str(self.identity.recipient),
            signing_key=str(self.signing.public),
            thread=self.keys.thread,
            language="id",
            excluded=self.excluded,
            answers={"what": what},
        )
        return self._sealed(sign_letter(letter, self.signing), self.panel())

    def message(self, text: str, readers: Sequence[str], signing: SigningKey | None = None) -> bytes:
        """Return a sealed message to these readers."""
        letter = Message(
            instance=make.INSTANCE,
            keyring=1,
            case=self.keys.case,
            letter_id=make.seed(text, 16),
            text=text,
        )
        return self._sealed(sign_letter(letter, signing or self.signing), readers)

    def files(self, contents: Mapping[str, bytes], readers: Sequence[str], **changes: object) -> bytes:
        """Return a sealed message to these readers with these files, by name; ``changes`` to each entry."""
        listed = tuple(
            replace(make.attachment(content, number, "jpg", name), **{"type": "image/jpeg", **changes})  # type: ignore[arg-type]  # a builder takes any field
            for number, (name, content) in enumerate(contents.items(), 1)
        )
        letter = Message(
            instance=make.INSTANCE,
            keyring=1,
            case=self.keys.case,
            letter_id=make.seed("".join(contents), 16),
            text="",
            attachments=listed,
        )
        streams = [io.BytesIO(content) for content in contents.values()]
        return self._sealed(
            sign_letter(letter, self.signing), readers, list(zip(listed, streams, strict=True))
        )

    def _sealed(
        self,
        signed: Signed,
        readers: Sequence[str],
        attachments: Sequence[tuple[Attachment, BinaryIO]] = (),
    ) -> bytes:
        sink = io.BytesIO()
        recipients = [reader(name).recipient for name in readers]
        sealing.seal(signed, recipients, sink, attachments=attachments)
        return sink.getvalue()

    def replies(self, slots: Sequence[Slot]) -> list[Signed]:
        """Open what the board holds for this person."""
        mine = [slot for slot in slots if board.tag(self.keys.thread, slot.r) == slot.tag]
        return [sealing.open_reply(slot.sealed, self.identity) for slot in mine]


@dataclass
class Portal:
    """Letters released, by arrival, and the board's slots."""

    folder: Path
    chain: Chain
    keyrings: list[SignedKeyring]
    letters: list[tuple[HalfDay, bytes]] = field(default_factory=list)
    slots: dict[bytes, Slot] = field(default_factory=dict)
    bundles: int = 0

    def receive(self, sealed: bytes, day: date) -> None:
        """Take a letter in on the morning of a day."""
        self.letters.append((HalfDay(day, "A"), sealed))

    def bundle(self, until: date, since: date | None = None) -> Path:
        """Write a bundle of what arrived after ``since``, up to ``until``."""
        self.bundles += 1
        path = self.folder / f"bundle-{self.bundles}.tar"
        chosen = [
            (half_day, sealed)
            for half_day, sealed in self.letters
            if half_day.day <= until and (since is None or half_day.day > since)
        ]
        entries = {
            DropEntry(
                hashlib.sha256(sealed).hexdigest()[:32],
                half_day,
                len(sealed),
                hashlib.sha256(sealed).digest(),
            ): sealed
            for half_day, sealed in chosen
        }
        sink = io.BytesIO()
        board.write(sink, make.INSTANCE, [self.slots[r] for r in sorted(self.slots)])
        write_volumes(
            lambda _number: path.open("wb"),
            entries,
            lambda entry: io.BytesIO(entries[entry]),
            self.keyrings,
            sink.getvalue(),
            instance=make.INSTANCE,
            since=HalfDay(since, "A") if since is not None else None,
            until=HalfDay(until, "A"),
        )
        return path

    def apply(self, path: Path, day: date) -> Outbox:
        """Take an outbox in, as the portal would."""
        chain = Chain.build(self.keyrings, rings.PIN, day, None)
        with path.open("rb") as source:
            outbox = read_outbox(source, chain)
        for sealed in outbox.drops:
            self.receive(sealed, day)
        self.slots.update({slot.r: slot for slot in outbox.slots})
        return outbox


@dataclass
class Scene:
    """The whole office in a temporary folder."""

    folder: Path
    today: date = make.DAY
    keyrings: list[SignedKeyring] = field(default_factory=lambda: [signed_keyring()])

    def __post_init__(self) -> None:
        self.chain = Chain.build(self.keyrings, rings.PIN, self.today, None)
        self.portal = Portal(self.folder, self.chain, self.keyrings)

    def later(self, days: int) -> None:
        """Let days pass."""
        self.today += timedelta(days=days)

    def reporter(self, label: str = "satu", excluded: tuple[str, ...] = ()) -> Reporter:
        """Return a person who files today."""
        return Reporter(label, self.chain, excluded)

    def place(self, name: str) -> Path:
        """Return where a reader's desk lies, made when first asked for."""
        folder = self.folder / name
        if not (folder / "vault.age").exists():
            parts = Parts(name, SEEDS[name], rings.PIN, [self.keyrings[0]], default_toml())
            make_desk(folder, parts, PASSPHRASE, self.today, log_n=LOG_N)
        return folder

    def desk(self, name: str) -> Desk:
        """Unlock a reader's desk."""

        def today(_office: Office) -> date:
            return self.today

        return Desk.unlock(self.place(name), PASSPHRASE, today)
