"""Writes tests/vectors/letters*.json: ``python -m tools.vectors.letters`` in the checkout's root.

The same files in every run: keys and identifiers follow from labels (tests/factories.py).
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from crypto.minisign import SigningKey
from tests.factories import INSTANCE, case, message, note, reply, report, seed
from tests.letters.samples import LETTERS, READER, REPORTER
from wbs.letters import canonical, signed, tarball
from wbs.letters.halfday import HalfDay
from wbs.letters.letter import ANSWERS_LIMIT, Attachment, Letter, Message, Note, encode, sign_letter
from wbs.letters.note import REPLY_JSON_LIMIT
from wbs.letters.signed import Signed

FOLDER = Path(__file__).parents[2] / "tests" / "vectors"
KEYS = {"reporter": REPORTER, "reader": READER, "other": SigningKey(seed("sign other"))}
CONTENTS = (b"satu", b"dua")


def main() -> None:
    """Write the files."""
    for name, value in (
        ("letters", letters()),
        ("letters-canonical", canonicals()),
        ("letters-halfdays", halfdays()),
    ):
        write(FOLDER / f"{name}.json", value)


def write(path: Path, value: object) -> None:
    """Write one file, to be read by people and programs alike."""
    path.write_text(json.dumps(value, indent=1) + "\n")


def sources(letter: Letter) -> list[tuple[Attachment, BinaryIO]]:
    """Return the files of a sample letter."""
    files = letter.attachments if isinstance(letter, Message) else ()
    return [(file, BytesIO(content)) for file, content in zip(files, CONTENTS, strict=False)]


def letters() -> dict[str, Any]:
    """Return a letter of each kind and event with its tar, and letters and tars that are refused."""
    named = list(zip(_names(), LETTERS, strict=True))
    return {
        "instance": INSTANCE.hex(),
        "keys": {name: _key(key) for name, key in KEYS.items()},
        "letters": [_letter(name, letter) for name, letter in named],
        "refused": [_refused(*one) for one in _wrong()],
        "refused_tars": _wrong_tars(),
    }


def canonicals() -> dict[str, Any]:
    """Return texts that are canonical, and bytes (base64) that are not."""
    good: list[canonical.Value] = [
        "",
        0,
        -1,
        2**53 - 1,
        -(2**53) + 1,
        [],
        {},
        {"b": [1, "2", {"": ""}], "a": {}},
        '\b\t\n\f\r"\\/\0\x1f\x7f\u2028é😀',
        dict.fromkeys(["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"], 0),
    ]
    bad = [
        b"",
        b" 1",
        b"1\n",
        b"-0",
        b"01",
        b"1.0",
        b"1e3",
        b"9007199254740992",
        b"true",
        b"null",
        b"NaN",
        b'{"a":1,"a":1}',
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'"\\u0041"',
        b'"\\/"',
        b'"\\u001F"',
        b'"\\ud83d\\ude00"',
        b'"\\ud800"',
        b'"\xff"',
        b'"\xed\xa0\x80"',
        b'"\t"',
        b"\xef\xbb\xbf1",
        b"[" * 17 + b"]" * 17,
        '{"\ufb33":0,"😀":0}'.encode(),
    ]
    return {
        "canonical": [canonical.dumps(value).decode() for value in good],
        "refused": [base64.b64encode(data).decode() for data in bad],
    }


def halfdays() -> list[dict[str, str]]:
    """Return moments with their half-day and when readers see what arrived then."""
    moments = (
        "2026-01-31T05:59:59.999",
        "2026-01-31T06:00:00",
        "2026-01-31T17:59:59.999",
        "2026-01-31T18:00:00",
    )
    made = []
    for name in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"):
        zone = ZoneInfo(name)
        for text in moments:
            moment = datetime.fromisoformat(text).replace(tzinfo=zone)
            half_day = HalfDay.of(moment, zone)
            made.append(
                {
                    "moment": moment.isoformat(),
                    "zone": name,
                    "half_day": str(half_day),
                    "start": half_day.start(zone).isoformat(),
                    "end": half_day.end(zone).isoformat(),
                    "visible_from": half_day.visible_from(zone).isoformat(),
                }
            )
    return made


def _names() -> Sequence[str]:
    seen: dict[str, int] = {}
    names = []
    for letter in LETTERS:
        name = f"{letter.kind} {letter.event}" if isinstance(letter, Note) else letter.kind
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return names


def _key_name(kind: str) -> str:
    return "reporter" if kind in ("report", "message") else "reader"


def _key(key: SigningKey) -> dict[str, str]:
    return {"seed": key.seed.hex(), "public": str(key.public)}


def _letter(name: str, letter: Letter) -> dict[str, Any]:
    made = sign_letter(letter, KEYS[_key_name(letter.kind)])
    contents = [stream.read() for _, stream in sources(letter)]
    tar = b"".join(tarball.pack(made, sources(letter)))
    return {
        "name": name,
        "kind": letter.kind,
        "key": _key_name(letter.kind),
        "json": made.json.decode(),
        "hash": made.hash.hex(),
        "signature": made.signature,
        "attachments": [base64.b64encode(content).decode() for content in contents],
        "tar_size": len(tar),
        "tar_sha256": hashlib.sha256(tar).hexdigest(),
    }


def _refused(name: str, error: str, kind: str, made: Signed) -> dict[str, str]:
    return {
        "name": name,
        "error": error,
        "kind": kind,
        "key": _key_name(kind),
        "json": made.json.decode(),
        "signature": made.signature,
    }


def _changed(letter: Letter, **changes: object) -> Signed:
    """Sign a letter after a change that may make it none."""
    value = {**json.loads(encode(letter)), **changes}
    present = {name: member for name, member in value.items() if member is not None}
    return signed.sign(letter.kind, INSTANCE, present, KEYS[_key_name(letter.kind)])


def _wrong() -> list[tuple[str, str, str, Signed]]:
    plain = sign_letter(report(), REPORTER)
    answer = sign_letter(reply(), READER)
    room = REPLY_JSON_LIMIT - len(encode(reply(text="")))
    comment = plain.signature.replace("untrusted comment: wbs/v1", "untrusted comment: hello")
    abroad = signed.sign("reply", seed("x", 16), _value(reply()), READER)
    misnamed = signed.sign("reply", INSTANCE, _value(note()), READER)
    misread = Signed(answer.json.replace(b"kami", b"Kami"), answer.signature)
    other_case = case("other").hex()
    nine = [f"r{number}" for number in range(9)]
    return [
        ("another signer", "unproven", "report", sign_letter(report(), KEYS["other"])),
        ("another kind", "unproven", "message", plain),
        ("another portal", "unproven", "reply", abroad),
        ("portal only in json", "unproven", "reply", _changed(reply(), instance=seed("x", 16).hex())),
        ("kind only in signature", "unproven", "reply", misnamed),
        ("case of another", "unproven", "report", _changed(report(), case=other_case)),
        ("message in the case of another", "unproven", "message", _changed(message(), case=other_case)),
        ("changed json", "unproven", "reply", misread),
        ("changed untrusted comment", "unproven", "report", Signed(plain.json, comment)),
        ("unknown member", "format", "reply", _changed(reply(), x=1)),
        ("missing member", "format", "reply", _changed(reply(), until=None)),
        ("future version", "format", "reply", _changed(reply(), wbs=2)),
        ("reader called reporter", "format", "note", _changed(note(), author="reporter")),
        ("blank report", "format", "report", _changed(report(), answers={"what": " "})),
        (
            "answer without a question",
            "format",
            "report",
            _changed(report(), answers={"what": "x", "y": "z"}),
        ),
        ("answers too long", "format", "report", _changed(report(), answers={"what": "x" * ANSWERS_LIMIT})),
        ("reply too long", "format", "reply", _changed(reply(), text="x" * (room + 1))),
        ("reply to nine readers", "format", "reply", _changed(reply(), readers=nine)),
        ("empty message", "format", "message", _changed(message(), text="")),
        ("unknown event", "format", "note", _changed(note(), body={"event": "closed"})),
    ]


def _value(letter: Letter) -> canonical.Value:
    return canonical.loads(encode(letter))


def _wrong_tars() -> list[dict[str, Any]]:
    """Return changes of a letter's tar: cut it, change bytes (at, hex), or add zeros; in that order."""
    name, block = "message 2", 512
    end = tarball.TEXT_SIZE
    return [
        {"name": "cut by one byte", "of": name, "cut": end - 1},
        {"name": "cut after the signature", "of": name, "cut": 4 * block},
        {"name": "one zero more", "of": name, "zeros": 1},
        {"name": "doubled padding", "of": name, "zeros": end},
        {"name": "padding that is not zero", "of": name, "patch": [[end - 1, "01"]]},
        {"name": "member's padding that is not zero", "of": name, "patch": [[3 * block - 1, "01"]]},
        {"name": "mode, without its checksum", "of": name, "patch": [[100, "30303030373535"]]},
        {"name": "another member name", "of": name, "patch": [[0, "4c"]]},
        {"name": "a link", "of": name, "patch": [[156, "32"]]},
        {"name": "reply cut", "of": "reply", "cut": tarball.REPLY_SIZE - 1},
        {"name": "reply padded as a text", "of": "reply", "zeros": tarball.TEXT_SIZE - tarball.REPLY_SIZE},
    ]


if __name__ == "__main__":
    main()
