"""What we seal npm ``age-encryption`` opens, and the other way round."""

from __future__ import annotations

import io
from collections.abc import Iterator
from random import Random

import pytest

from crypto import age, errors, header
from crypto.hybrid import Identity, Recipient
from crypto.passphrase import Passphrase
from tests.crypto.node import AgePeer

SIZES = [0, 1, 65535, 65536, 65537, 200000]
# Letters beyond ASCII too: a passphrase is its UTF-8.
PASSPHRASE = Passphrase("kopi tubruk ☕ manis", log_n=10)


def text_of(size: int) -> bytes:
    return Random(size).randbytes(size)


def sealed(text: bytes, recipients: list[Recipient] | Passphrase) -> bytes:
    sink = io.BytesIO()
    age.encrypt(io.BytesIO(text), sink, recipients)
    return sink.getvalue()


def opened(file: bytes, identity: age.IdentityLike) -> bytes:
    sink = io.BytesIO()
    age.decrypt(io.BytesIO(file), sink, [identity])
    return sink.getvalue()


@pytest.fixture(scope="module")
def peer() -> Iterator[AgePeer]:
    with AgePeer() as running:
        yield running


@pytest.fixture(scope="module")
def identity() -> Identity:
    return Identity(bytes(range(32)))


@pytest.mark.parametrize("size", SIZES)
def test_peer_opens_what_we_seal(peer: AgePeer, identity: Identity, size: int) -> None:
    file = sealed(text_of(size), [identity.recipient])
    assert peer.ask("open", str(identity), data=file) == text_of(size)


@pytest.mark.parametrize("size", SIZES)
def test_we_open_what_peer_seals(peer: AgePeer, identity: Identity, size: int) -> None:
    file = peer.ask("seal", str(identity.recipient), data=text_of(size))
    assert opened(file, identity) == text_of(size)


@pytest.mark.parametrize("size", SIZES)
def test_peer_opens_what_we_seal_with_a_passphrase(peer: AgePeer, size: int) -> None:
    file = sealed(text_of(size), PASSPHRASE)
    assert peer.ask("open-passphrase", PASSPHRASE.text, data=file) == text_of(size)


@pytest.mark.parametrize("size", SIZES)
def test_we_open_what_peer_seals_with_a_passphrase(peer: AgePeer, size: int) -> None:
    file = peer.ask("seal-passphrase", PASSPHRASE.text, data=text_of(size))
    assert opened(file, PASSPHRASE) == text_of(size)


def test_keys_are_the_same_text(peer: AgePeer) -> None:
    identity, recipient = peer.ask("keygen").decode().split()
    assert str(Identity.parse(identity)) == identity
    assert str(Identity.parse(identity).recipient) == recipient
    assert str(Recipient.parse(recipient)) == recipient


def test_each_of_eight_recipients_opens(peer: AgePeer, identity: Identity) -> None:
    identities = [Identity.generate() for _ in range(7)] + [identity]
    file = sealed(b"delapan", [each.recipient for each in identities])
    assert peer.ask("open", str(identity), data=file) == b"delapan"
    assert [opened(file, each) for each in identities] == [b"delapan"] * 8
    assert [stanza.type for stanza in header.parse(io.BytesIO(file)).stanzas] == ["mlkem768x25519"] * 8


def test_we_open_a_file_of_eight_from_the_peer(peer: AgePeer, identity: Identity) -> None:
    others = [str(Identity.generate().recipient) for _ in range(7)]
    file = peer.ask("seal", *others, str(identity.recipient), data=b"delapan")
    assert opened(file, identity) == b"delapan"


def test_rewrapped_header_before_the_old_payload_is_a_file(peer: AgePeer, identity: Identity) -> None:
    newcomer, stranger = Identity.generate(), Identity.generate()
    old = io.BytesIO(sealed(text_of(70000), [identity.recipient]))
    file = age.rewrap(old, identity, [newcomer.recipient, stranger.recipient]) + old.read()
    assert peer.ask("open", str(newcomer), data=file) == text_of(70000)
    assert opened(file, stranger) == text_of(70000)
    with pytest.raises(errors.NoMatch):
        opened(file, identity)
