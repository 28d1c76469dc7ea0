"""Minisign texts and keys, against Debian's minisign both ways."""

import base64
import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from crypto import minisign
from crypto.errors import CryptoError, KeyFormatError, NoMatch, SignatureError
from crypto.minisign import PublicKey, SigningKey
from tests.factories import seed, stream

KEY = SigningKey(seed("minisign"))
MESSAGE = b'{"wbs":1}'
TRUSTED = "wbs/v1 report 000102030405060708090a0b0c0d0e0f"
SIGNATURE = KEY.sign(MESSAGE, trusted_comment=TRUSTED)

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P


def stock(*arguments: str | Path, folder: Path, typed: str = "", memory: int | None = None) -> str:
    """Run Debian's minisign and return what it printed; it has to succeed."""
    command = ["minisign", *arguments]
    if memory is not None:
        command = ["prlimit", f"--as={memory}", *command]
    done = subprocess.run(
        command, cwd=folder, input=typed, capture_output=True, text=True, check=True, timeout=30
    )
    return done.stdout


def lines_of(signature: str) -> list[str]:
    return signature.split("\n")


def with_line(number: int, line: str) -> str:
    lines = lines_of(SIGNATURE)
    lines[number] = line
    return "\n".join(lines)


def with_bytes(number: int, change: Callable[[bytes], bytes]) -> str:
    return with_line(number, base64.b64encode(change(base64.b64decode(lines_of(SIGNATURE)[number]))).decode())


# Against stock minisign


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a message, and a key made by stock minisign."""
    path = tmp_path_factory.mktemp("minisign")
    (path / "message").write_bytes(MESSAGE)
    stock("-G", "-W", "-p", "stock.pub", "-s", "stock.key", folder=path)
    return path


def test_stock_verifies_what_we_sign(folder: Path) -> None:
    (folder / "message.minisig").write_text(KEY.sign(MESSAGE, trusted_comment="wbs/v1 pesan, é\tß"))
    printed = stock("-V", "-m", "message", "-P", str(KEY.public), folder=folder)
    assert "Signature and comment signature verified\nTrusted comment: wbs/v1 pesan, é\tß\n" in printed
    (folder / "ours.pub").write_text(KEY.public.file_text())
    assert stock("-V", "-q", "-H", "-m", "message", "-p", "ours.pub", folder=folder) == ""


def test_we_verify_what_stock_signs(folder: Path) -> None:
    stock("-S", "-s", "stock.key", "-m", "message", "-x", "a", "-t", TRUSTED, "-c", "hello", folder=folder)
    key = PublicKey.parse((folder / "stock.pub").read_text())
    assert minisign.verify(MESSAGE, (folder / "a").read_text(), key) == TRUSTED
    stock("-S", "-s", "stock.key", "-m", "message", "-x", "b", folder=folder)
    assert "hashed" in minisign.verify(MESSAGE, (folder / "b").read_text(), key)


def test_the_unhashed_kind_of_stock_is_refused(folder: Path) -> None:
    stock("-S", "-l", "-s", "stock.key", "-m", "message", "-x", "legacy", folder=folder)
    key = PublicKey.parse((folder / "stock.pub").read_text())
    with pytest.raises(SignatureError, match="prehashed"):
        minisign.verify(MESSAGE, (folder / "legacy").read_text(), key)


def test_we_sign_with_a_key_of_stock_as_stock_does(folder: Path) -> None:
    key = SigningKey.parse((folder / "stock.key").read_text())
    assert key.public.file_text() == (folder / "stock.pub").read_text()
    stock("-S", "-s", "stock.key", "-m", "message", "-x", "c", "-t", TRUSTED, "-c", "hello", folder=folder)
    signed = key.sign(MESSAGE, trusted_comment=TRUSTED, untrusted_comment="hello")
    assert signed == (folder / "c").read_text()


def test_stock_signs_with_a_key_file_of_ours(folder: Path) -> None:
    (folder / "ours.key").write_text(KEY.file_text())
    stock("-S", "-s", "ours.key", "-m", "message", "-x", "d", "-t", TRUSTED, "-c", "wbs/v1", folder=folder)
    assert (folder / "d").read_text() == SIGNATURE
    stock("-R", "-s", "ours.key", "-p", "again.pub", folder=folder)
    assert PublicKey.parse((folder / "again.pub").read_text()) == KEY.public


@pytest.mark.parametrize("end", ["a0", "0a", "00", "000000"])
def test_a_public_key_reads_as_stock_writes_it(folder: Path, end: str) -> None:
    key = SigningKey(KEY.seed, bytes.fromhex(end.rjust(16, "7")))
    (folder / "numbered.key").write_text(key.file_text())
    stock("-R", "-f", "-s", "numbered.key", "-p", "numbered.pub", folder=folder)
    assert key.public.file_text() == (folder / "numbered.pub").read_text()


def test_we_read_a_key_that_stock_keeps_under_a_passphrase(folder: Path) -> None:
    """With little memory minisign makes a cheaper key, 64 MiB instead of 1 GiB."""
    typed = "kata sandi\nkata sandi\n"
    stock("-G", "-p", "e.pub", "-s", "e.key", folder=folder, typed=typed, memory=150_000_000)
    text = (folder / "e.key").read_text()
    key = SigningKey.parse(text, "kata sandi")
    assert key.public == PublicKey.parse((folder / "e.pub").read_text())
    for wrong in ("", "kata sandi\n", "\udc80"):
        with pytest.raises(NoMatch):
            SigningKey.parse(text, wrong)
    with pytest.raises(KeyFormatError, match="under a passphrase"):
        SigningKey.parse(text)


# Signatures


def test_round_trip() -> None:
    assert minisign.verify(MESSAGE, SIGNATURE, KEY.public) == TRUSTED
    assert SIGNATURE.startswith("untrusted comment: wbs/v1\nRU")


@given(st.binary(max_size=200), st.text().filter(str.isprintable))
def test_any_message_and_printable_comment(message: bytes, comment: str) -> None:
    signature = KEY.sign(message, trusted_comment=comment)
    assert minisign.verify(message, signature, KEY.public) == comment


def test_every_truncation_is_refused() -> None:
    for length in range(len(SIGNATURE)):
        with pytest.raises(SignatureError):
            minisign.verify(MESSAGE, SIGNATURE[:length], KEY.public)


def test_every_flipped_bit_is_refused() -> None:
    """Of the text but its untrusted comment, which nothing signs."""
    free = range(len("untrusted comment: "), SIGNATURE.index("\n"))
    for place, character in enumerate(SIGNATURE):
        for bit in range(8):
            changed = SIGNATURE[:place] + chr(ord(character) ^ 1 << bit) + SIGNATURE[place + 1 :]
            if place in free and changed[place].isprintable():
                assert minisign.verify(MESSAGE, changed, KEY.public) == TRUSTED
            else:
                with pytest.raises(SignatureError):
                    minisign.verify(MESSAGE, changed, KEY.public)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n\n",
        SIGNATURE + "\n",
        SIGNATURE + SIGNATURE,
        "\n" + SIGNATURE,
        SIGNATURE.replace("\n", "\r\n"),
        SIGNATURE.replace("untrusted comment: ", "untrusted comment:"),
        with_line(1, lines_of(SIGNATURE)[1] + " "),
        with_line(1, lines_of(SIGNATURE)[1][:-4]),
        with_line(1, lines_of(SIGNATURE)[1][:-1] + "=="),
        with_line(3, lines_of(SIGNATURE)[3][:-3] + "R=="),
        with_line(1, "é" * 100),
        with_line(2, "trusted comment: " + "a" * 9000),
        with_line(0, "untrusted comment: " + "a" * 1024),
        with_line(2, "trusted comment: a\x0bb"),
        with_line(2, "trusted comment: a\N{RIGHT-TO-LEFT OVERRIDE}b"),
        with_line(0, "untrusted comment: \x1b[2J"),
        with_line(0, "untrusted comment: a\N{LINE SEPARATOR}b"),
    ],
)
def test_other_forms_are_refused(text: str) -> None:
    with pytest.raises(SignatureError):
        minisign.verify(MESSAGE, text, KEY.public)


@given(st.text())
def test_any_text_is_refused(text: str) -> None:
    with pytest.raises(SignatureError):
        minisign.verify(MESSAGE, text, KEY.public)


def test_another_message_key_or_key_id_is_refused() -> None:
    for message, key in [
        (MESSAGE + b"\n", KEY.public),
        (hashlib.blake2b(MESSAGE).digest(), KEY.public),
        (MESSAGE, SigningKey(seed("another")).public),
        (MESSAGE, PublicKey(KEY.public.raw, bytes(8))),
        (MESSAGE, PublicKey(SigningKey(seed("another")).public.raw, KEY.public.key_id)),
    ]:
        with pytest.raises(SignatureError):
            minisign.verify(message, SIGNATURE, key)


def test_a_trusted_comment_moved_from_another_signature_is_refused() -> None:
    other = KEY.sign(b"other", trusted_comment="wbs/v1 message")
    moved = "\n".join([*lines_of(SIGNATURE)[:2], *lines_of(other)[2:]])
    with pytest.raises(SignatureError, match="does not fit"):
        minisign.verify(MESSAGE, moved, KEY.public)


def test_a_scalar_above_the_group_order_is_refused() -> None:
    order = 2**252 + 27742317777372353535851937790883648493

    def raise_scalar(data: bytes) -> bytes:
        return data[:-32] + (int.from_bytes(data[-32:], "little") + order).to_bytes(32, "little")

    for number in (1, 3):
        with pytest.raises(SignatureError, match="does not fit"):
            minisign.verify(MESSAGE, with_bytes(number, raise_scalar), KEY.public)


@pytest.mark.parametrize(
    "comment", ["a\nb", "\x1b[2J", "\N{RIGHT-TO-LEFT OVERRIDE}", "\ud800", "a" * 8192, "é" * 4100]
)
def test_a_comment_that_cannot_stand_in_a_line_is_not_signed(comment: str) -> None:
    with pytest.raises(SignatureError):
        KEY.sign(MESSAGE, trusted_comment=comment)
    with pytest.raises(SignatureError):
        KEY.sign(MESSAGE, trusted_comment="", untrusted_comment=comment)


# Points of small order


def add(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    """Add two points of edwards25519, affine."""
    product = D * a[0] * b[0] * a[1] * b[1] % P
    x = (a[0] * b[1] + a[1] * b[0]) * pow(1 + product, -1, P) % P
    y = (a[1] * b[1] + a[0] * b[0]) * pow(1 - product, -1, P) % P
    return x, y


def x_of(y: int) -> int:
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    root = pow(square, (P + 3) // 8, P)
    return root if root * root % P == square else root * pow(2, (P - 1) // 4, P) % P


def small_order_points() -> set[tuple[int, int]]:
    """Return the eight points whose order divides 8, as multiples of one of order 8."""
    eighth = y_of_order_8()
    points = {(0, 1)}
    current = (x_of(eighth), eighth)
    while current not in points:
        points.add(current)
        current = add(current, (x_of(eighth), eighth))
    return points


def y_of_order_8() -> int:
    """Return a y of order 8: twice such a point has y = 0, so D y^4 + 2 y^2 - 1 = 0."""
    inner = pow(1 + D, (P + 3) // 8, P)
    if inner * inner % P != (1 + D) % P:
        inner = inner * pow(2, (P - 1) // 4, P) % P
    for numerator in (inner - 1, -inner - 1):
        square = numerator * pow(D, -1, P) % P
        root = pow(square, (P + 3) // 8, P)
        for candidate in (root, root * pow(2, (P - 1) // 4, P) % P):
            if candidate * candidate % P == square:
                return candidate
    raise AssertionError("no point of order 8")


def test_every_spelling_of_a_small_order_key_is_refused() -> None:
    points = small_order_points()
    assert len(points) == 8
    spellings = {
        y + lift | sign << 255 for _, y in points for lift in (0, P) for sign in (0, 1) if y + lift < 2**255
    }
    assert len(spellings) == 14
    for spelling in spellings:
        with pytest.raises(KeyFormatError, match="small order"):
            PublicKey(spelling.to_bytes(32, "little"))


def test_a_signature_anybody_could_make_is_refused() -> None:
    """R of small order: libsodium refuses it, OpenSSL would not."""

    def weaken(data: bytes) -> bytes:
        return data[:-64] + (1).to_bytes(32, "little") + data[-32:]

    for number in (1, 3):
        with pytest.raises(SignatureError, match="small order"):
            minisign.verify(MESSAGE, with_bytes(number, weaken), KEY.public)


# Keys


def test_the_key_id_is_a_hash_of_the_key_unless_given() -> None:
    assert KEY.public.key_id == KEY.key_id == hashlib.sha256(KEY.public.raw).digest()[:8]
    named = SigningKey(KEY.seed, b"8 bytes.")
    assert named.public.key_id == b"8 bytes."
    assert minisign.verify(MESSAGE, named.sign(MESSAGE, trusted_comment="t"), named.public) == "t"


def test_a_public_key_reads_back_from_line_and_file() -> None:
    for text in (str(KEY.public), f"{KEY.public}\n", KEY.public.file_text(), KEY.public.file_text().strip()):
        assert PublicKey.parse(text) == KEY.public
    assert str(KEY.public).startswith("RW")
    assert len(str(KEY.public)) == 56


def test_a_signing_key_reads_back_from_its_file() -> None:
    key = SigningKey.generate(stream("generate"))
    assert key.seed == stream("generate")(32)
    assert SigningKey.parse(key.file_text()) == key


def test_a_seed_does_not_show() -> None:
    assert KEY.seed.hex() not in repr(KEY).replace("\\x", "")
    assert "seed" not in repr(KEY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "RW",
        f" {KEY.public}",
        f"{KEY.public}\n\n",
        f"comment\n{KEY.public}\n",
        f"untrusted comment: a\n{KEY.public}\n{KEY.public}\n",
        str(KEY.public)[:-1] + "=",
        "RU" + str(KEY.public)[2:],
        "é" * 56,
        KEY.file_text(),
        SIGNATURE,
    ],
)
def test_other_texts_are_no_public_key(text: str) -> None:
    with pytest.raises(KeyFormatError):
        PublicKey.parse(text)


def secret(start: int, replacement: bytes) -> str:
    """Return KEY's file with some of its 158 bytes replaced."""
    comment, line, _ = KEY.file_text().split("\n")
    data = base64.b64decode(line)
    data = data[:start] + replacement + data[start + len(replacement) :]
    return f"{comment}\n{base64.b64encode(data).decode()}\n"


def test_a_changed_secret_key_is_no_key_or_another_key() -> None:
    """A flipped bit in the key id (bytes 54 to 61) makes another name; nothing in the file guards it."""
    data = base64.b64decode(KEY.file_text().split("\n")[1])
    assert len(data) == 158
    for place, byte in enumerate(data):
        for bit in range(8):
            text = secret(place, bytes([byte ^ 1 << bit]))
            if 54 <= place < 62:
                assert SigningKey.parse(text).key_id != KEY.key_id
            else:
                with pytest.raises(KeyFormatError):
                    SigningKey.parse(text)


def test_a_passphrase_for_a_key_in_the_open_is_a_mistake() -> None:
    with pytest.raises(KeyFormatError):
        SigningKey.parse(KEY.file_text(), "kata sandi")


def limited(opslimit: int, memlimit: int) -> str:
    """Return a file that asks for scrypt with these limits."""
    limits = opslimit.to_bytes(8, "little") + memlimit.to_bytes(8, "little")
    return secret(2, b"ScB2" + bytes(32) + limits)


@pytest.mark.parametrize(
    ("opslimit", "memlimit"), [(2**64 - 1, 2**64 - 1), (2**26, 2**31), (2**40, 2**16), (2**64 - 1, 0)]
)
def test_a_key_that_asks_for_too_much_work_is_refused_unread(opslimit: int, memlimit: int) -> None:
    with pytest.raises(KeyFormatError, match="too much work"):
        SigningKey.parse(limited(opslimit, memlimit), "kata sandi")


@pytest.mark.parametrize(("opslimit", "memlimit"), [(0, 2**64 - 1), (2**16, 2**64 - 1), (2**20, 2**25)])
def test_a_key_that_asks_for_less_is_read(opslimit: int, memlimit: int) -> None:
    with pytest.raises(NoMatch):
        SigningKey.parse(limited(opslimit, memlimit), "kata sandi")


def test_scrypt_without_memory_fails_as_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr(hashlib, "scrypt", fail)
    with pytest.raises(CryptoError, match="too little memory"):
        SigningKey.parse(limited(2**20, 2**25), "kata sandi")


@given(st.text())
def test_any_text_is_no_key(text: str) -> None:
    for parse in (PublicKey.parse, SigningKey.parse):
        with pytest.raises(KeyFormatError):
            parse(text)


@pytest.mark.parametrize(("length", "key_id"), [(31, b""), (33, b""), (32, b"1234567"), (32, b"123456789")])
def test_keys_have_their_lengths(length: int, key_id: bytes) -> None:
    with pytest.raises(KeyFormatError):
        SigningKey(bytes(length), key_id)
    with pytest.raises(KeyFormatError):
        PublicKey(bytes([2]) * length, key_id)


def test_the_signature_is_ed25519_of_the_hash() -> None:
    """The format once more, from its description."""
    key = Ed25519PrivateKey.from_private_bytes(KEY.seed)
    signature = key.sign(hashlib.blake2b(MESSAGE, digest_size=64).digest())
    first = base64.b64encode(b"ED" + KEY.key_id + signature).decode()
    last = base64.b64encode(key.sign(signature + TRUSTED.encode())).decode()
    assert f"untrusted comment: wbs/v1\n{first}\ntrusted comment: {TRUSTED}\n{last}\n" == SIGNATURE


def test_signing_loads_nothing_that_seals() -> None:
    script = "import sys, crypto.minisign; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    ours = {name for name in loaded if name.split(".")[0] == "crypto"}
    assert ours == {"crypto", "crypto.errors", "crypto.minisign"}
    assert not [name for name in loaded if "hpke" in name or "mlkem" in name or "argon2" in name]
