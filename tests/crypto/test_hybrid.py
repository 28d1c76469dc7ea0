"""Recipients and identities as text and bytes, and the stanzas an identity refuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import bech32
from crypto.errors import HeaderError, KeyFormatError, NoMatch, RecipientError
from crypto.header import Stanza, encode_base64
from crypto.hybrid import BODY, ENC, RAW, TYPE, Identity, Recipient
from crypto.passphrase import Passphrase

IDENTITY = Identity(bytes(range(32)))
FILE_KEY = bytes(16)

# The example of the C2SP specification, and the start and end of its recipient.
EXAMPLE = "AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR"
EXAMPLE_RECIPIENT = ("age1pq1x34nzsvr0rxjsgdn8zgyhfe8j7ceq5r9rdelkjuh3y235jzxshfg87p", "aeq0d3fzv49zc0k")


def test_the_specification_s_example() -> None:
    recipient = str(Identity.parse(EXAMPLE).recipient)
    assert recipient.startswith(EXAMPLE_RECIPIENT[0])
    assert recipient.endswith(EXAMPLE_RECIPIENT[1])


@given(seed=st.binary(min_size=32, max_size=32))
def test_keys_survive_as_text(seed: bytes) -> None:
    identity = Identity(seed)
    assert Identity.parse(str(identity)) == identity
    assert Recipient.parse(str(identity.recipient)) == identity.recipient
    assert identity.unwrap([identity.recipient.wrap(FILE_KEY)]) == FILE_KEY


@pytest.mark.parametrize(
    "text",
    [
        "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj",
        "age1tag1qt8lw0ual6avlwmwatk888yqnmdamm7xfd0wak53ut6elz5c4swx2yqdj4e",
        "age1yubikey1q",
    ],
)
def test_other_kinds_of_recipient_are_refused_as_such(text: str) -> None:
    with pytest.raises(RecipientError, match="post-quantum"):
        Recipient.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ",
        "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3",
        str(IDENTITY),
        str(IDENTITY.recipient).upper(),
        str(IDENTITY.recipient)[:-1],
        bech32.encode("age1pq", IDENTITY.recipient.raw[:-1]),
        bech32.encode("age1pq", bytes(2000)),
        bech32.encode("age1pq", b"\xff" * RAW),
    ],
)
def test_what_is_no_recipient_is_refused(text: str) -> None:
    with pytest.raises(KeyFormatError):
        Recipient.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        str(IDENTITY).lower(),
        str(IDENTITY.recipient),
        "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX",
        bech32.encode("AGE-SECRET-KEY-PQ-", bytes(31)),
        bech32.encode("AGE-SECRET-KEY-PQ-", bytes(33)),
    ],
)
def test_what_is_no_identity_is_refused(text: str) -> None:
    with pytest.raises(KeyFormatError):
        Identity.parse(text)


def test_generate_takes_its_randomness() -> None:
    assert Identity.generate(lambda count: bytes(range(count))) == IDENTITY


def test_nothing_is_sealed_to_a_key_of_low_order() -> None:
    recipient = Recipient(IDENTITY.recipient.raw[:-32] + bytes(32))
    with pytest.raises(RecipientError, match="weak"):
        recipient.wrap(FILE_KEY)


@pytest.mark.parametrize(
    ("enc", "body", "more"),
    [(ENC - 1, BODY, ()), (ENC + 1, BODY, ()), (ENC, BODY - 1, ()), (ENC, BODY + 1, ()), (ENC, BODY, ("x",))],
)
def test_lengths_are_checked_before_decrypting(enc: int, body: int, more: tuple[str, ...]) -> None:
    good = IDENTITY.recipient.wrap(FILE_KEY)
    bad = Stanza(TYPE, (encode_base64(b"\x09" * enc), *more), bytes(body))
    with pytest.raises(HeaderError, match="one argument" if more else "wrong length"):
        IDENTITY.unwrap([bad, good])


def test_a_share_of_low_order_is_refused() -> None:
    with pytest.raises(HeaderError, match="low order"):
        IDENTITY.unwrap([Stanza(TYPE, (encode_base64(bytes(ENC)),), bytes(BODY))])


def test_other_kinds_of_stanza_are_passed_over() -> None:
    good = IDENTITY.recipient.wrap(FILE_KEY)
    assert IDENTITY.unwrap([Stanza("X25519", ("x",), b""), Stanza("grease", (), b"y"), good]) == FILE_KEY
    with pytest.raises(NoMatch):
        IDENTITY.unwrap([Stanza("X25519", ("x",), b"")])


@pytest.mark.parametrize(("text", "log_n"), [("", 1), ("\ud800", 1), ("a", 0), ("a", 21), ("a", -1)])
def test_a_passphrase_that_could_not_open_is_refused(text: str, log_n: int) -> None:
    with pytest.raises(KeyFormatError):
        Passphrase(text, log_n)
