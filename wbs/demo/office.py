"""The demonstration's office in a folder: roots, keyring, five readers' desks, the portal, a courier."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes

from crypto.minisign import SigningKey
from crypto.receipt import Receipt, reporter_keys, spell
from wbs import sealing
from wbs.cases.office import Office, default_toml
from wbs.cli.init import make_instance, settings_text
from wbs.demo.report import ANSWERS
from wbs.desk.setup import Parts, make_desk
from wbs.letters.keyring import Keyring, Reader, Role, SignedKeyring, accept, encode, sign_keyring
from wbs.letters.letter import Report, sign_letter
from wbs.letters.panel import panel
from wbs.letters.pin import Pin
from wbs.portal.config import load, open_store
from wbs.store import couriers, drops, keyrings
from wbs.store.publication import publish

COURIER = "kurir"
# Everything here is printed on a screen; a second's work a try would protect nothing.
LOG_N = 12

_READERS: tuple[tuple[str, str, str, Role], ...] = (
    ("verifikator-1", "Verifikator 1", "Inspektorat Jenderal", "intake"),
    ("verifikator-2", "Verifikator 2", "Inspektorat Jenderal", "intake"),
    ("verifikator-3", "Verifikator 3", "Inspektorat Jenderal", "intake"),
    ("verifikator-4", "Verifikator 4", "Inspektorat Jenderal", "intake"),
    ("pengawas-luar", "Pengawas Luar", "Lembaga mitra", "outside"),
)


@dataclass(frozen=True)
class Demo:
    """What a person needs to try it: the folder, and every secret in it."""

    folder: Path
    passphrase: str
    password: str
    recovery: tuple[str, ...]
    totp: str
    receipt: Receipt
    panel: tuple[str, ...]


def make(folder: Path, ports: tuple[int, int], now: Callable[[], datetime]) -> Demo:
    """Make the office anew in a folder that does not exist yet, with one report filed."""
    today = now().date()
    passphrase = "-".join(spell(token_bytes(8), 4))
    seeds = {reader: token_bytes(32) for reader, *_ in _READERS}
    roots = [SigningKey(token_bytes(32)) for _ in range(2)]
    pin = Pin(token_bytes(16), tuple(sorted(str(root.public) for root in roots)), 2)
    signed = _keyring(pin, roots, seeds, today)
    reporter, courier = ports
    text = settings_text(
        origins=(f"http://127.0.0.1:{reporter}", f"http://localhost:{reporter}"),
        courier_origins=(f"http://127.0.0.1:{courier}", f"http://localhost:{courier}"),
        reporter=f"127.0.0.1:{reporter}",
        courier=f"127.0.0.1:{courier}",
        demo=True,
    )
    make_instance(folder, text, pin.encode(), default_toml())
    for reader, seed in seeds.items():
        parts = Parts(reader, seed, pin, [signed], default_toml())
        make_desk(folder / "desks" / reader, parts, passphrase, today, log_n=LOG_N)
    (folder / "passphrase.txt").write_text(passphrase + "\n", encoding="utf-8")
    settings = load(folder / "wbs.toml")
    store = open_store(settings)
    keyrings.install(store, signed, pin, today)
    publish(store, pin.instance, today)
    password = "-".join(spell(token_bytes(8), 4))
    enrolled = couriers.enrol(store, COURIER, password, issuer="WBS demo", actor="demo", day=today)
    receipt = Receipt.generate()
    letter, readers = _report(receipt, pin, signed, today)
    drops.put(store, letter, now())
    store.dispose()
    return Demo(folder, passphrase, password, enrolled.recovery, enrolled.secret, receipt, readers)


def _keyring(pin: Pin, roots: list[SigningKey], seeds: dict[str, bytes], today: date) -> SignedKeyring:
    expires = today + timedelta(days=365)
    readers = []
    for reader, title, unit, role in _READERS:
        keys = sealing.reader_keys(seeds[reader])
        readers.append(
            Reader(
                id=reader,
                title=title,
                unit=unit,
                role=role,
                recipient=keys.recipient,
                signing_key=str(keys.signing.public),
                not_before=today,
                expires=expires,
            )
        )
    data = encode(
        Keyring(
            instance=pin.instance,
            name=Office.default().name.id,
            sequence=1,
            previous=None,
            not_before=today,
            expires=expires,
            panel=3,
            readers=tuple(readers),
            revoked=(),
            roots=pin.roots,
            threshold=pin.threshold,
            settings=sha256(default_toml()).digest(),
        )
    )
    return SignedKeyring(data, tuple(sign_keyring(data, root) for root in roots))


def _report(
    receipt: Receipt, pin: Pin, signed: SignedKeyring, today: date
) -> tuple[io.BytesIO, tuple[str, ...]]:
    keyring = accept(signed, pin, today, None)
    keys = reporter_keys(receipt, pin.instance)
    signing = SigningKey(keys.sign_seed)
    report = Report(
        instance=pin.instance,
        keyring=keyring.sequence,
        case=keys.case,
        letter_id=keys.report_id,
        recipient=str(sealing.reporter_identity(keys.identity_seed).recipient),
        signing_key=str(signing.public),
        thread=keys.thread,
        language="id",
        excluded=(),
        answers=ANSWERS,
    )
    readers = panel(keyring, keys.thread, (), today)
    sealed = io.BytesIO()
    sealing.seal(sign_letter(report, signing), [reader.recipient for reader in readers], sealed)
    sealed.seek(0)
    return sealed, tuple(reader.id for reader in readers)
