"""What the client seals opens in Python, and is the letter that Python would have written.

The Node.js process plays page and worker; the readers and their replies are Python's.
"""

import base64
import hashlib
import hmac
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from crypto.minisign import PublicKey, SigningKey
from crypto.receipt import Receipt, ReporterKeys, reporter_keys, spell
from tests import factories as make
from tests import factories_keyring as rings
from tests.client.vault import Refused, VaultPeer, published
from tests.proven import verify_report
from wbs import sealing
from wbs.letters import board, tarball
from wbs.letters.freshness import Collected, Freshness, sign_statement
from wbs.letters.halfday import HalfDay
from wbs.letters.letter import Attachment, Message, Reply, Report, sign_letter, verify_letter
from wbs.letters.panel import panel
from wbs.letters.signed import Signed
from wbs.store import shape

CODE = Receipt.from_packed(bytes(range(100, 111)))
KEYS: ReporterKeys = reporter_keys(CODE, make.INSTANCE)
KEYRING = rings.sign(rings.keyring())
ANSWERS = {"what": 'Petugas meminta uang.\n"Tanda" — é 𝄞', "ongoing": "yes", "value": "below-10m"}
PART = 4 << 20
OTHERS = [each.id for each in rings.READERS]
DRAFT = {"answers": ANSWERS, "excluded": [], "language": "id", "confirmed": False}
TEXT = "Ada saksi lain."


@pytest.fixture(scope="module")
def vault() -> Iterator[VaultPeer]:
    """A vault that has the keyring and the code."""
    with VaultPeer() as running:
        running.ask("trust", published(KEYRING))
        running.ask("useCode", list(CODE.words))
        yield running


@pytest.fixture(scope="module")
def spare() -> Iterator[VaultPeer]:
    """A vault whose code may be anything."""
    with VaultPeer() as running:
        running.ask("trust", published(KEYRING))
        yield running


def panel_of(excluded: Iterable[str] = ()) -> list[str]:
    return [each.id for each in panel(rings.keyring(), KEYS.thread, set(excluded), make.DAY)]


def opened(sealed: bytes, by: str, files: dict[str, bytes] | None = None) -> Signed:
    sinks: dict[str, io.BytesIO] = {}

    def keep(path: str, _: Attachment) -> io.BytesIO:
        return sinks.setdefault(path, io.BytesIO())

    signed = sealing.open_letter(io.BytesIO(sealed), make.identity(by), keep)
    if files is not None:
        files.update((path, sink.getvalue()) for path, sink in sinks.items())
    return signed


def who_opens(sealed: bytes) -> list[str]:
    able = []
    for each in OTHERS:
        try:
            opened(sealed, each)
        except sealing.NotForMe:
            continue
        able.append(each)
    return able


def check_shape(sealed: bytes) -> None:
    shape.check_header(sealed)
    shape.check_size(len(sealed))


def replied(*replies: Reply) -> list[Signed]:
    return [sign_letter(each, make.signing_key(each.author)) for each in replies]


def reply(author: str = "verifikator-1", number: int = 1, **changes: Any) -> Reply:
    to = hashlib.sha256(sealing.reporter_identity(KEYS.identity_seed).recipient.raw).digest()
    return replace(make.reply(author, number, **changes), case=KEYS.case, to=to)


def on_board(letters: Iterable[Signed], fillers: int = 3) -> str:
    recipient = str(sealing.reporter_identity(KEYS.identity_seed).recipient)
    slots = [sealing.filler_slot() for _ in range(fillers)]
    for number, signed in enumerate(letters):
        r = make.seed(f"r {number}", 16)
        slots.append(board.Slot(r, board.tag(KEYS.thread, r), sealing.seal_reply(signed, recipient)))
    sink = io.BytesIO()
    board.write(sink, make.INSTANCE, sorted(slots, key=lambda slot: slot.r))
    return base64.b64encode(sink.getvalue()).decode()


def opened_case(vault: VaultPeer, letters: Iterable[Signed] = (), excluded: Iterable[str] = ()) -> Any:
    return vault.ask("openBoard", {"board": on_board(letters), "excluded": list(excluded)})


def draft(shown: str, files: Iterable[dict[str, object]] = (), **changes: object) -> dict[str, object]:
    made = {"letterId": "0f" * 16, "text": TEXT, "excluded": [], "confirmed": False, "shown": shown}
    return {**made, "files": list(files), **changes}


def as_file(content: bytes, name: str = "bukti.pdf", **changes: object) -> dict[str, object]:
    text = base64.b64encode(content).decode()
    return {"name": name, "type": "application/pdf", "removed": ["author"], "content": text, **changes}


# The code


def test_a_new_code_is_a_code_and_another_each_time(spare: VaultPeer) -> None:
    codes = [tuple(spare.ask("newCode")) for _ in range(2)]
    assert Receipt(codes[0]) != Receipt(codes[1])


def test_progress_is_told_while_a_code_is_stretched(spare: VaultPeer) -> None:
    parts = spare.ask("useCodeAndWatch", list(CODE.words))
    assert parts == sorted(parts)
    assert parts[-1] == 1
    assert len(parts) > 10


def test_words_that_are_no_code_are_refused(spare: VaultPeer) -> None:
    with pytest.raises(Refused, match="code_unreadable"):
        spare.ask("useCode", [*CODE.words[1:], CODE.words[0]])


def test_nothing_is_left_of_a_code_that_is_forgotten(spare: VaultPeer) -> None:
    spare.ask("useCode", list(CODE.words))
    spare.ask("forget")
    for call, argument in (("stretched", None), ("readers", []), ("sealReport", DRAFT)):
        with pytest.raises(Refused, match="code_missing"):
            spare.ask(call, argument)


# The keyring


def test_trust_tells_who_reads(spare: VaultPeer) -> None:
    sign = make.signing_key("verifikator-1")
    earlier = make.DAY - timedelta(days=3)
    collected = [
        sign_statement(Collected(make.INSTANCE, each, 1, HalfDay(day, "A")), make.signing_key(each))
        for each, day in (("verifikator-1", make.DAY), ("verifikator-2", earlier), ("auditor-1", rings.START))
    ]
    fresh = sign_statement(Freshness(make.INSTANCE, "verifikator-1", 1, make.DAY), sign)
    trusted = spare.ask("trust", published(KEYRING, freshness=fresh, collected=collected))
    readers = trusted.pop("readers")
    assert trusted == {
        "sequence": 1,
        "panel": 3,
        "warning": "",
        "collectedUntil": f"{earlier}A",
        "expires": rings.END.isoformat(),
    }
    assert [each["id"] for each in readers] == OTHERS
    raw = make.identity(OTHERS[0]).recipient.raw
    assert readers[0]["words"] == list(spell(hashlib.sha256(raw).digest(), 4))


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (rings.END + timedelta(days=1), "clock"),
        (rings.START - timedelta(days=1), "clock"),
        (make.DAY, None),
    ],
)
def test_a_wrong_clock_is_named(now: date, code: str | None) -> None:
    with VaultPeer(now=now) as vault:
        if code is None:
            vault.ask("trust", published(KEYRING))
            return
        with pytest.raises(Refused, match=code):
            vault.ask("trust", published(KEYRING))


def test_an_expired_or_foreign_keyring_is_refused() -> None:
    after = rings.END + timedelta(days=1)
    with VaultPeer(today=after) as vault, pytest.raises(Refused, match="keyring_expired"):
        vault.ask("trust", published(KEYRING))
    with VaultPeer() as vault:
        for wrong, code in (
            (published(), "keyring_missing"),
            (published(rings.sign(rings.keyring(), rings.ROOTS[:1])), "keyring_untrusted"),
            ({"keyrings": 1}, "keyring_untrusted"),
        ):
            with pytest.raises(Refused, match=code):
                vault.ask("trust", wrong)
        # And then nothing can be sealed.
        vault.ask("newCode")
        with pytest.raises(Refused, match="keyring_missing"):
            vault.ask("sealReport", DRAFT)


def test_the_newest_keyring_seen_is_remembered() -> None:
    newer = rings.sign(rings.after(KEYRING))
    with VaultPeer() as vault:
        vault.ask("trust", published(KEYRING, newer))
        with pytest.raises(Refused, match="keyring_old"):
            vault.ask("trust", published(KEYRING))


# Reports


@pytest.mark.parametrize("excluded", [[], ["verifikator-1", "verifikator-2"]])
def test_a_report_is_the_one_that_python_would_write(vault: VaultPeer, excluded: list[str]) -> None:
    made = vault.ask("sealReport", {**DRAFT, "excluded": excluded})
    sealed = base64.b64decode(made["sealed"])
    check_shape(sealed)
    assert len(sealed) == sealing.TEXT_SEALED
    readers = panel_of(excluded)
    assert made["readers"] == len(readers)
    assert sorted(who_opens(sealed)) == sorted(readers)
    signing = SigningKey(KEYS.sign_seed)
    expected = Report(
        instance=make.INSTANCE,
        keyring=1,
        case=KEYS.case,
        letter_id=KEYS.report_id,
        recipient=str(sealing.reporter_identity(KEYS.identity_seed).recipient),
        signing_key=str(signing.public),
        thread=KEYS.thread,
        language="id",
        excluded=tuple(excluded),
        answers=ANSWERS,
    )
    signed = opened(sealed, readers[0])
    assert signed == sign_letter(expected, signing)
    assert verify_report(signed) == expected
    assert [each["id"] for each in vault.ask("readers", excluded)] == readers


def test_the_same_report_is_sealed_anew_and_stays_one_letter(vault: VaultPeer) -> None:
    one, other = (base64.b64decode(vault.ask("sealReport", DRAFT)["sealed"]) for _ in range(2))
    assert one != other
    assert opened(one, panel_of()[0]) == opened(other, panel_of()[0])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"answers": {}}, "what_missing"),
        ({"answers": {"what": " \n", "who": "X"}}, "what_missing"),
        ({"answers": {"what": "x" * 49_153}}, "too_long"),
        ({"excluded": OTHERS}, "no_reader"),
        ({"excluded": [each for each in OTHERS if each != "luar-1"]}, "one_reader"),
    ],
)
def test_a_report_that_cannot_be_is_refused(vault: VaultPeer, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        vault.ask("sealReport", {**DRAFT, **changes})
    assert vault.ask("sealReport", DRAFT)["readers"] == 3


def test_one_reader_alone_is_asked_for(vault: VaultPeer) -> None:
    excluded = [each for each in OTHERS if each != "luar-1"]
    made = vault.ask("sealReport", {**DRAFT, "excluded": excluded, "confirmed": True})
    assert who_opens(base64.b64decode(made["sealed"])) == ["luar-1"]


# Coming back


def test_a_code_without_replies_has_an_empty_case(vault: VaultPeer) -> None:
    case = opened_case(vault)
    assert (case["items"], case["unproven"], case["state"], case["hasReply"]) == ([], 0, "TERKIRIM", False)
    assert [each["id"] for each in case["readers"]] == panel_of()
    assert vault.ask("openBoard", {"board": None, "excluded": []}) == case


def test_replies_are_found_opened_and_proven(vault: VaultPeer) -> None:
    first = reply(text="Kami terima.")
    second = reply("verifikator-2", day=make.DAY + timedelta(days=1), state="TELAAH", text="Kami telaah.")
    forged = sign_letter(reply("verifikator-3"), make.signing_key("verifikator-2"))
    other = replied(make.reply("verifikator-1"))
    case = opened_case(vault, [*replied(second, first), forged, *other])
    assert [(each["text"], each["state"]) for each in case["items"]] == [
        ("Kami terima.", "DITERIMA"),
        ("Kami telaah.", "TELAAH"),
    ]
    assert (case["unproven"], case["state"], case["hasReply"]) == (2, "TELAAH", True)
    assert [(each["id"], each["isNew"]) for each in case["readers"]] == [("verifikator-2", True)]


def test_what_is_no_board_is_refused(vault: VaultPeer) -> None:
    whole = base64.b64decode(on_board([]))
    for wrong in (b"", whole[:-1], whole.replace(make.INSTANCE.hex().encode(), b"0" * 32)):
        with pytest.raises(Refused, match="failed"):
            vault.ask("openBoard", {"board": base64.b64encode(wrong).decode(), "excluded": []})


# Messages

CONTENTS = [
    [],
    [b"x"],
    [b"", b"satu" * 300],
    [hashlib.shake_256(b"berkas").digest(5 << 20), b"y" * 65_536, b"z" * (1 << 20)],
]


@pytest.mark.parametrize("contents", CONTENTS, ids=len)
def test_a_message_is_the_one_that_python_would_write(vault: VaultPeer, contents: list[bytes]) -> None:
    before = replied(reply(readers=("verifikator-1", "verifikator-4")))
    case = opened_case(vault, before)
    made = vault.ask("sealMessage", draft(case["shown"], [as_file(each) for each in contents]))
    sealed = base64.b64decode(made["sealed"])
    check_shape(sealed)
    assert made["size"] == len(sealed)
    assert made["sizes"][:-1] == [PART] * (len(made["sizes"]) - 1)
    assert 0 < made["sizes"][-1] <= PART
    if sum(map(len, contents)):
        assert made["prepared"] == sorted(made["prepared"])
        assert made["prepared"][-1] == 1
    assert sorted(who_opens(sealed)) == ["verifikator-1", "verifikator-4"]
    attachments = tuple(make.attachment(each, number) for number, each in enumerate(contents, 1))
    expected = Message(
        instance=make.INSTANCE,
        keyring=1,
        case=KEYS.case,
        letter_id=b"\x0f" * 16,
        text=TEXT,
        attachments=attachments,
        seen=(before[0].hash,),
    )
    signing = SigningKey(KEYS.sign_seed)
    files: dict[str, bytes] = {}
    signed = opened(sealed, "verifikator-4", files)
    assert signed == sign_letter(expected, signing)
    key = PublicKey.parse(str(signing.public))
    assert verify_letter(signed, "message", make.INSTANCE, key) == expected
    assert list(files.values()) == contents
    plain = sum(
        map(len, tarball.pack(signed, list(zip(attachments, map(io.BytesIO, contents), strict=True))))
    )
    assert len(sealed) == sealing.sealed_size(plain)


def test_names_and_types_are_made_fit(vault: VaultPeer) -> None:
    shown = opened_case(vault)["shown"]
    odd = [as_file(b"1", "../\u202eC:\\foto.JPG", type=""), as_file(b"2", "///", type="text/plain; x=1")]
    made = vault.ask("sealMessage", draft(shown, odd))
    letter = verify_letter(
        opened(base64.b64decode(made["sealed"]), panel_of()[0]),
        "message",
        make.INSTANCE,
        SigningKey(KEYS.sign_seed).public,
    )
    assert [(each.path, each.name, each.type) for each in letter.attachments] == [
        ("attachments/01.jpg", "foto.JPG", "application/octet-stream"),
        ("attachments/02.bin", "berkas-2.bin", "application/octet-stream"),
    ]


def test_who_reads_must_be_who_was_shown(vault: VaultPeer) -> None:
    shown = opened_case(vault)["shown"]
    with pytest.raises(Refused, match="readers_changed"):
        vault.ask("sealMessage", draft(shown, excluded=[panel_of()[0]]))
    narrower = opened_case(vault, excluded=[panel_of()[0]])["shown"]
    made = vault.ask("sealMessage", draft(narrower, excluded=[panel_of()[0]]))
    assert sorted(who_opens(base64.b64decode(made["sealed"]))) == sorted(panel_of([panel_of()[0]]))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": ""}, "message_missing"),
        ({"text": "x" * 49_153}, "too_long"),
        ({"excluded": OTHERS}, "no_reader"),
    ],
)
def test_a_message_that_cannot_be_is_refused(vault: VaultPeer, changes: dict[str, Any], code: str) -> None:
    shown = opened_case(vault)["shown"]
    with pytest.raises(Refused, match=code):
        vault.ask("sealMessage", draft(shown, **changes))
    assert vault.ask("sealMessage", draft(shown))["size"] == sealing.TEXT_SEALED


def test_the_board_is_searched_by_the_thread_alone(vault: VaultPeer) -> None:
    # The tag is what Python computes: a slot under another thread is not even opened.
    r = make.seed("r", 16)
    assert board.tag(KEYS.thread, r) == hmac.digest(KEYS.thread, b"wbs/v1/reply" + r, "sha256")[:16]
    letter = replied(reply())[0]
    recipient = str(sealing.reporter_identity(KEYS.identity_seed).recipient)
    strange = board.Slot(r, board.tag(bytes(32), r), sealing.seal_reply(letter, recipient))
    sink = io.BytesIO()
    board.write(sink, make.INSTANCE, [strange])
    text = base64.b64encode(sink.getvalue()).decode()
    assert vault.ask("openBoard", {"board": text, "excluded": []})["items"] == []
