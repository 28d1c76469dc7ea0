"""The vector built into the client's self-test is what Python makes of the same code."""

import hashlib
import io
import re

from argon2.low_level import Type, hash_secret_raw

from crypto.minisign import SigningKey
from crypto.receipt import Receipt, derive
from tests.client.bundled import CLIENT
from wbs import sealing
from wbs.letters import tarball
from wbs.letters.letter import Report, sign_letter

SOURCE = (CLIENT / "src" / "selftest.ts").read_text()
INSTANCE = b"\x07" * 16
ANSWER = 'Uji — tidak ada yang terjadi: "é" \\ 𝄞\n'


def constant(name: str) -> str:
    found = re.search(rf'{name} = "([^"]*)";', SOURCE)
    assert found
    return found[1]


def test_the_built_in_vector_is_right() -> None:
    code = Receipt.from_packed(bytes(range(11)))
    assert str(code) == constant("CODE")
    stretched = hash_secret_raw(
        secret=code.packed,
        salt=hashlib.sha256(INSTANCE).digest()[:16],
        time_cost=1,
        memory_cost=64,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
        version=19,
    )
    keys = derive(stretched)
    signing = SigningKey(keys.sign_seed)
    report = Report(
        instance=INSTANCE,
        keyring=1,
        case=keys.case,
        letter_id=keys.report_id,
        recipient=str(sealing.reporter_identity(keys.identity_seed).recipient),
        signing_key=str(signing.public),
        thread=keys.thread,
        language="id",
        excluded=("r1",),
        answers={"what": ANSWER, "ongoing": "no"},
    )
    sink = io.BytesIO()
    tarball.write(sink, sign_letter(report, signing))
    assert hashlib.sha256(sink.getvalue()).hexdigest() == constant("TAR_SHA256")
