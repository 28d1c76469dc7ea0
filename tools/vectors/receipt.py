"""Writes tests/vectors/receipt*.json: ``python -m tools.vectors.receipt`` in the checkout's root."""

import hashlib
from collections.abc import Sequence
from typing import Any

from crypto import receipt
from crypto.errors import ReceiptError
from crypto.hybrid import Identity
from crypto.minisign import SigningKey
from crypto.receipt import WORDS, Receipt
from tools.vectors.letters import FOLDER, write
from wbs.letters.board import tag

_ZERO = Receipt.from_packed(bytes(11))


def main() -> None:
    """Write the files."""
    write(FOLDER / "receipt.json", codes())
    write(FOLDER / "receipt-keys.json", keys())


def codes() -> dict[str, Any]:
    """Return codes as typed: valid, corrected, refused; and fingerprints as words."""
    return {
        "words_sha256": hashlib.sha256("".join(f"{word}\n" for word in WORDS).encode()).hexdigest(),
        "valid": [_valid(code, text) for code, text in _valid_texts()],
        "corrected": [_corrected(note, text) for note, text in _corrected_texts()],
        "refused": [_refused(note, text) for note, text in _refused_texts()],
        "spelled": [_spelled(label, count) for label, count in [("one", 12), ("two", 23), ("three", 1)]],
    }


def keys() -> dict[str, Any]:
    """Return what follows from codes at instances, and tags of the reply board."""
    instance, other = _seed("instance 1", 16), _seed("instance 2", 16)
    pairs = [(_ZERO, bytes(16)), (_code(1), instance), (_code(1), other), (_code(2), instance)]
    return {
        "keys": [_keys(code, instance) for code, instance in pairs],
        "tags": [_tag(thread, r) for thread in (1, 2) for r in (1, 2)],
    }


def _seed(label: str, length: int) -> bytes:
    return hashlib.shake_256(f"wbs/vectors/receipt {label}".encode()).digest(length)


def _code(number: int) -> Receipt:
    return Receipt.from_packed(_seed(f"code {number}", 11))


def _with(code: Receipt, replacements: dict[int, str]) -> str:
    return " ".join(replacements.get(position, word) for position, word in enumerate(code.words))


def _moved(code: Receipt, order: Sequence[int]) -> str:
    return " ".join(code.words[position] for position in order)


def _wrong(code: Receipt, position: int, label: str = "wrong") -> str:
    """Return some word of the list that does not belong there."""
    number = int.from_bytes(_seed(f"{label} {position}", 2), "big") % 2047
    return WORDS[number] if WORDS[number] != code.words[position] else WORDS[2047]


def _valid_texts() -> list[tuple[Receipt, str]]:
    code = _code(1)
    return [
        (_ZERO, str(_ZERO)),
        (Receipt.from_packed(b"\xff" * 11), str(Receipt.from_packed(b"\xff" * 11))),
        *((_code(number), str(_code(number))) for number in range(1, 9)),
        (code, str(code).upper()),
        (code, "-".join(code.words)),
        (code, "\r\n".join(f"{number}. {word}" for number, word in enumerate(code.words, 1))),
        (code, " ".join(word[:4] for word in code.words)),
        (code, ", ".join(f"{word[:4]}xyz" for word in code.words) + "."),
        (code, "\N{NO-BREAK SPACE}".join(code.words)),
        (code, str(code).replace("a", "a\N{SOFT HYPHEN}")),
        (code, str(code).replace("a", "á").replace("e", "e\N{COMBINING ACUTE ACCENT}")),
        (code, "".join(chr(ord(letter) + 0xFEE0) if letter != " " else letter for letter in str(code))),
    ]


def _corrected_texts() -> list[tuple[str, str]]:
    code = _code(1)
    return [
        *((f"word {i + 1} is another of the list", _with(code, {i: _wrong(code, i)})) for i in range(10)),
        *((f"word {i + 1} is not in the list", _with(code, {i: "xxxx"})) for i in range(10)),
        ("the first word of the list is missing", _with(_ZERO, {4: "Xxxx"})),
        ("three letters are no word", _with(code, {6: code.words[6][:3]})),
        ("another alphabet is no word", _with(code, {2: "слово"})),
        ("two wrong words, mistaken for one", _mistaken(code)),
    ]


def _mistaken(code: Receipt) -> str:
    """Return the first text with words 1 and 2 wrong that reads as one wrong word elsewhere."""
    for first in WORDS:
        text = _with(code, {0: first, 1: _wrong(code, 1)})
        try:
            if receipt.read(text).receipt != code:
                return text
        except ReceiptError:
            continue
    raise AssertionError("one in some 200 reads so")


def _refused_texts() -> list[tuple[str, str]]:
    code = _code(1)
    neighbours = [[*range(i), i + 1, i, *range(i + 2, 10)] for i in range(9)]
    return [
        ("nothing", ""),
        ("numbers only", "1 2 3 4 5 6 7 8 9 10"),
        ("nine words", _moved(code, range(9))),
        ("eleven words", f"{code} {code.words[0]}"),
        *(
            (f"words {i + 1} and {i + 2} exchanged", _moved(code, order))
            for i, order in enumerate(neighbours)
        ),
        ("words 1 and 10 exchanged", _moved(code, [9, *range(1, 9), 0])),
        ("backwards", _moved(code, range(9, -1, -1))),
        ("two unknown words", _with(code, {0: "xxxx", 9: "Yyyy!"})),
        ("ten unknown words", "x " * 10),
        ("an unknown word and a wrong one", _with(code, {0: "xxxx", 5: _wrong(code, 5)})),
        ("two wrong words", _with(code, {0: _wrong(code, 0), 1: _wrong(code, 1)})),
        ("three wrong words", _with(code, {i: _wrong(code, i, "third") for i in (2, 5, 8)})),
        ("two words exchanged and one unknown", _with(code, {0: code.words[1], 1: code.words[0], 5: "xxxx"})),
    ]


def _valid(code: Receipt, text: str) -> dict[str, Any]:
    return {"text": text, "words": list(code.words), "packed": code.packed.hex()}


def _corrected(note: str, text: str) -> dict[str, Any]:
    reading = receipt.read(text)
    if reading.correction is None:
        raise AssertionError(f"{note}: nothing was corrected")
    return {
        "note": note,
        "text": text,
        "words": list(reading.receipt.words),
        "packed": reading.receipt.packed.hex(),
        "position": reading.correction.position,
        "typed": reading.correction.typed,
        "word": reading.correction.word,
    }


def _refused(note: str, text: str) -> dict[str, Any]:
    try:
        receipt.read(text)
    except receipt.WrongLength as error:
        return {"note": note, "text": text, "why": "length", "count": error.count}
    except receipt.UnknownWords as error:
        unknown = [[position, typed] for position, typed in error.unknown]
        return {"note": note, "text": text, "why": "unknown", "unknown": unknown}
    except receipt.WrongOrder as error:
        return {"note": note, "text": text, "why": "order", "swap": error.swap}
    except receipt.Unreadable:
        return {"note": note, "text": text, "why": "unreadable"}
    raise AssertionError(f"{note}: read all the same")


def _spelled(label: str, count: int) -> dict[str, Any]:
    digest = hashlib.sha256(label.encode()).digest()
    return {"digest": digest.hex(), "count": count, "words": list(receipt.spell(digest, count))}


def _keys(code: Receipt, instance: bytes) -> dict[str, Any]:
    k = receipt.stretch(code, instance)
    derived = receipt.derive(k)
    identity = Identity(derived.identity_seed)
    public = SigningKey(derived.sign_seed).public
    return {
        "code": str(code),
        "packed": code.packed.hex(),
        "instance": instance.hex(),
        "k": k.hex(),
        "identity_seed": derived.identity_seed.hex(),
        "identity": str(identity),
        "recipient": str(identity.recipient),
        "sign_seed": derived.sign_seed.hex(),
        "signing_key": str(public),
        "signing_key_raw": public.raw.hex(),
        "thread": derived.thread.hex(),
        "case": derived.case.hex(),
        "report_id": derived.report_id.hex(),
    }


def _tag(thread: int, r: int) -> dict[str, Any]:
    key, random = _seed(f"thread {thread}", 32), _seed(f"r {r}", 16)
    return {"thread": key.hex(), "r": random.hex(), "tag": tag(key, random).hex()}


if __name__ == "__main__":
    main()
