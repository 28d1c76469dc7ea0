from collections.abc import Mapping
from typing import Any

import pytest

from crypto.minisign import PublicKey
from tests.factories import (
    INSTANCE,
    attachment,
    case,
    message,
    report,
    seed,
    signing_key,
)
from tests.letters.samples import READER, REPORTER, each_letter, members
from wbs.letters import signed
from wbs.letters.errors import FormatError, Unproven
from wbs.letters.letter import (
    JSON_LIMIT,
    Letter,
    case_of,
    encode,
    peek_unverified,
    sign_letter,
    verify_letter,
)
from wbs.letters.signed import Signed


def key_of(letter: Letter) -> PublicKey:
    return (REPORTER if letter.author == "reporter" else READER).public


@each_letter
def test_a_signed_letter_is_proven_by_its_key_alone(letter: Letter) -> None:
    made = sign_letter(letter, REPORTER if letter.author == "reporter" else READER)
    assert peek_unverified(made) == letter
    assert verify_letter(made, letter.kind, INSTANCE, key_of(letter)) == letter
    with pytest.raises(Unproven):
        verify_letter(made, letter.kind, INSTANCE, signing_key("other").public)
    with pytest.raises(Unproven):
        verify_letter(made, letter.kind, seed("other", 16), key_of(letter))
    for kind in {"report", "message", "reply", "note"} - {letter.kind}:
        with pytest.raises(Unproven):
            verify_letter(made, kind, INSTANCE, key_of(letter))


def signed_as(kind: str, letter: Letter, instance: bytes = INSTANCE) -> Signed:
    value: Mapping[str, Any] = members(letter)
    return signed.sign(kind, instance, value, REPORTER)


def test_a_letter_signed_as_another_kind_is_unproven() -> None:
    with pytest.raises(Unproven, match="kinds"):
        verify_letter(signed_as("reply", message()), "reply", INSTANCE, REPORTER.public)


def test_a_letter_signed_for_another_portal_than_it_names_is_unproven() -> None:
    other = seed("other", 16)
    with pytest.raises(Unproven, match="portals"):
        verify_letter(signed_as("message", message(), other), "message", other, REPORTER.public)


def test_a_letter_above_its_limit_is_none_though_its_signature_fits() -> None:
    files = tuple(attachment(b"", number, name="n" * 255) for number in range(1, 100))
    largest = message(text="x", attachments=files)
    room = JSON_LIMIT - len(encode(largest))
    for more, fits in ((room, True), (room + 1, False)):
        value = {**members(largest), "text": "x" * (1 + more)}
        made = signed.sign("message", INSTANCE, value, REPORTER)
        if fits:
            assert len(made.json) == JSON_LIMIT
            verify_letter(made, "message", INSTANCE, REPORTER.public)
        else:
            with pytest.raises(FormatError):
                verify_letter(made, "message", INSTANCE, REPORTER.public)


def test_a_report_proves_itself() -> None:
    made = sign_letter(report(), REPORTER)
    assert verify_letter(made, "report", INSTANCE, PublicKey.parse(report().signing_key)) == report()


def test_a_report_that_claims_the_case_of_another_is_unproven() -> None:
    made = sign_letter(report(case=case("other")), REPORTER)
    with pytest.raises(Unproven, match="case"):
        verify_letter(made, "report", INSTANCE, REPORTER.public)


def test_a_message_that_claims_the_case_of_another_is_unproven() -> None:
    made = sign_letter(message(case=case("other")), REPORTER)
    with pytest.raises(Unproven, match="case"):
        verify_letter(made, "message", INSTANCE, REPORTER.public)


def test_the_case_is_that_of_the_protocol() -> None:
    assert case_of(PublicKey(bytes(31) + b"\x02")).hex() == (
        "f0b665f693333ab2da68534668eb560ddcff814bf1a011dbd44891ff1be24829"
    )
